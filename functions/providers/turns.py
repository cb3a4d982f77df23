"""A conversation as providers take it: what was asked and what was answered, in turns.

A stored answer may hold several steps, each with tool calls and their results; providers want
each step as a message of its own. They also want no empty message, a person's message first, and
no reasoning that another model signed.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, cast

from messages import ImagePart, Message, Part, ReasoningPart, TextPart, ToolPart, pictures_of


@dataclass(frozen=True)
class Asked:
    """What the person said."""

    parts: tuple[TextPart | ImagePart, ...]


@dataclass(frozen=True)
class Answered:
    """One step of the assistant: what it said, then the calls it made, with their results."""

    parts: tuple[TextPart | ReasoningPart, ...] = ()
    calls: tuple[ToolPart, ...] = ()


Turn = Asked | Answered

# Those whose models are shown the pictures of a tool's result. The others read that there are some.
SHOWN_RESULTS = ("anthropic", "openai", "google")


def turns(messages: tuple[Message, ...], provider: str, model: str) -> tuple[Turn, ...]:
    """The conversation in turns, the first of them asked, with what reasoning the model signed."""
    merged: list[Turn] = []
    for turn in _each(messages, provider, model):
        last = merged[-1] if merged else None
        match last, turn:
            case None, Answered():
                continue
            case Asked(), Asked():
                merged[-1] = Asked((*last.parts, *turn.parts))
            case Answered(calls=()), Answered():
                merged[-1] = replace(turn, parts=(*last.parts, *turn.parts))
            case _:
                merged.append(turn)
    return tuple(merged)


def _each(messages: tuple[Message, ...], provider: str, model: str) -> Iterator[Turn]:
    for message in messages:
        if message.role == "assistant":
            yield from _steps(message.parts, provider, model)
        elif asked := tuple(filter(None, (_asked(part) for part in message.parts))):
            yield Asked(asked)


def _asked(part: Part) -> TextPart | ImagePart | None:
    match part:
        case TextPart() if part.text.strip():
            return part
        case ImagePart() if part.data:
            return part
        case _:
            return None


def _steps(parts: tuple[Part, ...], provider: str, model: str) -> Iterator[Answered]:
    """A step ends where the model goes on after its calls."""
    said: list[TextPart | ReasoningPart] = []
    calls: list[ToolPart] = []
    for part in parts:
        if isinstance(part, ToolPart) and part.state != "input-streaming":
            calls.append(part if provider in SHOWN_RESULTS else replace(part, images=()))
        elif isinstance(part, TextPart | ReasoningPart) and _sendable(part, provider, model):
            if calls:
                yield Answered(tuple(said), tuple(calls))
                said, calls = [], []
            said.append(part)
    if calls or any(isinstance(part, TextPart) for part in said):
        yield Answered(_without_loose_ends(said, calls), tuple(calls))


def _sendable(part: TextPart | ReasoningPart, provider: str, model: str) -> bool:
    if isinstance(part, TextPart):
        return bool(part.text.strip())
    return signature(part, provider).get("model") == model


def _without_loose_ends(
    said: list[TextPart | ReasoningPart], calls: list[ToolPart]
) -> tuple[TextPart | ReasoningPart, ...]:
    """Reasoning that led to nothing, because the answer was cut off, is not sent."""
    kept = list(said)
    while kept and not calls and isinstance(kept[-1], ReasoningPart):
        kept.pop()
    return tuple(kept)


def signature(part: ReasoningPart | ToolPart, provider: str) -> dict[str, Any]:
    """What that provider signed the part with; empty if it did not."""
    found: Any = part.metadata.get(provider)
    return cast(dict[str, Any], found) if isinstance(found, dict) else {}


def text_of_asked(asked: Asked) -> str:
    """The text of a person's turn, without its images."""
    return "\n\n".join(part.text for part in asked.parts if isinstance(part, TextPart))


def text_of_answered(answered: Answered) -> str:
    """The text of a step, without its reasoning."""
    return "".join(part.text for part in answered.parts if isinstance(part, TextPart))


def call_id(call: ToolPart, form: str = r"[a-zA-Z0-9_-]{1,64}") -> str:
    """A call's id, or one made from it where the provider takes no id of that form.

    The id is another provider's when the thread has changed models. A made one is nine letters
    and digits, which is to everyone's liking.
    """
    if re.fullmatch(form, call.tool_call_id):
        return call.tool_call_id
    return hashlib.sha256(call.tool_call_id.encode()).hexdigest()[:9]


def arguments(call: ToolPart) -> dict[str, Any]:
    """A call's arguments as an object, which every provider wants, even where it wrote none."""
    given: Any = call.input
    return cast(dict[str, Any], given) if isinstance(given, dict) else {"invalid": given}


def as_json(value: object) -> str:
    """The value as JSON text for a model to read."""
    return json.dumps(value, ensure_ascii=False)


def result(call: ToolPart) -> str:
    """A call's result as text. Every call needs one, even where the turn ended before it ran."""
    match call.state:
        case "output-available":
            told, pictures = pictures_of(call.output)
            text = told if isinstance(told, str) else as_json(told)
            return f"{text}{_seen_by_the_person(len(pictures), len(call.images))}"
        case "output-error":
            return call.error_text or "The tool failed."
        case "output-denied":
            return "The person declined this call. Do not ask for it again unless they want it."
        case "approval-requested":
            return "The person has not said whether this may run, so it did not."
        case "input-streaming" | "input-available":
            return "The tool did not run."


def _seen_by_the_person(brought: int, shown: int) -> str:
    """A line for the model on pictures of a result that it is not shown."""
    left = brought - shown
    return f"\n\n[Pictures that the person sees and you can't: {left}.]" if left > 0 else ""


def failed(call: ToolPart) -> bool:
    """Whether the result is an error for the model to read."""
    return call.state != "output-available"


def data_url(image: ImagePart) -> str:
    """The image as a `data:` URL."""
    return f"data:{image.media_type};base64,{image.data}"
