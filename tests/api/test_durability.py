"""The durable turn: an answer that no phone, tab or crash can lose, and that is bought once."""

from __future__ import annotations

import json
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from urllib.request import urlopen

import pytest
from google.events.cloud import firestore
from running_turn import Running, eventually

from dev.function_server import FunctionServer
from dev.simulator import simulator
from hearth import MODELS, Account, Hearth, Reply, chunks_of, turn
from messages import text_of
from store import sweep
from store.threads import decode_message
from store.turns import STALE_SECONDS

# A pace at which the story takes ten seconds, and other answers one or two.
WORD_MS = 12
SCHEDULE_SECONDS = 60
# A title that takes longer than the time between two checkpoints.
TITLE_SECONDS = 2.5

events: Any = firestore


@pytest.fixture(scope="module")
def paced() -> Generator[str]:
    """A simulator whose models write word by word."""
    with simulator(word_ms=WORD_MS) as address:
        yield address


@pytest.fixture(scope="module")
def chat(hearth: Hearth, paced: str) -> FunctionServer:
    return hearth.server("chat", HEARTH_SIMULATOR=paced)


@pytest.fixture
def ada(hearth: Hearth) -> Account:
    return hearth.member("ada")


def send(hearth: Hearth, url: str, body: Any, account: Account) -> Reply:
    with hearth.open(url, body, account.token) as response:
        return Reply(response.status, dict(response.headers), response.read())


def reply_of(hearth: Hearth, account: Account, body: dict[str, Any]) -> dict[str, Any]:
    """The stored reply of a turn; empty when there is none."""
    return hearth.messages(account, body["threadId"]).get(f"{body['messageId']}-r", {})


def text(stored: dict[str, Any]) -> str:
    """What a reply says by now, its checkpoints put together as every reader does."""
    return text_of(decode_message("m", stored).parts)


def month(hearth: Hearth, account: Account) -> dict[str, Any]:
    (usage,) = hearth.db.collection("users", account.uid, "usage").stream()
    return usage.to_dict()


def hang_up(hearth: Hearth, url: str, body: dict[str, Any], account: Account) -> str:
    """Send a turn and go away at the first word. Returns what had come by then."""
    with hearth.open(url, body, account.token) as response:
        for chunk in chunks_of(response):
            if chunk["type"] == "text-delta":
                return chunk["delta"]
    raise AssertionError("There was no answer to go away from.")


@pytest.mark.parametrize("provider", MODELS)
def test_the_answer_goes_on_when_the_client_is_gone(
    hearth: Hearth, chat: FunctionServer, ada: Account, provider: str
) -> None:
    body = turn("Name three rivers.", model=MODELS[provider])
    begun = hang_up(hearth, chat.url, body, ada)
    stored = eventually(
        lambda: (found := reply_of(hearth, ada, body))["status"] != "streaming" and found
    )
    assert stored["status"] == "done"
    # The same question again, read to its end: nothing is missing from the first.
    again = turn("Name three rivers.", model=MODELS[provider])
    assert text(stored) == send(hearth, chat.url, again, ada).text()
    assert text(stored).startswith(begun)


def test_a_late_caller_is_joined_and_sees_all_of_it_once(
    hearth: Hearth, chat: FunctionServer, ada: Account
) -> None:
    body = turn("Plan a week of dinners for four.")
    with ThreadPoolExecutor() as at_once:
        first = at_once.submit(send, hearth, chat.url, body, ada)
        eventually(lambda: reply_of(hearth, ada, body).get("tail"), what="a checkpoint")
        second = send(hearth, chat.url, body, ada)
        assert "data-joined" in second.types()
        assert second.types()[-1] == "finish"
        assert second.text() == first.result().text() == text(reply_of(hearth, ada, body))
    eventually(lambda: not reply_of(hearth, ada, body)["open"])
    assert sum(each["turns"] for each in month(hearth, ada)["byModel"].values()) == 1


def test_a_double_tap_buys_one_answer(hearth: Hearth, chat: FunctionServer, ada: Account) -> None:
    body = turn("Name three rivers.")
    with ThreadPoolExecutor() as at_once:
        taps = [at_once.submit(send, hearth, chat.url, body, ada) for _ in range(5)]
        replies = [tap.result() for tap in taps]
    assert {reply.status for reply in replies} == {200}
    assert sum("data-joined" in reply.types() for reply in replies) == 4
    assert {reply.text() for reply in replies} == {text(reply_of(hearth, ada, body))}
    assert len(hearth.messages(ada, body["threadId"])) == 2
    eventually(lambda: not reply_of(hearth, ada, body)["open"])
    assert sum(each["turns"] for each in month(hearth, ada)["byModel"].values()) == 1


