"""Joining: an account's first step into the community, with an invite or without."""

from __future__ import annotations

import re
from typing import Any

import auth
from auth import Caller, authenticate
from errors import InvalidArgument, NotFound, Unauthenticated
from rate import Rate
from store import joining, rates

# Nobody mistypes a link this often, and whoever guesses gets nowhere at this pace.
GUESSES = Rate(times=10, seconds=600)
_CODE = re.compile(r"[A-Za-z0-9_-]{1,64}")


def join(authorization: str | None, arguments: dict[str, Any]) -> dict[str, Any]:
    """Make the caller a member as far as the settings or an invite allow. Calling again is safe.

    Args:
        arguments: `{}`, or `{"invite": code}`.

    Returns:
        `{"status": "member"}`, or `{"status": "waiting"}` for an account without agents. With an
        invite also what it carried: `{"invite": {"note", "agents", "budgetUsd"}}`.

    Raises:
        Unauthenticated: the token is not good.
        InvalidArgument, NotFound, PermissionDenied, ResourceExhausted: the invite lets them in
            no more, or never did; the sentence says which.
    """
    caller = authenticate(authorization)
    # A look without the cache: an account that was just deleted must not come back to life.
    if auth.ended({caller.uid}):
        raise Unauthenticated("This account is closed.")
    if arguments.get("invite") is None:
        joined = joining.join(caller.uid, email=caller.email, name=caller.name)
        return {"status": "member" if joined else "waiting"}
    invite = _redeem(caller, _code(arguments["invite"]))
    return {
        "status": "member" if invite.agents else "waiting",
        "invite": {
            "note": invite.note,
            "agents": list(invite.agents),
            "budgetUsd": invite.budget_usd,
        },
    }


def _code(value: Any) -> str:
    if not isinstance(value, str):
        raise InvalidArgument("invite must be the code of an invite.")
    if not _CODE.fullmatch(value.strip()):
        raise NotFound("There is no invite with this code. Check the link, or ask for a new one.")
    return value.strip()


def _redeem(caller: Caller, code: str) -> joining.Invite:
    rates.count(caller.uid, "invite", GUESSES)
    return joining.redeem(caller.uid, code, email=caller.email, name=caller.name)
