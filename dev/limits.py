"""Which limit is reached first when a community grows, and what happens there."""

from __future__ import annotations

import heapq
import random
from dataclasses import dataclass

from dev import costs

MAX_INSTANCES = 10
PEAK = 3.0
SIZES = (10_000, 1_000_000)

# A transaction holds the documents that it writes for about this long.
TRANSACTION_SECONDS = 0.05
# How long a person waits for a first word before they send again.
PATIENCE_SECONDS = 2.0


@dataclass(frozen=True)
class Limit:
    """Something of which there is only so much.

    Args:
        load: what one member takes of it at the busiest time.
        capacity: how much there is, and `source` why that much.
        then: what Hearth does there.
    """

    name: str
    load: float
    capacity: float
    source: str
    then: str

    @property
    def members(self) -> int:
        """How many members it is enough for."""
        return int(self.capacity / self.load)


def limits() -> list[Limit]:
    """All of them, the first to be reached first."""
    habits = costs.HABITS
    turns = PEAK * habits.turns / costs.AWAKE_SECONDS
    visits = PEAK * habits.visits / costs.AWAKE_SECONDS
    found = [
        Limit(
            "the community's month, written by every turn twice",
            2 * turns,
            busiest_rate(),
            f"simulated: a transaction holds it for {TRANSACTION_SECONDS * 1000:.0f} ms",
            "turns queue up in their process, then try again for seconds, then are refused with a "
            "hint; the client sends them again. Beyond: split the month into shards",
        ),
        Limit(
            "answers at once",
            turns * habits.answer_seconds,
            MAX_INSTANCES * costs.STREAMS,
            f"{MAX_INSTANCES} instances of {costs.STREAMS} streams, in `functions/main.py`",
            "the next is refused at once with a hint, waits in the outbox and is sent again. "
            "Beyond: raise `max_instances`",
        ),
        Limit(
            "requests of one provider",
            turns,
            4000 / 60,
            "4,000 a minute, a usual limit of a paid account",
            "the provider's refusal is shown as such, with its own hint of when to try again. "
            "Beyond: ask the provider, or spread agents over several",
        ),
        Limit(
            "accounts that the schedule reads each minute",
            0.15 / 1000,
            60.0,
            "0.15 s for a page of 1,000, and a timeout of 60 s",
            "an account that is disabled in the Auth console is cut off by the functions alone, "
            "within 20 s, and keeps reading its own data for up to an hour",
        ),
        Limit(
            "document writes a second",
            turns * costs.turn()[1],
            10_000,
            "what a database is said to bear; it grows slowly beyond that",
            "checkpoints come late and heartbeats with them; a late one is no loss",
        ),
        Limit(
            "open clients",
            visits * habits.visit_seconds,
            1_000_000,
            "connections of one database",
            "a client that can't connect reads what it has, and tries again",
        ),
    ]
    return sorted(found, key=lambda limit: limit.members)


def busiest_rate() -> float:
    """The most transactions a second on one document at which few people wait too long."""
    low, high = 0.1, 1 / TRANSACTION_SECONDS
    while high - low > 0.1:
        middle = (low + high) / 2
        if waiting(middle) <= PATIENCE_SECONDS:
            low = middle
        else:
            high = middle
    return low


def waiting(rate: float, *, seconds: float = 1800.0, seed: int = 1) -> float:
    """How long all but one of a hundred transactions wait for a document, in seconds.

    They come at random, and only one at a time has the document.
    """
    chance = random.Random(seed)
    at, free, waits = 0.0, 0.0, list[float]()
    while at < seconds:
        at += chance.expovariate(rate)
        begins = max(at, free)
        waits.append(begins - at)
        free = begins + chance.expovariate(1 / TRANSACTION_SECONDS)
    return heapq.nlargest(max(1, len(waits) // 100), waits)[-1]


def table() -> str:
    """Each limit against each size of community."""
    head = " | ".join(f"{size:,} members" for size in SIZES)
    lines = [
        f"| limit | there is | enough for | {head} |",
        "| --- | ---: | ---: |" + " ---: |" * len(SIZES),
    ]
    for limit in limits():
        shares = " | ".join(f"{limit.load * size / limit.capacity:.0%}" for size in SIZES)
        there = f"{limit.capacity:,.0f}" if limit.capacity >= 10 else f"{limit.capacity:.1f}"
        lines.append(f"| {limit.name} | {there} | {_round(limit.members)} members | {shares} |")
    return "\n".join(lines)


def _round(members: int) -> str:
    digits = len(str(members)) - 2
    return f"{round(members, -digits):,}"


def notes() -> str:
    """Where each number comes from, and what happens at the limit."""
    return "\n".join(f"- **{it.name}**: {it.source}. There, {it.then}." for it in limits())
