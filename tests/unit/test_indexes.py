"""Every query has its index. The emulator needs none, so only this can tell before a deploy."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from queries import Query, python_collections, python_queries, typescript_queries

from dev.paths import FUNCTIONS, ROOT, WEB

DECLARED: dict[str, Any] = json.loads((ROOT / "firestore.indexes.json").read_text())
CLIENT = WEB / "src" / "lib" / "firestore.ts"


COLLECTIONS = python_collections((FUNCTIONS / "store" / "client.py").read_text())


def _queries() -> tuple[list[Query], list[str]]:
    """The queries of the code, and what is wrong with those that can't be read."""
    found, unread = list(typescript_queries(CLIENT.read_text())), list[str]()
    for path in sorted((FUNCTIONS / "store").glob("*.py")):
        try:
            found += python_queries(path.read_text(), COLLECTIONS)
        except ValueError as error:
            unread.append(f"{path.name}: {error}")
    return list(dict.fromkeys(found)), unread


QUERIES, UNREAD = _queries()


def _scope(query: Query) -> str:
    return "COLLECTION_GROUP" if query.group else "COLLECTION"


def _serves(index: dict[str, Any], query: Query) -> bool:
    """Whether a composite index is the one that a query needs: equalities first, then orders."""
    if (index["collectionGroup"], index["queryScope"]) != (query.collection, _scope(query)):
        return False
    fields = [(field["fieldPath"], field["order"]) for field in index["fields"]]
    split = len(query.equalities)
    equal = frozenset(name for name, _ in fields[:split])
    return (equal, tuple(fields[split:])) == (query.equalities, query.sorted_by)


def _override(query: Query, field: str) -> list[dict[str, Any]] | None:
    """What a field is indexed by instead of the usual; `None` for the usual."""
    named = {
        override["fieldPath"]: override["indexes"]
        for override in DECLARED["fieldOverrides"]
        if override["collectionGroup"] == query.collection
    }
    return named.get(field, named.get("*"))


def _needs_a_composite_index(query: Query) -> bool:
    """Equalities alone are merged from the indexes of single fields."""
    return len(query.fields) > 1 and bool(query.sorted_by)


@pytest.mark.parametrize("query", QUERIES, ids=str)
def test_a_query_has_its_index(query: Query) -> None:
    composite = any(_serves(index, query) for index in DECLARED["indexes"])
    single = all(_is_indexed(query, name) for name in query.fields)
    found = composite if _needs_a_composite_index(query) else single
    assert found, f"firestore.indexes.json leaves without an index: {query}"


def _is_indexed(query: Query, name: str) -> bool:
    """Whether the field by itself is: as usual for one collection, or as an override says."""
    override = _override(query, name)
    if override is None:
        return not query.group
    return any(index["queryScope"] == _scope(query) for index in override)


@pytest.mark.parametrize("index", DECLARED["indexes"], ids=lambda index: index["collectionGroup"])
def test_an_index_has_its_query(index: dict[str, Any]) -> None:
    assert any(_serves(index, query) for query in QUERIES)


def test_every_query_is_written_so_that_it_can_be_read() -> None:
    assert UNREAD == []


def test_every_filter_and_order_of_the_client_was_read() -> None:
    """None is missed by standing outside of a `query`. Python's are found wherever they stand."""
    source = CLIENT.read_text()
    read = [(*query.filters, *query.orders) for query in typescript_queries(source)]
    assert sum(map(len, read)) == len(re.findall(r"\b(?:where|orderBy)\(", source)) > 0


def test_only_one_module_of_the_client_knows_firestore() -> None:
    sources = [path for path in (WEB / "src").rglob("*.ts*") if ".test." not in path.name]
    knowing = [path for path in sources if '"@firebase/firestore' in path.read_text()]
    assert knowing == [CLIENT]


def test_what_is_read_from_the_source_is_what_stands_there() -> None:
    python = """
found = client().collection_group("messages").where(filter=FieldFilter("open", "==", True))
found = found.where(filter=FieldFilter("heartbeatAt", "<", before))
found.limit(5)
notes(uid).order_by("updatedAt", direction="DESCENDING")
"""
    typescript = """
query(collection(db(), "users", uid, "notes"), orderBy("updatedAt", "desc"), limit(size));
query(collectionGroup(db(), "notes"), where("a", "==", f(1)), orderBy("b"), limitToLast(2));
query(some, orderBy(documentId()));
"""
    newest = Query("notes", False, (), (("updatedAt", "DESCENDING"),))
    assert list(python_queries(python, {"notes": "notes"})) == [
        Query("messages", True, (("open", "=="), ("heartbeatAt", "<")), ()),
        newest,
    ]
    assert list(typescript_queries(typescript)) == [
        newest,
        Query("notes", True, (("a", "=="),), (("b", "DESCENDING"),)),
        Query("any", False, (), (("documentId()", "ASCENDING"),)),
    ]


@pytest.mark.parametrize(
    "source",
    ["query.order_by('a')", "notes().order_by(name)", "notes().where(filter=condition)"],
)
def test_a_query_that_cannot_be_read_is_reported(source: str) -> None:
    with pytest.raises(ValueError, match="plain"):
        list(python_queries(source, {"notes": "notes"}))
