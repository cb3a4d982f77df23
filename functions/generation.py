"""A generation: one turn on a thread of its own, whoever is listening.

The thread that answers the request takes what comes out of the generation's channel, and a client
that goes away ends nothing. The same events are recorded and sent; the recorder's checkpoints are
written by `running`, and the whole reply is stored and settled here, exactly once.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Protocol

import agent
import log
from budget import Reservation, cost, tokens_of_text
from channel import Channel
from errors import HearthError, Internal
from events import Abort, Data, Error, Event, Finish, Start, StepFinish, StepStart, without_begun
from messages import Part, ReasoningPart, TextPart, ToolPart, Usage, text_of
from purse import Purse
from recorder import Recorder
from store import turns
from store.turns import Outcome, Turn

TURN_SECONDS = 900.0


class Kept(Protocol):
    """A turn that was begun: what it may cost, what it goes on from, and how it is stored."""

    @property
    def path(self) -> str: ...
    @property
    def uid(self) -> str: ...
    @property
    def reply_id(self) -> str: ...
    @property
    def agent(self) -> str: ...
    @property
    def model(self) -> str: ...
    @property
    def reserved(self) -> Reservation: ...
    @property
    def left_usd(self) -> float | None: ...
    @property
    def parts(self) -> tuple[Part, ...]: ...

    def checkpoint(self, n: int, parts: list[dict[str, Any]]) -> None: ...

    def finish(
        self,
        status: Outcome,
        parts: tuple[Part, ...],
        *,
        used: Usage,
        error: dict[str, Any] | None,
        finish_reason: str,
    ) -> None: ...


@dataclass(frozen=True)
class Opening:
    """The first message of a new thread, to be named after; `provisional` is its title so far."""

    turn: Turn
    question: str
    provisional: str


class Generation:
    """A turn that runs to its end by itself."""

    def __init__(
        self,
        turn: Kept,
        request: agent.AgentRequest,
        *,
        prompt_tokens: int,
        opening: Opening | None,
        notices: tuple[str, ...] = (),
        purse: Purse | None = None,
        events: Callable[[], Iterator[Event]] | None = None,
    ) -> None:
        """
        Args:
            purse: of a turn that may take more steps than one.
            events: of a turn that somebody else runs; the agent loop's when `None`.
        """
        self._source = events or partial(agent.run, request)
        self.turn = turn
        self._purse = purse
        self._step_began: tuple[Part, ...] | None = None
        self._request = request
        self._prompt_tokens = prompt_tokens
        self._opening = opening
        self._notices = notices
        self._began = time.monotonic()
        self._recorder = Recorder(turn.parts, self._began)
        self._channel = Channel(self._events())
        self._writing = threading.Lock()
        self._ended = False
        self._outcome: Outcome = "done"
        self._first_event: float | None = None

    def run(self) -> None:
        """Generate, store and settle. Never raises."""
        self._channel.run()

    def _events(self) -> Iterator[Event]:
        yield Start(self.turn.reply_id)
        for notice in self._notices:
            yield Data("notice", {"text": notice})
        usage, finish, error = yield from self._generate()
        try:
            yield from self._store(usage, finish, error)
        except Exception:
            # The sweeper settles what could not be stored here; its last checkpoint is kept.
            log.exception("A turn could not be stored.")

    def _generate(self) -> Generator[Event, None, tuple[Usage, str, HearthError | None]]:
        """The events of all steps; then their usage, the finish reason, and what went wrong."""
        usage, steps, finish = Usage(), 0, ""
        error: HearthError | None = None
        try:
            for event in self._source():
                if isinstance(event, StepStart):
                    self._step_began = self._recorder.parts()
                if isinstance(event, StepFinish):
                    usage, steps = _sum(usage, event.usage), steps + 1
                    self._step_began = None
                    if self._purse is not None:
                        self._purse.used(event.usage)
                if isinstance(event, Finish):
                    finish = event.reason
                if not isinstance(event, StepStart):
                    self._first_event = self._first_event or time.monotonic()
                self._recorder.add(event)
                yield event
        except HearthError as raised:
            error = raised
        except Exception:
            log.exception("A turn failed.")
            error = Internal("Something went wrong on the server. Try again.", retryable=True)
        begun = self._recorder.parts() != self.turn.parts
        cut_short = not finish and (begun or error is None)
        if cut_short and self._step_began is not None:
            usage = _sum(usage, self._estimate())
        yield from self._end(finish, error)
        return usage, finish, error

    def _end(self, finish: str, error: HearthError | None) -> Iterator[Event]:
        if finish:
            self._outcome = "done"
        elif error is not None and not self._request.cancel.fired:
            self._outcome = "error"
            yield Error(error.code, error.message, error.retry_after)
        else:
            yield Abort()

    def _store(self, usage: Usage, finish: str, error: HearthError | None) -> Iterator[Event]:
        price = self._request.model.price
        parts = without_begun(self._recorder.parts())
        named = (yield from self._title(parts, finish)) if finish else None
        with self._writing:
            self._ended = True
            charged = replace(usage, usd=usage.usd + (cost(price, usage) if price else 0.0))
            if named is not None:
                charged = replace(
                    charged, usd=charged.usd + (cost(price, named.usage) if price else 0.0)
                )
            if self._purse is not None:
                charged = replace(charged, usd=charged.usd + self._purse.paid_usd)
                self.turn = self._purse.turn
            failed = error if self._outcome == "error" else None
            self.turn.finish(
                self._outcome,
                parts,
                used=charged,
                error=failed.body()["error"] if failed else None,
                finish_reason=finish,
            )
        yield Data("usage", turns.encode_usage(charged))
        yield Data("budget", {"leftUsd": self._left(charged)})
        self._log(charged, error)

    def _title(
        self, parts: tuple[Part, ...], reason: str
    ) -> Generator[Event, None, StepFinish | None]:
        """Name a new thread. The answer is complete and stored by then: nobody waits for this."""
        opening = self._opening
        if opening is None:
            return None
        with self._writing:
            # A checkpoint that comes while the title is made has nothing to add to the whole.
            checkpoint = self._recorder.take()
            opening.turn.complete(parts, reason)
            self._recorder.stored(checkpoint, time.monotonic())
        answer = text_of(parts)
        try:
            if self._purse is not None:
                prompt, most = agent.title_tokens(self._request.model, opening.question, answer)
                self._purse.set_aside(prompt, most)
            title, finish = agent.title(self._request, opening.question, answer)
        except HearthError:
            return None
        if title:
            turns.set_title(opening.turn, title, opening.provisional)
            yield Data("title", {"title": title})
        return finish

    def stop(self, outcome: Outcome = "stopped") -> None:
        """End the generation as soon as the provider's socket can be shut. Keeps what there is."""
        if not self._request.cancel.fired:
            self._outcome = outcome
            self._request.cancel.fire()

    def is_overdue(self) -> bool:
        """Whether the turn has used up its time."""
        return time.monotonic() - self._began > TURN_SECONDS

    def is_due(self) -> bool:
        """Whether a checkpoint should be written now."""
        return self._recorder.is_due(time.monotonic())

    def checkpoint(self) -> None:
        """Store what is new and a sign of life. Does nothing once the whole reply is stored."""
        with self._writing:
            if self._ended:
                return
            checkpoint = self._recorder.take()
            self.turn.checkpoint(checkpoint.number, checkpoint.added())
            self._recorder.stored(checkpoint, time.monotonic())

    def take(self, timeout: float, *, alone: bool = False) -> list[Event] | None:
        """The events since the last call, as `Channel.take` gives them."""
        return self._channel.take(timeout, alone=alone)

    def leave(self) -> None:
        """Nobody takes any more. Nothing is lost if this is not said, but a second."""
        self._channel.give_back()

    def _estimate(self) -> Usage:
        """The usage of a step that ended before its provider counted it."""
        written = _written(self._recorder.parts()) - _written(self._step_began or ())
        prompt = self._prompt_tokens if self._purse is None else self._purse.prompt_tokens
        return Usage(input_tokens=prompt, output_tokens=max(0, written))

    def _left(self, used: Usage) -> float | None:
        left = self.turn.left_usd
        return None if left is None else left + self.turn.reserved.usd - used.usd

    def _log(self, usage: Usage, error: HearthError | None) -> None:
        fields: dict[str, Any] = {
            "user": log.hashed(self.turn.uid),
            "model": self.turn.model,
            "agent": self.turn.agent,
            "outcome": self._outcome,
            "error": error.code if error else None,
            "inputTokens": usage.input_tokens,
            "outputTokens": usage.output_tokens,
            "usd": round(usage.usd, 6),
            "seconds": round(time.monotonic() - self._began, 3),
            "firstEventSeconds": round((self._first_event or time.monotonic()) - self._began, 3),
        }
        log.info("turn", **fields)


def _written(parts: tuple[Part, ...]) -> int:
    """An estimate of the tokens that a model wrote."""
    texts = (part.text for part in parts if isinstance(part, TextPart | ReasoningPart))
    calls = (str(part.input) for part in parts if isinstance(part, ToolPart))
    return tokens_of_text("".join((*texts, *calls)))


def _sum(first: Usage, second: Usage) -> Usage:
    return Usage(
        first.input_tokens + second.input_tokens,
        first.output_tokens + second.output_tokens,
        first.cached_input_tokens + second.cached_input_tokens,
        first.usd + second.usd,
        first.cache_write_input_tokens + second.cache_write_input_tokens,
    )
