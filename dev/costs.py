"""docs/COSTS.md: what Hearth costs to run, from counted operations and the prices named there.

    PYTHONPATH=functions python -m dev.costs

The operations of a turn are in operations.json, where a test holds them against the real thing; how
often a running turn writes comes from the recorder itself. Prices are inputs, in prices.json.
"""

from __future__ import annotations

import json
import math
import sys
from dataclasses import dataclass
from typing import Any

from dev import limits
from dev.paths import FUNCTIONS, ROOT
from recorder import FIRST_CHECKPOINT_SECONDS, GROWTH, MAX_CHECKPOINT_SECONDS

PAGE = ROOT / "docs" / "COSTS.md"
PRICES: dict[str, Any] = json.loads((ROOT / "dev" / "prices.json").read_text())
COUNTED: dict[str, dict[str, int]] = json.loads((ROOT / "dev" / "operations.json").read_text())

DAYS = 30
AWAKE_SECONDS = 16 * 3600
# Cloud Run keeps an instance without requests for about this long, and its CPU is paid meanwhile.
IDLE_SECONDS = 15 * 60
CHAT_GIB = 1.0
STREAMS = 200


@dataclass(frozen=True)
class Habits:
    """What a member does in a day. Change them here to see another community."""

    turns: int = 10
    visits: int = 3
    visit_seconds: int = 300
    answer_seconds: int = 20
    history: int = 20
    threads_listed: int = 30
    shell_mib: float = 1.5
    stored_kib_per_turn: float = 4.0


HABITS = Habits()


def checkpoints(seconds: float) -> int:
    """How often a turn of that length writes what it has, before it ends."""
    distance, due, count = FIRST_CHECKPOINT_SECONDS, FIRST_CHECKPOINT_SECONDS, 0
    while due < seconds:
        count += 1
        distance = min(distance * GROWTH, MAX_CHECKPOINT_SECONDS)
        due += distance
    return count


def turn(habits: Habits = HABITS) -> tuple[int, int]:
    """The reads and writes of a turn, its reader's included."""
    written = checkpoints(habits.answer_seconds)
    # Each second, one look for a stop reads the reply and the account.
    server = COUNTED["later turn"]["reads"] + habits.history + 2 * habits.answer_seconds
    # The reader is sent every change of question, answer and thread; a thread is listened to twice.
    reader = 2 + written + 2 + 2 * 2
    return server + reader, COUNTED["later turn"]["writes"] + written


def visit(habits: Habits = HABITS) -> int:
    """The reads of opening the client: every document it listens to, and each listener's rule."""
    seed = {
        name: len(json.loads((FUNCTIONS / "seed" / f"{name}.json").read_text()))
        for name in ("models", "agents")
    }
    # Account, settings, providers, preferences; then lists of models, threads and messages.
    documents = 4 + seed["models"] + seed["agents"] + habits.threads_listed + habits.history
    listeners = 4 + seed["agents"] + 3
    return documents + listeners


def usage(members: int, habits: Habits = HABITS) -> dict[str, float]:
    """What a community uses in a month, in the units of prices.json."""
    turns, visits = members * habits.turns * DAYS, members * habits.visits * DAYS
    reads, writes = turn(habits)
    minutes = DAYS * 24 * 60
    up = DAYS * instance_seconds(members, habits)
    return {
        "documentReads": turns * reads
        + visits * visit(habits)
        + minutes * COUNTED["idle minute"]["reads"],
        # A visit leaves one mark on a thread, of what was seen of it.
        "documentWrites": turns * writes + visits,
        "storedGiB": 12 * turns * habits.stored_kib_per_turn / 1024**2,
        "vcpuSeconds": up,
        "gibSeconds": up * CHAT_GIB,
        "servedGiB": members * habits.shell_mib * 4 / 1024,
        "schedulerJobs": 2,
        "secretVersions": 6,
    }


def instance_seconds(members: int, habits: Habits = HABITS) -> float:
    """How long instances of `chat` are up in a day.

    Visits come at random in waking hours; an instance is up while any of them is young enough.
    """
    if members == 0:
        return 0.0
    per_second = members * habits.visits / AWAKE_SECONDS
    up = 1 - math.exp(-per_second * (habits.visit_seconds + IDLE_SECONDS))
    streams = members * habits.turns / AWAKE_SECONDS * habits.answer_seconds
    return AWAKE_SECONDS * up * max(1.0, streams / STREAMS)


def price(name: str, amount: float) -> float:
    """USD a month for that much, what is free taken off."""
    at = PRICES[name]
    free = at.get("freePerMonth", 0) + at.get("freePerDay", 0) * DAYS
    return max(0.0, amount - free) / at["per"] * at["usd"]


LABELS = {
    "documentReads": "document reads",
    "documentWrites": "document writes",
    "storedGiB": "GiB stored, after a year",
    "vcpuSeconds": "vCPU seconds",
    "gibSeconds": "GiB seconds",
    "servedGiB": "GiB of client served",
    "schedulerJobs": "scheduled jobs",
    "secretVersions": "secrets",
}


def table(communities: dict[str, int]) -> str:
    """A month of each community: how much, and what it costs."""
    used = {name: usage(members) for name, members in communities.items()}
    lines = [
        "| a month of | " + " | ".join(communities) + " |",
        "| --- |" + " ---: |" * len(communities),
    ]
    for unit, label in LABELS.items():
        amounts = (used[name][unit] for name in communities)
        cells = (f"{_short(amount)} ({_usd(price(unit, amount))})" for amount in amounts)
        lines.append(f"| {label} | " + " | ".join(cells) + " |")
    totals = (sum(price(unit, used[name][unit]) for unit in LABELS) for name in communities)
    lines.append("| **together** | " + " | ".join(f"**{_usd(total)}**" for total in totals) + " |")
    return "\n".join(lines)


def _short(amount: float) -> str:
    if amount >= 1e6:
        return f"{amount / 1e6:,.1f} M"
    return f"{amount:,.0f}" if amount >= 10 or amount == 0 else f"{amount:.2g}"


def _usd(amount: float) -> str:
    return "free" if amount == 0 else f"${amount:,.2f}"


def page() -> str:
    """The whole page."""
    reads, writes = turn()
    worst = limits.MAX_INSTANCES * DAYS * 86400
    most = price("vcpuSeconds", worst) + price("gibSeconds", worst * CHAT_GIB)
    return f"""# What it costs

Made by `make costs` from counted operations. Change the habits in `dev/costs.py` or the prices in
`dev/prices.json`, and run it again.

Prices: {PRICES["as of"]}.
What models cost comes on top, and is what budgets are for.

{table({"nobody": 0, "one person": 1, "50 members": 50})}

A member is taken to send {HABITS.turns} messages in {HABITS.visits} visits a day, each answered in
{HABITS.answer_seconds} seconds. A turn is then {reads} document reads and {writes} writes,
{checkpoints(HABITS.answer_seconds)} of them checkpoints; opening the client is {visit()} reads.
While nobody chats, the upkeep of each minute is all that runs, within what is free.

Most of it is the CPU of `chat` between messages: it stays on while an instance is up, so that an
answer goes on when its reader has left. The most that `chat` can cost, with all
{limits.MAX_INSTANCES} instances busy day and night for a month, is {_usd(most)}.

## When it grows

By simulation, at three times the average load of waking hours. The first line that is passed is
what breaks first.

{limits.table()}

{limits.notes()}
"""


def main() -> int:
    PAGE.write_text(page())
    return 0


if __name__ == "__main__":
    sys.exit(main())
