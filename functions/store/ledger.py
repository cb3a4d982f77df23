"""The month's accounts: what is reserved and what is spent, of a member and of the community."""

from __future__ import annotations

from typing import Any

from google.cloud.firestore import Increment

from budget import Account, Reservation
from messages import Usage
from store.client import Transaction, pool, usage


def account(fields: dict[str, Any], limit_usd: float | None) -> Account:
    """A budget from the document that keeps its accounts; `None` is no limit."""
    spent = fields.get("spentUsd", 0.0)
    return Account(limit_usd, spent, max(0.0, fields.get("reservedUsd", 0.0)))


def reserve(transaction: Transaction, uid: str, period: str, reserved: Reservation) -> None:
    """Set a turn's worst case aside. Whoever calls has checked that both budgets cover it."""
    for ref in (usage(uid, period), pool(period)):
        transaction.set(ref, {"reservedUsd": Increment(reserved.usd)}, merge=True)


def charge(
    transaction: Transaction, uid: str, period: str, model: str, used: Usage, released: float
) -> None:
    """Add a usage to the member's and the community's month, and release a reservation."""
    fields = {
        "spentUsd": Increment(used.usd),
        "reservedUsd": Increment(-released),
        "inputTokens": Increment(used.input_tokens),
        "outputTokens": Increment(used.output_tokens),
        "byModel": {
            model: {
                "usd": Increment(used.usd),
                "inputTokens": Increment(used.input_tokens),
                "outputTokens": Increment(used.output_tokens),
                "turns": Increment(1),
            }
        },
    }
    for ref in (usage(uid, period), pool(period)):
        transaction.set(ref, fields, merge=True)
