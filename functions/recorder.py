"""The recorder: what a running turn has produced, and which of it is stored already."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from typing import Any

from events import Event, fold, merge
from messages import Part, ToolPart, encode_part

FIRST_CHECKPOINT_SECONDS = 1.0
MAX_CHECKPOINT_SECONDS = 5.0
GROWTH = 1.25


class Recorder:
    """Folds a turn's events into parts, and says when the next checkpoint is due.

    Events may be added by one thread while another takes a checkpoint; checkpoints themselves
    are taken by one thread at a time.
    """

    def __init__(self, parts: tuple[Part, ...], at: float) -> None:
        """Start from the parts that the reply has already, at a monotonic time in seconds."""
        self._stored = parts
        self._waiting: list[Event] = []
        self._number = 0
        self._distance = FIRST_CHECKPOINT_SECONDS
        self._due = at + self._distance

    def add(self, event: Event) -> None:
        self._waiting.append(event)

    def is_due(self, at: float) -> bool:
        """Whether a checkpoint, or at least a sign of life, should be written by now."""
        return at >= self._due

    def parts(self) -> tuple[Part, ...]:
        """Everything so far."""
        return _fold(self._stored, list(self._waiting))

    def take(self) -> Checkpoint:
        """What is new since the last stored checkpoint."""
        events = list(self._waiting)
        return Checkpoint(self._number, events, _fold(self._stored, events), self._stored)

    def stored(self, checkpoint: Checkpoint, at: float) -> None:
        """Say that a checkpoint has been written; one that failed is simply taken again."""
        self._stored = checkpoint.parts
        del self._waiting[: len(checkpoint.events)]
        self._number += 1
        self._distance = min(self._distance * GROWTH, MAX_CHECKPOINT_SECONDS)
        self._due = at + self._distance


class Checkpoint:
    """The events since the last checkpoint, and the parts after them."""

    def __init__(
        self, number: int, events: list[Event], parts: tuple[Part, ...], before: tuple[Part, ...]
    ) -> None:
        self.number = number
        self.events = events
        self.parts = parts
        self._before = before

    def added(self) -> list[dict[str, Any]]:
        """Only what is new, encoded: the reader appends it to what it has."""
        known = {part.tool_call_id: part for part in self._before if isinstance(part, ToolPart)}
        changed = [
            part
            for part in self.parts
            if isinstance(part, ToolPart) and known.get(part.tool_call_id, part) != part
        ]
        new = [
            part
            for part in _fold((), self.events)
            if not (isinstance(part, ToolPart) and part.tool_call_id in known)
        ]
        return [encode_part(part) for part in (*changed, *new)]


def _fold(parts: tuple[Part, ...], events: Iterable[Event]) -> tuple[Part, ...]:
    return reduce(fold, merge(events), parts)
