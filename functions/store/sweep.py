"""Turns whose function died: marked interrupted, their text kept, their reservation settled."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from google.cloud.firestore import DELETE_FIELD

from budget import CHARS_PER_TOKEN
from messages import Usage, encode_part, text_of
from store.client import Document, Transaction, client, data, now, transactional
from store.ledger import charge
from store.threads import decode_message, stale_replies
from store.turns import STALE_SECONDS, added, encode_usage


def sweep() -> int:
    """Settle every turn without a sign of life for `STALE_SECONDS`. Returns how many."""
    before = now() - timedelta(seconds=STALE_SECONDS)
    return sum(_settle(client().transaction(), reply.reference) for reply in stale_replies(before))


@transactional
def _settle(transaction: Transaction, ref: Document) -> bool:
    """True if this call settled it; another sweeper or the function itself may be first."""
    fields = data(ref.get(transaction=transaction))
    heartbeat = fields.get("heartbeatAt")
    if not fields.get("open") or heartbeat is None:
        return False
    if (now() - heartbeat).total_seconds() <= STALE_SECONDS:
        return False
    message = decode_message(ref.id, fields)
    reserved = fields.get("reserved", {})
    used = _estimate(len(text_of(message.parts)), reserved)
    transaction.update(
        ref,
        {
            "status": "done" if message.status == "done" else "interrupted",
            "parts": [encode_part(part) for part in message.parts],
            "tail": DELETE_FIELD,
            "open": False,
            "reserved": DELETE_FIELD,
            "usage": added(fields.get("usage"), used),
            # Its function may be alive after all, and shall charge no more than the rest.
            "swept": encode_usage(used),
        },
    )
    uid = ref.path.split("/")[1]
    charge(
        transaction,
        uid,
        reserved.get("period", ""),
        fields.get("model", ""),
        used,
        reserved.get("usd", 0.0),
        agent=fields.get("agent", ""),
    )
    return True


def _estimate(chars: int, reserved: dict[str, Any]) -> Usage:
    """What a lost turn is charged: its prompt, and the text that it had written."""
    added = max(0, chars - reserved.get("chars", 0))
    tokens = -(-added // CHARS_PER_TOKEN)
    usd = reserved.get("promptUsd", 0.0) + tokens * reserved.get("usdPerToken", 0.0)
    return Usage(output_tokens=tokens, usd=min(usd, reserved.get("usd", usd)))
