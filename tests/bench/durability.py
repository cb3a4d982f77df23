"""Whether an answer can be lost: clients that go away in 300 turns, a process that dies in 30.

    make bench-durability

Where a client goes away, and when the process is killed, is drawn from a seed.
"""

from __future__ import annotations

import argparse
import random
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any

import upkeep
from bench.stage import Stage, stage
from bench.table import Row, Table, publish
from bench.upstream import LEFT, asking
from hearth import MODELS, Account, turn
from messages import text_of
from store.threads import decode_message

TURNS, KILLED = 300, 30
AT_ONCE = 20
# An answer of two seconds for those that are left, of a minute for those that are killed.
PACE, DELTAS, LONG = 40, 80, 2400
# About the bytes of a delta's frame.
FRAME = 75
# The schedule's own period, and the most that an interrupted turn may wait for its mark.
SCHEDULE_SECONDS, MARK_SECONDS = 60.0, 90.0


@dataclass(frozen=True)
class Sent:
    """A turn that was sent, and what its client had seen when it went away."""

    account: Account
    body: dict[str, Any]
    seen: tuple[int, ...] = ()


@dataclass(frozen=True)
class Verdict:
    """What became of a turn.

    Args:
        kept: the question is there, with one answer.
        whole: every delta is there, once and in order.
        seen: it begins with what its client had seen.
    """

    kept: bool
    status: str
    whole: bool
    seen: bool


def leave(on: Stage, url: str, sent: Sent, at: int) -> Sent:
    """Send a turn, and hang up after `at` bytes of the answer, which may be none."""
    with on.hearth.open(url, sent.body, sent.account.token) as response:
        came = b""
        while len(came) < at and (piece := response.read1(512)):
            came += piece
        return Sent(sent.account, sent.body, numbers(came.decode(errors="ignore")))


def judge(on: Stage, sent: Sent, deltas: int) -> Verdict:
    """What is stored of a turn, by now."""
    messages = on.hearth.messages(sent.account, sent.body["threadId"])
    question = messages.get(sent.body["messageId"], {})
    reply = messages.get(f"{sent.body['messageId']}-r", {})
    if not reply:
        return Verdict(False, "", False, False)
    came = numbers(text_of(decode_message("m", reply).parts))
    return Verdict(
        kept=question.get("parts") == sent.body["parts"] and len(messages) == 2,
        status="open" if reply["open"] else reply["status"],
        whole=came == tuple(range(deltas - 1, -1, -1)),
        seen=came[: len(sent.seen)] == sent.seen,
    )


def numbers(text: str) -> tuple[int, ...]:
    """The deltas in a text, by how many were still to come after each."""
    return tuple(map(int, LEFT.findall(text)))


def new(on: Stage, at: int, deltas: int) -> Sent:
    providers = list(MODELS)
    body = turn(asking(PACE, deltas), model=MODELS[providers[at % len(providers)]], maxTokens=100)
    return Sent(on.members[at % len(on.members)], body)


def await_end(on: Stage, sent: Sequence[Sent], deltas: int, seconds: float) -> list[Verdict]:
    """The verdicts as soon as no turn is open, or time is up."""
    deadline = time.monotonic() + seconds
    while True:
        verdicts = [judge(on, each, deltas) for each in sent]
        if all(v.status != "open" for v in verdicts) or time.monotonic() > deadline:
            return verdicts
        time.sleep(1.0)


def bought(on: Stage) -> int:
    """How many turns were charged, of all members."""
    months = on.hearth.db.collection("usage").stream()
    return sum(
        model.get("turns", 0)
        for month in months
        for model in month.to_dict().get("byModel", {}).values()
    )


