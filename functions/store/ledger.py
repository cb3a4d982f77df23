"""The month's accounts: what is reserved and what is spent, of a member and of the community."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from google.cloud.firestore import Increment

from budget import Account, Reservation
from messages import Usage
from rate import Rate, take
from store.client import Transaction, now, pool, usage


@dataclass(frozen=True)
class Limits:
    """The month's budgets of a member and of the community, in USD; `None` is no limit."""

    member_usd: float | None
    pool_usd: float | None


def account(fields: dict[str, Any], limit_usd: float | None) -> Account:
    """A budget from the document that keeps its accounts; `None` is no limit."""
    spent = fields.get("spentUsd", 0.0)
    return Account(limit_usd, spent, max(0.0, fields.get("reservedUsd", 0.0)))


def check_rate(fields: dict[str, Any], turns_per_minute: float) -> float:
    """Count one more turn of the member whose month this is. Returns its new `busyUntil`.

    Raises:
        ResourceExhausted: it is one too many for this minute.
    """
    return take(Rate(turns_per_minute, 60.0), fields.get("busyUntil", 0.0), now().timestamp())


def reserve(
    transaction: Transaction,
    uid: str,
    period: str,
    reserved: Reservation,
    *,
    busy_until: float | None = None,
) -> None:
    """Set a turn's worst case aside. Whoever calls has checked that both budgets cover it.

    Args:
        busy_until: from `check_rate`; `None` for what is no turn of its own.
    """
    held = {"reservedUsd": Increment(reserved.usd)}
    busy = {} if busy_until is None else {"busyUntil": busy_until}
    transaction.set(usage(uid, period), {**held, **busy}, merge=True)
    transaction.set(pool(period), held, merge=True)


def charge(
    transaction: Transaction,
    uid: str,
    period: str,
    model: str,
    used: Usage,
    released: float,
    *,
    agent: str,
) -> None:
    """Add a usage to the member's and the community's month, and release a reservation.

    Which agents a member talks to is told in their own month only.
    """
    amounts = {
        "usd": Increment(used.usd),
        "inputTokens": Increment(used.input_tokens),
        "outputTokens": Increment(used.output_tokens),
        "turns": Increment(1),
    }
    fields = {
        "spentUsd": Increment(used.usd),
        "reservedUsd": Increment(-released),
        "inputTokens": Increment(used.input_tokens),
        "outputTokens": Increment(used.output_tokens),
        "turns": Increment(1),
        "byModel": {model: amounts},
        "byDay": {f"{now():%Y-%m-%d}": amounts},
    }
    transaction.set(usage(uid, period), {**fields, "byAgent": {agent: amounts}}, merge=True)
    transaction.set(pool(period), fields, merge=True)
