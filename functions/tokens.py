"""Personal tokens: made here, shown once, and known by their hash from then on.

A token is 256 random bits, so its SHA-256 can't be reversed and needs no salt. It opens the door
(see `door.py`) and nothing else: it is no ID token, and reads no document.
"""

from __future__ import annotations

import hashlib
import secrets
import uuid
from datetime import timedelta
from typing import Any

from access import check_member
from auth import authenticate, bearer, check_account
from errors import InvalidArgument, NotFound, ResourceExhausted, Unauthenticated
from rate import Rate
from store import members, rates, tokens
from store.client import now
from store.tokens import Token

PREFIX = "hearth_"
MAX_TOKENS = 20
MAX_LABEL = 80
MAX_DAYS = 366
_CREATE = Rate(times=20, seconds=3600.0)


def create_token(authorization: str | None, arguments: dict[str, Any]) -> dict[str, Any]:
    """Make a token: `{label, days|null}`; without days it lasts until it is revoked.

    Returns:
        `{"id", "token"}`. The token is in no other answer, ever.

    Raises:
        PermissionDenied: the caller is no member.
        ResourceExhausted: they have as many as they may.
    """
    caller = authenticate(authorization)
    label, days = _label(arguments), _days(arguments)
    check_member(members.find(caller.uid))
    if tokens.count(caller.uid, MAX_TOKENS) >= MAX_TOKENS:
        raise ResourceExhausted(f"You have {MAX_TOKENS} tokens. Revoke one that you don't use.")
    rates.count(caller.uid, "tokens", _CREATE)
    secret, token_id = new_secret(), uuid.uuid4().hex
    tokens.create(
        hashed(secret),
        token_id,
        caller.uid,
        label=label,
        ending=secret[-4:],
        expires=None if days is None else now() + timedelta(days=days),
    )
    return {"id": token_id, "token": secret}


def revoke_token(authorization: str | None, arguments: dict[str, Any]) -> dict[str, Any]:
    """Revoke a token of the caller's own: `{id}`. Its running calls are stopped.

    Raises:
        NotFound: they have no such token.
    """
    caller = authenticate(authorization)
    token_id = arguments.get("id")
    if not isinstance(token_id, str) or not token_id.isalnum():
        raise InvalidArgument("id must be the id of a token.")
    if not tokens.revoke(caller.uid, token_id):
        raise NotFound("There is no such token any more.")
    return {}


def holder(authorization: str | None) -> Token:
    """The token that an `Authorization: Bearer hearth_...` header carries.

    Raises:
        Unauthenticated: it is unknown, revoked or expired, or its owner's account is disabled.
    """
    secret = bearer(authorization)
    token = tokens.find(hashed(secret)) if secret.startswith(PREFIX) else None
    if token is None:
        raise Unauthenticated("This is no token of Hearth's, or it was revoked. Make a new one.")
    if token.expired:
        raise Unauthenticated("This token has expired. Make a new one in Hearth.")
    check_account(token.uid)
    return token


def new_secret() -> str:
    """A new token, as its holder keeps it."""
    return PREFIX + secrets.token_urlsafe(32)


def hashed(secret: str) -> str:
    """A token as it is stored."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _label(arguments: dict[str, Any]) -> str:
    label = arguments.get("label")
    if not isinstance(label, str) or not 1 <= len(label.strip()) <= MAX_LABEL:
        raise InvalidArgument(f"label must be 1 to {MAX_LABEL} characters.")
    return label.strip()


def _days(arguments: dict[str, Any]) -> int | None:
    days = arguments.get("days")
    if days is None:
        return None
    if isinstance(days, bool) or not isinstance(days, int) or not 1 <= days <= MAX_DAYS:
        raise InvalidArgument(f"days must be a whole number from 1 to {MAX_DAYS}, or null.")
    return days
