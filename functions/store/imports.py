"""Threads from a file: what is not there yet is added, and nothing that is there is changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from google.api_core.exceptions import AlreadyExists

from errors import Unavailable
from store.client import client, messages, read, thread
from store.upgrade import VERSION


@dataclass(frozen=True)
class Piece:
    """Some messages of a thread, by id; `thread` is its own document, with its last piece."""

    thread_id: str
    messages: dict[str, dict[str, Any]]
    thread: dict[str, Any] | None


def store(uid: str, pieces: Iterable[Piece]) -> tuple[int, int]:
    """Add what is missing. Returns how many messages were added, and how many were known.

    Raises:
        Unavailable: somebody adds the same at this moment.
    """
    added = known = 0
    for piece in pieces:
        folder = messages(uid, piece.thread_id)
        refs = {message_id: folder.document(message_id) for message_id in piece.messages}
        head = thread(uid, piece.thread_id)
        found = read([head, *refs.values()], field_paths=["createdAt"])
        missing = {each: ref for each, ref in refs.items() if not found[ref.path]}
        batch = client().batch()
        for message_id, ref in missing.items():
            batch.create(ref, {"version": VERSION, **piece.messages[message_id]})
        # With its last messages: a thread is whole when it is seen.
        if piece.thread is not None and not found[head.path]:
            batch.create(head, piece.thread)
        try:
            batch.commit()
        except AlreadyExists:
            raise Unavailable(
                "This is being brought in somewhere else too. Try again in a moment.",
                retry_after=2,
                retryable=True,
            ) from None
        added += len(missing)
        known += len(refs) - len(missing)
    return added, known
