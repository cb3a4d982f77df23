"""Budgets over HTTP: reserved before the first token, settled after, and never overdrawn."""

from __future__ import annotations

from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from running_turn import SLOW_WORD_MS, Running, eventually

from dev.simulator import simulator
from hearth import MODELS, Account, Hearth, Reply, turn
from store import sweep, threads

MODEL = MODELS["anthropic"]
# What one turn with 1,000 tokens to write may cost at these prices: about a cent.
DEAR = {"input": 1.0, "output": 10.0, "cachedInput": 0.1}


def this_month() -> str:
    return datetime.now(UTC).strftime("%Y-%m")


def usage_of(hearth: Hearth, account: Account, month: str = "") -> dict[str, Any]:
    at = hearth.db.document("users", account.uid, "usage", month or this_month())
    return at.get().to_dict() or {}


def pool(hearth: Hearth) -> dict[str, Any]:
    return hearth.db.document("usage", this_month()).get().to_dict() or {}


@pytest.fixture(scope="module")
def model(hearth: Hearth) -> Generator[str]:
    """A model whose price makes budgets easy to reckon."""
    seeded = hearth.db.document("models", MODEL).get().to_dict()
    at = hearth.db.document("models", "anthropic:dear")
    at.set({**seeded, "price": DEAR})
    yield "anthropic:dear"
    at.delete()


@pytest.fixture
def settings(hearth: Hearth) -> Generator[Any]:
    """The community's settings, put back as they were at the end."""
    at = hearth.db.document("settings", "app")
    before = at.get().to_dict()
    yield at
    at.set(before)


def send(hearth: Hearth, account: Account, model: str, **changes: Any) -> Reply:
    body = turn("Say something.", model=model, maxTokens=1000, **changes)
    return hearth.post("chat", body, account.token)


def test_fifty_sends_at_once_cannot_overdraw_a_budget(hearth: Hearth, model: str) -> None:
    limit = 0.1
    ada = hearth.member("ada", budgetUsd=limit)
    before = pool(hearth).get("spentUsd", 0.0)
    hearth.url("chat")
    with ThreadPoolExecutor(50) as senders:
        sends = [senders.submit(send, hearth, ada, model) for _ in range(50)]
        while not all(sent.done() for sent in sends):
            month = usage_of(hearth, ada)
            assert month.get("spentUsd", 0.0) + month.get("reservedUsd", 0.0) <= limit + 1e-9
    replies = [sent.result() for sent in sends]
    answered = [reply for reply in replies if reply.status == 200]
    refused = [reply.json()["error"] for reply in replies if reply.status != 200]
    # Worst cases of a cent and a bit: this many fit at the same moment. Later ones may too, because
    # what an answer did not use comes back, but all fifty together cost more than there is.
    assert 6 <= len(answered) < 50
    assert {error["code"] for error in refused} == {"resource-exhausted"}
    assert all("left of your budget" in error["message"] for error in refused)
    usage = usage_of(hearth, ada)
    assert usage["spentUsd"] <= limit
    assert usage["reservedUsd"] == pytest.approx(0)
    assert usage["turns"] == len(answered)
    assert pool(hearth)["spentUsd"] == pytest.approx(before + usage["spentUsd"])


def test_an_empty_budget_is_refused_before_anything_is_written(hearth: Hearth, model: str) -> None:
    ada = hearth.member("ada", budgetUsd=0)
    body = turn("Say something.", model=model)
    reply = hearth.post("chat", body, ada.token)
    assert (reply.status, reply.json()["error"]["code"]) == (429, "resource-exhausted")
    assert "ask the owner for more" in reply.json()["error"]["message"]
    assert hearth.messages(ada, body["threadId"]) == {}
    assert usage_of(hearth, ada) == {}


def test_what_a_turn_did_not_use_comes_back(hearth: Hearth, model: str) -> None:
    ada = hearth.member("ada", budgetUsd=1)
    reply = send(hearth, ada, model)
    told = {chunk["type"]: chunk["data"] for chunk in reply.chunks() if "data" in chunk}
    usage = usage_of(hearth, ada)
    assert 0 < usage["spentUsd"] < 0.01
    assert usage["spentUsd"] == pytest.approx(told["data-usage"]["usd"])
    assert told["data-budget"]["leftUsd"] == pytest.approx(1 - usage["spentUsd"])
    today = datetime.now(UTC).strftime("%Y-%m-%d")
    for split in (usage["byModel"][model], usage["byAgent"]["hearth"], usage["byDay"][today]):
        assert split["usd"] == pytest.approx(usage["spentUsd"])
        assert split["turns"] == usage["turns"] == 1