def test_a_retry_after_the_end_returns_what_is_stored(
    hearth: Hearth, chat: FunctionServer, ada: Account
) -> None:
    body = turn("Name three rivers.")
    first = send(hearth, chat.url, body, ada)
    spent = month(hearth, ada)["spentUsd"]
    again = send(hearth, chat.url, body, ada)
    assert again.text() == first.text()
    assert again.types()[-1] == "finish"
    assert month(hearth, ada)["spentUsd"] == spent > 0


def test_every_look_at_a_running_reply_shows_more_of_the_same(
    hearth: Hearth, chat: FunctionServer, ada: Account
) -> None:
    running = Running(hearth, chat.url, ada)
    seen: list[str] = []

    def look() -> bool:
        seen.append(text(running.stored()))
        return len(set(seen)) > 3

    eventually(look, seconds=20.0, what="growth")
    hearth.db.document(*reply_path(ada, running)).update({"stop": True})
    reply, _ = running.end()
    whole = reply.text()
    for earlier, later in zip(seen, [*seen[1:], whole], strict=True):
        assert later.startswith(earlier)


def reply_path(account: Account, running: Running) -> tuple[str, ...]:
    thread = running.body["threadId"]
    return ("users", account.uid, "threads", thread, "messages", running.reply_id)


def test_stop_from_another_device_ends_the_providers_stream_and_keeps_the_text(
    hearth: Hearth, chat: FunctionServer, ada: Account, paced: str
) -> None:
    running = Running(hearth, chat.url, ada)
    hearth.db.document(*reply_path(ada, running)).update({"stop": True})
    reply, seconds = running.end()
    assert seconds < 3.0
    assert reply.types()[-3:] == ["abort", "data-usage", "data-budget"]
    stored = running.settled()
    assert stored["status"] == "stopped"
    assert stored["parts"] == [{"type": "text", "text": reply.text()}]
    with urlopen(f"{paced}/_llmock/requests") as response:
        last = json.load(response)["requests"][-1]
    assert last["completed"] is False, "the provider was left to write on"


def test_a_crash_costs_nothing_but_the_rest_of_the_answer(
    hearth: Hearth, chat: FunctionServer, ada: Account, paced: str
) -> None:
    doomed = hearth.server("chat", HEARTH_SIMULATOR=paced)
    running = Running(hearth, doomed.url, ada)
    doomed.kill()
    partial = text(running.stored())
    assert running.stored()["status"] == "streaming"
    assert partial
    assert month(hearth, ada)["reservedUsd"] > 0

    # Found stale by the schedule, which is here run at once, on a heart that beat long ago.
    assert STALE_SECONDS + SCHEDULE_SECONDS <= 90
    ref = hearth.db.document(*reply_path(ada, running))
    long_ago = running.stored()["heartbeatAt"] - timedelta(seconds=STALE_SECONDS + 1)
    ref.update({"heartbeatAt": long_ago})
    opened = send(hearth, chat.url, running.body, ada)
    assert (opened.text(), opened.types()[-1]) == (partial, "abort")
    sweep.sweep()

    stored = running.stored()
    assert (stored["status"], text(stored), "tail" in stored) == ("interrupted", partial, False)
    assert month(hearth, ada)["reservedUsd"] == pytest.approx(0)
    assert month(hearth, ada)["spentUsd"] == pytest.approx(stored["usage"]["usd"])
    assert stored["usage"]["usd"] > 0

    # Swept once, and not again.
    sweep.sweep()
    assert month(hearth, ada)["spentUsd"] == pytest.approx(stored["usage"]["usd"])
    goes_on(hearth, chat, ada, running, partial)


def goes_on(
    hearth: Hearth, chat: FunctionServer, account: Account, running: Running, partial: str
) -> None:
    """Continue adds to what there is; regenerate puts another answer beside it."""
    thread, reply_id = running.body["threadId"], running.reply_id
    more = {**turn(threadId=thread, parent=running.body["messageId"]), "continue": reply_id}
    del more["parts"]
    reply = send(hearth, chat.url, more, account)
    stored = running.stored()
    assert reply.text()
    assert text(stored) == partial + reply.text()
    assert (stored["status"], stored["parent"]) == ("done", running.body["messageId"])

    other = {**turn(threadId=thread), "regenerate": reply_id, "model": MODELS["openai"]}
    del other["parts"]
    beside = send(hearth, chat.url, other, account)
    sibling = reply_of(hearth, account, other)
    assert text(sibling) == beside.text()
    assert (sibling["parent"], sibling["model"]) == (stored["parent"], MODELS["openai"])
    assert text(running.stored()) == text(stored)
    opened = hearth.db.document("users", account.uid, "threads", thread).get().to_dict()
    assert opened["leaf"] == f"{other['messageId']}-r"


