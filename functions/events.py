"""What happens in a turn, one event at a time, and how it goes over the wire.

A provider yields events; `Encoder` turns them into the AI SDK UI message stream, version 1
(ai-sdk.dev, "Stream Protocols"); `fold` turns them into the parts of a message. The wire and the
store are fed by the same sequence, so what a client saw and what it finds tomorrow are the same.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Literal, TypeGuard

from messages import (
    Approval,
    ImagePart,
    Metadata,
    Part,
    ReasoningPart,
    SourcePart,
    TextPart,
    ToolPart,
    Usage,
)

FinishReason = Literal["stop", "length", "content-filter", "tool-calls", "error", "other"]

HEADERS = {
    "Content-Type": "text/event-stream; charset=utf-8",
    "Cache-Control": "no-store, no-transform",
    "X-Accel-Buffering": "no",
    "X-Vercel-AI-UI-Message-Stream": "v1",
}
PING = b": ping\n\n"
DONE = b"data: [DONE]\n\n"
_END = b"}\n\n"


def _no_metadata() -> Metadata:
    return {}


@dataclass(frozen=True)
class Start:
    """The turn is stored and begins. `message_id` is the reply's document id."""

    message_id: str


@dataclass(frozen=True)
class TextDelta:
    delta: str


@dataclass(frozen=True)
class ReasoningDelta:
    """More reasoning. An empty `delta` with `metadata` signs what came before."""

    delta: str
    metadata: Metadata = field(default_factory=_no_metadata)


@dataclass(frozen=True)
class ToolInputStart:
    tool_call_id: str
    tool_name: str


@dataclass(frozen=True)
class ToolInputDelta:
    tool_call_id: str
    delta: str


@dataclass(frozen=True)
class ToolInput:
    """A complete tool call. `invalid` says why `input` (then the raw text) is not usable."""

    tool_call_id: str
    tool_name: str
    input: Any
    invalid: str = ""
    metadata: Metadata = field(default_factory=_no_metadata)


@dataclass(frozen=True)
class ToolApproval:
    """The person is asked before the call runs. The turn ends with its step, and waits."""

    tool_call_id: str
    approval: Approval


@dataclass(frozen=True)
class ToolDenied:
    """The person declined the call."""

    tool_call_id: str


@dataclass(frozen=True)
class ToolOutput:
    """A call's result. A `preliminary` one is what there is so far, and is replaced by the next.

    `images` are for the model alone: those of the output's pictures that it is shown.
    """

    tool_call_id: str
    output: Any
    preliminary: bool = False
    images: tuple[ImagePart, ...] = ()


@dataclass(frozen=True)
class ToolError:
    tool_call_id: str
    error_text: str


@dataclass(frozen=True)
class Source:
    url: str
    title: str = ""


@dataclass(frozen=True)
class StepStart:
    """One call of the provider begins."""


@dataclass(frozen=True)
class StepFinish:
    """One call of the provider ended whole: its reason and its usage (`usd` still 0)."""

    reason: FinishReason
    usage: Usage


@dataclass(frozen=True)
class Data:
    """What the AI SDK stream has no word for: `data-usage`, `data-title`, `data-notice`."""

    name: str
    data: dict[str, Any]


@dataclass(frozen=True)
class Finish:
    reason: FinishReason


@dataclass(frozen=True)
class Abort:
    """The person stopped the turn."""


@dataclass(frozen=True)
class Error:
    """The turn failed after its first byte. `message` is a sentence for the person."""

    code: str
    message: str
    retry_after: float | None = None


Event = (
    Start
    | TextDelta
    | ReasoningDelta
    | ToolInputStart
    | ToolInputDelta
    | ToolInput
    | ToolApproval
    | ToolDenied
    | ToolOutput
    | ToolError
    | Source
    | StepStart
    | StepFinish
    | Data
    | Finish
    | Abort
    | Error
)


