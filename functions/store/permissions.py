"""What a member has allowed tools to do: for one thread, and for good.

users/{uid}/threads/{threadId}      allowed: [key]
users/{uid}/preferences/approvals   allowed: [key]
"""

from __future__ import annotations

from google.cloud.firestore import ArrayUnion

from consent import Permissions
from store.client import Document, read, thread, user
from store.fields import texts


def permissions(uid: str, thread_id: str) -> Permissions:
    """What the member has allowed so far."""
    refs = [thread(uid, thread_id), _for_good(uid)]
    found = read(refs, field_paths=["allowed"])
    here, always = (frozenset(texts(found[ref.path].get("allowed"))) for ref in refs)
    return Permissions(here, always)


def allow(uid: str, thread_id: str, here: list[str], always: list[str]) -> None:
    """Remember what the member allows from now on, in this thread and everywhere."""
    if here:
        thread(uid, thread_id).set({"allowed": ArrayUnion(here)}, merge=True)
    if always:
        _for_good(uid).set({"allowed": ArrayUnion(always)}, merge=True)


def _for_good(uid: str) -> Document:
    return user(uid).collection("preferences").document("approvals")
