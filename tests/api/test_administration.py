"""The console is where the owner works: bad edits hurt little, are told, and heal when mended."""

from __future__ import annotations

import json
from collections.abc import Generator
from datetime import UTC, datetime
from typing import Any

import pytest

import administration
from hearth import MODELS, Account, Hearth, turn

MODEL = MODELS["openai"]
OTHER_MODEL = MODELS["anthropic"]


@pytest.fixture
def ada(hearth: Hearth) -> Account:
    return hearth.member("ada", agents=("hearth", "coder"))


@pytest.fixture
def owner(hearth: Hearth) -> Account:
    return hearth.member("olga", owner=True)


class Console:
    """Edits documents as the owner does in the Firebase console."""

    def __init__(self, hearth: Hearth) -> None:
        self._hearth = hearth
        self._kept: dict[str, dict[str, Any]] = {}

    def edit(self, path: str, **changes: Any) -> None:
        ref = self._hearth.db.document(path)
        self._kept.setdefault(path, ref.get().to_dict())
        ref.update(changes)

    def mend(self) -> None:
        """Put everything back as it was."""
        for path, fields in self._kept.items():
            self._hearth.db.document(path).set(fields)


@pytest.fixture
def console(hearth: Hearth) -> Generator[Console]:
    console = Console(hearth)
    yield console
    console.mend()


def problems(hearth: Hearth) -> list[dict[str, str]]:
    administration.check_all()
    return hearth.db.document("settings", "problems").get().to_dict()["problems"]


def about(hearth: Hearth, where: str) -> list[str]:
    return [problem["text"] for problem in problems(hearth) if problem["where"] == where]


def status(hearth: Hearth, account: Account, **changes: Any) -> int:
    return hearth.post("chat", turn(**{"model": OTHER_MODEL, **changes}), account.token).status


BAD: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    (f"models/{MODEL}", {"price": None}, {"model": MODEL}),
    (f"models/{MODEL}", {"price": {"input": "cheap", "output": 1}}, {"model": MODEL}),
    (f"models/{MODEL}", {"contextTokens": "long"}, {"model": MODEL}),
    (f"models/{MODEL}", {"provider": "opanai"}, {"model": MODEL}),
    (f"models/{MODEL}", {"enabled": "yes"}, {"model": MODEL}),
    ("agents/coder", {"temperature": "warm"}, {"agent": "coder"}),
    ("agents/coder", {"models": ["openai:nothing"]}, {"agent": "coder"}),
    ("agents/coder", {"enabled": "on"}, {"agent": "coder"}),
]


@pytest.mark.parametrize(("path", "change", "touched"), BAD, ids=[str(row[:2]) for row in BAD])
def test_a_bad_edit_breaks_only_what_it_touches_and_heals(
    hearth: Hearth,
    ada: Account,
    console: Console,
    path: str,
    change: dict[str, Any],
    touched: dict[str, Any],
) -> None:
    assert about(hearth, path) == []
    console.edit(path, **change)
    assert status(hearth, ada, **touched) >= 400
    assert status(hearth, ada) == 200
    assert about(hearth, path) != []
    console.mend()
    assert status(hearth, ada, **touched) == 200
    assert about(hearth, path) == []


def test_a_members_bad_budget_stops_that_member_alone(
    hearth: Hearth, ada: Account, console: Console
) -> None:
    bob = hearth.member("bob")
    console.edit(f"users/{ada.uid}", budgetUsd="lots")
    assert status(hearth, ada) == 503
    assert status(hearth, bob) == 200
    assert about(hearth, f"users/{ada.uid}") == ["Its budgetUsd can't be read."]
    console.edit(f"users/{ada.uid}", budgetUsd=5)
    assert status(hearth, ada) == 200
    assert about(hearth, f"users/{ada.uid}") == []


def test_a_budget_of_all_that_cannot_be_read_stops_everybody(
    hearth: Hearth, ada: Account, console: Console
) -> None:
    """Fail closed: what may be spent is not known."""
    console.edit("settings/app", poolBudgetUsd="a lot")
    assert status(hearth, ada) == 503
    assert about(hearth, "settings/app") == ["Its poolBudgetUsd can't be read."]


