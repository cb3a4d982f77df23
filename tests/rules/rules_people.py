"""Who asks. The same few people stand behind every table of these tests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from firestore_rest import Fields

Who = Literal[
    "console",
    "owner",
    "other member",
    "signed out",
    "suspended",
    "mistyped",
    "uninvited",
    "waiting",
]


@dataclass(frozen=True)
class Person:
    """Somebody who asks.

    Args:
        uid: of their account; `None` for whoever has no ID token.
        home: whose documents they reach for. Most have their own, so that nothing but what they
            are can be the reason of a refusal.
        account: their document in users/; `None` for an account that has none.
    """

    uid: str | None
    home: str
    account: Fields | None


def account(**changes: Any) -> Fields:
    """A member's document in users/, with changes."""
    return {
        "email": "somebody@hearth.test",
        "displayName": "Somebody",
        "agents": ["hearth"],
        "budgetUsd": 5.0,
        "suspended": False,
        "createdAt": datetime(2026, 1, 1, tzinfo=UTC),
        **changes,
    }


PEOPLE: dict[Who, Person] = {
    # The functions and the Firebase console: the twin that shows a refused request to be sound.
    "console": Person(None, "ada", account()),
    "owner": Person("ada", "ada", account()),
    "other member": Person("bob", "ada", account(agents=["tutor"])),
    "signed out": Person(None, "ada", account()),
    "suspended": Person("sam", "sam", account(suspended=True)),
    "mistyped": Person("mia", "mia", account(suspended="no")),
    "uninvited": Person("una", "una", None),
    "waiting": Person("wil", "wil", account(agents=[])),
}


def _people(*who: Who) -> frozenset[Who]:
    return frozenset(("console", *who))


NOBODY = _people()
OWNER = _people("owner")
OTHER_MEMBER = _people("other member")
MEMBERS = OWNER | OTHER_MEMBER
WELCOME = MEMBERS | _people("uninvited", "waiting")
ONESELF = OWNER | _people("suspended", "mistyped", "uninvited", "waiting")
EVERYBODY = frozenset(PEOPLE)
