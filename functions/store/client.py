"""The Firestore client of this process, and where each document lives."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any, ParamSpec, TypeVar, cast

import google.cloud.firestore as library

from auth import check_emulators
from config import project

# The library's own annotations are partial, so its objects are named here and typed no further.
Client = Any
Document = Any
Collection = Any
Transaction = Any

P = ParamSpec("P")
R = TypeVar("R")


def transactional(function: Callable[P, R]) -> Callable[P, R]:
    """Run the function in the transaction that is its first argument; again on contention."""
    return cast(Callable[P, R], cast(Any, library).transactional(function))


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
