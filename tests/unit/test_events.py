"""Events on the wire and in the store: the fixture turns that the client folds too."""

from __future__ import annotations

import json
from functools import reduce
from pathlib import Path
from typing import Any, get_args

import pytest

import events
from events import Encoder, Event, fold
from messages import Approval, Usage, decode_part, encode_part

TURNS: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[1] / "fixtures" / "turns.json").read_text()
)


def event_of(name: str, fields: dict[str, Any]) -> Event:
    if "usage" in fields:
        fields = {**fields, "usage": Usage(**fields["usage"])}
    if "approval" in fields:
        fields = {**fields, "approval": Approval(**fields["approval"])}
    event: Event = getattr(events, name)(**fields)
    return event


def chunks(frames: bytes) -> list[dict[str, Any]]:
    return [json.loads(line[6:]) for line in frames.decode().split("\n\n") if line]


@pytest.mark.parametrize("turn", TURNS, ids=[turn["name"] for turn in TURNS])
def test_a_fixture_turn_folds_to_its_parts(turn: dict[str, Any]) -> None:
    happened = [event_of(name, fields) for name, fields in turn["events"]]
    parts = reduce(fold, happened, ())
    assert [encode_part(part) for part in parts] == turn["parts"]


@pytest.mark.parametrize("turn", TURNS, ids=[turn["name"] for turn in TURNS])
def test_a_fixture_turn_goes_over_the_wire_as_its_chunks(turn: dict[str, Any]) -> None:
    encoder = Encoder()
    frames = b"".join(encoder.encode(event_of(name, fields)) for name, fields in turn["events"])
    assert chunks(frames) == turn["chunks"]


def test_every_kind_of_event_is_in_a_fixture_turn() -> None:
    named = {name for turn in TURNS for name, _ in turn["events"]}
    assert named == {kind.__name__ for kind in get_args(Event)}


def test_an_open_part_is_closed_before_an_error() -> None:
    encoder = Encoder()
    frames = encoder.encode(events.TextDelta("Hel")) + encoder.encode(
        events.Error("unavailable", "It went away.", 3.0)
    )
    assert [chunk["type"] for chunk in chunks(frames)] == [
        "text-start",
        "text-delta",
        "text-end",
        "data-error",
        "error",
    ]


def test_a_line_break_in_a_delta_does_not_break_the_frame() -> None:
    frames = Encoder().encode(events.TextDelta("a\n\ndata: [DONE]\n\n"))
    assert [chunk["type"] for chunk in chunks(frames)] == ["text-start", "text-delta"]


@pytest.mark.parametrize("turn", TURNS, ids=[turn["name"] for turn in TURNS])
def test_stored_parts_are_read_back_as_they_were(turn: dict[str, Any]) -> None:
    assert [encode_part(decode_part(part)) for part in turn["parts"]] == turn["parts"]
