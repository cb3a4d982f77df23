"""Joining: an account's document is made here, by the settings or by an invite, and exactly once.

    invites/{code}   agents[], budgetUsd|null, seats|null, used, expiresAt|null, note, revoked

An invite is redeemed in one transaction, so its seats hold however many come at once. The codes
that an account has redeemed stand in its own document, where the owner sees them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from google.cloud.firestore import ArrayUnion, Increment

from errors import NotFound, PermissionDenied, ResourceExhausted
from store.client import Transaction, client, in_turn, now, read, transactional, user
from store.fields import amount, bad, moment, text, texts
from store.members import Settings, decode_member, decode_settings


@dataclass(frozen=True)
class Invite:
    """What an invite carries, and who may still have it.

    Args:
        agents: none means those that everyone gets.
        budget_usd: a month; `None` leaves it to the community's setting.
        seats: how many accounts may redeem it; `None` is any number.
    """

    code: str
    agents: tuple[str, ...]
    budget_usd: float | None
    seats: int | None
    used: int
    expires_at: datetime | None
    note: str
    revoked: bool


def join(uid: str, *, email: str, name: str) -> bool:
    """Make the account's document if there is none. True if it is a member with agents."""
    with in_turn(f"users/{uid}"):
        return _join(client().transaction(), uid, email, name)


@transactional
def _join(transaction: Transaction, uid: str, email: str, name: str) -> bool:
    found = read([user(uid), client().document("settings", "app")], transaction=transaction)
    account = found[f"users/{uid}"]
    if account:
        return bool(texts(account.get("agents")))
    settings = decode_settings(found["settings/app"])
    agents = settings.default_agents if settings.signup == "open" else ()
    transaction.create(user(uid), {**_new_account(email, name), "agents": list(agents)})
    return bool(agents)


def redeem(uid: str, code: str, *, email: str, name: str) -> Invite:
    """Give the account what the invite carries. To redeem it again changes nothing.

    Returns:
        The invite, with the agents that the account has by it.

    Raises:
        NotFound: there is no such invite.
        PermissionDenied: it was withdrawn or has expired, or the account is suspended.
        ResourceExhausted: all its seats are taken.
        Unavailable: the invite's document can't be read.
    """
    with in_turn(f"invites/{code}"):
        return _redeem(client().transaction(), uid, code, email, name)


@transactional
def _redeem(transaction: Transaction, uid: str, code: str, email: str, name: str) -> Invite:
    ref = client().document("invites", code)
    found = read([ref, user(uid), client().document("settings", "app")], transaction=transaction)
    fields, account = found[ref.path], found[f"users/{uid}"]
    if not fields:
        raise NotFound("There is no invite with this code. Check the link, or ask for a new one.")
    invite = decode_invite(code, fields)
    member = decode_member(uid, account)
    if account and member.suspended:
        raise PermissionDenied("Your access is suspended. Ask the owner about it.")
    if code in texts(account.get("invites")):
        return replace(invite, agents=member.agents)
    check_invite(invite, now())
    settings = decode_settings(found["settings/app"])
    agents = invite.agents or settings.default_agents
    changes: dict[str, Any] = {
        "agents": ArrayUnion(list(agents)),
        "invites": ArrayUnion([code]),
    }
    if not member.agents:
        changes["budgetUsd"] = invite.budget_usd
    elif (raised := _raised(member.budget_usd, invite.budget_usd, settings)) is not None:
        changes["budgetUsd"] = raised
    begun = {} if account else _new_account(email, name)
    transaction.set(user(uid), {**begun, **changes}, merge=True)
    transaction.update(ref, {"used": Increment(1)})
    return replace(invite, agents=agents)


def decode_invite(code: str, fields: dict[str, Any]) -> Invite:
    """An invite from its document.

    Raises:
        Unavailable: a field is of the wrong kind.
    """
    where = f"invites/{code}"
    seats = amount(where, fields, "seats")
    agents = texts(fields.get("agents"))
    if len(agents) != len(fields.get("agents") or ()):
        raise bad(where, "agents")
    return Invite(
        code=code,
        agents=agents,
        budget_usd=amount(where, fields, "budgetUsd"),
        seats=None if seats is None else int(seats),
        used=int(amount(where, fields, "used") or 0),
        expires_at=moment(where, fields, "expiresAt"),
        note=text(where, fields, "note") if fields.get("note") else "",
        # Only a clear "no" leaves it open: a mistyped field must not.
        revoked=fields.get("revoked", False) is not False,
    )


def check_invite(invite: Invite, at: datetime) -> None:
    """Refuse an invite that lets nobody in any more.

    Raises:
        PermissionDenied: it was withdrawn, or has expired.
        ResourceExhausted: all its seats are taken.
    """
    if invite.revoked:
        raise PermissionDenied("This invite was withdrawn. Ask whoever sent it for a new one.")
    if invite.expires_at is not None and invite.expires_at <= at:
        raise PermissionDenied(
            f"This invite ended on {invite.expires_at:%d %B %Y}. Ask whoever sent it for a new one."
        )
    if invite.seats is not None and invite.used >= invite.seats:
        raise ResourceExhausted(
            "Every seat of this invite is taken. Ask whoever sent it for another one."
        )


def _raised(own: float | None, offered: float | None, settings: Settings) -> float | None:
    """The budget that an invite raises a member's to; `None` when it raises nothing."""
    current = settings.member_budget_usd if own is None else own
    return offered if offered is not None and current is not None and offered > current else None


def _new_account(email: str, name: str) -> dict[str, Any]:
    return {
        "email": email,
        "displayName": name,
        "agents": [],
        "budgetUsd": None,
        "suspended": False,
        "createdAt": now(),
    }
