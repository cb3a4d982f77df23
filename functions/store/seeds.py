"""Planting documents: what is missing is created, what is there stays as its owner left it."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from typing import Any

from store.client import client, now, read, user

Fields = dict[str, Any]


def plant(documents: Mapping[str, Fields]) -> list[str]:
    """Create those of the documents, by path, that don't exist. Returns the paths created."""
    from google.api_core.exceptions import AlreadyExists

    refs = [client().document(path) for path in documents]
    found = read(refs)
    created: list[str] = []
    for ref in refs:
        if found[ref.path]:
            continue
        with contextlib.suppress(AlreadyExists):
            ref.create(documents[ref.path])
            created.append(ref.path)
    return created


def choose_signup(signup: str) -> None:
    """Who may join from now on: "invite" or "open"."""
    client().document("settings", "app").set({"signup": signup}, merge=True)


def admit(uid: str, *, email: str, name: str, agents: Sequence[str], owner: bool) -> None:
    """Make the account a member with these agents, besides those that it has already."""
    from google.cloud.firestore import ArrayUnion

    fields: Fields = {"agents": ArrayUnion(list(agents)), "suspended": False}
    if owner:
        fields["owner"] = True
    if not read([user(uid)])[f"users/{uid}"]:
        fields |= {"email": email, "displayName": name, "budgetUsd": None, "createdAt": now()}
    user(uid).set(fields, merge=True)
