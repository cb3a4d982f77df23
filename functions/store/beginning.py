"""A turn's beginning in Firestore: the question and an empty reply stored, and the worst case of
its cost set aside, at once or not at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from google.cloud.firestore import DELETE_FIELD

from budget import Reservation, check_budget
from errors import InvalidArgument, NotFound, Unavailable
from files import gist_of
from messages import Part, encode_part
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
from store.ledger import account, check_rate, reserve
from store.members import Rights, decode_rights, rights_documents
from store.turns import Turn
from store.upgrade import VERSION, changes

TITLE_LENGTH = 60


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


def _chars(reply: dict[str, Any]) -> int:
    return sum(len(part.get("text", "")) for part in reply.get("parts", []))
