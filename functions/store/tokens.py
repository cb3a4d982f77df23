"""Personal tokens, by which a member's other tools come in: stored hashed, never as they are.

    tokens/{hash}              functions only: uid, id, label, scope, createdAt, expiresAt|null,
                               lastUsedAt|null, budgetUsd|null, spentUsd, reservedUsd, calls,
                               maxCalls|null, job (of a crew's token)
    users/{uid}/tokens/{id}    what its owner sees: label, ending, createdAt, expiresAt, lastUsedAt

A crew's token is for one run. It has no place in the owner's list, a budget of its own, and ends
with the run.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, cast

from google.api_core.exceptions import NotFound
from google.cloud.firestore import FieldFilter, Increment

from budget import Account
from messages import Usage
from store.client import Collection, Document, Transaction, client, data, now, user

Scope = Literal["door", "crew"]

# Telling when a token was used last is worth one write in this many seconds.
USED_SECONDS = 60.0


@dataclass(frozen=True)
class Token:
    """A token that was found. `hash` is the id of its document.

    Args:
        budget_usd: what it may spend in all; `None` leaves it to its owner's budget.
        max_calls: how often it may be used; `None` is as often as its owner may.
        job: what a crew's token is for; empty for others.
    """

    hash: str
    id: str
    uid: str
    scope: Scope
    expires_at: datetime | None
    used_at: datetime | None
    budget_usd: float | None
    spent_usd: float
    reserved_usd: float
    calls: int
    max_calls: int | None
    input_tokens: int
    output_tokens: int
    job: dict[str, Any]

    @property
    def account(self) -> Account:
        """The token's own budget."""
        return Account(self.budget_usd, self.spent_usd, max(0.0, self.reserved_usd))

    @property
    def expired(self) -> bool:
        return self.expires_at is not None and self.expires_at <= now()


def document(token_hash: str) -> Document:
    """Where a token is."""
    return client().document("tokens", token_hash)


def shown(uid: str) -> Collection:
    """What an account sees of its tokens."""
    return user(uid).collection("tokens")


def find(token_hash: str) -> Token | None:
    """The token of that hash, expired or not; `None` when there is none (any more)."""
    fields = data(document(token_hash).get())
    return decode(token_hash, fields) if fields else None


def decode(token_hash: str, fields: dict[str, Any]) -> Token:
    """A token from its document."""
    return Token(
        hash=token_hash,
        id=str(fields["id"]),
        uid=str(fields["uid"]),
        scope=cast(Scope, fields["scope"]),
        expires_at=fields.get("expiresAt"),
        used_at=fields.get("lastUsedAt"),
        budget_usd=fields.get("budgetUsd"),
        spent_usd=fields.get("spentUsd", 0.0),
        reserved_usd=fields.get("reservedUsd", 0.0),
        calls=fields.get("calls", 0),
        max_calls=fields.get("maxCalls"),
        input_tokens=fields.get("inputTokens", 0),
        output_tokens=fields.get("outputTokens", 0),
        job=fields.get("job", {}),
    )


def create(
    token_hash: str, token_id: str, uid: str, *, label: str, ending: str, expires: datetime | None
) -> None:
    """Store a member's token and show it in their list."""
    known = {"label": label, "createdAt": now(), "expiresAt": expires, "lastUsedAt": None}
    batch = client().batch()
    batch.create(document(token_hash), {"uid": uid, "id": token_id, "scope": "door", **known})
    batch.create(shown(uid).document(token_id), {**known, "ending": ending})
    batch.commit()


def lend(
    token_hash: str,
    token_id: str,
    uid: str,
    *,
    job: dict[str, Any],
    budget_usd: float,
    max_calls: int,
    expires: datetime,
) -> None:
    """Store a crew's token."""
    document(token_hash).create(
        {
            "uid": uid,
            "id": token_id,
            "scope": "crew",
            "label": "A crew's run",
            "createdAt": now(),
            "expiresAt": expires,
            "budgetUsd": budget_usd,
            "maxCalls": max_calls,
            "job": job,
        }
    )


def count(uid: str, most: int) -> int:
    """How many tokens an account has, counted up to `most`."""
    return len(list(shown(uid).limit(most).stream()))


def revoke(uid: str, token_id: str) -> bool:
    """End a member's token, and every call that it has running. True if there was one."""
    found = [token for token in _of(uid) if token.get("id") == token_id]
    for token in found:
        _end(token.reference, uid)
    shown(uid).document(token_id).delete()
    return bool(found)


def end(token_hash: str, uid: str) -> None:
    """End a crew's token, and every call that it has running."""
    _end(document(token_hash), uid)


def forget(uid: str) -> int:
    """End all tokens of an account that is going away. Returns how many."""
    found = _of(uid)
    for token in found:
        _end(token.reference, uid)
    return len(found)


def _of(uid: str) -> list[Any]:
    """Snapshots of an account's tokens; they are few."""
    return list(client().collection("tokens").where(filter=FieldFilter("uid", "==", uid)).stream())


def _end(ref: Document, uid: str) -> None:
    """Delete first: whoever begins a call checks that the token is there, in one transaction."""
    ref.delete()
    running = user(uid).collection("calls").where(filter=FieldFilter("token", "==", ref.id))
    for call in running.stream():
        # A call that has ended meanwhile has no document, and must not get one.
        with contextlib.suppress(NotFound):
            call.reference.update({"stop": True})


def use(transaction: Transaction, token: Token, reserved_usd: float) -> None:
    """Count a call that begins, and set its worst case aside."""
    at = now()
    fields: dict[str, Any] = {"calls": Increment(1), "reservedUsd": Increment(reserved_usd)}
    if token.used_at is None or (at - token.used_at).total_seconds() > USED_SECONDS:
        fields["lastUsedAt"] = at
        if token.scope == "door":
            seen = shown(token.uid).document(token.id)
            transaction.set(seen, {"lastUsedAt": at}, merge=True)
    transaction.update(document(token.hash), fields)


def settle(transaction: Transaction, token_hash: str, used: Usage, released_usd: float) -> None:
    """Add what a call used. The token must still be there."""
    transaction.update(
        document(token_hash),
        {
            "spentUsd": Increment(used.usd),
            "reservedUsd": Increment(-released_usd),
            "inputTokens": Increment(used.input_tokens),
            "outputTokens": Increment(used.output_tokens),
        },
    )
