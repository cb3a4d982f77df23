"""Everything under an account: listed for whoever takes it along, erased for whoever leaves."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from google.cloud.firestore import FieldFilter

from store.client import Collection, client, data, now, user
from store.turns import STALE_SECONDS

POLL_SECONDS = 0.5
ROUNDS = 3


def documents(uid: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The account's document and all under it but the functions' own, by path within it."""
    root = user(uid).path
    yield "", data(user(uid).get())
    for folder in _folders(uid):
        for snapshot in folder.recursive().stream():
            yield snapshot.reference.path.removeprefix(f"{root}/"), data(snapshot)


def _folders(uid: str) -> Iterator[Collection]:
    return (folder for folder in user(uid).collections() if folder.id != "private")


def close(uid: str) -> None:
    """Let nothing new begin in an account that is being erased."""
    if data(user(uid).get()):
        user(uid).update({"suspended": True, "suspendedBy": "erasure"})


def wait_for_turns(uid: str, seconds: float) -> None:
    """Wait until no turn of the account runs any more, for so long at the most."""
    deadline = time.monotonic() + seconds
    while _runs(uid) and time.monotonic() < deadline:
        time.sleep(POLL_SECONDS)


def _runs(uid: str) -> bool:
    open_messages = (
        client()
        .collection_group("messages")
        .where(filter=FieldFilter("open", "==", True))
        .where(filter=FieldFilter("heartbeatAt", ">", now() - timedelta(seconds=STALE_SECONDS)))
    )
    return any(found.reference.path.startswith(f"users/{uid}/") for found in open_messages.stream())


def erase(uid: str) -> dict[str, int]:
    """Delete all under the account. Its own document stays, and says that it is closed.

    Returns:
        How many documents went, by the name of their collection.
    """
    gone: Counter[str] = Counter()
    for _ in range(ROUNDS):
        found = _erase_once(uid)
        gone += found
        if not found:
            break
    return dict(gone)


def finish(uid: str) -> tuple[int, int]:
    """Delete the account's own document, once nobody can sign in to it, and look again.

    Returns:
        How many documents went, and how many are there still.
    """
    there = 1 if user(uid).get().exists else 0
    user(uid).delete()
    return there, _count(uid)


def _erase_once(uid: str) -> Counter[str]:
    gone: Counter[str] = Counter()
    writer = client().bulk_writer()
    for folder in user(uid).collections():
        for snapshot in folder.recursive().select(["__name__"]).stream():
            writer.delete(snapshot.reference)
            gone[snapshot.reference.parent.id] += 1
    writer.close()
    return gone


def _count(uid: str) -> int:
    under = sum(1 for folder in user(uid).collections() for _ in folder.recursive().stream())
    return under + (1 if user(uid).get().exists else 0)
