"""Shares: snapshots of threads that whoever has the link may read.

    shares/{shareId}            title, agent{name, emoji}, createdAt, expiresAt|null, pages
      pages/{n}                 messages[], for the functions alone
      images/{imageId}          copies of the images, for the functions alone
      private/origin            whose it is
    users/{uid}/shares/{id}     threadId, title, createdAt, expiresAt, omitted, views

Nothing of a share changes after it was made: what is edited or said later is not in it. To revoke
it is to delete it.
"""

from __future__ import annotations

import contextlib
import secrets
from dataclasses import dataclass
from datetime import datetime

from google.cloud.firestore import FieldFilter, Increment

from errors import NotFound, ResourceExhausted
from store import threads
from store.client import Document, client, data, now, read, user
from store.snapshot import SharedMessage, images_of, pages

# 144 random bits: nobody guesses a link.
ID_BYTES = 18
MAX_SHARES = 200


@dataclass(frozen=True)
class Share:
    """A share, whole. `expires_at` of `None` is until it is revoked."""

    id: str
    title: str
    agent: str
    created_at: datetime
    expires_at: datetime | None
    messages: tuple[SharedMessage, ...]


def create(
    uid: str,
    thread_id: str,
    messages: list[SharedMessage],
    *,
    agent: dict[str, str],
    expires_at: datetime | None,
) -> str:
    """Store a share. Returns its id; it can be read once everything of it is there.

    Raises:
        NotFound: the thread is not there.
        ResourceExhausted: the account has as many shares as one may have.
    """
    title = data(threads.thread(uid, thread_id).get()).get("title")
    if title is None:
        raise NotFound("This thread is not there any more.")
    _check_number(uid)
    share_id = secrets.token_urlsafe(ID_BYTES)
    share = client().document("shares", share_id)
    kept = list(pages(messages))
    for n, page in enumerate(kept):
        share.collection("pages").document(str(n)).create({"messages": page})
    _copy_images(uid, thread_id, messages, share)
    head = {"title": title, "createdAt": now(), "expiresAt": expires_at}
    omitted = sum(message.get("omitted", False) for message in messages)
    batch = client().batch()
    batch.create(share.collection("private").document("origin"), {"uid": uid})
    batch.create(
        _own(uid, share_id), {**head, "threadId": thread_id, "omitted": omitted, "views": 0}
    )
    batch.create(share, {**head, "agent": agent, "pages": len(kept)})
    batch.commit()
    return share_id


def _check_number(uid: str) -> None:
    shares = user(uid).collection("shares").limit(MAX_SHARES).count().get()
    if shares[0][0].value >= MAX_SHARES:
        raise ResourceExhausted(f"You have {MAX_SHARES} shared links. Revoke some of them first.")


def _copy_images(uid: str, thread_id: str, messages: list[SharedMessage], share: Document) -> None:
    kinds = images_of(messages)
    for image_id, encoded in threads.image_data(uid, thread_id, list(kinds)).items():
        image = {"mediaType": kinds[image_id], "data": encoded}
        share.collection("images").document(image_id).create(image)


def _own(uid: str, share_id: str) -> Document:
    return user(uid).collection("shares").document(share_id)


def find(share_id: str) -> Share:
    """A share that may still be read.

    Raises:
        NotFound: there is none, or it has expired or was revoked.
    """
    ref = client().document("shares", share_id)
    head = data(ref.get())
    if not head:
        raise NotFound("There is no such shared conversation, or its owner has taken it back.")
    expires_at = head.get("expiresAt")
    if expires_at is not None and expires_at <= now():
        raise NotFound(f"This shared conversation could be read until {expires_at:%d %B %Y}.")
    refs = [ref.collection("pages").document(str(n)) for n in range(head.get("pages", 0))]
    found = read(refs)
    return Share(
        id=share_id,
        title=str(head.get("title", "")),
        agent=" ".join(str(head.get("agent", {}).get(name, "")) for name in ("emoji", "name")),
        created_at=head["createdAt"],
        expires_at=expires_at,
        messages=tuple(message for at in refs for message in found[at.path].get("messages", [])),
    )


def image(share_id: str, image_id: str) -> tuple[str, str]:
    """An image of a share: its media type, and its data as base64.

    Raises:
        NotFound: there is none, or the share can't be read any more.
    """
    find(share_id)
    ref = client().document("shares", share_id, "images", image_id)
    fields = data(ref.get())
    if not fields:
        raise NotFound("There is no such image.")
    return fields["mediaType"], fields["data"]


def count_view(share_id: str) -> None:
    """Count one more reader, where the share's owner sees it."""
    from google.api_core.exceptions import NotFound as Gone

    origin = data(client().document("shares", share_id, "private", "origin").get())
    with contextlib.suppress(Gone):
        _own(origin["uid"], share_id).update({"views": Increment(1)})


def revoke(uid: str, share_id: str) -> bool:
    """Delete a share of this account. False if it has no such share."""
    own = _own(uid, share_id)
    if not data(own.get()):
        return False
    # What makes it readable goes first.
    client().document("shares", share_id).delete()
    client().recursive_delete(client().document("shares", share_id))
    own.delete()
    return True


def revoke_all(uid: str) -> int:
    """Delete every share of an account. Returns how many."""
    return sum(revoke(uid, snapshot.id) for snapshot in user(uid).collection("shares").stream())


def delete_expired(limit: int = 50) -> int:
    """Delete the shares whose time is over. Returns how many."""
    query = client().collection("shares").where(filter=FieldFilter("expiresAt", "<", now()))
    expired = list(query.limit(limit).stream())
    for head in expired:
        origin = data(head.reference.collection("private").document("origin").get())
        if origin:
            _own(origin["uid"], head.id).delete()
        client().recursive_delete(head.reference)
    return len(expired)
