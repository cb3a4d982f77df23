"""A suspended member: what runs is cut, what is kept is kept, and nothing new begins."""

from __future__ import annotations

import time
from collections.abc import Generator
from typing import Any

import pytest
from firebase_admin import auth as sdk
from running_turn import SLOW_WORD_MS, Running, eventually

import auth
import suspension
from dev.simulator import simulator
from hearth import Account, Hearth, turn

accounts: Any = sdk


@pytest.fixture(scope="module")
def slow(hearth: Hearth) -> Generator[str]:
    """The address of a `chat` whose models take a minute for an answer."""
    with simulator(word_ms=SLOW_WORD_MS) as address:
        server = hearth.server("chat", HEARTH_SIMULATOR=address)
        yield server.url
        server.kill()


def test_a_member_who_is_suspended_in_mid_stream_is_cut_and_the_reply_is_kept(
    hearth: Hearth, slow: str
) -> None:
    sam = hearth.member("sam")
    running = Running(hearth, slow, sam)
    hearth.db.document("users", sam.uid).update({"suspended": True})
    reply, seconds = running.end()
    assert seconds < 4
    assert reply.types()[-1] != "finish"
    stored = running.settled()
    assert stored["status"] == "stopped"
    assert reply.text()
    assert stored["parts"] == [{"type": "text", "text": reply.text()}]
    usage = next(hearth.db.collection("users", sam.uid, "usage").stream()).to_dict()
    assert usage["reservedUsd"] == pytest.approx(0)
    assert usage["spentUsd"] == pytest.approx(stored["usage"]["usd"])
    refused = hearth.post("chat", turn(), sam.token)
    assert refused.status == 403
    assert "suspended" in refused.json()["error"]["message"]


def test_an_account_that_is_disabled_in_auth_is_cut_too(hearth: Hearth, slow: str) -> None:
    sam = hearth.member("sam")
    running = Running(hearth, slow, sam)
    accounts.update_user(sam.uid, disabled=True, app=auth.app())
    reply, seconds = running.end()
    assert seconds < 12
    assert reply.text()
    stored = running.settled()
    assert stored["status"] == "stopped"


def test_another_members_turn_goes_on(hearth: Hearth, slow: str) -> None:
    sam, ada = hearth.member("sam"), hearth.member("ada")
    cut, kept = Running(hearth, slow, sam), Running(hearth, slow, ada)
    hearth.db.document("users", sam.uid).update({"suspended": True})
    cut.end()
    heartbeat = kept.stored()["heartbeatAt"]
    eventually(lambda: kept.stored()["heartbeatAt"] > heartbeat, what="another sign of life")
    assert kept.stored()["status"] == "streaming"
    hearth.db.document("users", ada.uid).update({"suspended": True})
    kept.end()


def test_a_suspension_that_is_mistyped_shuts_out_as_well(hearth: Hearth) -> None:
    values: list[Any] = ["no", 0, None, "false", []]
    for value in values:
        mia = hearth.member("mia", suspended=value)
        assert hearth.post("chat", turn(), mia.token).status == 403, value


def test_a_disabled_account_is_marked_for_the_rules_and_unmarked_again(hearth: Hearth) -> None:
    sam, ada = hearth.member("sam"), hearth.member("ada", suspended=True)
    guest = hearth.account("guest")
    for account in (sam, ada, guest):
        accounts.update_user(account.uid, disabled=True, app=auth.app())
    suspension.follow_auth()
    assert fields(hearth, sam)["suspended"] is True
    assert not hearth.db.document("users", guest.uid).get().exists
    for account in (sam, ada, guest):
        accounts.update_user(account.uid, disabled=False, app=auth.app())
    suspension.follow_auth()
    assert fields(hearth, sam)["suspended"] is False
    # Whom the owner has suspended stays so.
    assert fields(hearth, ada)["suspended"] is True
    assert suspension.follow_auth() == 0


def fields(hearth: Hearth, account: Account) -> dict[str, Any]:
    return hearth.db.document("users", account.uid).get().to_dict()


def test_who_is_suspended_is_signed_out_everywhere(hearth: Hearth) -> None:
    sam = hearth.member("sam")
    hearth.url("join")
    before, after = {"suspended": False}, {"suspended": True}
    assert suspension.on_account_written(sam.uid, before, after)
    record = accounts.get_user(sam.uid, app=auth.app())
    assert record.tokens_valid_after_timestamp / 1000 > time.time() - 60
    for unchanged in ((after, after), (after, before), (before, before), (None, before)):
        assert not suspension.on_account_written(sam.uid, *unchanged)
    assert suspension.on_account_written(sam.uid, None, after)
    assert not suspension.on_account_written("nobody", before, None)
    leaving = {**after, "suspendedBy": "erasure"}
    assert not suspension.on_account_written(sam.uid, before, leaving)
