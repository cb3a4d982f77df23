"""The agent loop: steps, tools, stopping, going on, and the title of a thread."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from typing import Any

from dialects import DIALECTS
from llmock.pytest_plugin import LLMock
from provider_requests import CLOCK, answered, asked, model, step, text

import agent
from agent import AgentRequest
from cancel import Cancel
from events import Event, Finish, StepFinish, StepStart, ToolError, ToolInput, ToolOutput
from messages import TextPart

QUESTION = asked(TextPart("What time is it?"))


def request(llmock: LLMock, **fields: Any) -> AgentRequest:
    plain = AgentRequest(
        model=model("llama"),
        endpoint=step("llama", llmock.url).endpoint,
        system="Be brief.",
        messages=(QUESTION,),
        max_tokens=500,
        tools=(CLOCK,),
        run_tool=lambda call: ToolOutput(call.tool_call_id, "15:55"),
        timeout=10.0,
    )
    return replace(plain, **fields)


def said(llmock: LLMock, place: int = -1) -> list[tuple[str, str, str]]:
    return list(DIALECTS["llama"].read(llmock.requests[place].body))


def test_a_turn_runs_its_tools_and_goes_on_until_none_is_asked_for(llmock: LLMock) -> None:
    llmock.call_tool("clock", {"zone": "UTC"}).call_tool("clock", {"zone": "CET"})
    llmock.reply("Five to four.")
    events = list(agent.run(request(llmock)))
    assert [type(event) for event in events if isinstance(event, StepStart | StepFinish)] == [
        StepStart,
        StepFinish,
    ] * 3
    assert text(events) == "Five to four."
    assert events[-1] == Finish("stop")
    assert said(llmock)[2:] == [
        ("assistant", "call", 'clock {"zone": "UTC"}'),
        ("tool", "result", "clock: 15:55"),
        ("assistant", "call", 'clock {"zone": "CET"}'),
        ("tool", "result", "clock: 15:55"),
    ]


def test_a_turn_that_never_stops_calling_is_stopped(llmock: LLMock) -> None:
    llmock.call_tool("clock", {"zone": "UTC"}, times=None)
    events = list(agent.run(request(llmock)))
    assert events[-1] == Finish("length")
    assert len(llmock.requests) == agent.MAX_STEPS


def test_a_tool_that_is_not_there_is_reported_to_the_model(llmock: LLMock) -> None:
    llmock.call_tool("clock", {"zone": "UTC"}).reply("I can't tell.")
    events = list(agent.run(request(llmock, tools=())))
    (told,) = (event for event in events if isinstance(event, ToolError))
    assert told.error_text == "There is no tool named clock."
    assert said(llmock)[-1] == ("tool", "result", "clock: There is no tool named clock.")
    assert text(events) == "I can't tell."


def test_an_answer_that_was_cut_off_is_gone_on_from(llmock: LLMock) -> None:
    half = answered(TextPart("It is five to"))
    list(agent.run(request(llmock, messages=(QUESTION, half), tools=())))
    assert said(llmock)[2:] == [
        ("assistant", "text", "It is five to"),
        ("user", "text", agent.CONTINUE),
    ]


def test_a_turn_that_is_stopped_while_it_waits_to_retry_ends_at_once(llmock: LLMock) -> None:
    llmock.rate_limit(times=None, retry_after=9)
    stopped = Cancel()
    events: list[Event] = []
    turn = threading.Thread(
        target=lambda: events.extend(agent.run(request(llmock, cancel=stopped)))
    )
    turn.start()
    deadline = time.monotonic() + 5.0
    while not llmock.requests:
        assert time.monotonic() < deadline
    stopped.fire()
    turn.join(1.0)
    assert not turn.is_alive()
    assert events == [StepStart()]


def test_a_turn_that_is_stopped_in_a_tool_asks_no_more(llmock: LLMock) -> None:
    stopped = Cancel()

    def stop(call: ToolInput) -> ToolOutput:
        stopped.fire()
        return ToolOutput(call.tool_call_id, "15:55")

    llmock.call_tool("clock", {"zone": "UTC"})
    events = list(agent.run(request(llmock, cancel=stopped, run_tool=stop)))
    assert len(llmock.requests) == 1
    assert not any(isinstance(event, Finish) for event in events)


def test_a_thread_is_named_in_one_short_line(llmock: LLMock) -> None:
    llmock.reply('\n**"The time of day."**\nIs that all right?')
    title, finish = agent.title(request(llmock), "What time is it?", "Five to four.")
    assert title == "The time of day"
    assert finish is not None
    assert said(llmock)[0] == ("system", "text", agent.TITLE_PROMPT)
    assert DIALECTS["llama"].max_tokens(llmock.last_request.body) == agent.TITLE_TOKENS


def test_a_model_with_reasoning_has_room_to_think_of_a_title(llmock: LLMock) -> None:
    thinks = request(llmock, model=model("llama", reasoning=True))
    agent.title(thinks, "What time is it?", "Five to four.")
    body = llmock.last_request.body
    assert DIALECTS["llama"].effort(body) == "low"
    assert DIALECTS["llama"].max_tokens(body) == agent.TITLE_REASONING_TOKENS