def test_a_turn_that_fails_costs_nothing(hearth: Hearth) -> None:
    ada = hearth.member("ada", budgetUsd=1)
    server = hearth.server("chat", ANTHROPIC_BASE_URL="http://127.0.0.1:9", ANTHROPIC_API_KEY="x")
    with hearth.open(server.url, turn(), ada.token) as response:
        reply = Reply(response.status, dict(response.headers), response.read())
    assert "error" in reply.types()
    usage = usage_of(hearth, ada)
    assert usage["reservedUsd"] == pytest.approx(0)
    assert usage["spentUsd"] == pytest.approx(0)
    server.kill()


@pytest.fixture(scope="module")
def slow() -> Generator[str]:
    """The address of a simulator whose answers take a minute."""
    with simulator(word_ms=SLOW_WORD_MS) as address:
        yield address


def test_a_function_that_died_gives_its_reservation_back(
    hearth: Hearth, model: str, slow: str
) -> None:
    ada = hearth.member("ada", budgetUsd=1)
    server = hearth.server("chat", HEARTH_SIMULATOR=slow)
    running = Running(hearth, server.url, ada, model=model, maxTokens=1000)
    held = usage_of(hearth, ada)["reservedUsd"]
    assert held > 0.01
    server.kill()
    sweep.sweep()
    assert usage_of(hearth, ada)["reservedUsd"] == held, "a turn that may be alive was swept"
    reply = hearth.db.document(
        "users", ada.uid, "threads", running.body["threadId"], "messages", running.reply_id
    )
    reply.update({"heartbeatAt": datetime.now(UTC) - timedelta(seconds=31)})
    assert sweep.sweep() >= 1
    stored = running.stored()
    assert (stored["status"], stored["open"]) == ("interrupted", False)
    assert stored["parts"][0]["text"]
    usage = usage_of(hearth, ada)
    assert usage["reservedUsd"] == pytest.approx(0)
    assert 0 < usage["spentUsd"] < held
    assert usage["spentUsd"] == pytest.approx(stored["usage"]["usd"])
    sweep.sweep()
    assert usage_of(hearth, ada) == usage, "a turn was settled twice"


def test_a_function_that_was_only_silent_charges_the_rest_and_no_more(
    hearth: Hearth, model: str, slow: str
) -> None:
    ada = hearth.member("ada", budgetUsd=1)
    server = hearth.server("chat", HEARTH_SIMULATOR=slow)
    running = Running(hearth, server.url, ada, model=model, maxTokens=1000)
    reply = hearth.db.document(
        "users", ada.uid, "threads", running.body["threadId"], "messages", running.reply_id
    )
    reply.update({"heartbeatAt": datetime.now(UTC) - timedelta(seconds=31)})
    assert sweep.sweep() >= 1
    reply.update({"stop": True})
    answer, _ = running.end()
    used = next(chunk["data"] for chunk in answer.chunks() if chunk["type"] == "data-usage")
    usage = usage_of(hearth, ada)
    assert usage["reservedUsd"] == pytest.approx(0)
    assert usage["spentUsd"] == pytest.approx(used["usd"])
    assert reply.get().to_dict()["usage"]["usd"] == pytest.approx(used["usd"])
    server.kill()


def test_a_thread_that_is_deleted_in_mid_stream_gives_its_reservation_back(
    hearth: Hearth, model: str, slow: str
) -> None:
    ada = hearth.member("ada", budgetUsd=1)
    server = hearth.server("chat", HEARTH_SIMULATOR=slow)
    running = Running(hearth, server.url, ada, model=model, maxTokens=1000)
    threads.delete_under(ada.uid, running.body["threadId"])
    running.end()
    eventually(lambda: usage_of(hearth, ada)["reservedUsd"] < 1e-9, what="the release")
    assert 0 < usage_of(hearth, ada)["spentUsd"] < 0.01
    server.kill()


def test_a_new_month_begins_with_a_full_budget(hearth: Hearth, model: str) -> None:
    ada = hearth.member("ada", budgetUsd=0.05)
    last = (datetime.now(UTC).replace(day=1) - timedelta(days=1)).strftime("%Y-%m")
    spent = {"spentUsd": 0.05, "reservedUsd": 0.0}
    hearth.db.document("users", ada.uid, "usage", last).set(spent)
    assert send(hearth, ada, model).status == 200
    assert usage_of(hearth, ada, last) == spent
    hearth.db.document("users", ada.uid, "usage", this_month()).update({"spentUsd": 0.05})
    assert send(hearth, ada, model).status == 429