class Encoder:
    """Events to server-sent events. Opens and closes the text and reasoning parts itself."""

    def __init__(self) -> None:
        self._open: Literal["text", "reasoning"] | None = None
        self._count = 0
        self._text_delta = ""

    def encode(self, event: Event) -> bytes:
        """The frames of one event; empty for an event that the wire does not carry."""
        if isinstance(event, TextDelta) and self._open == "text":
            # Nearly every frame of an answer is this one: only its text is written anew.
            return (self._text_delta + _to_json(event.delta)).encode() + _END
        return b"".join(_frame(chunk) for chunk in self._chunks(event))

    def _chunks(self, event: Event) -> Iterator[dict[str, Any]]:
        match event:
            case TextDelta():
                yield from self._delta("text", event.delta)
            case ReasoningDelta():
                if event.delta:
                    yield from self._delta("reasoning", event.delta)
                if event.metadata:
                    yield from self._sign()
            case _:
                yield from self._close()
                yield from _chunks_of(event)

    def _delta(self, kind: Literal["text", "reasoning"], delta: str) -> Iterator[dict[str, Any]]:
        yield from self._begin(kind)
        yield {"type": f"{kind}-delta", "id": str(self._count), "delta": delta}

    def _begin(self, kind: Literal["text", "reasoning"]) -> Iterator[dict[str, Any]]:
        if self._open != kind:
            yield from self._close()
            self._open = kind
            self._count += 1
            self._text_delta = f'data: {{"type":"text-delta","id":"{self._count}","delta":'
            yield {"type": f"{kind}-start", "id": str(self._count)}

    def _sign(self) -> Iterator[dict[str, Any]]:
        """End a reasoning part that is signed: `fold` adds no more to it, nor may the client."""
        yield from self._begin("reasoning")
        signed = {"hearth": {"signed": True}}
        yield {"type": "reasoning-end", "id": str(self._count), "providerMetadata": signed}
        self._open = None

    def _close(self) -> Iterator[dict[str, Any]]:
        if self._open is not None:
            yield {"type": f"{self._open}-end", "id": str(self._count)}
            self._open = None


def _chunks_of(event: Event) -> Iterator[dict[str, Any]]:
    match event:
        case Start():
            yield {"type": "start", "messageId": event.message_id}
        case StepStart():
            yield {"type": "start-step"}
        case StepFinish():
            yield {"type": "finish-step"}
        case ToolInputStart():
            yield {"type": "tool-input-start", **_call(event)}
        case ToolInputDelta():
            yield {
                "type": "tool-input-delta",
                "toolCallId": event.tool_call_id,
                "inputTextDelta": event.delta,
            }
        case ToolInput(invalid=""):
            yield {"type": "tool-input-available", **_call(event), "input": event.input}
        case ToolInput():
            yield {
                "type": "tool-input-error",
                **_call(event),
                "input": event.input,
                "errorText": event.invalid,
            }
        case ToolApproval():
            # What the AI SDK has no field for goes before the chunk that it belongs to.
            yield {"type": "data-approval", "data": _approval(event)}
            yield {
                "type": "tool-approval-request",
                "approvalId": event.tool_call_id,
                "toolCallId": event.tool_call_id,
            }
        case ToolDenied():
            yield {"type": "tool-output-denied", "toolCallId": event.tool_call_id}
        case ToolOutput():
            so_far = {"preliminary": True} if event.preliminary else {}
            yield {
                "type": "tool-output-available",
                "toolCallId": event.tool_call_id,
                "output": event.output,
                **so_far,
            }
        case ToolError():
            yield {
                "type": "tool-output-error",
                "toolCallId": event.tool_call_id,
                "errorText": event.error_text,
            }
        case Source():
            yield {
                "type": "source-url",
                "sourceId": event.url,
                "url": event.url,
                "title": event.title,
            }
        case Data():
            yield {"type": f"data-{event.name}", "data": event.data}
        case Finish():
            yield {"type": "finish", "finishReason": event.reason}
        case Abort():
            yield {"type": "abort", "reason": "stopped"}
        case Error():
            yield {"type": "data-error", "data": _error(event)}
            yield {"type": "error", "errorText": event.message}
        case TextDelta() | ReasoningDelta():
            raise AssertionError("The encoder handles deltas itself.")


def _call(event: ToolInputStart | ToolInput) -> dict[str, Any]:
    return {
        "toolCallId": event.tool_call_id,
        "toolName": event.tool_name,
        "dynamic": True,
    }


def _approval(event: ToolApproval) -> dict[str, Any]:
    return {
        "toolCallId": event.tool_call_id,
        "subject": event.approval.subject,
        "lasting": event.approval.lasting,
    }


