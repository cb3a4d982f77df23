"""A snapshot of a branch, as a share keeps it: what was said, and nothing else.

Text, images and sources are kept as they are. Reasoning, tool calls and signatures are not: a tool
may have read a note. A message that its owner leaves out stays as a gap, so that nobody takes the
rest for the whole.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from errors import InvalidArgument, NotFound, Unavailable
from messages import ImagePart, Part, SourcePart, TextPart, decode_part, encode_part
from store.threads import StoredMessage

# Firestore takes 1 MiB in a document; a single message always fits.
PAGE_BYTES = 700_000
LEFT_OUT = "(This message was left out of the share.)"

SharedMessage = dict[str, Any]


def snapshot(branch: tuple[StoredMessage, ...], omit: frozenset[str]) -> list[SharedMessage]:
    """The messages of a branch as they are shared, oldest first.

    Raises:
        NotFound: a message to leave out is not in the branch.
        Unavailable: the last answer is still being written.
        InvalidArgument: nothing would be left.
    """
    if branch and branch[-1].status == "streaming":
        raise Unavailable("The answer is still being written. Share it when it is done.")
    if unknown := omit - {message.id for message in branch}:
        raise NotFound(f"{len(unknown)} of the messages to leave out are not in this thread.")
    shared = [_shared(message, message.id in omit) for message in branch]
    if all(message.get("omitted") for message in shared):
        raise InvalidArgument("Every message is left out: there is nothing to share.")
    return shared


def _shared(message: StoredMessage, omitted: bool) -> SharedMessage:
    if omitted or message.fields.get("omitted") is True:
        return {"role": message.role, "omitted": True, "parts": []}
    parts = [part for part in message.parts if isinstance(part, TextPart | ImagePart | SourcePart)]
    # What came from a file, nobody can vouch for; whoever reads it is told.
    imported = {"imported": True} if message.fields.get("imported") is True else {}
    return {
        "role": message.role,
        "parts": [encode_part(part) for part in parts],
        "model": message.fields.get("model", ""),
        "createdAt": message.created_at,
        **imported,
    }


def parts_of(message: SharedMessage) -> tuple[Part, ...]:
    """The parts of a shared message."""
    return tuple(decode_part(part) for part in message["parts"])


def images_of(messages: Iterable[SharedMessage]) -> dict[str, str]:
    """The images in shared messages: their media types by id."""
    return {
        part.image_id: part.media_type
        for message in messages
        for part in parts_of(message)
        if isinstance(part, ImagePart)
    }


def pages(messages: Iterable[SharedMessage]) -> Iterator[list[SharedMessage]]:
    """The messages in groups that fit a document each."""
    page: list[SharedMessage] = []
    room = PAGE_BYTES
    for message in messages:
        size = len(json.dumps(message["parts"], ensure_ascii=False).encode())
        if page and size > room:
            yield page
            page, room = [], PAGE_BYTES
        page.append(message)
        room -= size
    yield page
