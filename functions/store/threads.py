"""Threads as they are stored: messages that form a tree by their parents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from google.cloud.firestore import FieldFilter

from errors import InvalidArgument, NotFound
from messages import Part, Role, Status, decode_part, encode_part
from store.client import client, data, images, messages, read, thread, user
from store.upgrade import upgrade

# A branch is read newest first in one query of this size; what is older is followed by its
# parents, and a branch longer than MAX_BRANCH is cut (it would fit no model).
PAGE = 200
MAX_BRANCH = 2000


@dataclass(frozen=True)
class StoredMessage:
    """A message document. `tail` of a running reply is folded into `parts` already."""

    id: str
    role: Role
    parts: tuple[Part, ...]
    parent: str | None
    status: Status
    created_at: datetime | None
    heartbeat_at: datetime | None
    fields: dict[str, Any]


def branch(uid: str, thread_id: str, leaf: str | None) -> tuple[StoredMessage, ...]:
    """The messages from the first of a thread to `leaf`, oldest first; empty without a leaf.

    Raises:
        NotFound: the thread or the leaf does not exist.
    """
    if leaf is None:
        return ()
    known = _newest(uid, thread_id)
    chain: list[StoredMessage] = []
    seen: set[str] = set()
    at: str | None = leaf
    while at is not None and at not in seen and len(chain) < MAX_BRANCH:
        seen.add(at)
        message = known.get(at) or message_or_none(uid, thread_id, at)
        if message is None:
            break
        chain.append(message)
        at = message.parent
    if not chain:
        raise NotFound("That message is not in this thread any more. Reload and try again.")
    return tuple(reversed(chain))


def _newest(uid: str, thread_id: str) -> dict[str, StoredMessage]:
    query = messages(uid, thread_id).order_by("createdAt", direction="DESCENDING").limit(PAGE)
    found = [decode_message(snapshot.id, data(snapshot)) for snapshot in query.stream()]
    return {message.id: message for message in found}


def message_or_none(uid: str, thread_id: str, message_id: str) -> StoredMessage | None:
    """One message, or `None` when there is none of that id."""
    snapshot = messages(uid, thread_id).document(message_id).get()
    return decode_message(message_id, data(snapshot)) if snapshot.exists else None


def decode_message(message_id: str, fields: dict[str, Any]) -> StoredMessage:
    """A message from its document.

    Raises:
        InvalidArgument: the document cannot be read (it was edited by hand, say).
    """
    try:
        fields = upgrade(fields)
        parts = tuple(decode_part(part) for part in fields.get("parts", []))
        return StoredMessage(
            id=message_id,
            role=cast(Role, fields["role"]),
            parts=fold_tail(parts, fields.get("tail", [])),
            parent=fields.get("parent"),
            status=cast(Status, fields["status"]),
            created_at=fields.get("createdAt"),
            heartbeat_at=fields.get("heartbeatAt"),
            fields=fields,
        )
    except (KeyError, TypeError, ValueError) as error:
        raise InvalidArgument(f"The message {message_id} in this thread can't be read.") from error


def fold_tail(parts: tuple[Part, ...], tail: list[dict[str, Any]]) -> tuple[Part, ...]:
    """Parts with the checkpoints of a running reply added, in the order they were written."""
    encoded = [encode_part(part) for part in parts]
    for entry in sorted(tail, key=lambda entry: entry["n"]):
        for part in entry["parts"]:
            _append(encoded, part)
    return tuple(decode_part(part) for part in encoded)


def _append(encoded: list[dict[str, Any]], part: dict[str, Any]) -> None:
    for index, known in enumerate(encoded):
        if part["type"] == "tool" and known.get("toolCallId") == part["toolCallId"]:
            encoded[index] = part
            return
    last = encoded[-1] if encoded else {"type": "none"}
    # The same rule as `events.fold`: text goes on, and reasoning until it is signed.
    grows = last["type"] == part["type"] and part["type"] in ("text", "reasoning")
    if grows and not last.get("metadata"):
        encoded[-1] = {**last, **part, "text": last["text"] + part["text"]}
    else:
        encoded.append(part)


def image_data(uid: str, thread_id: str, image_ids: list[str]) -> dict[str, str]:
    """Images by id, as base64; those that do not exist are left out."""
    if not image_ids:
        return {}
    refs = {image_id: images(uid, thread_id).document(image_id) for image_id in image_ids}
    found = read(refs.values())
    return {
        image_id: str(found[ref.path]["data"])
        for image_id, ref in refs.items()
        if "data" in found[ref.path]
    }


def delete_under(uid: str, thread_id: str) -> int:
    """Delete everything under a thread. Returns how many documents went."""
    return client().recursive_delete(thread(uid, thread_id))


def watch(paths: list[str]) -> dict[str, bool]:
    """Which running turns shall stop, in one round trip.

    Args:
        paths: of the documents, under their member's, that say what runs.

    Returns:
        True for a turn whose owner asked to stop it, or is suspended or gone, or whose document
        was deleted.
    """
    accounts = {path: user(path.split("/")[1]) for path in paths}
    refs = [*map(client().document, paths), *accounts.values()]
    found = read(refs, field_paths=["stop", "suspended", "status"])
    return {path: _shall_stop(found[path], found[at.path]) for path, at in accounts.items()}


def _shall_stop(reply: dict[str, Any], account: dict[str, Any]) -> bool:
    gone = not reply
    return gone or reply.get("stop") is True or account.get("suspended", False) is not False


def stale_replies(before: datetime, limit: int = 200) -> list[Any]:
    """Snapshots of unsettled replies without a sign of life since `before`."""
    query = (
        client()
        .collection_group("messages")
        .where(filter=FieldFilter("open", "==", True))
        .where(filter=FieldFilter("heartbeatAt", "<", before))
        .limit(limit)
    )
    return list(query.stream())
