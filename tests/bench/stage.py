"""Where a bench plays: the emulators, the paced upstream, members, and Hearth on its own server."""

from __future__ import annotations

import os
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

from bench import upstream
from bench.load import Call
from bench.upstream import asking
from dev.emulators import PROJECT, Emulators, Ports
from dev.ports import HOST
from hearth import MODELS, Account, Hearth, plant, turn

MEMBERS = 20


@dataclass(frozen=True)
class Stage:
    """Everything that a bench talks to. `upstream` is an address."""

    hearth: Hearth
    upstream: str
    members: tuple[Account, ...]

    def call(self, url: str, at: int, provider: str, pace: int, deltas: int) -> Call:
        """A new thread's first turn, by one of the members."""
        body = turn(asking(pace, deltas), model=MODELS[provider], maxTokens=100)
        return Call(url, body, deltas, self.members[at % len(self.members)].token)


@contextmanager
def stage(simulator: str | None = None) -> Generator[Stage]:
    """A stage with members who may send as fast as they can.

    Args:
        simulator: where the providers are; `None` for the paced upstream.
    """
    at = Ports.free()
    with ExitStack() as last:
        emulators = Emulators(at, name=f"bench-{os.getpid()}", only=("auth", "firestore"))
        last.callback(emulators.stop)
        os.environ["GCLOUD_PROJECT"] = PROJECT
        os.environ["FIRESTORE_EMULATOR_HOST"] = f"{HOST}:{at.firestore}"
        os.environ["FIREBASE_AUTH_EMULATOR_HOST"] = f"{HOST}:{at.auth}"
        emulators.wait()
        if simulator is None:
            child, simulator = upstream.start()
            last.callback(child.stop)
        plant()
        hearth = Hearth(at, simulator, last)
        limits: dict[str, Any] = {"turnsPerMinute": 100_000, "memberBudgetUsd": 1000}
        hearth.db.document("settings", "app").update({**limits, "poolBudgetUsd": 100_000})
        members = tuple(hearth.member(f"member{n}") for n in range(MEMBERS))
        yield Stage(hearth, simulator, members)
