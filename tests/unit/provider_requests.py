"""What the provider tests ask with: a model and a request for one, at an address of the test's."""

from __future__ import annotations

from dataclasses import replace
from functools import reduce
from typing import Any

from dialects import DIALECTS

from events import Event, TextDelta, ToolInput, fold
from messages import ImagePart, Message, Model, Part, Price, TextPart, ToolSpec
from providers import Endpoint, StepRequest, provider

CLOCK = ToolSpec(
    "clock",
    "Tell the time in a zone.",
    {"type": "object", "properties": {"zone": {"type": "string"}}, "required": ["zone"]},
)
DOT = ImagePart(
    "dot",
    "image/png",
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
)


def model(name: str, **facts: Any) -> Model:
    """A model of that provider that can do everything but reason, with some facts changed."""
    plain = Model(
        id=f"{name}:m",
        provider=name,
        name="m",
        label="M",
        context_tokens=100_000,
        max_output_tokens=8_000,
        price=Price(1.0, 2.0, 0.1),
        temperature=(0.0, 2.0),
        images=True,
        tools=True,
    )
    return replace(plain, **facts)


def asked(*parts: Part) -> Message:
    return Message("user", parts)


def answered(*parts: Part) -> Message:
    return Message("assistant", parts)


def step(name: str, server: str, *messages: Message, **fields: Any) -> StepRequest:
    """A request of that provider at a server that plays it; "What time is it?" by default."""
    plain = StepRequest(
        model=model(name),
        system="",
        messages=messages or (asked(TextPart("What time is it?")),),
        endpoint=Endpoint("a-key", server + DIALECTS[name].PATH),
        max_tokens=500,
        timeout=5.0,
    )
    return replace(plain, **fields)


def run(request: StepRequest) -> list[Event]:
    return list(provider(request.model.provider).stream(request))


def text(events: list[Event]) -> str:
    return "".join(event.delta for event in events if isinstance(event, TextDelta))


def calls(events: list[Event]) -> list[ToolInput]:
    return [event for event in events if isinstance(event, ToolInput)]


def parts(events: list[Event]) -> tuple[Part, ...]:
    return reduce(fold, events, ())
