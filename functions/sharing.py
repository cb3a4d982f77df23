"""Sharing a thread: `share` makes a link, `unshare` takes it back, `copy_share` goes on from it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, cast

from access import check_member
from auth import authenticate
from errors import InvalidArgument
from inputs import identifier
from rate import Rate
from store import copies, members, rates, shares, snapshot, threads

SHARES = Rate(times=20, seconds=600)
COPIES = Rate(times=20, seconds=600)
MAX_OMITTED = 2000


def share(authorization: str | None, arguments: dict[str, Any]) -> dict[str, Any]:
    """Share a branch of one of the caller's threads.

    Args:
        arguments: `{"threadId", "leaf", "omit": [message ids], "expiresAt": milliseconds|null}`.

    Returns:
        `{"shareId": id}`.

    Raises:
        Unauthenticated, PermissionDenied: the caller is not a member.
        InvalidArgument, NotFound, Unavailable: there is no such branch to share, or not yet.
        ResourceExhausted: too many shares, in all or at once.
    """
    member = check_member(members.find(authenticate(authorization).uid))
    thread_id, leaf = identifier(arguments, "threadId"), identifier(arguments, "leaf")
    omit = _ids(arguments.get("omit") or [])
    expires_at = _moment(arguments.get("expiresAt"))
    rates.count(member.uid, "share", SHARES)
    branch = threads.branch(member.uid, thread_id, leaf)
    share_id = shares.create(
        member.uid,
        thread_id,
        snapshot.snapshot(branch, omit),
        agent=members.card_of(member.uid, branch[-1].fields.get("agent", "")),
        expires_at=expires_at,
    )
    return {"shareId": share_id}


def unshare(authorization: str | None, arguments: dict[str, Any]) -> dict[str, Any]:
    """Take one of the caller's shares back: its link leads nowhere from now on.

    Args:
        arguments: `{"shareId"}`.

    Returns:
        `{"revoked": true}`, or false when the caller has no such share (any more).

    Raises:
        Unauthenticated, PermissionDenied: the caller is not a member.
        InvalidArgument: that is no share's id.
    """
    member = check_member(members.find(authenticate(authorization).uid))
    return {"revoked": shares.revoke(member.uid, identifier(arguments, "shareId"))}


def copy_share(authorization: str | None, arguments: dict[str, Any]) -> dict[str, Any]:
    """Go on from a share in a thread of the caller's own. Calling again is safe.

    Args:
        arguments: `{"shareId", "threadId"}`; the client makes the new thread's id.

    Returns:
        `{"threadId"}`.

    Raises:
        Unauthenticated, PermissionDenied: the caller is not a member.
        InvalidArgument, NotFound: there is no such share to read.
        ResourceExhausted: too many copies at once.
    """
    member = check_member(members.find(authenticate(authorization).uid))
    share_id = identifier(arguments, "shareId")
    thread_id = identifier(arguments, "threadId", limit=64)
    rates.count(member.uid, "copy", COPIES)
    copies.copy(shares.find(share_id), member.uid, thread_id, agent=member.agents[0])
    return {"threadId": thread_id}


def _ids(value: Any) -> frozenset[str]:
    if not isinstance(value, list) or len(cast(list[Any], value)) > MAX_OMITTED:
        raise InvalidArgument("omit must be a list of message ids.")
    items = cast(list[Any], value)
    return frozenset(identifier({"omit": item}, "omit") for item in items)


def _moment(value: Any) -> datetime | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < 4e12:
        raise InvalidArgument("expiresAt must be milliseconds since 1970, or null.")
    moment = datetime.fromtimestamp(value / 1000, UTC)
    if moment <= datetime.now(UTC):
        raise InvalidArgument("expiresAt must be in the future.")
    return moment