def cut_clients(on: Stage, seed: int) -> list[Row]:
    """300 clients that go away somewhere in their answer; a third of them sends again."""
    chance = random.Random(seed)
    url = on.hearth.url("chat")
    before = bought(on)
    size = DELTAS * FRAME
    sent = [new(on, at, DELTAS) for at in range(TURNS)]
    cuts = [chance.randrange(size) for _ in sent]
    again = [chance.random() < 1 / 3 for _ in sent]

    def one(at: int) -> Sent:
        left = leave(on, url, sent[at], cuts[at])
        if again[at]:
            leave(on, url, sent[at], chance.randrange(size))
        return left

    with ThreadPoolExecutor(AT_ONCE) as at_once:
        left = list(at_once.map(one, range(TURNS)))
    verdicts = await_end(on, left, DELTAS, 60.0)
    done = sum(v.status == "done" and v.whole and v.seen for v in verdicts)
    twice = bought(on) - before - TURNS
    lost = sum(not v.kept for v in verdicts)
    return [
        _row(f"client cut at a random point, {TURNS} turns: completed", done, TURNS),
        _row("answers bought more than once", twice, 0),
        _row("messages lost", lost, 0),
    ]


def kill_process(on: Stage, seed: int) -> list[Row]:
    """A process with 30 running turns is killed; the schedule goes on as it does in production."""
    chance = random.Random(seed)
    doomed = on.hearth.server("chat")
    sent = [new(on, at, LONG) for at in range(KILLED)]
    left: list[Sent] = []

    def one(each: Sent) -> None:
        try:
            left.append(leave(on, doomed.url, each, LONG * FRAME))
        except (OSError, HTTPException):
            left.append(each)

    clients = [threading.Thread(target=one, args=(each,)) for each in sent]
    for client in clients:
        client.start()
        time.sleep(chance.uniform(0.0, 0.3))
    # A new process imports six SDKs before they have all begun.
    await_text(on, sent)
    time.sleep(chance.uniform(0.0, 3.0))
    doomed.kill()
    killed = time.monotonic()
    for client in clients:
        client.join()
    partial = {each.body["threadId"]: _stored(on, each) for each in sent}

    # The schedule's minute began at some moment before.
    due = killed + chance.uniform(0.0, SCHEDULE_SECONDS)
    marked: dict[str, float] = {}
    while len(marked) < KILLED and time.monotonic() < killed + 150.0:
        if time.monotonic() >= due:
            upkeep.run()
            due += SCHEDULE_SECONDS
        for each in sent:
            if judge(on, each, LONG).status == "interrupted":
                marked.setdefault(each.body["threadId"], time.monotonic() - killed)
        time.sleep(0.5)
    return _killed_rows(on, sent, partial, marked)


def await_text(on: Stage, sent: Sequence[Sent], seconds: float = 60.0) -> None:
    """Wait until each turn has something of its answer stored."""
    deadline = time.monotonic() + seconds
    while not all(_stored(on, each) for each in sent):
        assert time.monotonic() < deadline, "a turn has not begun"
        time.sleep(0.5)


def _killed_rows(
    on: Stage, sent: list[Sent], partial: dict[str, tuple[int, ...]], marked: dict[str, float]
) -> list[Row]:
    with_text = sum(
        bool(kept := _stored(on, each)) and kept == partial[each.body["threadId"]]
        for each in sent
        if each.body["threadId"] in marked
    )
    lost = sum(not judge(on, each, LONG).kept for each in sent)
    last = max(marked.values(), default=float("inf"))
    return [
        _row(f"process killed, {KILLED} turns: interrupted, their text kept", with_text, KILLED),
        _row("messages lost ", lost, 0),
        Row(
            "from the kill to the last mark",
            (f"{last:.0f} s",),
            f"≤ {MARK_SECONDS:.0f} s",
            last <= MARK_SECONDS,
        ),
    ]


def _stored(on: Stage, sent: Sent) -> tuple[int, ...]:
    messages = on.hearth.messages(sent.account, sent.body["threadId"])
    reply = messages.get(f"{sent.body['messageId']}-r")
    return numbers(text_of(decode_message("m", reply).parts)) if reply else ()


def _row(measure: str, value: int, target: int) -> Row:
    return Row(measure, (str(value),), str(target), value == target)


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.durability", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    seed = parser.parse_args().seed
    with stage() as on:
        rows = (*cut_clients(on, seed), *kill_process(on, seed))
    notes = (
        f"Six providers in turn, {AT_ONCE} turns at once; a third of the clients come back to "
        f"their turn; seed {seed}. The killed process leaves its turns to the schedule, which runs "
        "once a minute.",
    )
    publish(Table("durability", "Durability", ("Hearth",), rows, notes))


if __name__ == "__main__":
    main()
