"""Following a turn that runs elsewhere: its document, read as it grows, as the same events."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

from events import (
    DONE,
    PING,
    Abort,
    Data,
    Encoder,
    Error,
    Event,
    Finish,
    ReasoningDelta,
    Source,
    Start,
    TextDelta,
    ToolApproval,
    ToolDenied,
    ToolError,
    ToolInput,
    ToolInputDelta,
    ToolInputStart,
    ToolOutput,
)
from messages import ImagePart, Part, ReasoningPart, SourcePart, TextPart, ToolPart
from store import threads
from store.beginning import Joined
from store.threads import StoredMessage
from store.turns import is_stale

POLL_SECONDS = 0.7


def follow(joined: Joined) -> Iterator[bytes]:
    """The stream of a turn that runs already, or ran: what there is, then what is added."""
    encoder = Encoder()
    yield encoder.encode(Start(joined.reply_id))
    yield encoder.encode(Data("joined", {}))
    parts: tuple[Part, ...] = ()
    while True:
        message = threads.message_or_none(joined.uid, joined.thread_id, joined.reply_id)
        if message is None:
            yield encoder.encode(Abort())
            break
        yield b"".join(map(encoder.encode, added(parts, message.parts))) or PING
        parts = message.parts
        if message.status != "streaming" or is_stale(message.status, message.heartbeat_at):
            yield encoder.encode(_end(message))
            break
        time.sleep(POLL_SECONDS)
    yield DONE


def _end(message: StoredMessage) -> Event:
    match message.status:
        case "done":
            return Finish(message.fields.get("finishReason") or "stop")
        case "error":
            error: dict[str, Any] = message.fields.get("error") or {}
            return Error(
                str(error.get("code", "internal")),
                str(error.get("message", "Something went wrong. Try again.")),
                error.get("retryAfter"),
            )
        case _:
            return Abort()


def added(before: tuple[Part, ...], after: tuple[Part, ...]) -> Iterator[Event]:
    """The events that make `before` into `after`, which has grown from it."""
    for index, part in enumerate(after):
        old = before[index] if index < len(before) else None
        if part != old:
            yield from _added_to(old, part)


def _added_to(old: Part | None, part: Part) -> Iterator[Event]:
    match part:
        case TextPart():
            yield TextDelta(part.text[len(old.text) if isinstance(old, TextPart) else 0 :])
        case ReasoningPart():
            known = len(old.text) if isinstance(old, ReasoningPart) else 0
            yield ReasoningDelta(part.text[known:], part.metadata)
        case ToolPart():
            yield from _added_to_call(old if isinstance(old, ToolPart) else None, part)
        case SourcePart():
            yield Source(part.url, part.title)
        case ImagePart():
            return


def _added_to_call(old: ToolPart | None, part: ToolPart) -> Iterator[Event]:
    if part.state == "input-streaming":
        if old is None:
            yield ToolInputStart(part.tool_call_id, part.tool_name)
        yield ToolInputDelta(part.tool_call_id, part.input[len(old.input) if old else 0 :])
        return
    complete = old is not None and old.state != "input-streaming"
    if not complete:
        invalid = part.error_text if part.state == "output-error" else ""
        yield ToolInput(part.tool_call_id, part.tool_name, part.input, invalid)
    match part.state:
        case "approval-requested" if part.approval is not None:
            yield ToolApproval(part.tool_call_id, part.approval)
        case "output-available":
            yield ToolOutput(part.tool_call_id, part.output)
        case "input-available" if part.output is not None:
            yield ToolOutput(part.tool_call_id, part.output, preliminary=True)
        case "output-denied":
            yield ToolDenied(part.tool_call_id)
        case "output-error" if complete:
            yield ToolError(part.tool_call_id, part.error_text)
        case _:
            pass
