"""What a stream has said so far, as far as its later chunks refer to it: one `Step` per call.

Every provider spreads a tool call over several chunks, names its usage in a last one, and gives a
reason when it ends. Each does so in other words; what they amount to is kept here.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, cast

from errors import Internal
from events import (
    Event,
    FinishReason,
    ReasoningDelta,
    StepFinish,
    ToolInput,
    ToolInputDelta,
    ToolInputStart,
)
from messages import Metadata, Usage
from providers.failures import cut_off


@dataclass
class _Call:
    id: str
    name: str
    arguments: list[str] = field(default_factory=list[str])


@dataclass
class Step:
    """One call of a model, while it streams.

    `reason` is `None` until the finish marker came, and `refused` tells that the model declined in
    so many words. Tokens are counted as `Usage` counts them.
    """

    provider: str
    model: str
    reason: FinishReason | None = None
    refused: bool = False
    input_tokens: int = 0
    output_tokens: int = 0
    cached_input_tokens: int = 0
    cache_write_input_tokens: int = 0
    _calls: dict[Any, _Call] = field(default_factory=dict[Any, _Call])
    _called: bool = False
    _thought: dict[str, Any] | None = None

    def think(self, delta: str, **signature: Any) -> Iterator[Event]:
        """More reasoning that the provider does not sign, so that we do once it ends.

        `signature` tells how it came, so that it can go back in the same way.
        """
        if delta:
            if self._thought != signature:
                yield from self.end_thought()
            self._thought = signature
            yield ReasoningDelta(delta)

    def end_thought(self, **signature: Any) -> Iterator[Event]:
        """The reasoning is whole; nothing if there was none."""
        thought, self._thought = self._thought, None
        if thought is not None:
            yield ReasoningDelta("", self.sign(**thought, **signature))

    def begin_call(self, key: Any, call_id: str | None, name: str) -> Iterator[Event]:
        """A tool call begins. `key` is how later chunks refer to it."""
        yield from self.end_thought()
        call = _Call(call_id or f"call_{uuid.uuid4().hex}", name)
        self._calls[key] = call
        self._called = True
        yield ToolInputStart(call.id, call.name)

    def extend_call(self, key: Any, delta: str) -> Iterator[Event]:
        """More of a call's arguments, as JSON text."""
        if delta:
            call = self._calls[key]
            call.arguments.append(delta)
            yield ToolInputDelta(call.id, delta)

    def piece_of_call(self, call: dict[str, Any]) -> Iterator[Event]:
        """A piece of a call, as chat completions spell it.

        Its place tells it from others, except where a server puts them all in one.
        """
        key, given, function = call.get("index") or 0, call.get("id"), inner(call, "function")
        known = self._calls.get(key)
        if known is None or (given and given != known.id):
            yield from self.end_call(key)
            yield from self.begin_call(key, given, function.get("name") or "")
        yield from self.extend_call(key, function.get("arguments") or "")

    def end_call(self, key: Any, metadata: Metadata | None = None) -> Iterator[Event]:
        """A call is whole; nothing if it was already."""
        call = self._calls.pop(key, None)
        if call is not None:
            yield _tool_input(call, metadata or {})

    def end(self) -> Iterator[Event]:
        """The stream ended: the calls still open, and the step's finish.

        Raises:
            Unavailable: it ended without its finish marker.
        """
        if self.reason is None:
            raise cut_off()
        yield from self.end_thought()
        for key in tuple(self._calls):
            yield from self.end_call(key)
        reason = "tool-calls" if self._called and self.reason == "stop" else self.reason
        usage = Usage(
            self.input_tokens,
            self.output_tokens,
            self.cached_input_tokens,
            cache_write_input_tokens=self.cache_write_input_tokens,
        )
        yield StepFinish(reason, usage)

    def sign(self, **signature: Any) -> Metadata:
        """What this provider wants back with a part; of use to the same model alone."""
        return {self.provider: {"model": self.model, **signature}}


def _tool_input(call: _Call, metadata: Metadata) -> ToolInput:
    text = "".join(call.arguments)
    try:
        parsed: Any = json.loads(text or "{}")
    except ValueError:
        invalid = "The arguments are not valid JSON."
        return ToolInput(call.id, call.name, text, invalid, metadata)
    if not isinstance(parsed, dict):
        invalid = "The arguments are not a JSON object."
        return ToolInput(call.id, call.name, text, invalid, metadata)
    return ToolInput(call.id, call.name, cast(dict[str, Any], parsed), "", metadata)


def inner(chunk: dict[str, Any], name: str) -> dict[str, Any]:
    """The object of that name; empty where it is missing or null."""
    return chunk.get(name) or {}


def each(chunk: dict[str, Any], name: str) -> list[dict[str, Any]]:
    """The objects in the list of that name; none where it is missing or null."""
    return chunk.get(name) or []


def tokens(counts: dict[str, Any], *names: str) -> int:
    """The sum of those counts; what is missing or null counts as nothing."""
    return sum(int(counts.get(name) or 0) for name in names)


def unknown(provider: str, kind: object) -> Internal:
    """The error for a kind of chunk that this version does not know: it never just vanishes."""
    return Internal(f"{provider} sent {str(kind)[:60]!r}, which this server does not know yet.")
