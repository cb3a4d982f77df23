"""The queries that the code makes, read from its source: Python's by its syntax tree, the
client's by its brackets. What can't be read is reported, so that none is missed."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

# Documents sorted by their ids: every collection is, without an index.
BY_ID = "documentId()"

Order = tuple[str, Literal["ASCENDING", "DESCENDING"]]

INEQUALITIES = ("<", "<=", ">", ">=", "!=", "not-in")


@dataclass(frozen=True)
class Query:
    """A query of one collection, or of all collections of one name (`group`).

    Args:
        filters: (field, operator) in the order in which they are written.
        orders: as the server sees them: the last ten in one order are the first in the other.
    """

    collection: str
    group: bool
    filters: tuple[tuple[str, str], ...]
    orders: tuple[Order, ...]

    def __str__(self) -> str:
        where = "all " if self.group else ""
        said = [f"{name} {operator}" for name, operator in self.filters]
        said += [f"by {name} {way.lower()}" for name, way in self.orders]
        return f"{where}{self.collection}: {', '.join(said)}"

    @property
    def equalities(self) -> frozenset[str]:
        return frozenset(name for name, operator in self.filters if operator == "==")

    @property
    def sorted_by(self) -> tuple[Order, ...]:
        """The orders, with the one that an inequality brings along."""
        ranges = [name for name, operator in self.filters if operator in INEQUALITIES]
        named = [name for name, _ in self.orders]
        implied: list[Order] = [(name, "ASCENDING") for name in ranges if name not in named]
        return (*(order for order in self.orders if order[0] != BY_ID), *implied)

    @property
    def fields(self) -> frozenset[str]:
        return frozenset([*(name for name, _ in self.filters), *dict(self.sorted_by)])


# ---- Python


def python_queries(source: str, collections: dict[str, str]) -> Iterator[Query]:
    """The queries of a module.

    Args:
        collections: what the module calls functions for that return a collection, and its name.

    Raises:
        ValueError: a query's collection, or what it filters or sorts by, is not plain to see.
    """
    for scope in _scopes(ast.parse(source)):
        named: dict[str, list[ast.expr]] = {}
        for node in ast.walk(scope):
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                named.setdefault(node.targets[0].id, []).append(node.value)
        calls = [node for node in ast.walk(scope) if isinstance(node, ast.Call)]
        chains = [list(_chain(call, named)) for call in calls]
        # A call within a longer chain, by a name or not, is a part of that one's query.
        inner = {id(part) for chain in chains for _, part in chain[1:]}
        for call, chain in zip(calls, chains, strict=True):
            asks = any(name in ("where", "order_by") for name, _ in chain)
            if asks and id(call) not in inner:
                yield _python_query(chain, collections)


def _scopes(tree: ast.Module) -> list[ast.AST]:
    """The functions of a module, and what stands outside of them."""
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    outside = [node for node in tree.body if not isinstance(node, ast.FunctionDef | ast.ClassDef)]
    return [*functions, ast.Module(outside, [])]


def python_collections(source: str) -> dict[str, str]:
    """The functions of a module that return a collection, and its name."""
    found: dict[str, str] = {}
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef) and isinstance(node.body[-1], ast.Return):
            value = node.body[-1].value
            if isinstance(value, ast.Call) and next(_chain(value, {}))[0] == "collection":
                found[node.name] = _text(value.args[-1])
    return found


def _chain(call: ast.Call, named: dict[str, list[ast.expr]]) -> Iterator[tuple[str, ast.Call]]:
    """The calls of `a().b().c()` from the last to the first, by name.

    A chain that begins with a variable goes on with what the variable was given last, and where
    that goes on with the variable itself, with what it was given before.
    """
    at: ast.expr = call
    left = {name: list(values) for name, values in named.items()}
    while True:
        if isinstance(at, ast.Name) and left.get(at.id):
            at = left[at.id].pop()
        elif isinstance(at, ast.Call):
            func = at.func
            yield (func.attr if isinstance(func, ast.Attribute) else ast.unparse(func)), at
            at = func.value if isinstance(func, ast.Attribute) else func
        else:
            return


def _python_query(chain: list[tuple[str, ast.Call]], collections: dict[str, str]) -> Query:
    filters: list[tuple[str, str]] = []
    orders: list[Order] = []
    for name, call in reversed(chain):
        if name == "where":
            condition = {keyword.arg: keyword.value for keyword in call.keywords}["filter"]
            if not isinstance(condition, ast.Call):
                raise _hidden(condition)
            filters.append((_text(condition.args[0]), _text(condition.args[1])))
        elif name == "order_by":
            down = any("DESCENDING" in ast.unparse(keyword.value) for keyword in call.keywords)
            orders.append((_text(call.args[0]), "DESCENDING" if down else "ASCENDING"))
    for name, call in chain:
        if name in ("collection", "collection_group"):
            group = name == "collection_group"
            return Query(_text(call.args[-1]), group, tuple(filters), tuple(orders))
        if name in collections:
            return Query(collections[name], False, tuple(filters), tuple(orders))
    raise _hidden(chain[0][1])


def _text(node: ast.expr) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    raise _hidden(node)


def _hidden(node: ast.expr) -> ValueError:
    return ValueError(
        f"line {node.lineno}: the collection and the fields of a query stand in it as plain "
        f"strings; {ast.unparse(node)} is none"
    )


# ---- TypeScript


def typescript_queries(source: str) -> Iterator[Query]:
    """The queries of a module: every call of `query`."""
    for start in re.finditer(r"\bquery\(", source):
        body = _bracketed(source, start.end())
        filters = re.findall(r'\bwhere\("([^"]+)", "([^"]+)"', body)
        orders = re.findall(r'\borderBy\("?(\w+|documentId\(\))"?(?:, "(asc|desc)")?\)', body)
        if len(filters) + len(orders) != len(re.findall(r"\b(?:where|orderBy)\(", body)):
            raise ValueError(f"A filter or order is not plain to see: query({body})")
        collection = re.search(r"\bcollection(Group)?\(", body)
        if collection is None and {name for name, _ in (*filters, *orders)} - {BY_ID}:
            raise ValueError(f"The collection is not plain to see: query({body})")
        names = re.findall(r'"([^"]+)"', _bracketed(body, collection.end())) if collection else []
        backwards = "limitToLast(" in body
        yield Query(
            names[-1] if names else "any",
            collection is not None and collection[1] is not None,
            tuple(filters),
            tuple(
                (name, "DESCENDING" if (way == "desc") != backwards else "ASCENDING")
                for name, way in orders
            ),
        )


def _bracketed(source: str, start: int) -> str:
    """What stands between the bracket that opens before `start` and the one that closes it."""
    depth = 1
    for at in range(start, len(source)):
        depth += {"(": 1, ")": -1}.get(source[at], 0)
        if depth == 0:
            return source[start:at]
    raise ValueError(f"A bracket is not closed: {source[start:][:60]}")
