"""A generation: what it publishes can be taken at any pace, and its end is never missed."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from typing import Any

from agent import AgentRequest
from budget import Reservation
from cancel import Cancel
from events import Abort, Data, Event, Start, StepStart
from generation import Generation
from messages import Message, Model, Part, Price, TextPart, Usage
from providers import Endpoint
from store.turns import Outcome

MODEL = Model("llama:3", "llama", "3", "Llama 3", 8192, 2048, Price(1, 1, 1))


@dataclass
class Kept:
    """A turn that is kept in memory, and says when it was finished."""

    path: str = "users/ada/threads/t/messages/m-r"
    uid: str = "ada"
    reply_id: str = "m-r"
    agent: str = "hearth"
    model: str = MODEL.id
    reserved: Reservation = field(default_factory=lambda: Reservation(0.5, 0.1, 0.0))
    left_usd: float | None = 1.0
    parts: tuple[Part, ...] = ()
    checkpoints: list[Any] = field(default_factory=list[Any])
    finished: list[Any] = field(default_factory=list[Any])

    def checkpoint(self, n: int, parts: list[dict[str, Any]]) -> None:
        self.checkpoints.append((n, parts))

    def finish(
        self,
        status: Outcome,
        parts: tuple[Part, ...],
        *,
        used: Usage,
        error: dict[str, Any] | None,
        finish_reason: str,
    ) -> None:
        self.finished.append((status, parts, used, error, finish_reason))


def stopped(turn: Kept) -> Generation:
    """A generation that was stopped before it began, so that it reaches no provider."""
    request = AgentRequest(
        model=MODEL,
        endpoint=Endpoint("none", "http://127.0.0.1:9"),
        system="",
        messages=(Message("user", (TextPart("Hi"),)),),
        max_tokens=10,
        cancel=Cancel(),
    )
    generation = Generation(turn, request, prompt_tokens=10, opening=None)
    generation.stop()
    return generation


def test_everything_is_taken_once_and_the_end_stays_the_end() -> None:
    turn = Kept()
    generation = stopped(turn)
    generation.run()
    began = time.monotonic()
    events = generation.take(5.0)
    assert events is not None
    assert events[:3] == [Start("m-r"), StepStart(), Abort()]
    assert [event.name for event in events[3:] if isinstance(event, Data)] == ["usage", "budget"]
    assert generation.take(5.0) is None
    assert generation.take(5.0) is None
    assert time.monotonic() - began < 1.0, "the end was waited for"
    assert turn.finished == [("stopped", (), Usage(10, 0, usd=10e-6), None, "")]


def test_a_silence_is_told_from_the_end() -> None:
    assert stopped(Kept()).take(0.01) == []


def test_what_is_taken_while_it_runs_is_all_there_is() -> None:
    generation = stopped(Kept())
    thread = threading.Thread(target=generation.run)
    thread.start()
    taken: list[Event] = []
    while (events := generation.take(5.0)) is not None:
        taken += events
    thread.join()
    assert [type(event) for event in taken] == [Start, StepStart, Abort, Data, Data]
