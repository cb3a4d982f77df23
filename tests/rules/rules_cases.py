"""A case: one request, and whether the shipped rules allow it. `Rules` tries it out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Literal

from firestore_rest import CONSOLE, Answer, Fields, Filter, Firestore, token
from rules_people import PEOPLE, Person, Who, account

Operation = Literal["get", "list", "count", "group", "create", "update", "delete"]
OPERATIONS: tuple[Operation, ...] = ("get", "list", "group", "create", "update", "delete")
READS: tuple[Operation, ...] = ("get", "list", "count", "group")


def _nothing() -> Fields:
    return {}


@dataclass(frozen=True, eq=False)
class Case:
    """Who asks for what, and the answer that is expected.

    Args:
        path: of a document. `{home}` stands for the account that `who` reaches for.
        stored: the document before; `None` when there is none. Ignored where `path` is an
            account: that document is the person's own.
        sent: all fields of a new document, or those that an update changes.
        limit: of a query.
        where: what a list is narrowed to.
        account: the person's document in users/, where it is not their usual one.
        note: what is particular about this case, for its name.
    """

    who: Who
    operation: Operation
    path: str
    allowed: bool
    stored: Fields | None = None
    sent: Fields = field(default_factory=_nothing)
    limit: int | None = None
    where: Filter | None = None
    account: Fields | None = None
    note: str = ""

    @property
    def person(self) -> Person:
        return PEOPLE[self.who]

    @property
    def document(self) -> str:
        return self.path.replace("{home}", self.person.home)

    @property
    def collection(self) -> str:
        return self.document.rpartition("/")[0]

    def __str__(self) -> str:
        verdict = "may" if self.allowed else "may not"
        note = f" ({self.note})" if self.note else ""
        return f"{self.who} {verdict} {self.operation} {self.path}{note}"


class Rules:
    """The rules under test, in a project of their own. Each case is tried once and remembered."""

    def __init__(self, firestore: Firestore, source: str) -> None:
        self._firestore = firestore
        self._lines = source.splitlines()
        self._known: dict[Case, Answer] = {}
        self._arranged: dict[str, Fields | None] | None = None
        firestore.load(source)

    def check(self, case: Case) -> None:
        """Fail unless the rules answer as the case expects."""
        answer = self.answer(case)
        reason = "they allowed it" if answer.allowed else self._explain(str(answer.body))
        assert answer.allowed == case.allowed, f"{case}, but {reason}"

    def answer(self, case: Case) -> Answer:
        if case not in self._known:
            self._arrange(case)
            self._known[case] = self._ask(case)
        return self._known[case]

    def coverage(self) -> dict[str, Any]:
        """The emulator's report of what it has evaluated so far."""
        return self._firestore.coverage()

    def _arrange(self, case: Case) -> None:
        """Store what the case starts from: the document, and the accounts of who is in it."""
        person = case.person
        documents = {case.document: case.stored, f"users/{person.home}": account()}
        documents[f"users/{person.uid or person.home}"] = case.account or person.account
        if case.operation == "create":
            documents[case.document] = None
        if case.operation in READS and documents == self._arranged:
            return
        self._arranged = documents if case.operation in READS else None
        store = self._firestore
        writes = [
            store.delete(path) if fields is None else store.put(path, fields)
            for path, fields in documents.items()
        ]
        assert store.commit(writes, CONSOLE).allowed

    def _ask(self, case: Case) -> Answer:
        store, as_ = self._firestore, self._token(case)
        match case.operation:
            case "get":
                return store.get(case.document, as_)
            case "list":
                return store.list(case.collection, as_, case.limit, case.where)
            case "count":
                return store.count(case.collection, as_, case.limit)
            case "group":
                return store.group(case.collection, as_, case.limit)
            case "create":
                return store.commit([store.create(case.document, case.sent)], as_)
            case "update":
                return store.commit([store.update(case.document, case.sent)], as_)
            case "delete":
                return store.commit([store.delete(case.document)], as_)

    def _token(self, case: Case) -> str | None:
        if case.who == "console":
            return CONSOLE
        uid = case.person.uid
        return None if uid is None else token(uid, self._firestore.project)

    def _explain(self, reason: str) -> str:
        """The emulator's reason, with the lines that it names."""
        named = dict.fromkeys(int(line) for line in re.findall(r"@ L(\d+)", reason))
        quoted = "".join(f"\n  L{line}: {self._lines[line - 1].strip()}" for line in named)
        return f"{reason.strip()}{quoted}"
