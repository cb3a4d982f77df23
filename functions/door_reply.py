"""The events of a turn as OpenAI's API writes them: one completion, or its chunks
(platform.openai.com, "Chat Completions", "Streaming" and "Error codes").

Reasoning is sent as `reasoning_content`, as most servers of this format do.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator
from typing import Any

from door_messages import SIGNED
from errors import HearthError
from events import (
    Abort,
    Error,
    Event,
    Finish,
    FinishReason,
    ReasoningDelta,
    StepFinish,
    TextDelta,
    ToolInput,
    ToolInputDelta,
    ToolInputStart,
    fold,
)
from messages import Metadata, Part, ReasoningPart, ToolPart, Usage, encode_part, text_of

HEADERS = {
    "Content-Type": "text/event-stream; charset=utf-8",
    "Cache-Control": "no-store, no-transform",
    "X-Accel-Buffering": "no",
}

FINISH: dict[FinishReason, str] = {
    "stop": "stop",
    "length": "length",
    "content-filter": "content_filter",
    "tool-calls": "tool_calls",
    "error": "stop",
    "other": "stop",
}

STOPPED = "This was stopped: its token was revoked, or its owner suspended."

KINDS = {
    "unauthenticated": ("invalid_request_error", "invalid_api_key"),
    "permission-denied": ("permission_error", "permission_denied"),
    "not-found": ("invalid_request_error", "model_not_found"),
    "invalid-argument": ("invalid_request_error", "invalid_value"),
    "resource-exhausted": ("insufficient_quota", "insufficient_quota"),
    "unavailable": ("server_error", "unavailable"),
    "deadline-exceeded": ("server_error", "timeout"),
    "internal": ("server_error", "internal_error"),
}


def refusal(error: HearthError) -> dict[str, Any]:
    """The JSON of an error."""
    return _refusal(error.code, error.message, error.retry_after)


def _refusal(code: str, message: str, retry_after: float | None) -> dict[str, Any]:
    kind, name = KINDS[code]
    if code == "resource-exhausted" and retry_after is not None:
        # What comes back by itself is a rate; a budget does not.
        kind = name = "rate_limit_exceeded"
    return {"error": {"message": message, "type": kind, "param": None, "code": name}}


class Reply:
    """One answer: what every chunk repeats, and what the end needs to know."""

    def __init__(self, reply_id: str, model: str) -> None:
        self._head = {"id": f"chatcmpl-{reply_id}", "created": int(time.time()), "model": model}
        self._usage = Usage()
        self._parts: tuple[Part, ...] = ()
        self._calls: dict[str, int] = {}
        self._written: set[str] = set()
        self._begun = False

    def note(self, event: Event) -> None:
        """Take in one more event."""
        self._parts = fold(self._parts, event)
        if isinstance(event, StepFinish):
            self._usage = event.usage

    def completion(self, reason: FinishReason) -> dict[str, Any]:
        """The whole answer, of all events so far."""
        message: dict[str, Any] = {
            "role": "assistant",
            "content": text_of(self._parts) or None,
            "refusal": None,
        }
        if thought := "".join(part.text for part in self._thoughts()):
            message["reasoning_content"] = thought
        if calls := [part for part in self._parts if isinstance(part, ToolPart)]:
            message["tool_calls"] = [self._call(call) for call in calls]
        choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": FINISH[reason]}
        return {
            **self._head,
            "object": "chat.completion",
            "choices": [choice],
            "usage": _usage(self._usage),
        }

    def frames(self, events: Iterable[Event]) -> bytes:
        """The frames of some more events."""
        return b"".join(_frame(chunk) for event in events for chunk in self._chunks(event))

    def usage_frame(self) -> bytes:
        """The frame that says what the whole answer used."""
        return _frame({**self._chunk({}, None), "choices": [], "usage": _usage(self._usage)})

    def _chunks(self, event: Event) -> Iterator[dict[str, Any]]:
        self.note(event)
        if not self._begun:
            self._begun = True
            yield self._chunk({"role": "assistant", "content": ""}, None)
        match event:
            case TextDelta() if event.delta:
                yield self._chunk({"content": event.delta}, None)
            case ReasoningDelta() if event.delta:
                yield self._chunk({"reasoning_content": event.delta}, None)
            case ToolInputStart():
                yield self._begin_call(event.tool_call_id, event.tool_name)
            case ToolInputDelta():
                yield self._extend_call(event.tool_call_id, event.delta)
            case ToolInput():
                yield from self._end_call(event)
            case Finish():
                yield self._chunk({}, FINISH[event.reason])
            case Error():
                yield _refusal(event.code, event.message, event.retry_after)
            case Abort():
                yield _refusal("permission-denied", STOPPED, None)
            case _:
                pass

    def _begin_call(self, call_id: str, name: str) -> dict[str, Any]:
        self._calls[call_id] = len(self._calls)
        function = {"name": name, "arguments": ""}
        return self._call_chunk(call_id, {"id": call_id, "type": "function", "function": function})

    def _extend_call(self, call_id: str, delta: str) -> dict[str, Any]:
        self._written.add(call_id)
        return self._call_chunk(call_id, {"function": {"arguments": delta}})

    def _end_call(self, event: ToolInput) -> Iterator[dict[str, Any]]:
        """What of the call has not been sent: all of it, when it came whole."""
        call_id = event.tool_call_id
        if call_id not in self._calls:
            yield self._begin_call(call_id, event.tool_name)
        if call_id not in self._written:
            yield self._extend_call(call_id, _arguments(event.input))
        if signed := self._signed(call_id, event.metadata):
            yield self._call_chunk(call_id, {"extra_content": signed})

    def _call_chunk(self, call_id: str, fields: dict[str, Any]) -> dict[str, Any]:
        return self._chunk({"tool_calls": [{"index": self._calls[call_id], **fields}]}, None)

    def _chunk(self, delta: dict[str, Any], reason: str | None) -> dict[str, Any]:
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": reason}
        return {**self._head, "object": "chat.completion.chunk", "choices": [choice]}

    def _call(self, call: ToolPart) -> dict[str, Any]:
        function = {"name": call.tool_name, "arguments": _arguments(call.input)}
        encoded = {"id": call.tool_call_id, "type": "function", "function": function}
        signed = self._signed(call.tool_call_id, call.metadata)
        return {**encoded, "extra_content": signed} if signed else encoded

    def _signed(self, call_id: str, metadata: Metadata) -> dict[str, Any]:
        """What the provider wants back with a call; the first carries the reasoning before it."""
        calls = [part.tool_call_id for part in self._parts if isinstance(part, ToolPart)]
        signed: dict[str, Any] = {"metadata": metadata} if metadata else {}
        thoughts = [encode_part(part) for part in self._thoughts() if part.metadata]
        if thoughts and calls[0] == call_id:
            signed["reasoning"] = thoughts
        return {SIGNED: signed} if signed else {}

    def _thoughts(self) -> list[ReasoningPart]:
        return [part for part in self._parts if isinstance(part, ReasoningPart)]


def _arguments(given: Any) -> str:
    return given if isinstance(given, str) else json.dumps(given, ensure_ascii=False)


def _usage(used: Usage) -> dict[str, Any]:
    return {
        "prompt_tokens": used.input_tokens,
        "completion_tokens": used.output_tokens,
        "total_tokens": used.input_tokens + used.output_tokens,
        "prompt_tokens_details": {"cached_tokens": used.cached_input_tokens},
    }


def _frame(chunk: dict[str, Any]) -> bytes:
    encoded = json.dumps(chunk, ensure_ascii=False, separators=(",", ":")).encode()
    return b"data: " + encoded + b"\n\n"
