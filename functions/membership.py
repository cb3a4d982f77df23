"""Joining: an account's first step into the community."""

from __future__ import annotations

from typing import Any

from auth import authenticate
from store import members


def join(authorization: str | None, _arguments: dict[str, Any]) -> dict[str, Any]:
    """Make the caller a member as far as the community's settings allow. Calling again is safe.

    Returns:
        `{"status": "member"}`, or `{"status": "waiting"}` for an account without agents.

    Raises:
        Unauthenticated: the token is not good.
    """
    caller = authenticate(authorization)
    joined = members.join(caller.uid, email=caller.email, name=caller.name)
    return {"status": "member" if joined else "waiting"}
