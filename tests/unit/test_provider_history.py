"""One thread, walked through all six providers: each reads all that the others wrote."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, cast

import pytest
from dialects import DIALECTS, Line
from llmock.pytest_plugin import LLMock
from provider_requests import CLOCK, DOT, answered, asked, model, parts, run, step

from events import Event, ToolOutput, fold
from messages import Message, TextPart, ToolPart
from providers import NAMES

# Every provider comes last once, and each follows every other somewhere.
WALKS = [NAMES[turn:] + NAMES[:turn] for turn in range(len(NAMES))]


@pytest.mark.parametrize("walk", [*WALKS, NAMES[::-1]], ids=lambda walk: " > ".join(walk))
def test_a_thread_goes_on_with_every_provider(walk: tuple[str, ...], llmock: LLMock) -> None:
    thread: tuple[Message, ...] = ()
    expected: list[Line] = [("system", "text", "Be brief.")]
    for place, name in enumerate(walk):
        question = f"What is question {place}?"
        thread = (*thread, asked(TextPart(question), DOT))
        expected += [("user", "text", question), ("user", "image", f"image/png {DOT.data}")]

        llmock.call_tool("clock", {"zone": name}, text=f"{name} looks.")
        said = parts(turn(name, llmock, thread, expected))
        call = said[-1]
        assert call.type == "tool"
        done = fold(said, ToolOutput(call.tool_call_id, {"now": place}))
        expected += [
            ("assistant", "text", f"{name} looks."),
            ("assistant", "call", f'clock {{"zone": "{name}"}}'),
            ("tool", "result", f'clock: {{"now": {place}}}'),
        ]

        llmock.reply(f"{name} answers.")
        more = parts(turn(name, llmock, (*thread, Message("assistant", done)), expected))
        expected += [("assistant", "text", f"{name} answers.")]
        thread = (*thread, Message("assistant", (*done, *more)))


def turn(
    name: str, llmock: LLMock, thread: tuple[Message, ...], expected: list[Line]
) -> list[Event]:
    """One step, after which what the provider was asked is what was said so far."""
    events = run(
        step(
            name,
            llmock.url,
            *thread,
            model=model(name),
            system="Be brief.",
            tools=(CLOCK,),
        )
    )
    assert list(DIALECTS[name].read(llmock.last_request.body)) == expected
    return events


# What the providers take as a call's id; the others take anything.
FORMS = {"anthropic": r"[a-zA-Z0-9_-]+", "openai": r".{1,64}", "mistral": r"[a-zA-Z0-9]{9}"}
IDS = ("call_0c9d", "functions.clock:0", "x" * 80, "D681PevKs")


@pytest.mark.parametrize("call_id", IDS)
@pytest.mark.parametrize("name", FORMS)
def test_a_calls_id_is_to_the_providers_liking(name: str, call_id: str, llmock: LLMock) -> None:
    call = ToolPart(call_id, "clock", {"zone": "UTC"}, "output-available", "15:55")
    run(step(name, llmock.url, asked(TextPart("Hi.")), answered(call), asked(TextPart("Bye."))))
    body = llmock.last_request.body
    assert ("tool", "result", "clock: 15:55") in DIALECTS[name].read(body)
    sent = set(ids(body))
    assert len(sent) == 1
    assert re.fullmatch(FORMS[name], sent.pop())


def ids(body: Any) -> Iterator[str]:
    """The ids of calls, wherever they stand in a request."""
    if isinstance(body, list):
        for item in cast(list[Any], body):
            yield from ids(item)
    elif isinstance(body, dict):
        for key, value in cast(dict[str, Any], body).items():
            if key in ("id", "tool_use_id", "call_id", "tool_call_id"):
                yield value
            else:
                yield from ids(value)
