"""Copies: a share made a thread of a member's own."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from messages import TextPart, encode_part
from store.client import client, data, images, messages, now, thread
from store.shares import Share
from store.snapshot import LEFT_OUT, SharedMessage
from store.upgrade import VERSION

# Well under what a batch may hold, however long its messages are.
BATCH = 10


def copy(share: Share, uid: str, thread_id: str, *, agent: str) -> bool:
    """Make the share a thread of this account. False if the account has that thread already.

    The thread's own document comes last, so that it is whole when it is seen.
    """
    ref = thread(uid, thread_id)
    if data(ref.get()):
        return False
    for image in client().document("shares", share.id).collection("images").stream():
        copied = {**data(image), "createdAt": now()}
        images(uid, thread_id).document(image.id).set(copied)
    written = _messages(share, agent)
    ids = [f"{thread_id}-{n}" for n in range(len(written))]
    for first in range(0, len(written), BATCH):
        batch = client().batch()
        for n in range(first, min(first + BATCH, len(written))):
            parent = ids[n - 1] if n else None
            batch.set(messages(uid, thread_id).document(ids[n]), {**written[n], "parent": parent})
        batch.commit()
    models = [message["model"] for message in written if message["model"]]
    ref.set(
        {
            "title": share.title,
            "agent": agent,
            "model": models[-1] if models else "",
            "temperature": None,
            "maxTokens": None,
            "pinned": False,
            "archived": False,
            "leaf": ids[-1],
            "createdAt": now(),
            "updatedAt": now(),
        }
    )
    return True


def _messages(share: Share, agent: str) -> list[dict[str, Any]]:
    at = now()
    return [
        {
            **_said(message),
            "version": VERSION,
            "role": message["role"],
            "status": "done",
            "agent": agent,
            "model": message.get("model", ""),
            # Messages are listed by their time.
            "createdAt": at + timedelta(milliseconds=n),
        }
        for n, message in enumerate(share.messages)
    ]


def _said(message: SharedMessage) -> dict[str, Any]:
    if message.get("omitted"):
        return {"parts": [encode_part(TextPart(LEFT_OUT))], "omitted": True}
    imported = {"imported": True} if message.get("imported") else {}
    return {"parts": message["parts"], **imported}
