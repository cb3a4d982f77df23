"""The recorder: checkpoints hold only what is new, and together they are the whole answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import reduce
from itertools import pairwise
from typing import Any

import pytest

from events import (
    Event,
    ReasoningDelta,
    Source,
    TextDelta,
    ToolError,
    ToolInput,
    ToolOutput,
    fold,
    merge,
)
from messages import Part, TextPart, encode_part
from recorder import Recorder
from store.threads import fold_tail

ANSWER: list[Event] = [
    ReasoningDelta("Let me "),
    ReasoningDelta("think."),
    ReasoningDelta("", {"anthropic": {"signature": "s"}}),
    TextDelta("One "),
    TextDelta("two "),
    ToolInput("c1", "clock", {"zone": "UTC"}),
    ToolInput("c2", "web", {"url": "x"}),
    ToolOutput("c1", "noon"),
    ToolError("c2", "not found"),
    ReasoningDelta("Noon, then."),
    TextDelta("three"),
    Source("https://example.org", "Example"),
    TextDelta(" four"),
]


def folded(events: Iterable[Event], parts: tuple[Part, ...] = ()) -> tuple[Part, ...]:
    return reduce(fold, events, parts)


def checkpointed(every: int, start: tuple[Part, ...] = ()) -> tuple[Part, ...]:
    """What a reader makes of the checkpoints when one is written every so many events."""
    recorder = Recorder(start, 0.0)
    tail: list[dict[str, Any]] = []
    for index, event in enumerate(ANSWER):
        recorder.add(event)
        if index % every == every - 1:
            checkpoint = recorder.take()
            tail.append({"n": checkpoint.number, "parts": checkpoint.added()})
            recorder.stored(checkpoint, float(index))
    checkpoint = recorder.take()
    tail.append({"n": checkpoint.number, "parts": checkpoint.added()})
    return fold_tail(start, list(reversed(tail)))


@pytest.mark.parametrize("every", [1, 2, 3, 4, 5, 7, 100])
def test_checkpoints_add_up_to_the_answer(every: int) -> None:
    assert checkpointed(every) == folded(ANSWER)


@pytest.mark.parametrize("every", [1, 3, 100])
def test_checkpoints_go_on_from_a_partial_answer(every: int) -> None:
    start = (TextPart("Zero "),)
    assert checkpointed(every, start) == folded(ANSWER, start)


def test_merging_changes_nothing_but_the_number_of_events() -> None:
    merged = list(merge(ANSWER))
    assert folded(merged) == folded(ANSWER)
    assert len(merged) == len(ANSWER) - 2


def test_a_checkpoint_that_failed_is_taken_again() -> None:
    recorder = Recorder((), 0.0)
    recorder.add(TextDelta("a"))
    lost = recorder.take()
    recorder.add(TextDelta("b"))
    again = recorder.take()
    assert lost.number == again.number
    assert again.added() == [encode_part(TextPart("ab"))]


def test_bytes_written_stay_proportional_to_the_answer() -> None:
    recorder = Recorder((), 0.0)
    written = 0
    text = "word " * 20
    for second in range(300):
        recorder.add(TextDelta(text))
        checkpoint = recorder.take()
        written += len(str(checkpoint.added()))
        recorder.stored(checkpoint, float(second))
    assert written < 2 * 300 * len(text)


@pytest.fixture
def due_times() -> Callable[[float], list[float]]:
    def times(until: float) -> list[float]:
        recorder, at, due = Recorder((), 0.0), 0.0, list[float]()
        while at < until:
            if recorder.is_due(at):
                due.append(at)
                recorder.stored(recorder.take(), at)
            at = round(at + 0.1, 1)
        return due

    return times


def test_the_first_checkpoint_comes_after_a_second_and_none_is_far_from_the_last(
    due_times: Callable[[float], list[float]],
) -> None:
    due = due_times(60.0)
    gaps = [later - earlier for earlier, later in pairwise(due)]
    assert due[0] == pytest.approx(1.0)
    assert max(gaps) <= 5.2
    assert gaps == sorted(gaps) or max(gaps) - gaps[-1] < 0.2
