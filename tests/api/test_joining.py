"""Joining over HTTP: by an invite or without, once, and never more than an invite has seats."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from hearth import Account, Hearth, turn

DAY = timedelta(days=1)


def invite(hearth: Hearth, **fields: Any) -> str:
    """An invite as the owner makes it in the console. Returns its code."""
    code = f"test-{uuid.uuid4().hex[:10]}"
    known: dict[str, Any] = {
        "agents": ["hearth", "coder"],
        "budgetUsd": 7,
        "seats": 5,
        "note": "Welcome!",
    }
    hearth.db.document("invites", code).set({**known, **fields})
    return code


def account_of(hearth: Hearth, account: Account) -> dict[str, Any]:
    return hearth.db.document("users", account.uid).get().to_dict() or {}


def used(hearth: Hearth, code: str) -> int:
    return hearth.db.document("invites", code).get().to_dict().get("used", 0)


@pytest.fixture
def closed(hearth: Hearth) -> Any:
    """Sign-up by invite alone, for one test."""
    settings = hearth.db.document("settings", "app")
    settings.update({"signup": "invite"})
    yield
    settings.update({"signup": "open"})


def test_an_invite_gives_what_it_carries(hearth: Hearth) -> None:
    code, guest = invite(hearth), hearth.account("guest")
    joined = hearth.call("join", guest.token, invite=code)
    carried = {"note": "Welcome!", "agents": ["hearth", "coder"], "budgetUsd": 7}
    assert joined == {"status": "member", "invite": carried}
    account = account_of(hearth, guest)
    assert account["agents"] == ["hearth", "coder"]
    assert account["budgetUsd"] == 7
    assert account["invites"] == [code]
    assert account["email"] == guest.email
    assert account["suspended"] is False
    assert hearth.post("chat", turn(), guest.token).status == 200


def test_to_redeem_an_invite_again_takes_no_seat(hearth: Hearth) -> None:
    code, guest = invite(hearth), hearth.account("guest")
    first = hearth.call("join", guest.token, invite=code)
    hearth.db.document("invites", code).update({"revoked": True})
    assert hearth.call("join", guest.token, invite=code) == first
    assert used(hearth, code) == 1


def test_twenty_at_once_get_five_seats(hearth: Hearth) -> None:
    code = invite(hearth, seats=5)
    guests = [hearth.account(f"guest{n}") for n in range(20)]
    hearth.url("join")

    def redeem(guest: Account) -> dict[str, Any]:
        return hearth.call("join", guest.token, invite=code)

    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(redeem, guests))
    assert [answer.get("status") for answer in answers].count("member") == 5
    refusals = [answer for answer in answers if "code" in answer]
    assert {answer["code"] for answer in refusals} == {"resource-exhausted"}
    assert all("seat" in answer["message"] for answer in refusals)
    assert used(hearth, code) == 5
    members = [guest for guest in guests if account_of(hearth, guest).get("agents")]
    assert len(members) == 5


def test_one_account_redeeming_at_once_takes_one_seat(hearth: Hearth) -> None:
    code, guest = invite(hearth), hearth.account("guest")
    hearth.url("join")
    with ThreadPoolExecutor(6) as pool:
        calls = [pool.submit(hearth.call, "join", guest.token, invite=code) for _ in range(6)]
    answers = [call.result() for call in calls]
    assert [answer.get("status") for answer in answers] == ["member"] * 6
    assert used(hearth, code) == 1


REFUSED: list[tuple[str, dict[str, Any], str, str]] = [
    ("withdrawn", {"revoked": True}, "permission-denied", "withdrawn"),
    ("expired", {"expiresAt": datetime.now(UTC) - DAY}, "permission-denied", "ended on"),
    ("used up", {"seats": 2, "used": 2}, "resource-exhausted", "seat"),
    ("withdrawn in a wrong way", {"revoked": "yes"}, "permission-denied", "withdrawn"),
    ("of broken seats", {"seats": "many"}, "unavailable", "seats"),
    ("of broken agents", {"agents": "hearth"}, "unavailable", "agents"),
    ("of a broken end", {"expiresAt": "tomorrow"}, "unavailable", "expiresAt"),
]


@pytest.mark.usefixtures("closed")
@pytest.mark.parametrize(
    ("fields", "code", "word"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED]
)
def test_an_invite_that_lets_nobody_in_says_why(
    hearth: Hearth, fields: dict[str, Any], code: str, word: str
) -> None:
    at, guest = invite(hearth, **fields), hearth.account("guest")
    answer = hearth.call("join", guest.token, invite=at)
    assert answer["code"] == code
    assert word in answer["message"]
    assert account_of(hearth, guest) == {}
    good = invite(hearth)
    assert hearth.call("join", guest.token, invite=good)["status"] == "member"


def test_an_unknown_code_is_told_from_the_others(hearth: Hearth) -> None:
    guest = hearth.account("guest")
    for code in ("no-such-code", "../settings", "a/b", "", "x" * 65):
        answer = hearth.call("join", guest.token, invite=code)
        assert answer["code"] == "not-found", code
        assert "no invite with this code" in answer["message"]


def test_whoever_guesses_codes_is_slowed_down(hearth: Hearth) -> None:
    guest, code = hearth.account("guest"), invite(hearth)
    answers = [hearth.call("join", guest.token, invite=f"guess-{n}") for n in range(11)]
    assert [answer["code"] for answer in answers[:10]] == ["not-found"] * 10
    assert answers[10]["code"] == "resource-exhausted"
    assert answers[10]["retryAfter"] > 1
    assert hearth.call("join", guest.token, invite=code)["code"] == "resource-exhausted"
    other = hearth.account("other")
    assert hearth.call("join", other.token, invite=code)["status"] == "member"


@pytest.mark.usefixtures("closed")
def test_who_has_no_invite_waits_and_costs_nothing(hearth: Hearth) -> None:
    guest = hearth.account("guest")
    assert hearth.call("join", guest.token) == {"status": "waiting"}
    assert account_of(hearth, guest)["agents"] == []
    refused = hearth.post("chat", turn(), guest.token)
    assert (refused.status, refused.json()["error"]["code"]) == (403, "permission-denied")
    assert list(hearth.db.collection("users", guest.uid, "usage").stream()) == []
    code = invite(hearth)
    assert hearth.call("join", guest.token, invite=code)["status"] == "member"
    assert hearth.post("chat", turn(), guest.token).status == 200


def test_where_sign_up_is_open_everybody_gets_the_default_agents(hearth: Hearth) -> None:
    guest = hearth.account("guest")
    settings = hearth.db.document("settings", "app").get().to_dict()
    assert hearth.call("join", guest.token) == {"status": "member"}
    assert account_of(hearth, guest)["agents"] == settings["defaultAgents"]
    assert hearth.call("join", guest.token) == {"status": "member"}


@pytest.mark.parametrize(
    ("own", "offered", "after"), [(20, 7, 20), (2, 7, 7), (None, 7, 7), (None, 1, None)]
)
def test_an_invite_never_lowers_a_members_budget(
    hearth: Hearth, own: float | None, offered: float, after: float | None
) -> None:
    ada, code = hearth.member("ada", budgetUsd=own), invite(hearth, budgetUsd=offered)
    assert hearth.call("join", ada.token, invite=code)["status"] == "member"
    assert account_of(hearth, ada)["budgetUsd"] == after
    assert account_of(hearth, ada)["agents"] == ["hearth", "coder"]


def test_a_suspended_member_is_not_let_in_by_an_invite(hearth: Hearth) -> None:
    sam, code = hearth.member("sam", suspended=True), invite(hearth)
    assert hearth.call("join", sam.token, invite=code)["code"] == "permission-denied"
    assert account_of(hearth, sam)["agents"] == ["hearth"]
    assert used(hearth, code) == 0


def test_nothing_a_guest_sends_along_gets_into_their_account(hearth: Hearth) -> None:
    guest = hearth.account("guest")
    hearth.call("join", guest.token, owner=True, agents=["x"], budgetUsd=1000, uid="another")
    account = account_of(hearth, guest)
    assert "owner" not in account
    assert "x" not in account["agents"]
    assert account["budgetUsd"] is None
