"""Crews, as their owner has written them: who does what, for an agent that is a crew.

crews/{crewId}   name, description, members[{agent, role, goal}],
                 tasks[{description, expectedOutput, agent}], process ("sequential" |
                 "hierarchical"), limits{usd, seconds, steps}, enabled
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, cast

from store.client import client, data
from store.fields import Fields, amount, bad, text

Process = Literal["sequential", "hierarchical"]

MAX_MEMBERS = 8
MAX_TASKS = 12
DEFAULT_USD = 1.0
DEFAULT_SECONDS = 600.0
# A turn has no more time than this.
MAX_SECONDS = 840.0
DEFAULT_STEPS = 40


@dataclass(frozen=True)
class Worker:
    """A member of a crew: an agent, in a role."""

    agent: str
    role: str
    goal: str


@dataclass(frozen=True)
class Task:
    """One thing to be done. `agent` is the one of a member."""

    description: str
    expected_output: str
    agent: str


@dataclass(frozen=True)
class Crew:
    """A crew, and what one run of it may take: USD, seconds, and calls of models (`steps`)."""

    id: str
    name: str
    members: tuple[Worker, ...]
    tasks: tuple[Task, ...]
    process: Process
    usd: float
    seconds: float
    steps: int
    enabled: bool


def find(crew_id: str) -> Crew | None:
    """A crew; `None` when there is none of that id.

    Raises:
        Unavailable: its document can't be read.
    """
    fields = data(client().document("crews", crew_id).get())
    return decode_crew(crew_id, fields) if fields else None


def decode_crew(crew_id: str, fields: Fields) -> Crew:
    """A crew from its document.

    Raises:
        Unavailable: a field is missing or of the wrong kind.
    """
    where = f"crews/{crew_id}"
    members = tuple(_worker(where, one) for one in _each(where, fields, "members", MAX_MEMBERS))
    names = [member.agent for member in members]
    tasks = tuple(_task(where, one) for one in _each(where, fields, "tasks", MAX_TASKS))
    if len(set(names)) != len(names):
        raise bad(where, "members")
    if not {task.agent for task in tasks} <= set(names):
        raise bad(where, "tasks")
    process = fields.get("process", "sequential")
    if process not in ("sequential", "hierarchical"):
        raise bad(where, "process")
    limits: Any = fields.get("limits") or {}
    if not isinstance(limits, dict):
        raise bad(where, "limits")
    limited = cast(Fields, limits)
    usd, steps = amount(where, limited, "usd"), amount(where, limited, "steps")
    seconds = amount(where, limited, "seconds")
    return Crew(
        id=crew_id,
        name=text(where, fields, "name"),
        members=members,
        tasks=tasks,
        process=process,
        usd=DEFAULT_USD if usd is None else usd,
        seconds=min(DEFAULT_SECONDS if seconds is None else seconds, MAX_SECONDS),
        steps=DEFAULT_STEPS if steps is None else int(steps),
        enabled=fields.get("enabled") is True,
    )


def _each(where: str, fields: Fields, name: str, most: int) -> list[Fields]:
    value: Any = fields.get(name)
    items = cast(list[Any], value) if isinstance(value, list) else []
    if not 1 <= len(items) <= most or not all(isinstance(item, dict) for item in items):
        raise bad(where, name)
    return items


def _worker(where: str, fields: Fields) -> Worker:
    return Worker(
        agent=text(where, fields, "agent"),
        role=text(where, fields, "role"),
        goal=text(where, fields, "goal"),
    )


def _task(where: str, fields: Fields) -> Task:
    return Task(
        description=text(where, fields, "description"),
        expected_output=text(where, fields, "expectedOutput"),
        agent=text(where, fields, "agent"),
    )
