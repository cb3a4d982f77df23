"""Crews as documents that a person edits: a bad one names what is wrong with it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from crew_turn import job_of, tool_name
from errors import Unavailable
from messages import Message, TextPart, ToolPart
from seeding import SEED
from store.crews import MAX_SECONDS, decode_crew

BRIEFING: dict[str, Any] = json.loads((SEED / "crews.json").read_text())["briefing"]
AGENTS = json.loads((SEED / "agents.json").read_text())
MEMBER = {"agent": "hearth", "role": "Sceptic", "goal": "Doubt"}


def test_the_crew_of_the_seed_is_made_of_agents_of_the_seed() -> None:
    crew = decode_crew("briefing", BRIEFING)
    assert {member.agent for member in crew.members} <= set(AGENTS)
    assert [task.agent for task in crew.tasks] == [member.agent for member in crew.members]


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"name": ""}, "name"),
        ({"members": []}, "members"),
        ({"members": ["hearth"]}, "members"),
        ({"members": [MEMBER] * 2}, "members"),
        ({"members": [{**MEMBER, "role": 7}]}, "role"),
        ({"members": [MEMBER]}, "tasks"),
        ({"tasks": "all of it"}, "tasks"),
        ({"tasks": [{"description": "x", "agent": "hearth"}]}, "expectedOutput"),
        ({"process": "chaotic"}, "process"),
        ({"limits": 3}, "limits"),
        ({"limits": {"usd": "much"}}, "usd"),
    ],
)
def test_a_bad_field_is_named(changes: dict[str, Any], named: str) -> None:
    with pytest.raises(Unavailable, match=f"crews/x is not set up right: its {named} "):
        decode_crew("x", {**BRIEFING, **changes})


def test_limits_are_there_even_if_nobody_wrote_them() -> None:
    crew = decode_crew("x", {**BRIEFING, "limits": {"seconds": 1e9}})
    assert crew.usd > 0
    assert crew.steps > 0
    assert crew.seconds == MAX_SECONDS


@pytest.mark.parametrize("enabled", [None, "yes", 1, False])
def test_only_a_clear_yes_switches_a_crew_on(enabled: object) -> None:
    assert not decode_crew("x", {**BRIEFING, "enabled": enabled}).enabled


def test_a_crew_is_told_the_question_and_what_was_said_before_it_and_no_prompt() -> None:
    messages = (
        Message("user", (TextPart("What is a ria?"),)),
        Message("assistant", (ToolPart("c1", "Editor", {}, "output-available", "x"),)),
        Message("assistant", (TextPart("A drowned valley."),)),
        Message("user", (TextPart("Name three."),)),
    )
    job = job_of(decode_crew("x", BRIEFING), messages)
    before, _, asked = job["brief"].partition("The person asks:")
    assert "assistant: A drowned valley." in before
    assert "user: What is a ria?" in before
    assert asked.strip() == "Name three."
    assert set(job["members"][0]) == {"agent", "role", "goal"}


def test_a_cut_off_answer_that_is_gone_on_from_is_not_taken_for_the_question() -> None:
    messages = (
        Message("user", (TextPart("Name three."),)),
        Message("assistant", (TextPart("The Rhine and"),)),
    )
    job = job_of(decode_crew("x", BRIEFING), messages)
    assert job["brief"].endswith("The person asks:\n\nName three.")


@pytest.mark.parametrize(
    ("role", "name"),
    [("Fact checker", "Fact_checker"), ("Écrivain / Autor", "crivain_Autor"), ("研究", "worker")],
)
def test_a_workers_name_is_one_that_every_provider_takes(role: str, name: str) -> None:
    assert tool_name(role) == name
