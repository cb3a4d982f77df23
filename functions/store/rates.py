"""How often an account has done what is limited: one number for each, in a document of its own."""

from __future__ import annotations

import time

from rate import Rate, take
from store.client import Transaction, client, data, in_turn, transactional, user


def count(uid: str, what: str, rate: Rate) -> None:
    """Count one more time that the account does this.

    Raises:
        ResourceExhausted: it does it too often.
    """
    with in_turn(f"users/{uid}"):
        _count(client().transaction(), uid, what, rate)


@transactional
def _count(transaction: Transaction, uid: str, what: str, rate: Rate) -> None:
    ref = user(uid).collection("private").document("rates")
    busy_until = data(ref.get(transaction=transaction)).get(what, 0.0)
    transaction.set(ref, {what: take(rate, busy_until, time.time())}, merge=True)
