"""Bringing threads in from a file: `import_threads` stores what the client has read of an export.

Nobody but the functions writes answers, so that a thread shows what the model really said. What
comes from a file nobody can vouch for: every message of it is marked `imported`, and a share of it
says so. Nothing that is there already is changed, so to bring a file in again adds nothing.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, cast, get_args

from access import check_member
from auth import authenticate
from errors import InvalidArgument, TooLarge
from inputs import ID, identifier, number
from messages import (
    Effort,
    ImagePart,
    Part,
    ReasoningPart,
    Role,
    Status,
    ToolPart,
    decode_part,
    encode_part,
)
from rate import Rate
from store import imports, members, rates
from store.imports import Piece

MAX_BODY_BYTES = 4_000_000
MAX_PIECES = 200
MAX_MESSAGES = 400
# A document holds 1 MiB.
MAX_MESSAGE_BYTES = 900_000
MAX_TITLE = 200
IMPORTS = Rate(times=200, seconds=3600)
UNFINISHED = "This had not finished when the thread was exported."

_MODEL = re.compile(r"[A-Za-z0-9._:@/-]{0,128}")
_ENDED: tuple[Status, ...] = ("done", "stopped", "interrupted", "error")
_USAGE = ("inputTokens", "outputTokens", "cachedInputTokens", "usd")

Fields = dict[str, Any]


def import_threads(authorization: str | None, arguments: Fields) -> Fields:
    """Store pieces of threads. Calling again is safe.

    Args:
        arguments: `{"pieces": [{"threadId", "messages": [message], "thread": fields | null}]}`, in
            the shapes of Hearth's JSON export, times in milliseconds. A long thread comes in
            several pieces; the last one carries the thread's own fields.

    Returns:
        `{"added": messages, "known": messages}`: those stored, and those that were there.

    Raises:
        Unauthenticated, PermissionDenied: the caller is not a member.
        InvalidArgument, TooLarge: something in it is not as it should be; nothing was stored.
        ResourceExhausted: too much at once.
    """
    member = check_member(members.find(authenticate(authorization).uid))
    given: Any = arguments.get("pieces")
    if not isinstance(given, list) or not 0 < len(cast(list[Any], given)) <= MAX_PIECES:
        raise InvalidArgument(f"pieces must be a list of 1 to {MAX_PIECES}.")
    pieces = [_piece(_object(item, "A piece"), member.agents) for item in cast(list[Any], given)]
    if sum(len(piece.messages) for piece in pieces) > MAX_MESSAGES:
        raise TooLarge(f"Send {MAX_MESSAGES} messages at a time.")
    rates.count(member.uid, "import", IMPORTS)
    added, known = imports.store(member.uid, pieces)
    return {"added": added, "known": known}


def _piece(item: Fields, agents: tuple[str, ...]) -> Piece:
    messages = _list(item, "messages")
    thread = item.get("thread")
    return Piece(
        thread_id=identifier(item, "threadId", limit=64),
        messages=dict(_message(_object(each, "A message")) for each in messages),
        thread=None if thread is None else _thread(_object(thread, "thread"), agents),
    )


def _message(item: Fields) -> tuple[str, Fields]:
    """A message's id and its document."""
    message_id = identifier(item, "id")
    role, status = item.get("role"), item.get("status", "done")
    if role not in get_args(Role):
        raise InvalidArgument("role must be user or assistant.")
    parts = [encode_part(_part(each)) for each in _list(item, "parts")]
    if len(json.dumps(parts, ensure_ascii=False).encode()) > MAX_MESSAGE_BYTES:
        raise TooLarge(f"The message {message_id} is too large to store.")
    fields: Fields = {
        "role": role,
        "parts": parts,
        "parent": None if item.get("parent") is None else identifier(item, "parent"),
        "status": status if status in _ENDED else "interrupted",
        "agent": _word(item, "agent"),
        "model": _word(item, "model"),
        "createdAt": _moment(item, "createdAt"),
        "imported": True,
    }
    if usage := item.get("usage"):
        fields["usage"] = _usage(_object(usage, "usage"))
    return message_id, fields


def _part(item: Any) -> Part:
    try:
        part = decode_part(_object(item, "A part"))
    except ValueError as error:
        raise InvalidArgument(str(error)) from error
    match part:
        case ImagePart() if not ID.fullmatch(part.image_id):
            raise InvalidArgument("imageId must be letters, digits, - or _.")
        case ReasoningPart():
            # A signature is between a provider and the server that it was given to.
            return replace(part, metadata={})
        case ToolPart():
            return _ended_call(part)
        case _:
            return part


def _ended_call(part: ToolPart) -> ToolPart:
    """The call as one that is over: nothing that came from a file waits to be run."""
    part = replace(part, metadata={}, approval=None)
    if part.state.startswith("output-"):
        return part
    return replace(part, state="output-error", output=None, error_text=UNFINISHED)


def _thread(item: Fields, agents: tuple[str, ...]) -> Fields:
    title = item.get("title")
    if not isinstance(title, str):
        raise InvalidArgument("title must be a text.")
    agent = item.get("agent")
    return {
        "title": " ".join(title.split())[:MAX_TITLE] or "Imported thread",
        "agent": agent if agent in agents else agents[0],
        "model": _word(item, "model"),
        "temperature": number(item, "temperature", low=0, high=2),
        "maxTokens": number(item, "maxTokens", low=0, high=1_000_000),
        "effort": item["effort"] if item.get("effort") in get_args(Effort) else None,
        "pinned": item.get("pinned") is True,
        "archived": item.get("archived") is True,
        "leaf": identifier(item, "leaf"),
        "createdAt": _moment(item, "createdAt"),
        "updatedAt": _moment(item, "updatedAt"),
        # It was read where it comes from.
        "seenAt": _moment(item, "updatedAt"),
    }


def _usage(item: Fields) -> Fields:
    return {name: number(item, name, low=0, high=1e9) or 0 for name in _USAGE}


def _object(value: Any, what: str) -> Fields:
    if not isinstance(value, dict):
        raise InvalidArgument(f"{what} must be an object.")
    return cast(Fields, value)


def _list(item: Fields, name: str) -> list[Any]:
    value: Any = item.get(name)
    if not isinstance(value, list):
        raise InvalidArgument(f"{name} must be a list.")
    return cast(list[Any], value)


def _word(item: Fields, name: str) -> str:
    value = item.get(name) or ""
    if not isinstance(value, str) or not _MODEL.fullmatch(value):
        raise InvalidArgument(f"{name} must be an id.")
    return value


def _moment(item: Fields, name: str) -> datetime:
    milliseconds = number(item, name, low=0, high=4e12)
    if milliseconds is None:
        raise InvalidArgument(f"{name} must be milliseconds since 1970.")
    return datetime.fromtimestamp(milliseconds / 1000, UTC)
