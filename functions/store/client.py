"""The Firestore client of this process, and where each document lives."""

from __future__ import annotations

import functools
import random
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, ParamSpec, TypeVar, cast

import google.cloud.firestore as library
from google.api_core.exceptions import Aborted, Conflict, FailedPrecondition, NotFound

from auth import check_emulators
from config import project
from errors import Unavailable

# The library's own annotations are partial, so its objects are named here and typed no further.
Client = Any
Document = Any
Collection = Any
Transaction = Any

# Rounds of five attempts each, with a pause between them.
ATTEMPTS = 3

P = ParamSpec("P")
R = TypeVar("R")


def transactional(function: Callable[P, R]) -> Callable[P, R]:
    """Run the function in the transaction that is its first argument; again on contention.

    Raises:
        Unavailable: others were faster every time.
    """

    @functools.wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        for attempt in range(ATTEMPTS):
            # The library's wrapper remembers its transaction, so each call has its own wrapper.
            wrapped = cast(Callable[P, R], cast(Any, library).transactional(function))
            try:
                return wrapped(*args, **kwargs)
            except (Aborted, ValueError) as error:
                # Having given up, the library raises a ValueError from the last Aborted.
                if not isinstance(error, Aborted) and not isinstance(error.__cause__, Aborted):
                    raise
                time.sleep(random.uniform(0, 0.2 * 2**attempt))
        raise Unavailable(
            "Too much happens at once. Try again in a moment.", retry_after=2, retryable=True
        )

    return run


# Transactions that are about to change the same document only hinder each other: within this
# process they queue up instead. Between processes, Firestore's own locks decide.
_queues = [threading.Lock() for _ in range(64)]


def in_turn(path: str) -> threading.Lock:
    """The lock to hold while a transaction changes a document that many want at once."""
    return _queues[hash(path) % len(_queues)]


@functools.cache
def client() -> Client:
    """Made at the first use: a channel opened before gunicorn forks would not survive it."""
    check_emulators()
    return cast(Any, library).Client(project=project())


def now() -> datetime:
    return datetime.now(UTC)


def month(at: datetime) -> str:
    """The budget's period that a moment falls in, `yyyy-mm`, in UTC."""
    return at.strftime("%Y-%m")


def user(uid: str) -> Document:
    return client().document("users", uid)


def thread(uid: str, thread_id: str) -> Document:
    return client().document("users", uid, "threads", thread_id)


def messages(uid: str, thread_id: str) -> Collection:
    return client().collection("users", uid, "threads", thread_id, "messages")


def images(uid: str, thread_id: str) -> Collection:
    return client().collection("users", uid, "threads", thread_id, "images")


def usage(uid: str, period: str) -> Document:
    return client().document("users", uid, "usage", period)


def pool(period: str) -> Document:
    """The whole community's usage in a period."""
    return client().document("usage", period)


def data(snapshot: Any) -> dict[str, Any]:
    """The fields of a document; empty when it does not exist."""
    return cast(dict[str, Any], snapshot.to_dict() or {})


def read(
    refs: Iterable[Document],
    *,
    transaction: Transaction = None,
    field_paths: list[str] | None = None,
) -> dict[str, dict[str, Any]]:
    """The fields of documents by path, in one round trip; empty for those that don't exist."""
    snapshots = client().get_all(list(refs), field_paths=field_paths, transaction=transaction)
    return {snapshot.reference.path: data(snapshot) for snapshot in snapshots}


@dataclass(frozen=True)
class Seen:
    """Documents as they were, by path: their fields, and when each that exists last changed."""

    fields: dict[str, dict[str, Any]]
    changed: dict[str, Any]


def look(refs: Iterable[Document]) -> Seen:
    """The documents as they are, in one round trip."""
    snapshots = {each.reference.path: each for each in client().get_all(list(refs))}
    return Seen(
        {path: data(snapshot) for path, snapshot in snapshots.items()},
        {path: snapshot.update_time for path, snapshot in snapshots.items() if snapshot.exists},
    )


class Unchanged:
    """Writes that are made if each document is still as it was seen, all of them or none.

    They promise what a transaction does, for documents that are read and written, in one round
    trip instead of three; but they are not tried again.
    """

    def __init__(self, seen: Seen) -> None:
        self._seen = seen
        self._batch = client().batch()

    def set(self, ref: Document, fields: dict[str, Any], *, merge: bool = False) -> None:
        """Make a document, or change these fields of one that `merge` says may be there."""
        if ref.path not in self._seen.changed:
            self._batch.create(ref, fields)
        elif merge:
            self.update(ref, fields)
        else:
            raise ValueError(f"{ref.path} is there already.")

    def update(self, ref: Document, fields: dict[str, Any]) -> None:
        """Change these fields of a document that is there."""
        as_seen = client().write_option(last_update_time=self._seen.changed[ref.path])
        self._batch.update(ref, fields, option=as_seen)

    def commit(self) -> bool:
        """Make the writes. False when something had changed, and nothing was written."""
        if not len(self._batch):
            return True
        try:
            self._batch.commit()
        except (FailedPrecondition, Conflict, NotFound):
            return False
        return True
