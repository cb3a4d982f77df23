"""A library of a test's own, and the context that tools get with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from egress import Egress, Guard
from tools import Context, Note, Passage

NOON = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)


@dataclass
class Shelf:
    """Notes and passages as a test puts them; pictures as a tool keeps them."""

    kept_notes: list[Note] = field(default_factory=list[Note])
    kept_passages: list[Passage] = field(default_factory=list[Passage])
    pictures: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])

    def notes(self) -> list[Note]:
        return self.kept_notes

    def note(self, note_id: str) -> Note | None:
        return next((note for note in self.kept_notes if note.id == note_id), None)

    def passages(self, words: list[str], limit: int) -> list[Passage]:
        found = [p for p in self.kept_passages if all(word in p.text.lower() for word in words)]
        return found[:limit]

    def keep_picture(self, media_type: str, data: str) -> str:
        self.pictures.append((media_type, data))
        return f"picture-{len(self.pictures)}"


def free(_usd: float) -> None:
    """A budget without end."""


def context(
    shelf: Shelf | None = None, pay: Callable[[float], None] = free, **fields: Any
) -> Context:
    """What tools may use in a test: this machine, and a clock that stands at noon."""
    out = Egress(Guard(loopback=True))
    known: dict[str, Any] = {"egress": out, "now": lambda: NOON, **fields}
    return Context(library=shelf or Shelf(), pay=pay, **known)