def test_a_turn_is_settled_in_the_month_that_it_was_reserved_in(hearth: Hearth) -> None:
    ada = hearth.member("ada")
    long_ago = datetime.now(UTC) - timedelta(days=40)
    last = "2026-01"
    hearth.db.document("users", ada.uid, "usage", last).set({"spentUsd": 1.0, "reservedUsd": 0.5})
    held = {"usd": 0.5, "promptUsd": 0.1, "usdPerToken": 0.001}
    reply = {
        "role": "assistant",
        "parts": [{"type": "text", "text": "x" * 300}],
        "parent": "m1",
        "status": "streaming",
        "agent": "hearth",
        "model": MODEL,
        "turn": "m1",
        "open": True,
        "heartbeatAt": long_ago,
        "createdAt": long_ago,
        "reserved": {**held, "period": last, "chars": 0},
    }
    path = ("users", ada.uid, "threads", "t-old", "messages", "m1-r")
    hearth.db.document(*path).set(reply)
    sweep.sweep()
    usage = usage_of(hearth, ada, last)
    assert usage["reservedUsd"] == pytest.approx(0)
    assert usage["spentUsd"] == pytest.approx(1.0 + 0.1 + 100 * 0.001)
    assert usage_of(hearth, ada) == {}


def test_the_communitys_budget_holds_for_everybody(
    hearth: Hearth, model: str, settings: Any
) -> None:
    send(hearth, hearth.member("bob"), model)
    settings.update({"poolBudgetUsd": pool(hearth)["spentUsd"] + 0.0001})
    reply = send(hearth, hearth.member("ada", budgetUsd=None), model)
    assert (reply.status, reply.json()["error"]["code"]) == (429, "resource-exhausted")
    assert "community" in reply.json()["error"]["message"]


def test_a_member_without_a_budget_of_their_own_has_that_of_the_settings(
    hearth: Hearth, model: str, settings: Any
) -> None:
    ada, bob = hearth.member("ada", budgetUsd=None), hearth.member("bob", budgetUsd=1)
    settings.update({"memberBudgetUsd": 0.001})
    assert send(hearth, ada, model).status == 429
    assert send(hearth, bob, model).status == 200
    # The owner answers "ask for more" by an edit, and it counts at once.
    hearth.db.document("users", ada.uid).update({"budgetUsd": 1})
    assert send(hearth, ada, model).status == 200


@pytest.mark.parametrize("price", [None, {}, {"input": 1}, {"output": 1}, {"input": None}])
def test_a_model_without_a_price_is_of_no_use_and_not_free(
    hearth: Hearth, price: dict[str, Any] | None
) -> None:
    ada = hearth.member("ada")
    seeded = hearth.db.document("models", MODEL).get().to_dict()
    hearth.db.document("models", "anthropic:unpriced").set({**seeded, "price": price})
    reply = send(hearth, ada, "anthropic:unpriced")
    assert (reply.status, reply.json()["error"]["code"]) == (503, "unavailable")
    assert "no price" in reply.json()["error"]["message"]
    assert usage_of(hearth, ada) == {}
    hearth.db.document("models", "anthropic:unpriced").delete()


def test_a_member_has_a_pace_and_is_told_when_to_go_on(
    hearth: Hearth, model: str, settings: Any
) -> None:
    settings.update({"turnsPerMinute": 3})
    ada = hearth.member("ada")
    assert [send(hearth, ada, model).status for _ in range(3)] == [200, 200, 200]
    body = turn("One too many.", model=model)
    refused = hearth.post("chat", body, ada.token)
    assert (refused.status, refused.json()["error"]["code"]) == (429, "resource-exhausted")
    assert 1 < refused.json()["error"]["retryAfter"] <= 20
    assert int(refused.headers["Retry-After"]) >= 1
    assert hearth.messages(ada, body["threadId"]) == {}
    assert send(hearth, hearth.member("bob"), model).status == 200


@pytest.mark.parametrize("pace", ["fast", -1, True])
def test_a_pace_that_cannot_be_read_lets_nobody_through(
    hearth: Hearth, model: str, settings: Any, pace: Any
) -> None:
    settings.update({"turnsPerMinute": pace})
    assert send(hearth, hearth.member("ada"), model).status == 503


def test_a_double_tap_is_charged_once(hearth: Hearth, model: str) -> None:
    ada = hearth.member("ada", budgetUsd=1)
    body = turn("Say something.", model=model, maxTokens=1000)
    with ThreadPoolExecutor(4) as taps:
        futures = [taps.submit(hearth.post, "chat", body, ada.token) for _ in range(4)]
    assert [future.result().status for future in futures] == [200] * 4
    usage = usage_of(hearth, ada)
    assert usage["turns"] == 1
    assert usage["reservedUsd"] == pytest.approx(0)