def _error(event: Error) -> dict[str, Any]:
    body: dict[str, Any] = {"code": event.code, "message": event.message}
    return body if event.retry_after is None else {**body, "retryAfter": event.retry_after}


# Made once: `json.dumps` makes an encoder for each call that asks for anything but its defaults.
_to_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _frame(chunk: dict[str, Any]) -> bytes:
    return b"data: " + _to_json(chunk).encode() + b"\n\n"


def merge(events: Iterable[Event]) -> Iterator[Event]:
    """The same events, with runs of text and of unsigned reasoning joined into one delta each."""
    run: list[str] = []
    kind: type[TextDelta] | type[ReasoningDelta] = TextDelta
    for event in events:
        plain = isinstance(event, TextDelta) or (
            isinstance(event, ReasoningDelta) and not event.metadata
        )
        if run and not (plain and isinstance(event, kind)):
            yield kind("".join(run))
            run = []
        if plain and isinstance(event, TextDelta | ReasoningDelta):
            kind = type(event)
            run.append(event.delta)
        else:
            yield event
    if run:
        yield kind("".join(run))


def fold(parts: tuple[Part, ...], event: Event) -> tuple[Part, ...]:
    """The parts of a message after one more event. The client's `fold` does the same."""
    last = parts[-1] if parts else None
    match event:
        case TextDelta():
            if isinstance(last, TextPart):
                return (*parts[:-1], TextPart(last.text + event.delta))
            return (*parts, TextPart(event.delta))
        case ReasoningDelta():
            if isinstance(last, ReasoningPart) and not last.metadata:
                grown = ReasoningPart(last.text + event.delta, event.metadata)
                return (*parts[:-1], grown)
            return (*parts, ReasoningPart(event.delta, event.metadata))
        case ToolInputStart():
            begun = ToolPart(event.tool_call_id, event.tool_name, "", state="input-streaming")
            return (*parts, begun)
        case ToolInputDelta():
            return _with_input(parts, event)
        case ToolInput():
            return _with_call(parts, _tool_part(event))
        case ToolApproval():
            return _with_result(
                parts, event.tool_call_id, state="approval-requested", approval=event.approval
            )
        case ToolDenied():
            return _with_result(parts, event.tool_call_id, state="output-denied")
        case ToolOutput(preliminary=True):
            return _with_result(parts, event.tool_call_id, output=event.output)
        case ToolOutput():
            return _with_result(
                parts,
                event.tool_call_id,
                state="output-available",
                output=event.output,
                images=event.images,
            )
        case ToolError():
            return _with_result(
                parts, event.tool_call_id, state="output-error", error_text=event.error_text
            )
        case Source():
            return (*parts, SourcePart(event.url, event.title))
        case _:
            return parts


def _tool_part(event: ToolInput) -> ToolPart:
    return ToolPart(
        tool_call_id=event.tool_call_id,
        tool_name=event.tool_name,
        input=event.input,
        state="output-error" if event.invalid else "input-available",
        error_text=event.invalid,
        metadata=event.metadata,
    )


def _with_input(parts: tuple[Part, ...], event: ToolInputDelta) -> tuple[Part, ...]:
    return tuple(
        replace(part, input=part.input + event.delta)
        if _is_begun(part) and part.tool_call_id == event.tool_call_id
        else part
        for part in parts
    )


def _with_call(parts: tuple[Part, ...], call: ToolPart) -> tuple[Part, ...]:
    """A complete call takes the place of the one that was streamed."""
    for index, part in enumerate(parts):
        if _is_begun(part) and part.tool_call_id == call.tool_call_id:
            return (*parts[:index], call, *parts[index + 1 :])
    return (*parts, call)


def _is_begun(part: Part) -> TypeGuard[ToolPart]:
    return isinstance(part, ToolPart) and part.state == "input-streaming"


def without_begun(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """The parts without a call that was cut off while it was written."""
    return tuple(part for part in parts if not _is_begun(part))


def _with_result(parts: tuple[Part, ...], tool_call_id: str, **result: Any) -> tuple[Part, ...]:
    return tuple(
        replace(part, **result)
        if isinstance(part, ToolPart) and part.tool_call_id == tool_call_id
        else part
        for part in parts
    )
