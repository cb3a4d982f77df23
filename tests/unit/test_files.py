"""Files in messages, as the client frames them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from dev.paths import ROOT
from files import File, carry_files, file_of, gist_of
from messages import ImagePart, Message, TextPart

FRAMED: list[dict[str, Any]] = json.loads((ROOT / "tests/fixtures/files.json").read_text())
LEASE = TextPart("[File: Lease.pdf, 2 pages]\n```\nRent is due.\n```")


@pytest.mark.parametrize("framed", FRAMED, ids=lambda framed: framed["name"])
def test_a_file_is_read_as_the_client_framed_it(framed: dict[str, Any]) -> None:
    expected = File(framed["name"], framed["pages"], framed["text"])
    assert file_of(TextPart(framed["frame"])) == expected


@pytest.mark.parametrize(
    "text",
    [
        "[File: a.txt]",
        "See [File: a.txt]\n```\nx\n```",
        "[File: a.txt]\n```\nx\n```\nand more",
        "[File: a.txt]\n````\nx\n```",
    ],
)
def test_what_somebody_wrote_is_no_file(text: str) -> None:
    assert file_of(TextPart(text)) is None


def test_a_message_is_known_by_what_was_said_else_by_its_files() -> None:
    assert gist_of((LEASE, TextPart("When is it due?"))) == "When is it due?"
    assert gist_of((LEASE, LEASE)) == "Lease.pdf, Lease.pdf"
    assert gist_of((ImagePart("i", "image/png"),)) == ""


def test_a_conversation_carries_files_once_a_person_has_added_one() -> None:
    assert carry_files((Message("user", (TextPart("Hello."),)), Message("user", (LEASE,))))
    assert not carry_files((Message("user", (TextPart("Hello."),)), Message("assistant", (LEASE,))))