def test_an_edit_of_an_agent_or_a_model_counts_from_the_next_turn(
    hearth: Hearth, ada: Account, console: Console
) -> None:
    assert status(hearth, ada, agent="tutor") == 404
    console.edit(f"users/{ada.uid}", agents=["hearth", "tutor"])
    assert status(hearth, ada, agent="tutor") == 200
    assert status(hearth, ada, agent="coder") == 404
    console.edit("agents/tutor", models=[MODEL])
    assert status(hearth, ada, agent="tutor") == 403
    assert status(hearth, ada, agent="tutor", model=MODEL) == 200


def test_the_owner_sees_members_usage_requests_and_problems(
    hearth: Hearth, owner: Account, ada: Account, console: Console
) -> None:
    body = turn("Something private about a lighthouse.")
    hearth.post("chat", body, ada.token)
    month = datetime.now(UTC).strftime("%Y-%m")
    asked = {"usd": 40, "note": "For my thesis", "createdAt": datetime.now(UTC)}
    hearth.db.document("users", ada.uid, "requests", month).set(asked)
    console.edit("agents/coder", tools=["telepathy"])
    reply = hearth.post("overview", {"data": {}}, owner.token)
    overview = reply.json()["result"]
    member = next(found for found in overview["members"] if found["uid"] == ada.uid)
    assert member["email"] == ada.email
    assert member["turns"] == 1
    assert member["spentUsd"] > 0
    assert member["request"] == {"usd": 40, "note": "For my thesis"}
    assert overview["pool"]["spentUsd"] >= member["spentUsd"]
    assert overview["pool"]["limitUsd"] is not None
    told = 'tools names "telepathy", and there is no such tool.'
    assert {"where": "agents/coder", "text": told} in overview["problems"]
    assert b"lighthouse" not in reply.body
    # An answered request is no longer one.
    console.edit(f"users/{ada.uid}", budgetUsd=40)
    overview = hearth.call("overview", owner.token)
    member = next(found for found in overview["members"] if found["uid"] == ada.uid)
    assert (member["limitUsd"], member["request"]) == (40, None)


def test_the_owner_sees_invites(hearth: Hearth, owner: Account) -> None:
    ends = datetime(2030, 1, 1, tzinfo=UTC)
    invite = {"agents": ["hearth"], "seats": 3, "used": 1, "note": "Family", "expiresAt": ends}
    hearth.db.document("invites", "family-invite").set(invite)
    found = hearth.call("overview", owner.token)["invites"]
    mine = next(invite for invite in found if invite["code"] == "family-invite")
    assert (mine["seats"], mine["used"], mine["note"], mine["revoked"]) == (3, 1, "Family", False)
    assert mine["expiresAt"] == ends.timestamp() * 1000


def test_nobody_but_an_owner_sees_the_overview(hearth: Hearth, owner: Account) -> None:
    others = (
        hearth.account("guest"),
        hearth.member("ada"),
        hearth.member("ada", owner="yes"),
        hearth.member("ada", owner=1),
        hearth.member("olga", owner=True, suspended=True),
        hearth.member("olga", owner=True, agents=()),
    )
    for account in others:
        answer = hearth.post("overview", {"data": {}}, account.token)
        assert (answer.status, answer.json()["error"]["code"]) == (403, "permission-denied")
        assert b"@hearth.test" not in answer.body
    assert "members" in hearth.call("overview", owner.token)


def test_problems_and_the_overview_tell_no_prompt(
    hearth: Hearth, owner: Account, console: Console
) -> None:
    console.edit("agents/coder/private/prompt", text="The secret of the house.")
    console.edit("agents/coder", models=["The secret is not in a list either"])
    said = json.dumps(hearth.call("overview", owner.token)) + json.dumps(problems(hearth))
    assert "secret of the house" not in said
    assert "no such model" in said
