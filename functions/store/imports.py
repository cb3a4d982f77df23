"""Threads from a file: what is not there yet is added, and nothing that is there is changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from google.api_core.exceptions import AlreadyExists

from errors import Unavailable
from store.client import Document, client, messages, read, thread
from store.upgrade import VERSION

# Writes in a commit: Firestore takes 500.
BATCH = 400


@dataclass(frozen=True)
class Piece:
    """Some messages of a thread, by id; `thread` is its own document, with its last piece."""

    thread_id: str
    messages: dict[str, dict[str, Any]]
    thread: dict[str, Any] | None


def store(uid: str, pieces: Sequence[Piece]) -> tuple[int, int]:
    """Add what is missing. Returns how many messages were added, and how many were known.

    Raises:
        Unavailable: somebody adds the same at this moment.
    """
    brought = [each for piece in pieces for each in _documents(uid, piece)]
    found = read([ref for ref, _ in brought], field_paths=["createdAt"])
    missing = {ref.path: (ref, fields) for ref, fields in brought if not found[ref.path]}
    _create(list(missing.values()))
    threads = {thread(uid, piece.thread_id).path for piece in pieces}
    added = len(missing.keys() - threads)
    return added, sum(len(piece.messages) for piece in pieces) - added


def _documents(uid: str, piece: Piece) -> Iterator[tuple[Document, dict[str, Any]]]:
    """A piece's documents; the thread's own comes last, so that it is whole when it is seen."""
    folder = messages(uid, piece.thread_id)
    for message_id, fields in piece.messages.items():
        yield folder.document(message_id), {"version": VERSION, **fields}
    if piece.thread is not None:
        yield thread(uid, piece.thread_id), piece.thread


def _create(documents: list[tuple[Document, dict[str, Any]]]) -> None:
    """Create documents in this order, many at once."""
    for first in range(0, len(documents), BATCH):
        batch = client().batch()
        for ref, fields in documents[first : first + BATCH]:
            batch.create(ref, fields)
        try:
            batch.commit()
        except AlreadyExists:
            raise Unavailable(
                "This is being brought in somewhere else too. Try again in a moment.",
                retry_after=2,
                retryable=True,
            ) from None
