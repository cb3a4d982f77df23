"""Messages that an earlier Hearth wrote are read by this one."""

from __future__ import annotations

import json
from typing import Any

import pytest

from dev.paths import ROOT
from errors import InvalidArgument
from messages import text_of
from store.threads import decode_message
from store.upgrade import VERSION, changes, upgrade

FIXTURES: list[dict[str, Any]] = json.loads(
    (ROOT / "tests" / "fixtures" / "messages.json").read_text()
)
STORED = [
    pytest.param(one["fields"], fixture["read"][one["id"]], one["id"], id=one["id"])
    for fixture in FIXTURES
    for one in fixture["stored"]
]


def test_there_are_messages_of_every_earlier_version() -> None:
    assert [fixture["version"] for fixture in FIXTURES] == list(range(VERSION))
    for fixture in FIXTURES:
        assert {one["fields"].get("version", 0) for one in fixture["stored"]} == {
            fixture["version"]
        }


@pytest.mark.parametrize(("fields", "expected", "message_id"), STORED)
def test_a_message_of_an_earlier_version_is_read(
    fields: dict[str, Any], expected: dict[str, Any], message_id: str
) -> None:
    message = decode_message(message_id, fields)
    assert {
        "text": text_of(message.parts),
        "status": message.status,
        "open": message.fields["open"],
    } == expected
    assert message.fields["version"] == VERSION


@pytest.mark.parametrize(("fields", "expected", "message_id"), STORED)
def test_writing_the_changes_gives_it_todays_shape(
    fields: dict[str, Any], expected: dict[str, Any], message_id: str
) -> None:
    assert expected
    written = {**fields, **changes(fields)}
    assert written == upgrade(fields)
    assert changes(written) == {}
    assert decode_message(message_id, written) == decode_message(message_id, fields)


def test_a_message_of_today_is_left_as_it_is() -> None:
    fields: dict[str, Any] = {"version": VERSION, "role": "user", "status": "done", "parts": []}
    assert upgrade(fields) is fields


@pytest.mark.parametrize("version", [VERSION + 1, -1, "1", None])
def test_a_message_of_an_unknown_version_is_not_guessed_at(version: Any) -> None:
    fields: dict[str, Any] = {"version": version, "role": "user", "status": "done", "parts": []}
    with pytest.raises(InvalidArgument, match="can't be read"):
        decode_message("m1", fields)
