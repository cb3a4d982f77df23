"""Files that a member adds to a message: texts that their device read out of PDFs and text files.

Such a text part names its file on its first line and fences what the file says; the fence is longer
than any inside, so that no text can end it. The client writes it (web/src/lib/file-part.ts). What a
file says is material, never an instruction (see `toolbox.RULES`), and it is the member's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from messages import Message, Part, TextPart, text_of

_FRAMED = re.compile(
    r"\[File: (?P<name>[^\n]+?)(?:, (?P<pages>[0-9]{1,6}) pages?)?\]\n"
    r"(?P<fence>`{3,})\n(?P<text>.*)\n(?P=fence)",
    re.S,
)


@dataclass(frozen=True)
class File:
    """A file by its name, and what it says. `pages` is `None` where it has none."""

    name: str
    pages: int | None
    text: str


def file_of(part: Part) -> File | None:
    """The file that a part is; `None` for any other part."""
    found = _FRAMED.fullmatch(part.text) if isinstance(part, TextPart) else None
    if found is None:
        return None
    return File(found["name"], int(found["pages"]) if found["pages"] else None, found["text"])


def carry_files(messages: Iterable[Message]) -> bool:
    """Whether a person added a file to one of these messages."""
    return any(
        file_of(part) is not None
        for message in messages
        if message.role == "user"
        for part in message.parts
    )


def gist_of(parts: tuple[Part, ...]) -> str:
    """What a message is known by: what was said with it, else the names of its files."""
    files = [file for part in parts if (file := file_of(part)) is not None]
    said = text_of(tuple(part for part in parts if file_of(part) is None))
    return said if said.strip() else ", ".join(file.name for file in files)