def test_a_redeploy_flushes_what_there_is(hearth: Hearth, ada: Account, paced: str) -> None:
    ending = hearth.server("chat", HEARTH_SIMULATOR=paced)
    running = Running(hearth, ending.url, ada)
    ending.stop()
    reply, _ = running.end()
    stored = running.settled()
    assert stored["status"] == "interrupted"
    assert reply.text()
    assert text(stored).startswith(reply.text())
    assert month(hearth, ada)["reservedUsd"] == pytest.approx(0)


def test_a_full_server_refuses_at_once_and_says_when_to_come_back(
    hearth: Hearth, ada: Account, paced: str
) -> None:
    small = hearth.server("chat", HEARTH_SIMULATOR=paced, MAX_RUNNING_TURNS="1")
    running = Running(hearth, small.url, ada)
    body = turn()
    refused = send(hearth, small.url, body, ada)
    error = refused.json()["error"]
    assert (refused.status, error["code"]) == (503, "unavailable")
    assert 0 < error["retryAfter"] <= 5
    assert int(refused.headers["Retry-After"]) >= 1
    assert hearth.messages(ada, body["threadId"]) == {}
    # The turn that runs can still be joined: a second device is no second turn.
    hearth.db.document(*reply_path(ada, running)).update({"stop": True})
    assert "data-joined" in send(hearth, small.url, running.body, ada).types()
    running.end()
    small.kill()


def test_a_thread_is_named_after_its_answer_and_a_persons_name_stays(
    hearth: Hearth, chat: FunctionServer, ada: Account
) -> None:
    question = "Explain to me in simple words, please: how do tides work, and why twice a day?"
    named, renamed = turn(question), turn(question)

    def thread(body: dict[str, Any]) -> Any:
        return hearth.db.document("users", ada.uid, "threads", body["threadId"])

    with ThreadPoolExecutor() as at_once:
        answers = [at_once.submit(send, hearth, chat.url, b, ada) for b in (named, renamed)]
        eventually(lambda: thread(renamed).get().exists)
        provisional = thread(renamed).get().get("title")
        thread(renamed).update({"title": "Mine"})
        first, second = (answer.result() for answer in answers)
    assert question.startswith(provisional.rstrip("…"))
    given = [c["data"]["title"] for c in first.chunks() if c["type"] == "data-title"]
    assert given == [thread(named).get().get("title")]
    assert given != [provisional]
    assert "finish" in second.types()
    assert thread(renamed).get().get("title") == "Mine"


def test_an_answer_is_there_once_while_its_title_is_made(hearth: Hearth, ada: Account) -> None:
    with simulator(first_word_seconds=TITLE_SECONDS) as thoughtful:
        slow = hearth.server("chat", HEARTH_SIMULATOR=thoughtful)
        body = turn("Name three rivers.")
        with ThreadPoolExecutor() as at_once:
            reply = at_once.submit(send, hearth, slow.url, body, ada)
            seen: set[str] = set()

            def settled() -> bool:
                stored = reply_of(hearth, ada, body)
                if stored.get("status") == "done":
                    seen.add(text(stored))
                return bool(seen) and not stored["open"]

            eventually(settled, seconds=4 * TITLE_SECONDS + 10)
            assert seen == {reply.result().text()}
        slow.kill()


def test_nothing_stays_under_a_deleted_thread(
    hearth: Hearth, chat: FunctionServer, ada: Account
) -> None:
    body = turn("Name a river.")
    kept = turn("Name another.")
    for each in (body, kept):
        send(hearth, chat.url, each, ada)
    path = f"users/{ada.uid}/threads/{body['threadId']}"
    hearth.db.document(f"{path}/images/i").set({"data": "", "mediaType": "image/png"})
    hearth.db.document(path).delete()
    trigger = FunctionServer("on_thread_deleted", hearth.ports, signature="cloudevent")
    try:
        trigger.wait()
        name = f"projects/demo-hearth/databases/(default)/documents/{path}"
        event = events.DocumentEventData(old_value=events.Document(name=name))
        payload = events.DocumentEventData.serialize(event)
        with hearth.open(trigger.url, payload, **deleted(path)) as response:
            assert response.status in (200, 204)
    finally:
        trigger.kill()
    assert list(hearth.db.document(path).collections()) == []
    assert len(hearth.messages(ada, kept["threadId"])) == 2


def deleted(path: str) -> dict[str, str]:
    """The headers of the event by which Firestore tells that a document was deleted."""
    return {
        "Content-Type": "application/protobuf",
        "ce-specversion": "1.0",
        "ce-id": "e-1",
        "ce-type": "google.cloud.firestore.document.v1.deleted",
        "ce-source": "//firestore.googleapis.com/projects/demo-hearth/databases/(default)",
        "ce-subject": f"documents/{path}",
        "ce-time": "2026-11-25T04:00:00.000000Z",
        "ce-location": "us-central1",
        "ce-project": "demo-hearth",
        "ce-database": "(default)",
        "ce-namespace": "(default)",
        "ce-document": path,
    }
