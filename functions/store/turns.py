"""A turn's life in Firestore: checkpointed while it grows, and settled exactly once.

How it begins is in `beginning`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

from google.cloud.firestore import DELETE_FIELD, ArrayUnion

from budget import Reservation, check_budget
from errors import Unavailable
from messages import Part, Status, Usage, encode_part
from store.client import (
    Document,
    Transaction,
    client,
    in_turn,
    messages,
    now,
    pool,
    read,
    thread,
    transactional,
    usage,
)
from store.ledger import Limits, account, charge, reserve

STALE_SECONDS = 30.0

Outcome = Literal["done", "stopped", "interrupted", "error"]


@dataclass(frozen=True)
class Turn:
    """A turn that was begun: whose it is, what it may cost, and the parts it goes on from.

    What a `prepaid` one uses is charged by the calls that it makes, and only shown with it.
    """

    uid: str
    thread_id: str
    reply_id: str
    model: str
    agent: str
    period: str
    reserved: Reservation
    left_usd: float | None
    first: bool = False
    parts: tuple[Part, ...] = ()
    prepaid: bool = False

    @property
    def path(self) -> str:
        """Where the reply is: what tells this turn from all others."""
        return path(self.uid, self.thread_id, self.reply_id)

    @property
    def _reply(self) -> Document:
        return messages(self.uid, self.thread_id).document(self.reply_id)

    def checkpoint(self, n: int, parts: list[dict[str, Any]]) -> None:
        """Append what the running reply has gained, and mark it alive.

        Args:
            n: the checkpoint's number within the turn, rising.
            parts: only what is new; empty for a sign of life alone.
        """
        fields: dict[str, Any] = {"heartbeatAt": now()}
        if parts:
            fields["tail"] = ArrayUnion([{"n": n, "parts": parts}])
        self._reply.update(fields)

    def complete(self, parts: tuple[Part, ...], finish_reason: str) -> None:
        """Store the whole reply before it is settled."""
        self._reply.update(
            {
                "status": "done",
                "parts": [encode_part(part) for part in parts],
                "tail": DELETE_FIELD,
                "finishReason": finish_reason,
                "heartbeatAt": now(),
            }
        )

    def finish(
        self,
        status: Outcome,
        parts: tuple[Part, ...],
        *,
        used: Usage,
        error: dict[str, Any] | None,
        finish_reason: str,
    ) -> None:
        """Store the whole reply and settle: release what was reserved, charge what was used."""
        fields: dict[str, Any] = {
            "status": status,
            "parts": [encode_part(part) for part in parts],
            "tail": DELETE_FIELD,
            "finishReason": finish_reason,
            "error": error if error is not None else DELETE_FIELD,
            "heartbeatAt": now(),
        }
        _settle(client().transaction(), self, fields, used)


def path(uid: str, thread_id: str, reply_id: str) -> str:
    """Where a turn's reply is."""
    return messages(uid, thread_id).document(reply_id).path


def extend(turn: Turn, usd: float, limits: Limits, *, prompt_usd: float) -> Turn:
    """Set more aside for a running turn, or nothing. Returns the turn as it is then.

    Args:
        prompt_usd: what the turn has cost, and its next prompt: what a sweeper would charge.

    Raises:
        ResourceExhausted: a budget does not cover it.
        Unavailable: the turn was given up for dead meanwhile.
    """
    with in_turn(pool(turn.period).path):
        return _extend(client().transaction(), turn, usd, limits, prompt_usd)


@transactional
def _extend(
    transaction: Transaction, turn: Turn, usd: float, limits: Limits, prompt_usd: float
) -> Turn:
    ref = messages(turn.uid, turn.thread_id).document(turn.reply_id)
    own, all_members = usage(turn.uid, turn.period), pool(turn.period)
    found = read([ref, own, all_members], transaction=transaction)
    if not found[ref.path].get("open"):
        raise Unavailable("This answer was given up for lost. Continue it or try again.")
    more = replace(turn.reserved, usd=usd)
    member = account(found[own.path], limits.member_usd)
    check_budget(more, member=member, pool=account(found[all_members.path], limits.pool_usd))
    total = turn.reserved.usd + usd
    transaction.update(ref, {"reserved.usd": total, "reserved.promptUsd": prompt_usd})
    reserve(transaction, turn.uid, turn.period, more)
    left = turn.left_usd
    return replace(
        turn,
        reserved=replace(turn.reserved, usd=total),
        left_usd=None if left is None else left - usd,
    )


@transactional
def _settle(transaction: Transaction, turn: Turn, fields: dict[str, Any], used: Usage) -> None:
    ref = messages(turn.uid, turn.thread_id).document(turn.reply_id)
    reply = read([ref], transaction=transaction)[ref.path]
    # A sweeper may have given the turn up for dead: then it has released the reservation and
    # charged an estimate, and what is left is the rest. Of a thread that was deleted, nobody has.
    swept: dict[str, Any] = {} if reply.get("open") else reply.get("swept", {})
    released = turn.reserved.usd if not reply or reply.get("open") else 0.0
    used = without(used, swept)
    if reply:
        settled = {"open": False, "reserved": DELETE_FIELD, "swept": DELETE_FIELD}
        whole = added(reply.get("usage"), used)
        transaction.update(ref, {**fields, "usage": whole, **settled})
    if not turn.prepaid:
        charge(transaction, turn.uid, turn.period, turn.model, used, released, agent=turn.agent)


def set_title(turn: Turn, title: str, provisional: str) -> None:
    """Give the thread its title, unless the person has named it meanwhile."""
    _set_title(client().transaction(), thread(turn.uid, turn.thread_id), title, provisional)


@transactional
def _set_title(transaction: Transaction, ref: Document, title: str, provisional: str) -> None:
    fields = read([ref], transaction=transaction)[ref.path]
    if fields.get("title") == provisional:
        transaction.update(ref, {"title": title})


def encode_usage(used: Usage) -> dict[str, Any]:
    """A usage as documents and the wire hold it."""
    return {
        "inputTokens": used.input_tokens,
        "outputTokens": used.output_tokens,
        "cachedInputTokens": used.cached_input_tokens,
        "usd": used.usd,
    }


def without(used: Usage, charged: dict[str, Any]) -> Usage:
    """What is left of a usage when that much of it was charged; never less than nothing."""
    return Usage(
        input_tokens=max(0, used.input_tokens - charged.get("inputTokens", 0)),
        output_tokens=max(0, used.output_tokens - charged.get("outputTokens", 0)),
        cached_input_tokens=used.cached_input_tokens,
        cache_write_input_tokens=used.cache_write_input_tokens,
        usd=max(0.0, used.usd - charged.get("usd", 0.0)),
    )


def added(earlier: dict[str, Any] | None, used: Usage) -> dict[str, Any]:
    """A usage as documents hold it, with what the same reply had used before."""
    before = earlier or {}
    return {name: before.get(name, 0) + value for name, value in encode_usage(used).items()}


def is_stale(status: Status, heartbeat_at: datetime | None) -> bool:
    """Whether a reply that should be growing has shown no life for `STALE_SECONDS`."""
    if status != "streaming" or heartbeat_at is None:
        return False
    return (now() - heartbeat_at).total_seconds() > STALE_SECONDS
