"""Suspending a member, in Firestore or in the Auth console: either ends what the other would.

`users/{uid}.suspended` is what the rules and the functions go by. An account that is disabled in
the Auth console is therefore marked there within a minute, and unmarked when it is enabled again.
A member who is suspended in Firestore is signed out everywhere.
"""

from __future__ import annotations

from typing import Any

import auth
from store import members


def on_account_written(
    uid: str, before: dict[str, Any] | None, after: dict[str, Any] | None
) -> bool:
    """Sign out whoever has just been suspended. True if they were.

    Not whoever is erasing their account: they may have to ask for it again.

    Args:
        before, after: the account's document; `None` where there is none.
    """
    if after is None or _is_suspended(before) or not _is_suspended(after):
        return False
    if after.get("suspendedBy") == "erasure":
        return False
    auth.sign_out(uid)
    return True


def _is_suspended(fields: dict[str, Any] | None) -> bool:
    return fields is not None and fields.get("suspended", False) is not False


def follow_auth() -> int:
    """Mark accounts that are disabled, unmark those that no longer are. Returns how many."""
    disabled = auth.disabled()
    marked = members.suspended_by_auth()
    found = members.suspend_by_auth(disabled - marked)
    return found + members.release_by_auth(marked - disabled)
