"""The calls of a step: side by side, bounded, and never in the way of a stop."""

from __future__ import annotations

import threading
import time
from typing import Any

import pytest
from dialects import DIALECTS
from llmock.pytest_plugin import LLMock
from provider_requests import CLOCK, answered, asked, model, step, text

import agent
import tool_calls
from agent import AgentRequest
from cancel import Cancel
from errors import ResourceExhausted
from events import (
    Event,
    Finish,
    StepStart,
    ToolApproval,
    ToolDenied,
    ToolError,
    ToolInput,
    ToolOutput,
)
from messages import Approval, Message, TextPart, ToolPart
from tool_calls import MAX_CALLS, run_calls


def tell(call: ToolInput) -> ToolOutput:
    return ToolOutput(call.tool_call_id, "15:55")


def calls(count: int) -> list[ToolInput]:
    return [ToolInput(f"c{number}", "clock", {"number": number}) for number in range(count)]


def test_calls_run_at_the_same_time() -> None:
    together = threading.Barrier(3, timeout=10)

    def meet(call: ToolInput) -> ToolOutput:
        together.wait()
        return ToolOutput(call.tool_call_id, "met")

    results = list(run_calls(calls(3), meet, Cancel()))
    assert {result.tool_call_id for result in results} == {"c0", "c1", "c2"}


def test_results_come_in_the_order_in_which_they_are_ready() -> None:
    second_is_done = threading.Event()

    def work(call: ToolInput) -> ToolOutput:
        if call.tool_call_id == "c0":
            assert second_is_done.wait(10)
        return ToolOutput(call.tool_call_id, "done")

    ids: list[str] = []
    for result in run_calls(calls(2), work, Cancel()):
        ids.append(result.tool_call_id)
        second_is_done.set()
    assert ids == ["c1", "c0"]


def test_a_defect_in_a_tool_is_an_error_that_the_model_reads(
    capsys: pytest.CaptureFixture[str],
) -> None:
    secret = "-".join(("sk", "123"))

    def broken(_call: ToolInput) -> ToolOutput:
        raise ZeroDivisionError(secret)

    assert list(run_calls(calls(1), broken, Cancel())) == [
        ToolError("c0", "The tool failed. Try another way.")
    ]
    logged = capsys.readouterr().err
    assert "ZeroDivisionError" in logged
    assert secret not in logged


def test_more_calls_than_can_run_at_once_are_refused() -> None:
    results = list(
        run_calls(calls(MAX_CALLS + 2), lambda c: ToolOutput(c.tool_call_id, 1), Cancel())
    )
    refused = [result for result in results if isinstance(result, ToolError)]
    assert [result.tool_call_id for result in refused] == [f"c{MAX_CALLS}", f"c{MAX_CALLS + 1}"]
    assert len(results) == MAX_CALLS + 2


def test_a_call_that_takes_too_long_fails_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tool_calls, "CALL_SECONDS", 0.2)
    over = threading.Event()

    def work(call: ToolInput) -> ToolOutput:
        if call.tool_call_id == "c1":
            over.wait(30)
        return ToolOutput(call.tool_call_id, "done")

    results = list(run_calls(calls(2), work, Cancel()))
    over.set()
    assert results == [ToolOutput("c0", "done"), ToolError("c1", "It took too long.")]


def test_a_stop_does_not_wait_for_a_tool() -> None:
    stopped, over = Cancel(), threading.Event()

    def work(call: ToolInput) -> ToolOutput:
        stopped.fire()
        over.wait(30)
        return ToolOutput(call.tool_call_id, "too late")

    began = time.monotonic()
    assert list(run_calls(calls(2), work, stopped)) == []
    assert time.monotonic() - began < 5
    over.set()


# In the loop

QUESTION = asked(TextPart("What time is it?"))
ASK = Approval("clock.test", lasting=True)


def request(llmock: LLMock, **fields: Any) -> AgentRequest:
    known: dict[str, Any] = {
        "model": model("llama"),
        "endpoint": step("llama", llmock.url).endpoint,
        "system": "",
        "messages": (QUESTION,),
        "max_tokens": 500,
        "tools": (CLOCK,),
        "run_tool": tell,
        **fields,
    }
    return AgentRequest(**known)


def waiting(*ids: str) -> Message:
    return answered(
        *(ToolPart(i, "clock", {}, state="approval-requested", approval=ASK) for i in ids)
    )


def kinds(events: list[Event]) -> list[type[Event]]:
    return [type(event) for event in events]


def test_a_turn_ends_with_the_calls_that_wait(llmock: LLMock) -> None:
    llmock.call_tool("clock", {"zone": "UTC"})
    seen: list[tuple[Message, ...]] = []

    def ask(_call: ToolInput, messages: tuple[Message, ...]) -> Approval:
        seen.append(messages)
        return ASK

    events = list(agent.run(request(llmock, ask=ask)))
    assert kinds(events)[-2:] == [ToolApproval, Finish]
    assert events[-1] == Finish("tool-calls")
    assert not any(isinstance(event, ToolOutput) for event in events)
    # What the model had read when it made the call, and not the call itself.
    assert seen == [(QUESTION,)]
    assert len(llmock.requests) == 1


def test_what_was_decided_happens_before_the_next_step(llmock: LLMock) -> None:
    llmock.reply("Five to four.")
    messages = (QUESTION, waiting("c1", "c2", "c3"))
    decided = {"c1": True, "c2": False}
    events = list(agent.run(request(llmock, messages=messages, decisions=decided)))
    assert events[:2] == [ToolDenied("c2"), ToolDenied("c3")]
    assert events[2] == ToolOutput("c1", "15:55")
    assert isinstance(events[3], StepStart)
    assert text(events) == "Five to four."
    told = list(DIALECTS["llama"].read(llmock.last_request.body))
    results = [said for role, kind, said in told if (role, kind) == ("tool", "result")]
    assert results[0] == "clock: 15:55"
    assert all("declined" in said for said in results[1:])
    assert told[-1][0] == "tool", "Nobody says that the answer was cut off."


def test_a_tool_that_is_gone_when_it_is_allowed_is_reported(llmock: LLMock) -> None:
    llmock.reply("Sorry.")
    messages, decided = (QUESTION, waiting("c1")), {"c1": True}
    events = list(agent.run(request(llmock, messages=messages, decisions=decided, tools=())))
    assert events[0] == ToolError("c1", "There is no tool named clock.")


def test_every_step_is_afforded_before_it_begins(llmock: LLMock) -> None:
    llmock.call_tool("clock", {"zone": "UTC"}, times=None)
    lengths: list[int] = []

    def afford(messages: tuple[Message, ...]) -> None:
        lengths.append(len(messages))
        if len(lengths) == 3:
            raise ResourceExhausted("Nothing is left.")

    with pytest.raises(ResourceExhausted):
        list(agent.run(request(llmock, afford=afford)))
    assert lengths == [1, 2, 3]
    assert len(llmock.requests) == 2


def test_a_call_that_was_cut_off_while_it_was_written_is_forgotten(llmock: LLMock) -> None:
    cut = answered(TextPart("Let me see."), ToolPart("c1", "clock", '{"zo', "input-streaming"))
    llmock.reply("Five to four.")
    list(agent.run(request(llmock, messages=(QUESTION, cut))))
    told = list(DIALECTS["llama"].read(llmock.last_request.body))
    assert told[-2:] == [
        ("assistant", "text", "Let me see."),
        ("user", "text", agent.CONTINUE),
    ]
