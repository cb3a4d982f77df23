"""A turn's life in Firestore: begun, checkpointed while it grows, and settled exactly once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal, Protocol

from google.cloud.firestore import DELETE_FIELD, ArrayUnion

from budget import Reservation, check_budget
from errors import InvalidArgument, NotFound, Unavailable
from files import gist_of
from messages import Part, Status, Usage, encode_part
from store.client import (
    Document,
    Seen,
    Transaction,
    Unchanged,
    client,
    in_turn,
    look,
    messages,
    month,
    now,
    pool,
    read,
    thread,
    transactional,
    usage,
)
from store.ledger import Limits, account, charge, check_rate, reserve
from store.members import Rights, decode_rights, rights_documents
from store.upgrade import VERSION, changes

TITLE_LENGTH = 60
STALE_SECONDS = 30.0

Outcome = Literal["done", "stopped", "interrupted", "error"]


@dataclass(frozen=True)
class NewTurn:
    """A turn to begin.

    Args:
        message_id: made by the client; the key that makes the turn run once.
        parts: the person's message; empty when an answer is regenerated or continued.
        parent: of the person's message, or of the reply when there is no new message.
        continues: the reply exists and is gone on from; `goes_on_from` is the turn that it was
            read after, and must be still.
        member_limit_usd, pool_limit_usd: the month's budgets; `None` is no limit.
        turns_per_minute: of this member.
    """

    uid: str
    thread_id: str
    message_id: str
    reply_id: str
    agent: str
    model: str
    temperature: float | None
    max_tokens: int | None
    effort: str | None
    reserved: Reservation
    member_limit_usd: float | None
    pool_limit_usd: float | None
    turns_per_minute: float
    parent: str | None = None
    parts: tuple[Part, ...] = ()
    continues: bool = False
    goes_on_from: str | None = None


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


@dataclass(frozen=True)
class Joined:
    """The turn ran or runs already. `running` while its reply still grows."""

    uid: str
    thread_id: str
    reply_id: str
    running: bool


class Asked(Protocol):
    """What says which documents a turn is about."""

    @property
    def thread_id(self) -> str: ...
    @property
    def message_id(self) -> str: ...
    @property
    def reply_id(self) -> str: ...
    @property
    def parent(self) -> str | None: ...
    @property
    def agent(self) -> str: ...
    @property
    def model(self) -> str: ...


def look_up(uid: str, asked: Asked) -> tuple[Rights, Seen]:
    """The member's rights, and the documents that beginning the turn would change.

    Raises:
        Unavailable: one of the documents holds something that cannot be read.
    """
    deciding = rights_documents(uid, asked.agent, asked.model)
    refs = _Refs.of(uid, asked, month(now()))
    seen = look([*deciding, *refs.all()])
    return decode_rights(deciding, seen.fields), seen


def begin(turn: NewTurn, seen: Seen | None = None) -> Turn | Joined:
    """Store the person's message and an empty reply, and reserve the turn's worst case.

    At once or not at all, keyed by the client's message id, so a turn runs once and a budget holds
    however many are sent at the same moment.

    Args:
        seen: its documents as they were a moment ago. If they still are, one round trip is
            enough; if not, a transaction reads them again.

    Raises:
        ResourceExhausted: a budget does not cover the worst case, or the member is too fast.
        NotFound: the thread, or the message that it goes on from, is gone.
        InvalidArgument: the message id was used for something else.
        Unavailable: the reply to go on from is still running.
    """
    # Every turn reads and writes the community's month.
    with in_turn(pool(month(now())).path):
        begun = _begin_as_seen(turn, seen) if seen is not None else None
        return begun or _begin(client().transaction(), turn)


def _begin_as_seen(new: NewTurn, seen: Seen) -> Turn | Joined | None:
    """Begin the turn unless one of its documents has changed; `None` if one has."""
    at = now()
    refs = _Refs.of(new.uid, new, month(at))
    if any(ref.path not in seen.fields for ref in refs.all()):
        return None
    writes = Unchanged(seen)
    begun = _decide(writes, new, refs, seen.fields, at)
    return begun if writes.commit() else None


@transactional
def _begin(transaction: Transaction, new: NewTurn) -> Turn | Joined:
    at = now()
    refs = _Refs.of(new.uid, new, month(at))
    return _decide(transaction, new, refs, read(refs.all(), transaction=transaction), at)


def _decide(
    writes: Transaction | Unchanged,
    new: NewTurn,
    refs: _Refs,
    found: dict[str, dict[str, Any]],
    at: datetime,
) -> Turn | Joined:
    thread_fields, reply = found[refs.thread.path], found[refs.reply.path]
    if reply and reply.get("turn") == new.message_id:
        running = reply.get("status") == "streaming"
        return Joined(new.uid, new.thread_id, new.reply_id, running)
    _check_tree(new, found, refs)
    member = account(found[refs.usage.path], new.member_limit_usd)
    pool_account = account(found[refs.pool.path], new.pool_limit_usd)
    check_budget(new.reserved, member=member, pool=pool_account)
    busy_until = check_rate(found[refs.usage.path], new.turns_per_minute)

    if new.parts:
        writes.set(refs.message, _user_message(new, at))
    if new.continues:
        # What is there already is paid for; only what is added will be charged.
        running_fields = _running_fields(new, at, written=_chars(reply))
        gone = {"error": DELETE_FIELD, "swept": DELETE_FIELD}
        fields = {**changes(reply), **running_fields, **gone}
        writes.update(refs.reply, fields)
    else:
        writes.set(refs.reply, _empty_reply(new, at))
    writes.set(refs.thread, _thread_fields(new, thread_fields, at), merge=True)
    reserve(writes, new.uid, month(at), new.reserved, busy_until=busy_until)
    left = member.left_usd
    return Turn(
        uid=new.uid,
        thread_id=new.thread_id,
        reply_id=new.reply_id,
        model=new.model,
        agent=new.agent,
        period=month(at),
        reserved=new.reserved,
        left_usd=None if left is None else left - new.reserved.usd,
        first=not thread_fields,
    )


@dataclass(frozen=True)
class _Refs:
    """The documents that beginning a turn reads and writes."""

    message: Document
    reply: Document
    parent: Document | None
    thread: Document
    usage: Document
    pool: Document

    @staticmethod
    def of(uid: str, asked: Asked, period: str) -> _Refs:
        folder = messages(uid, asked.thread_id)
        return _Refs(
            message=folder.document(asked.message_id),
            reply=folder.document(asked.reply_id),
            parent=None if asked.parent is None else folder.document(asked.parent),
            thread=thread(uid, asked.thread_id),
            usage=usage(uid, period),
            pool=pool(period),
        )

    def all(self) -> list[Document]:
        refs = [self.message, self.reply, self.thread, self.usage, self.pool]
        return refs if self.parent is None else [*refs, self.parent]


def _check_tree(new: NewTurn, found: dict[str, dict[str, Any]], refs: _Refs) -> None:
    if new.continues:
        reply = found[refs.reply.path]
        if not reply:
            raise NotFound("The answer to go on from is not there any more.")
        if reply.get("status") == "streaming":
            raise Unavailable("That answer is still being written.", retry_after=2, retryable=True)
        if reply.get("turn") != new.goes_on_from:
            raise Unavailable("That answer has just grown.", retry_after=1, retryable=True)
        return
    if found[refs.message.path] or found[refs.reply.path]:
        raise InvalidArgument("This messageId was used before. Make a new one for a new message.")
    if refs.parent is not None and not (found[refs.thread.path] and found[refs.parent.path]):
        raise NotFound("This thread is not there any more. Start a new one.")


def _user_message(new: NewTurn, at: datetime) -> dict[str, Any]:
    return {
        "version": VERSION,
        "role": "user",
        "parts": [encode_part(part) for part in new.parts],
        "parent": new.parent,
        "status": "done",
        "agent": new.agent,
        "model": new.model,
        "createdAt": at,
    }


def _empty_reply(new: NewTurn, at: datetime) -> dict[str, Any]:
    return {
        "version": VERSION,
        "role": "assistant",
        "parts": [],
        "parent": new.message_id if new.parts else new.parent,
        "agent": new.agent,
        "model": new.model,
        "createdAt": at,
        **_running_fields(new, at, written=0),
    }


def _running_fields(new: NewTurn, at: datetime, *, written: int) -> dict[str, Any]:
    return {
        "status": "streaming",
        "turn": new.message_id,
        "open": True,
        "stop": False,
        "heartbeatAt": at,
        "reserved": {
            "usd": new.reserved.usd,
            "promptUsd": new.reserved.prompt_usd,
            "usdPerToken": new.reserved.usd_per_token,
            "period": month(at),
            "chars": written,
        },
    }


def _thread_fields(new: NewTurn, existing: dict[str, Any], at: datetime) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "agent": new.agent,
        "model": new.model,
        "temperature": new.temperature,
        "maxTokens": new.max_tokens,
        "effort": new.effort,
        "leaf": new.reply_id,
        "updatedAt": at,
    }
    if existing:
        return fields
    title = first_words(gist_of(new.parts)) or "New thread"
    return {"title": title, "pinned": False, "archived": False, "createdAt": at, **fields}


def first_words(text: str) -> str:
    """A provisional title: the opening of a text, cut at a word."""
    line = " ".join(text.split())
    if len(line) <= TITLE_LENGTH:
        return line
    return line[:TITLE_LENGTH].rsplit(" ", 1)[0] + "…"


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


def _chars(reply: dict[str, Any]) -> int:
    return sum(len(part.get("text", "")) for part in reply.get("parts", []))


def is_stale(status: Status, heartbeat_at: datetime | None) -> bool:
    """Whether a reply that should be growing has shown no life for `STALE_SECONDS`."""
    if status != "streaming" or heartbeat_at is None:
        return False
    return (now() - heartbeat_at).total_seconds() > STALE_SECONDS
