"""The agent loop over HTTP: all six providers call tools, several at once, and badly."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from typing import Any

import pytest
from calling import call, calls, chunks, parts, post, results, says, until

from hearth import MODELS, Account, Hearth, Reply, turn
from scripted import asked, script, unscript
from websites import Site, serving


@pytest.fixture(scope="module")
def at(hearth: Hearth) -> str:
    """The chat function, free to reach this machine."""
    return hearth.server("chat", HEARTH_EGRESS_LOOPBACK="1").url


@pytest.fixture(scope="module")
def ada(hearth: Hearth) -> Account:
    return hearth.member("ada")


@pytest.fixture
def web() -> Iterator[Site]:
    with serving() as served:
        yield served


@pytest.fixture(autouse=True)
def nothing_is_left_scripted(hearth: Hearth) -> Iterator[None]:
    yield
    unscript(hearth.simulator)


def read_by_model(hearth: Hearth) -> str:
    """All that the last request that offered tools asked of the model."""
    offered = [str(request) for request in asked(hearth.simulator) if "calculator" in str(request)]
    return offered[-1]


def offered(hearth: Hearth, question: str) -> list[str]:
    """The names of the tools that came with a question."""
    request = next(found for found in asked(hearth.simulator) if question in str(found))
    return [tool["name"] for tool in request["body"].get("tools", [])]


@pytest.mark.parametrize("provider", MODELS)
def test_several_calls_run_in_one_step_and_the_model_reads_their_results(
    hearth: Hearth, at: str, ada: Account, provider: str
) -> None:
    script(
        hearth.simulator,
        calls(
            call("calculator", expression="12 * 12"),
            call("calculator", expression="1 / 0"),
            call("clock", zone="Europe/Paris", date="2027-01-01"),
        ),
        says("A gross."),
    )
    body = turn("How much is a dozen dozens?", model=MODELS[provider])
    reply = post(hearth, at, ada, body)
    assert reply.status == 200, reply.body
    kept = {part["toolName"] + str(part["input"]): part for part in parts(hearth, ada, body)[:3]}
    product, division, clock = kept.values()
    assert (product["state"], product["output"]) == ("output-available", "144")
    assert (division["state"], division["errorText"]) == ("output-error", "That divides by zero.")
    assert clock["output"]["dateWeekday"] == "Friday"
    assert parts(hearth, ada, body)[3] == {"type": "text", "text": "A gross."}
    assert len(chunks(reply, "tool-input-available")) == 3
    assert [c["errorText"] for c in chunks(reply, "tool-output-error")] == ["That divides by zero."]
    assert "144" in read_by_model(hearth)
    assert "That divides by zero." in read_by_model(hearth)
    assert len(chunks(reply, "start-step")) == 2


@pytest.mark.parametrize("provider", MODELS)
def test_input_is_streamed_before_it_is_whole(
    hearth: Hearth, at: str, ada: Account, provider: str
) -> None:
    script(hearth.simulator, calls(call("calculator", expression="2 + 2")), says("Four."))
    reply = post(hearth, at, ada, turn("What is 2 and 2?", model=MODELS[provider]))
    begun = chunks(reply, "tool-input-start")[0]
    assert begun["toolName"] == "calculator"
    deltas = [
        c for c in chunks(reply, "tool-input-delta") if c["toolCallId"] == begun["toolCallId"]
    ]
    whole = chunks(reply, "tool-input-available")[0]
    assert whole["input"] == {"expression": "2 + 2"}
    # Gemini gives a call whole; the others in pieces.
    assert deltas or provider == "google"


@pytest.mark.parametrize("provider", MODELS)
def test_a_tool_that_was_never_offered_is_reported_to_the_model(
    hearth: Hearth, at: str, ada: Account, provider: str
) -> None:
    script(hearth.simulator, calls(call("launch_rocket", to="Mars")), says("I can't do that."))
    body = turn("Launch a rocket.", model=MODELS[provider])
    reply = post(hearth, at, ada, body)
    error = chunks(reply, "tool-output-error")[0]
    assert error["errorText"] == "There is no tool named launch_rocket."
    assert "There is no tool named launch_rocket." in read_by_model(hearth)
    assert reply.text() == "I can't do that."


# Gemini's calls come as an object: it has no arguments to get wrong.
@pytest.mark.parametrize("provider", [name for name in MODELS if name != "google"])
def test_arguments_that_are_no_json_are_reported_to_the_model(
    hearth: Hearth, at: str, ada: Account, provider: str
) -> None:
    script(
        hearth.simulator,
        {"type": "tool_fault", "kind": "malformed_arguments"},
        calls(call("calculator", expression="2 + 2")),
        says("Sorry."),
    )
    body = turn("What is 2 and 2?", model=MODELS[provider])
    reply = post(hearth, at, ada, body)
    assert [c["errorText"] for c in chunks(reply, "tool-input-error")] == [
        "The arguments are not valid JSON."
    ]
    assert "The arguments are not valid JSON." in read_by_model(hearth)
    assert parts(hearth, ada, body)[0]["state"] == "output-error"


def test_input_of_the_wrong_kind_is_an_error_that_the_model_reads(
    hearth: Hearth, at: str, ada: Account
) -> None:
    script(hearth.simulator, calls(call("calculator", expression=[[1], [2]])), says("Oh."))
    body = turn("Add.")
    reply = post(hearth, at, ada, body)
    assert [c["errorText"] for c in chunks(reply, "tool-output-error")] == [
        "expression must be a text."
    ]
    stored = parts(hearth, ada, body)[0]
    assert stored["input"] == {"$json": '{"expression": [[1], [2]]}'}


def test_a_turn_that_never_stops_calling_ends_after_its_steps(
    hearth: Hearth, at: str, ada: Account
) -> None:
    script(hearth.simulator, {**calls(call("calculator", expression="1")), "times": None})
    body = turn("Go on for ever.")
    reply = post(hearth, at, ada, body)
    assert len(chunks(reply, "start-step")) == 12
    assert chunks(reply, "finish")[0]["finishReason"] == "length"
    last = parts(hearth, ada, body)[-1]
    assert last["errorText"] == "The limit of steps is reached, so this did not run."


def test_the_next_message_still_knows_what_tools_have_found(
    hearth: Hearth, at: str, ada: Account
) -> None:
    script(hearth.simulator, calls(call("calculator", expression="17 * 3")), says("51."))
    first = turn("17 times 3?")
    post(hearth, at, ada, first)
    script(hearth.simulator, says("Yes."))
    follows = {"threadId": first["threadId"], "parent": f"{first['messageId']}-r"}
    assert post(hearth, at, ada, turn("Sure?", **follows)).text() == "Yes."
    assert "17 * 3" in read_by_model(hearth)


def test_a_model_without_tools_is_offered_none(hearth: Hearth, at: str, ada: Account) -> None:
    plain = hearth.db.document("models", MODELS["llama"]).get().to_dict() | {"tools": False}
    hearth.db.document("models", "llama:plain").set(plain)
    script(hearth.simulator, says("Hello."))
    body = turn("Is it there?", model="llama:plain")
    assert post(hearth, at, ada, body).text() == "Hello."
    assert offered(hearth, "Is it there?") == []
    hearth.db.document("models", "llama:plain").delete()


def test_a_personal_agent_has_no_tool_that_its_member_may_not_use(hearth: Hearth, at: str) -> None:
    bob = hearth.member("bob", agents=("tutor",))
    own = {
        "name": "Mine", "description": "", "emoji": "", "starters": [], "models": [],
        "model": MODELS["anthropic"], "temperature": None, "maxTokens": None,
        "tools": ["calculator", "web_page", "threads"], "enabled": True, "prompt": "Be mine.",
    }  # fmt: skip
    hearth.db.document("users", bob.uid, "agents", "mine").set(own)
    script(hearth.simulator, says("Hello."))
    body = turn("What can you do for Bob?", agent="mine")
    assert post(hearth, at, bob, body).text() == "Hello."
    assert offered(hearth, "do for Bob") == ["calculator"]


def test_notes_are_read_and_written_only_as_a_proposal(
    hearth: Hearth, at: str, ada: Account
) -> None:
    notes = hearth.db.collection("users", ada.uid, "notes")
    note = {"text": "Oven: the left knob lies by 20 degrees.", "source": None}
    notes.document("n1").set({**note, "updatedAt": _now()})
    script(
        hearth.simulator,
        calls(call("notes", action="search", query="oven")),
        calls(
            call("notes", action="read", id="n1"),
            call("notes", action="propose", text="Buy a thermometer."),
            call("notes", action="propose", id="n1", text="Oven: mended."),
            call("notes", action="read", id="../../users"),
        ),
        says("See what I propose."),
    )
    body = turn("What do my notes say of the oven?")
    reply = post(hearth, at, ada, body)
    outputs: list[Any] = [part.get("output") for part in parts(hearth, ada, body)[:5]]
    found, read, fresh, changed, missing = outputs
    assert missing is None
    assert [item["id"] for item in found["notes"]] == ["n1"]
    assert read["text"] == note["text"]
    assert fresh["proposal"]["before"] is None
    assert fresh["proposal"]["text"] == "Buy a thermometer."
    assert changed["proposal"] == {"id": "n1", "before": note["text"], "text": "Oven: mended."}
    assert len(chunks(reply, "tool-output-error")) == 1
    kept = {snapshot.id: snapshot.to_dict()["text"] for snapshot in notes.stream()}
    assert kept == {"n1": note["text"]}


def test_other_threads_of_the_member_are_found_and_nobody_elses(
    hearth: Hearth, at: str, ada: Account
) -> None:
    eve = hearth.member("eve")
    for who, text in ((ada, "My violin is from Cremona."), (eve, "My violin is stolen.")):
        script(hearth.simulator, says("Good."))
        post(hearth, at, who, turn(text))
    script(hearth.simulator, calls(call("threads", query="violin")), says("Cremona."))
    reply = post(hearth, at, ada, turn("Where is the instrument from?"))
    (found,) = results(reply).values()
    assert [passage["text"] for passage in found["passages"]] == ["My violin is from Cremona."]


def test_stop_ends_a_turn_that_waits_for_a_tool(
    hearth: Hearth, at: str, ada: Account, web: Site
) -> None:
    web.page("/slow", b"<p>Never ending")
    allow = {"allowed": ["web_page 127.0.0.1"]}
    hearth.db.document("users", ada.uid, "preferences", "approvals").set(allow)
    url = web.url("/slow", host="127.0.0.1")
    script(hearth.simulator, calls(call("web_page", url=url)), says("Too late."))
    body = turn("Read that page.")
    answered: list[Reply] = []
    reader = threading.Thread(target=lambda: answered.append(post(hearth, at, ada, body)))
    reader.start()
    until(lambda: bool(web.seen))
    path = ("users", ada.uid, "threads", body["threadId"], "messages", f"{body['messageId']}-r")
    hearth.db.document(*path).update({"stop": True})
    reader.join(10)
    assert not reader.is_alive()
    assert answered[0].types()[-3:] == ["abort", "data-usage", "data-budget"]
    stored = hearth.db.document(*path).get().to_dict()
    assert (stored["status"], stored["parts"][0]["state"]) == ("stopped", "input-available")
    month = time.strftime("%Y-%m", time.gmtime())
    own = hearth.db.document("users", ada.uid, "usage", month).get().to_dict()
    assert own["reservedUsd"] == pytest.approx(0)


def test_steps_are_paid_for_and_reserved_one_by_one(hearth: Hearth, at: str) -> None:
    """A budget that covers one step and not two lets one happen, and is not overdrawn."""
    cleo = hearth.member("cleo", budgetUsd=0.02)
    script(hearth.simulator, {**calls(call("calculator", expression="9 ** 300")), "times": None})
    body = turn("Count.", maxTokens=2000)
    reply = post(hearth, at, cleo, body)
    error = chunks(reply, "data-error")[0]["data"]
    assert error["code"] == "resource-exhausted"
    month = time.strftime("%Y-%m", time.gmtime())
    own = hearth.db.document("users", cleo.uid, "usage", month).get().to_dict()
    assert 0 < own["spentUsd"] <= 0.02
    assert own["reservedUsd"] == pytest.approx(0)
    stored = hearth.messages(cleo, body["threadId"])[f"{body['messageId']}-r"]
    assert stored["status"] == "error"
    assert stored["parts"][0]["state"] == "output-available"


def test_turns_of_many_steps_at_once_cannot_pass_the_budget_together(
    hearth: Hearth, at: str
) -> None:
    dora = hearth.member("dora", budgetUsd=0.03)
    script(hearth.simulator, {**calls(call("calculator", expression="9 ** 300")), "times": None})
    with ThreadPoolExecutor(5) as pool:
        bodies = [turn("Count.", maxTokens=1000) for _ in range(5)]
        replies = list(pool.map(partial(post, hearth, at, dora), bodies))
    month = time.strftime("%Y-%m", time.gmtime())
    own = hearth.db.document("users", dora.uid, "usage", month).get().to_dict()
    assert 0 < own["spentUsd"] <= 0.03
    assert own["reservedUsd"] == pytest.approx(0)
    assert any(reply.status == 200 for reply in replies)
    ends = [reply.status if reply.status != 200 else reply.types()[-3] for reply in replies]
    assert 429 in ends or "error" in ends


def test_one_turn_may_cost_no_more_than_the_owner_says(hearth: Hearth, at: str) -> None:
    finn = hearth.member("finn")
    settings = hearth.db.document("settings", "app")
    settings.update({"turnBudgetUsd": 0.01})
    try:
        script(hearth.simulator, {**calls(call("clock")), "times": None})
        body = turn("Count.", maxTokens=1000)
        reply = post(hearth, at, finn, body)
    finally:
        settings.update({"turnBudgetUsd": None})
    (error,) = chunks(reply, "data-error")
    assert "$0.01 that one answer may cost" in error["data"]["message"]
    stored = hearth.messages(finn, body["threadId"])[f"{body['messageId']}-r"]
    assert stored["usage"]["usd"] <= 0.01
    unscript(hearth.simulator)
    script(hearth.simulator, says("One more."))
    again = {**body, "messageId": f"{body['messageId']}-2", "continue": f"{body['messageId']}-r"}
    del again["parts"]
    assert post(hearth, at, finn, again).text() == "One more."


def _now() -> Any:
    return datetime.now(UTC)
