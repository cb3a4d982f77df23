"""Who is asked before a tool runs: the person, whenever a call could do harm unseen.

What reaches outside asks, once per call, for a thread, or for a host for good. A standing
permission does not cover a call that could carry what is the member's own: once their notes,
threads, files or another service's data are in the conversation, every call that could take them
elsewhere asks again. And once words from outside are in it, so does spending.

Pure: the conversation and the permissions in, a question or nothing out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from messages import Approval, Message, ToolPart
from tools import Kind

# An integration's tools both reach outside and bring back what may be the member's own. A file of
# the member's is their own as well, and may be somebody else's words.
Reach = Kind | Literal["integration", "file"]


@dataclass(frozen=True)
class Source:
    """A tool as this rule sees it. `place` is where a call goes: a host, or a service's id."""

    reach: Reach
    place: str = ""


@dataclass(frozen=True)
class Permissions:
    """What the person has allowed before: for this thread, and for good."""

    thread: frozenset[str] = frozenset()
    always: frozenset[str] = frozenset()

    def hold(self, key: str) -> bool:
        return key in self.thread or key in self.always


@dataclass(frozen=True)
class Seen:
    """What has entered the conversation: words from outside, and the member's own."""

    outside: bool
    owned: frozenset[str]


def seen(results: tuple[Source, ...]) -> Seen:
    """What the results that a model has read amount to."""
    return Seen(
        outside=any(result.reach in ("outside", "integration", "file") for result in results),
        owned=frozenset(
            result.place if result.reach == "integration" else "own"
            for result in results
            if result.reach in ("own", "integration", "file")
        ),
    )


def approval(
    call: Source, key: str, subject: str, before: Seen, permissions: Permissions
) -> Approval | None:
    """What to ask the person before this call; `None` when it may run.

    Args:
        key: what a lasting permission is stored as.
        before: what the model had read when it made the call.
    """
    match call.reach:
        case "pure" | "own" | "file":
            return None
        case "paid":
            return Approval(subject, lasting=False) if before.outside else None
        case "outside" | "integration":
            lasting = not before.owned - {call.place}
            if lasting and permissions.hold(key):
                return None
            return Approval(subject, lasting)


def finished(messages: tuple[Message, ...]) -> tuple[ToolPart, ...]:
    """The calls of a conversation whose results, errors among them, a model has read."""
    return tuple(
        part
        for message in messages
        for part in message.parts
        if isinstance(part, ToolPart) and part.state in ("output-available", "output-error")
    )
