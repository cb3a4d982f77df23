"""Accounts that were deleted in the Auth console: what they leave behind is erased, days later.

Firebase calls no function in Python when an account is deleted, so once a day the accounts are
listed and compared with the documents in users/. Nothing is erased on one look: a document is
marked with the time (`goneSince`), and erased by a later look that still finds no account, two days
on at the earliest. Whoever is back by then, from a backup say, is unmarked.
"""

from __future__ import annotations

from datetime import timedelta

import auth
import belongings
import log
from store import belongings as stored
from store import departed
from store.client import now

PATIENCE = timedelta(days=2)
# Others are erased on the days after.
ERASED_AT_ONCE = 10


def follow() -> int:
    """Mark who is gone, unmark who is back, erase who is gone for long. Returns how many went.

    Raises:
        Unavailable: the accounts can't be listed, so nothing was done.
    """
    # In this order: an account is older than its document, so who joins meanwhile is not missed.
    known = departed.everybody()
    there = auth.everybody()
    if not any(account.owner for uid, account in known.items() if uid in there):
        # A list without an owner is another project's, or not whole: it proves nothing.
        log.info("departed", documents=len(known), accounts=len(there), owner=False)
        return 0
    departed.mark({uid for uid, a in known.items() if uid not in there and a.gone_since is None})
    departed.unmark({uid for uid, a in known.items() if uid in there and a.gone_since is not None})
    due = [
        uid
        for uid, account in known.items()
        if uid not in there and account.gone_since and now() - account.gone_since >= PATIENCE
    ]
    for uid in due[:ERASED_AT_ONCE]:
        belongings.empty(uid)
        stored.finish(uid)
    return min(len(due), ERASED_AT_ONCE)
