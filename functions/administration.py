"""The owner's view: members, what they use and ask for, invites, and what is wrong.

Everything is administered by editing documents; this only reads. It shows counts and costs, and
never what anybody has said.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import problems
from access import check_owner
from auth import authenticate
from config import project
from problems import Written
from store import community, members


def overview(authorization: str | None, _arguments: dict[str, Any]) -> dict[str, Any]:
    """How the community is doing this month.

    Returns:
        `{"project", "members", "invites", "pool", "problems"}`; money in USD, times in
        milliseconds since 1970. Bad values are `null`: they are among the problems.

    Raises:
        Unauthenticated, PermissionDenied: the caller is not an owner.
    """
    check_owner(members.find(authenticate(authorization).uid))
    found = check_all()
    settings = found.settings
    months = community.months(list(found.users))
    pool = community.pooled()
    return {
        "project": project(),
        "members": [
            _member(uid, fields, *months[uid], settings) for uid, fields in found.users.items()
        ],
        "invites": [_invite(code, fields) for code, fields in found.invites.items()],
        "pool": {
            "spentUsd": _number(pool.get("spentUsd")) or 0.0,
            "reservedUsd": _number(pool.get("reservedUsd")) or 0.0,
            "limitUsd": _number(settings.get("poolBudgetUsd")),
        },
        "problems": community.problems(),
    }


def _member(
    uid: str,
    fields: dict[str, Any],
    used: dict[str, Any],
    asked: dict[str, Any],
    settings: dict[str, Any],
) -> dict[str, Any]:
    own = _number(fields.get("budgetUsd"))
    limit = _number(settings.get("memberBudgetUsd")) if own is None else own
    wanted = _number(asked.get("usd"))
    open_request = wanted is not None and limit is not None and wanted > limit
    return {
        "uid": uid,
        "email": str(fields.get("email") or ""),
        "displayName": str(fields.get("displayName") or ""),
        "agents": len(fields.get("agents") or ()),
        "limitUsd": limit,
        "spentUsd": _number(used.get("spentUsd")) or 0.0,
        "reservedUsd": _number(used.get("reservedUsd")) or 0.0,
        "turns": int(_number(used.get("turns")) or 0),
        "suspended": fields.get("suspended", False) is not False,
        "owner": fields.get("owner") is True,
        "createdAt": _time(fields.get("createdAt")),
        "request": {"usd": wanted, "note": str(asked.get("note") or "")} if open_request else None,
    }


def _invite(code: str, fields: dict[str, Any]) -> dict[str, Any]:
    return {
        "code": code,
        "note": str(fields.get("note") or ""),
        "seats": _number(fields.get("seats")),
        "used": _number(fields.get("used")) or 0.0,
        "budgetUsd": _number(fields.get("budgetUsd")),
        "expiresAt": _time(fields.get("expiresAt")),
        "revoked": fields.get("revoked", False) is not False,
    }


def _number(value: Any) -> float | None:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if is_number else None


def _time(value: Any) -> int | None:
    return int(value.timestamp() * 1000) if isinstance(value, datetime) else None


def check_all() -> Written:
    """Look for problems in everything that the owner has written, and publish them."""
    agents = community.written("agents")
    found = Written(
        settings=community.settings(),
        models=community.written("models"),
        agents=agents,
        prompts=community.prompts(list(agents)),
        integrations=community.written("integrations"),
        invites=community.written("invites"),
        users=community.written("users"),
    )
    texts = [{"where": problem.where, "text": problem.text} for problem in problems.check(found)]
    community.publish_problems(texts)
    return found
