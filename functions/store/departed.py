"""Which accounts have documents, and since when one of them is missing in Firebase Auth."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from google.cloud.firestore import DELETE_FIELD

from store.client import client, data, now, user


@dataclass(frozen=True)
class Known:
    """An account's document. `gone_since` is when its account was first missed."""

    owner: bool
    gone_since: datetime | None


def everybody() -> dict[str, Known]:
    """Every document in users/, by uid; only these two fields of it are read."""
    found = client().collection("users").select(["owner", "goneSince"]).stream()
    return {snapshot.id: _known(data(snapshot)) for snapshot in found}


def _known(fields: dict[str, object]) -> Known:
    gone_since = fields.get("goneSince")
    return Known(
        owner=fields.get("owner") is True,
        gone_since=gone_since if isinstance(gone_since, datetime) else None,
    )


def mark(uids: Iterable[str]) -> None:
    """Note that these accounts are missing as of now."""
    for uid in uids:
        user(uid).update({"goneSince": now()})


def unmark(uids: Iterable[str]) -> None:
    """Note that these accounts are there after all."""
    for uid in uids:
        user(uid).update({"goneSince": DELETE_FIELD})
