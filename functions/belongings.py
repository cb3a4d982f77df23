"""A person's own: take everything along, or erase everything and get a receipt."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import auth
from errors import InvalidArgument
from rate import Rate
from store import belongings, rates, shares, tokens

EXPORTS = Rate(times=10, seconds=3600)
# Running turns see that their account is closed within a second or two.
TURNS_SECONDS = 10.0
CONFIRMATION = "delete everything"


def export_account(authorization: str | None, _arguments: dict[str, Any]) -> Iterator[bytes]:
    """Everything that is stored of the caller, as JSON in pieces, while it is read.

    Returns:
        `{"exportedAt", "email", "documents": {path: fields}}`. The path is within the account,
        empty for the account itself; times are written as ISO 8601, images as base64.

    Raises:
        Unauthenticated: the token is not good.
        ResourceExhausted: too often.
    """
    caller = auth.authenticate(authorization)
    rates.count(caller.uid, "export", EXPORTS)
    return _export(caller)


def _export(caller: auth.Caller) -> Iterator[bytes]:
    head = {"exportedAt": datetime.now(UTC).isoformat(), "email": caller.email}
    yield json.dumps(head).removesuffix("}").encode() + b', "documents": {'
    for n, (path, fields) in enumerate(belongings.documents(caller.uid)):
        text = json.dumps(fields, ensure_ascii=False, default=_plain)
        yield f"{', ' if n else ''}{json.dumps(path)}: {text}".encode()
    yield b"}}"


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value)


def delete_account(authorization: str | None, arguments: dict[str, Any]) -> dict[str, Any]:
    """Erase the caller's account and all that belongs to it. What began can be called again.

    Args:
        arguments: `{"confirm": "delete everything"}`.

    Returns:
        The receipt: `{"deleted": {collection: documents}, "left": 0, "at"}`. `left` is what a
        second look has found.

    Raises:
        Unauthenticated: the token is not good.
        InvalidArgument: it was not confirmed.
    """
    caller = auth.authenticate(authorization)
    if arguments.get("confirm") != CONFIRMATION:
        raise InvalidArgument(f'Confirm it: send "{CONFIRMATION}".')
    deleted = empty(caller.uid)
    # The account's document goes last: as long as there is a sign-in without one, it would be
    # taken for somebody new.
    auth.delete_account(caller.uid)
    account, left = belongings.finish(caller.uid)
    kinds = {**deleted, "users": account, "sign-ins": 1}
    return {
        "deleted": {kind: count for kind, count in kinds.items() if count},
        "left": left,
        "at": datetime.now(UTC).isoformat(),
    }


def empty(uid: str) -> dict[str, int]:
    """Erase all that belongs to an account but its own document, which then says it is closed.

    Returns:
        How many documents went, by the name of their collection.
    """
    belongings.close(uid)
    ended = tokens.forget(uid)
    belongings.wait_for_turns(uid, TURNS_SECONDS)
    revoked = shares.revoke_all(uid)
    return {**belongings.erase(uid), "shares": revoked, "tokens": ended}
