"""Calls through the door: turns without a thread. A call's document lives while the call runs.

    users/{uid}/calls/{callId}    token, agent, model, heartbeatAt, stop, chars, reserved{...}

What a call used is in the member's month; what it said is nowhere.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from google.cloud.firestore import FieldFilter, Increment

from budget import CHARS_PER_TOKEN, Reservation, check_budget
from errors import ResourceExhausted, Unauthenticated
from messages import Part, Usage
from store import tokens
from store.client import (
    Document,
    Transaction,
    client,
    data,
    in_turn,
    month,
    now,
    pool,
    read,
    transactional,
    usage,
    user,
)
from store.ledger import account, charge, check_rate, reserve
from store.tokens import Token
from store.turns import STALE_SECONDS, Outcome


@dataclass(frozen=True)
class NewCall:
    """A call to begin.

    Args:
        member_limit_usd, pool_limit_usd: the month's budgets; `None` is no limit.
        turns_per_minute: of this member. A crew is held to its own number of calls instead.
    """

    token: Token
    agent: str
    model: str
    reserved: Reservation
    member_limit_usd: float | None
    pool_limit_usd: float | None
    turns_per_minute: float


@dataclass(frozen=True)
class Call:
    """A call that was begun: whose it is and what it may cost."""

    uid: str
    reply_id: str
    token: str
    agent: str
    model: str
    period: str
    began: datetime
    reserved: Reservation
    left_usd: float | None
    parts: tuple[Part, ...] = ()

    @property
    def path(self) -> str:
        """Where the call is: what tells it from all others."""
        return self.document.path

    @property
    def document(self) -> Document:
        return user(self.uid).collection("calls").document(self.reply_id)

    def checkpoint(self, n: int, parts: list[dict[str, Any]]) -> None:
        """Mark the call alive, and count what it has said since the last time."""
        del n
        said = sum(len(part.get("text", "")) for part in parts)
        self.document.update({"heartbeatAt": now(), "chars": Increment(said)})

    def finish(
        self,
        status: Outcome,
        parts: tuple[Part, ...],
        *,
        used: Usage,
        error: dict[str, Any] | None,
        finish_reason: str,
    ) -> None:
        """Settle: the reservation is released, what was used is charged. Keeps nothing else."""
        del status, parts, error, finish_reason
        _settle(client().transaction(), self.document, used)


def begin(call: NewCall) -> Call:
    """Reserve the call's worst case, in one transaction that also reads the token again.

    Raises:
        Unauthenticated: the token was revoked a moment ago.
        ResourceExhausted: a budget does not cover the worst case, or it is one call too many.
    """
    # Every call reads and writes the community's month, as every turn does.
    with in_turn(pool(month(now())).path):
        return _begin(client().transaction(), call)


@transactional
def _begin(transaction: Transaction, new: NewCall) -> Call:
    at = now()
    period = month(at)
    uid = new.token.uid
    refs = [tokens.document(new.token.hash), usage(uid, period), pool(period)]
    found = read(refs, transaction=transaction)
    token_fields, own, shared = (found[ref.path] for ref in refs)
    if not token_fields:
        raise Unauthenticated("This token was revoked. Make a new one in Hearth.")
    token = tokens.decode(new.token.hash, token_fields)
    member = account(own, new.member_limit_usd)
    check_budget(new.reserved, member=member, pool=account(shared, new.pool_limit_usd))
    _check_token(token, new.reserved)
    busy_until = None if token.scope == "crew" else check_rate(own, new.turns_per_minute)
    call = Call(
        uid=uid,
        reply_id=uuid.uuid4().hex,
        token=token.hash,
        agent=new.agent,
        model=new.model,
        period=period,
        began=at,
        reserved=new.reserved,
        left_usd=None if member.left_usd is None else member.left_usd - new.reserved.usd,
    )
    transaction.create(call.document, _fields(call))
    reserve(transaction, uid, period, new.reserved, busy_until=busy_until)
    tokens.use(transaction, token, new.reserved.usd)
    return call


def _check_token(token: Token, reserved: Reservation) -> None:
    if token.max_calls is not None and token.calls >= token.max_calls:
        raise ResourceExhausted("This crew has used up its steps.")
    left = token.account.left_usd
    if left is not None and reserved.usd > left:
        raise ResourceExhausted("This crew has used up its budget for this run.")


def _fields(call: Call) -> dict[str, Any]:
    return {
        "token": call.token,
        "agent": call.agent,
        "model": call.model,
        "heartbeatAt": call.began,
        "stop": False,
        "chars": 0,
        "reserved": {
            "usd": call.reserved.usd,
            "promptUsd": call.reserved.prompt_usd,
            "usdPerToken": call.reserved.usd_per_token,
            "period": call.period,
        },
    }


@transactional
def _settle(transaction: Transaction, ref: Document, used: Usage) -> None:
    """Once: a call whose document is gone was settled by the sweeper."""
    fields = data(ref.get(transaction=transaction))
    if fields:
        _close(transaction, ref, fields, used)


def _close(transaction: Transaction, ref: Document, fields: dict[str, Any], used: Usage) -> None:
    reserved = fields["reserved"]
    token = tokens.document(fields["token"])
    has_token = token.get(transaction=transaction).exists
    charge(
        transaction,
        ref.path.split("/")[1],
        reserved["period"],
        fields["model"],
        used,
        reserved["usd"],
        agent=fields["agent"],
    )
    if has_token:
        tokens.settle(transaction, fields["token"], used, reserved["usd"])
    transaction.delete(ref)


def sweep() -> int:
    """Settle every call without a sign of life for `STALE_SECONDS`. Returns how many."""
    before = now() - timedelta(seconds=STALE_SECONDS)
    stale = client().collection_group("calls").where(filter=FieldFilter("heartbeatAt", "<", before))
    found = list(stale.limit(200).stream())
    return sum(_give_up(client().transaction(), call.reference, before) for call in found)


@transactional
def _give_up(transaction: Transaction, ref: Document, before: datetime) -> bool:
    """True if this settled it: another sweeper may be first, or the call is alive after all."""
    fields = data(ref.get(transaction=transaction))
    if not fields or fields["heartbeatAt"] >= before:
        return False
    reserved = fields["reserved"]
    written = -(-int(fields.get("chars", 0)) // CHARS_PER_TOKEN)
    usd = min(reserved["usd"], reserved["promptUsd"] + written * reserved["usdPerToken"])
    _close(transaction, ref, fields, Usage(output_tokens=written, usd=usd))
    return True
