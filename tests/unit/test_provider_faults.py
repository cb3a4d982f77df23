"""What a turn makes of every fault a provider can have: provider x fault x moment.

Through `agent.run`, which owns the retries, and the real SDKs, against a simulator that breaks on
demand and judges its client strictly. Before the first token a fault is retried a bounded number
of times; after it, the part that came is kept, the error is told, and trying again is up to the
person. An answer that was cut off never passes for one that is done.

The table that the run prints has what came of each: the answer or the code of the error, and the
number of requests.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import pytest
from llmock.journal import RequestRecord
from llmock.pytest_plugin import LLMock
from llmock.scenarios import Delay
from provider_requests import CLOCK, asked, calls, model, step, text

import agent
from agent import AgentRequest
from errors import HearthError, ResourceExhausted
from events import Event, Finish, StepFinish, ToolError, ToolInput, ToolOutput
from messages import TextPart
from providers import NAMES

# Twelve words, so that six chunks into any provider's stream some of them have been said.
ANSWER = "It is five to four, or so the clock on the wall says."
# Seconds: what Retry-After asks for, what a client waits for a byte, and what it does not wait.
PAUSE = 0.1
PATIENT = 10.0
IMPATIENT = 0.4
LONG = 20.0


@dataclass(frozen=True)
class Fault:
    """A fault and what is to come of it.

    `script` breaks the simulator. `code` is the error that the person sees, `None` when the answer
    came whole all the same. `attempts` counts requests, up to the error or the answer. A fault
    that `passes` is gone when the person tries again. `timeout` is how long a silence is borne.
    """

    name: str
    moment: Literal["before", "after"]
    script: Callable[[LLMock], object]
    attempts: int
    code: str | None = None
    says: str = ""
    passes: bool = True
    timeout: float = PATIENT


def fails(status: int, times: int | None = 2) -> Callable[[LLMock], object]:
    return lambda llmock: llmock.fail(status, times=times, retry_after=PAUSE)


def refuses(status: int) -> Callable[[LLMock], object]:
    return lambda llmock: llmock.fail(status, times=None)


def corrupts(after_chunks: int) -> Callable[[LLMock], object]:
    """Paced, so that the simulator sees its client leave before all the rest is on its way."""
    return lambda llmock: llmock.corrupt(after_chunks=after_chunks).pace(25)


FAULTS = [
    Fault("400", "before", refuses(400), 1, "invalid-argument", "did not accept", passes=False),
    Fault("401", "before", refuses(401), 1, "unavailable", "key", passes=False),
    Fault("402", "before", refuses(402), 1, "resource-exhausted", "credit", passes=False),
    Fault("403", "before", refuses(403), 1, "unavailable", "key", passes=False),
    Fault("404", "before", refuses(404), 1, "not-found", "does not offer", passes=False),
    Fault("413", "before", refuses(413), 1, "invalid-argument", "accepts", passes=False),
    Fault("422", "before", refuses(422), 1, "invalid-argument", "did not accept", passes=False),
    Fault(
        "context overflow",
        "before",
        lambda llmock: llmock.context_overflow(times=None),
        1,
        "invalid-argument",
        "no longer fits",
        passes=False,
    ),
    Fault("408 once", "before", fails(408, 1), 2),
    Fault("409 once", "before", fails(409, 1), 2),
    Fault("429 twice, Retry-After", "before", fails(429), 3),
    Fault("429 always", "before", fails(429, None), 3, "resource-exhausted", "too many", False),
    Fault("500 twice", "before", fails(500), 3),
    Fault("502 once", "before", fails(502, 1), 2),
    Fault("503 always", "before", fails(503, None), 3, "unavailable", "overloaded", False),
    Fault("504 once", "before", fails(504, 1), 2),
    Fault("529 twice", "before", fails(529), 3),
    Fault("slow first token", "before", lambda llmock: llmock.slow_first_token(0.1), 1),
    Fault(
        "no first token",
        "before",
        lambda llmock: llmock.slow_first_token(LONG),
        2,
        timeout=IMPATIENT,
    ),
    Fault("no head", "before", lambda llmock: llmock.add(Delay(0.9)), 2, timeout=IMPATIENT),
    Fault(
        "stall",
        "before",
        lambda llmock: llmock.stall(after_chunks=0, seconds=LONG),
        2,
        timeout=IMPATIENT,
    ),
    Fault("disconnect", "before", lambda llmock: llmock.disconnect(after_chunks=0), 2),
    Fault(
        "disconnect always",
        "before",
        lambda llmock: llmock.disconnect(after_chunks=0, times=None),
        3,
        "unavailable",
        "could not be reached",
        passes=False,
    ),
    Fault("truncation", "before", lambda llmock: llmock.truncate(after_chunks=0), 2),
    Fault("corrupted chunk", "before", corrupts(0), 2),
    Fault(
        "stall",
        "after",
        lambda llmock: llmock.stall(after_chunks=6, seconds=LONG),
        1,
        "deadline-exceeded",
        "stopped answering",
        timeout=IMPATIENT,
    ),
    Fault(
        "disconnect",
        "after",
        lambda llmock: llmock.disconnect(after_chunks=6),
        1,
        "unavailable",
        "could not be reached",
    ),
    Fault(
        "truncation",
        "after",
        lambda llmock: llmock.truncate(after_chunks=6),
        1,
        "unavailable",
        "cut off",
    ),
    Fault(
        "corrupted chunk",
        "after",
        corrupts(6),
        1,
        "unavailable",
        "unreadable",
    ),
]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.name}, {fault.moment}")
def test_a_fault_is_retried_or_told_and_never_passed_over(
    fault: Fault, name: str, llmock: LLMock, matrix: dict[tuple[str, str], str]
) -> None:
    llmock.reply(ANSWER, times=None)
    fault.script(llmock)
    events, error = turn(name, llmock, fault.timeout)

    assert len(llmock.requests) == fault.attempts
    assert_waits_are_honoured(llmock.requests)
    if fault.code is None:
        assert error is None
        assert_whole(events)
    else:
        assert error is not None
        assert_told(error, fault)
        assert_kept(events, fault)
    outcome = f"{error.code if error else 'answered'}, {len(llmock.requests)}"
    if error is not None and fault.passes:
        assert error.retryable
        assert_whole(turn(name, llmock)[0])
    assert llmock.verdict().findings == (), llmock.verdict().render()
    matrix[row(fault), name] = outcome


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("kind", ["malformed_arguments", "unknown_tool"])
def test_a_broken_call_is_told_to_the_model_and_the_turn_goes_on(
    kind: str, name: str, llmock: LLMock, matrix: dict[tuple[str, str], str]
) -> None:
    llmock.call_tool("clock", {"zone": "Europe/Ljubljana"}).break_tool_call(kind)
    events, error = turn(name, llmock, tools=True)

    assert error is None
    (call,) = calls(events)
    # Input that makes no sense is told with the call itself, anything else as its result.
    told = {
        event.tool_call_id: event.error_text for event in events if isinstance(event, ToolError)
    }
    assert call.invalid or told[call.tool_call_id]
    assert text(events)
    assert events[-1] == Finish("stop")
    assert len(llmock.requests) == 2
    assert llmock.verdict().findings == (), llmock.verdict().render()
    matrix[f"{kind.replace('_', ' ')}, in a call", name] = "answered, 2"


@pytest.mark.parametrize("name", NAMES)
def test_a_call_that_breaks_off_is_not_run(
    name: str, llmock: LLMock, matrix: dict[tuple[str, str], str]
) -> None:
    llmock.call_tool("clock", {"zone": "Europe/Ljubljana" * 9}, text="Let me see the clock now.")
    llmock.truncate(after_chunks={"google": 5, "mistral": 8}.get(name, 11))
    events, error = turn(name, llmock, tools=True)

    assert error is not None
    assert error.code == "unavailable"
    assert not any(isinstance(event, ToolOutput | ToolError | Finish) for event in events)
    assert text(events).startswith("Let me")
    matrix["truncation, in a call", name] = "unavailable, 1"


@pytest.mark.parametrize("name", NAMES)
def test_a_wait_that_is_too_long_is_the_persons_to_choose(name: str, llmock: LLMock) -> None:
    llmock.rate_limit(retry_after=90)
    events, error = turn(name, llmock)
    assert isinstance(error, ResourceExhausted)
    assert error.retry_after == 90
    assert len(llmock.requests) == 1
    assert text(events) == ""


def turn(
    name: str, llmock: LLMock, timeout: float = PATIENT, *, tools: bool = False
) -> tuple[list[Event], HearthError | None]:
    """The events of a turn, up to its end or its error."""
    request = AgentRequest(
        model=model(name),
        endpoint=step(name, llmock.url).endpoint,
        system="Be brief.",
        messages=(asked(TextPart("What does the clock say?")),),
        max_tokens=500,
        tools=(CLOCK,) if tools else (),
        run_tool=tell_time,
        timeout=timeout,
    )
    events: list[Event] = []
    try:
        events.extend(agent.run(request))
    except HearthError as error:
        return events, error
    return events, None


def tell_time(call: ToolInput) -> ToolOutput | ToolError:
    if "zone" not in call.input:
        return ToolError(call.tool_call_id, "Name a zone.")
    return ToolOutput(call.tool_call_id, "15:55")


def assert_whole(events: list[Event]) -> None:
    assert text(events) == ANSWER
    assert events[-1] == Finish("stop")


def assert_told(error: HearthError, fault: Fault) -> None:
    """The error has a code and a sentence that says what happened and what to do."""
    assert error.code == fault.code
    assert fault.says in error.message
    assert re.fullmatch(r"[A-Z].*\.", error.message)


def assert_kept(events: list[Event], fault: Fault) -> None:
    """What was said before the fault is there, and does not pass for a whole answer."""
    assert not any(isinstance(event, Finish | StepFinish) for event in events)
    assert ANSWER.startswith(text(events))
    assert 0 < len(text(events)) < len(ANSWER) if fault.moment == "after" else not text(events)


def assert_waits_are_honoured(requests: list[RequestRecord]) -> None:
    for before, after in pairwise(requests):
        if before.retry_after is not None:
            assert after.started_at - before.ended_at >= before.retry_after


def row(fault: Fault) -> str:
    return f"{fault.name}, {fault.moment} the first token"
