"""The tools: one file each, and the folder is the registry.

Every tool module has the same names:

    SPEC    what the model sees
    KIND    what it touches, which decides whether the person is asked first (see `consent`)
    offered(context) -> bool        whether it can run here at all
    subject(input) -> str           what a lasting permission would cover: a host, say
    run(input, context) -> Any      its result, as JSON; raises `ToolFailure` for the model to read

Tools know nothing of HTTP handlers or Firestore: what they may touch is in their `Context`.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, Protocol, cast

from cancel import Cancel
from egress import Egress
from messages import ToolSpec
from providers import Endpoint

# "pure" touches nothing; "own" reads what is the member's; "outside" reaches beyond this server;
# "paid" spends their budget.
Kind = Literal["pure", "own", "outside", "paid"]

# The providers whose models make pictures.
PainterName = Literal["openai", "google"]

Input = dict[str, Any]

NAMES = tuple(
    sorted(path.stem for path in Path(__file__).parent.glob("*.py") if path.stem != "__init__")
)


class ToolFailure(Exception):
    """A call that failed. The text is a sentence for the model, and for whoever opens the card."""


@dataclass(frozen=True)
class Note:
    """A member's note."""

    id: str
    text: str
    updated_at: datetime | None


@dataclass(frozen=True)
class Passage:
    """Where a thread mentions something. `text` is the message's text around it."""

    thread_id: str
    title: str
    role: str
    text: str
    at: datetime | None


class Library(Protocol):
    """What the member has written and kept."""

    def notes(self) -> list[Note]: ...

    def note(self, note_id: str) -> Note | None: ...

    def passages(self, words: list[str], limit: int) -> list[Passage]: ...

    def keep_picture(self, media_type: str, data: str) -> str: ...


@dataclass(frozen=True)
class Search:
    """A search service: `kind` names its dialect, `key` is empty where it asks for none."""

    kind: Literal["brave", "tavily", "searxng"]
    url: str
    key: str = ""


@dataclass(frozen=True)
class Painter:
    """A model that makes pictures, and where; `usd` is the price of one."""

    provider: PainterName
    model: str
    endpoint: Endpoint
    usd: float


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Context:
    """What the tools of one turn may use.

    Args:
        cancel: fires when the person stops the turn.
        pay: spends that many USD of the turn's budget, or raises `ResourceExhausted`; a negative
            sum gives back.
        search, painter: `None` where the owner has set up none.
    """

    library: Library
    pay: Callable[[float], None]
    egress: Egress = field(default_factory=Egress)
    cancel: Cancel = field(default_factory=Cancel)
    search: Search | None = None
    painter: Painter | None = None
    now: Callable[[], datetime] = _now


class Tool(Protocol):
    """What a tool's module offers to the rest."""

    SPEC: ToolSpec
    KIND: Kind

    def offered(self, context: Context) -> bool: ...

    def subject(self, input: Input) -> str: ...

    def run(self, input: Input, context: Context) -> Any: ...


def tool(name: str) -> Tool:
    """The module of that tool.

    Raises:
        KeyError: there is no tool of that name.
    """
    if name not in NAMES:
        raise KeyError(name)
    return cast(Tool, importlib.import_module(f"tools.{name}"))


def text(input: Input, name: str, *, most: int, default: str | None = None) -> str:
    """A text argument.

    Raises:
        ToolFailure: it is missing, of another kind, or longer than `most` characters.
    """
    value = input.get(name)
    if value is None and default is not None:
        return default
    if not isinstance(value, str) or (not value.strip() and default is None):
        raise ToolFailure(f"{name} must be a text.")
    if len(value) > most:
        raise ToolFailure(f"{name} must be no longer than {most} characters.")
    return value.strip()


def whole(input: Input, name: str, *, low: int, high: int, default: int) -> int:
    """A whole number, brought between `low` and `high`.

    Raises:
        ToolFailure: it is of another kind.
    """
    value = input.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ToolFailure(f"{name} must be a number.")
    return int(min(max(value, low), high))
