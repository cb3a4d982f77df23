"""What a member has written and kept, for the tools of a turn of theirs."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from messages import TextPart
from store.client import data, images, messages, now, user
from store.threads import decode_message
from tools import Note, Passage

MAX_NOTES = 200
# As far back as a search of threads goes.
MAX_THREADS = 30
MAX_MESSAGES = 60
_AROUND = 400


@dataclass(frozen=True)
class MemberLibrary:
    """The library of the member whose turn it is, in that thread."""

    uid: str
    thread_id: str

    def notes(self) -> list[Note]:
        """The newest notes, newest first."""
        query = user(self.uid).collection("notes").order_by("updatedAt", direction="DESCENDING")
        return [_note(found.id, data(found)) for found in query.limit(MAX_NOTES).stream()]

    def note(self, note_id: str) -> Note | None:
        """One note; `None` when there is none of that id."""
        if "/" in note_id or not note_id.strip("."):
            return None
        found = user(self.uid).collection("notes").document(note_id).get()
        return _note(note_id, data(found)) if found.exists else None

    def passages(self, words: list[str], limit: int) -> list[Passage]:
        """Messages of other threads that hold all the words, newest thread first."""
        found: list[Passage] = []
        for passage in self._passages(words):
            found.append(passage)
            if len(found) == limit:
                break
        return found

    def _passages(self, words: list[str]) -> Iterator[Passage]:
        query = user(self.uid).collection("threads").order_by("updatedAt", direction="DESCENDING")
        for thread in query.limit(MAX_THREADS).stream():
            if thread.id == self.thread_id:
                continue
            title = str(data(thread).get("title") or "")
            for text, role, at in self._texts(thread.id):
                if all(word in text.lower() for word in words):
                    yield Passage(thread.id, title, role, _excerpt(text, words[0]), at)

    def _texts(self, thread_id: str) -> Iterator[tuple[str, str, Any]]:
        newest = messages(self.uid, thread_id).order_by("createdAt", direction="DESCENDING")
        for found in newest.limit(MAX_MESSAGES).stream():
            message = decode_message(found.id, data(found))
            said = [part.text for part in message.parts if isinstance(part, TextPart)]
            yield "\n\n".join(said), message.role, message.created_at

    def keep_picture(self, media_type: str, data: str) -> str:
        """Store a picture beside the thread's messages. Returns its id."""
        image_id = secrets.token_hex(10)
        fields = {"mediaType": media_type, "data": data, "createdAt": now()}
        images(self.uid, self.thread_id).document(image_id).set(fields)
        return image_id


def _note(note_id: str, fields: dict[str, Any]) -> Note:
    return Note(note_id, str(fields.get("text") or ""), fields.get("updatedAt"))


def _excerpt(text: str, word: str) -> str:
    at = max(0, text.lower().find(word) - _AROUND)
    cut = text[at : at + 2 * _AROUND]
    return f"{'…' if at else ''}{cut}{'…' if at + len(cut) < len(text) else ''}"
