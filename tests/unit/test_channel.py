"""A channel: everything comes once and in order, whichever of the two threads reads the source."""

from __future__ import annotations

import random
import threading
from collections.abc import Iterator

import pytest

import channel as module
from channel import Channel
from events import Data, Event, Finish, TextDelta

SECONDS = 10.0


def who() -> str:
    return threading.current_thread().name


def words(count: int) -> Iterator[Event]:
    """Words that each tell which thread has read them, and what comes after words."""
    for _ in range(count):
        yield TextDelta(who())
    yield Data("after", {"by": who()})
    yield Data("after", {"by": who()})


def started(channel: Channel, *, alone: bool) -> threading.Thread:
    """The turn's thread, running; the reader has said already whether it would read itself."""
    assert channel.take(0, alone=alone) == []
    turn = threading.Thread(target=channel.run, name="turn", daemon=True)
    turn.start()
    return turn


def rest(channel: Channel, *, alone: bool) -> list[Event]:
    """All that is still to come."""
    taken: list[Event] = []
    while (events := channel.take(SECONDS, alone=alone)) is not None:
        assert events, "nothing came"
        taken += events
    return taken


def readers(events: list[Event]) -> list[str]:
    return [
        event.delta if isinstance(event, TextDelta) else event.data["by"]
        for event in events
        if isinstance(event, TextDelta | Data)
    ]


def test_the_turns_thread_reads_all_for_one_who_does_not_ask_to() -> None:
    channel = Channel(words(5))
    started(channel, alone=False)
    assert readers(rest(channel, alone=False)) == ["turn"] * 7


def test_who_takes_word_by_word_reads_them_itself_and_nothing_after_them() -> None:
    channel = Channel(words(5))
    started(channel, alone=True)
    me = who()
    assert readers(rest(channel, alone=True)) == ["turn", me, me, me, me, me, "turn"]


def test_the_end_stays_the_end_however_it_is_asked_for() -> None:
    channel = Channel(words(3))
    started(channel, alone=True)
    rest(channel, alone=True)
    assert channel.take(SECONDS) is None
    assert channel.take(SECONDS, alone=True) is None


def test_what_comes_faster_is_left_to_the_turns_thread_again() -> None:
    channel = Channel(words(5))
    started(channel, alone=True)
    taken = [event for _ in range(3) for event in channel.take(SECONDS, alone=True) or []]
    assert readers(taken) == ["turn", who(), who()]
    assert readers(rest(channel, alone=False)) == ["turn"] * 4


def test_a_reader_who_leaves_ends_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PATIENCE_SECONDS", 10 * SECONDS)
    channel = Channel(words(5))
    turn = started(channel, alone=True)
    for _ in range(2):
        assert channel.take(SECONDS, alone=True)
    channel.give_back()
    turn.join(SECONDS)
    assert not turn.is_alive()


def test_a_reader_who_comes_for_no_more_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "PATIENCE_SECONDS", 0.02)
    channel = Channel(words(5))
    turn = started(channel, alone=True)
    taken = [event for _ in range(2) for event in channel.take(SECONDS, alone=True) or []]
    turn.join(SECONDS)
    assert not turn.is_alive()
    # It comes back after all, and finds what there was meanwhile.
    assert readers(taken + rest(channel, alone=True)) == ["turn", who(), *["turn"] * 5]


def test_a_reader_that_waits_for_the_next_word_is_waited_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "PATIENCE_SECONDS", 0.01)
    silent = threading.Event()

    def source() -> Iterator[Event]:
        yield TextDelta(who())
        silent.wait(0.3)
        yield from words(1)

    channel = Channel(source())
    started(channel, alone=True)
    assert readers(rest(channel, alone=True))[:2] == ["turn", who()]


@pytest.mark.parametrize("seed", range(20))
def test_nothing_is_lost_doubled_or_out_of_order(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PATIENCE_SECONDS", 0.0)
    dice = random.Random(seed)
    sent: list[Event] = [
        TextDelta(f"{n}") if dice.random() < 0.9 else Data("n", {"n": n}) for n in range(2000)
    ]
    sent.append(Finish("stop"))
    channel = Channel(iter(sent))
    started(channel, alone=True)
    taken: list[Event] = []
    while (events := channel.take(SECONDS, alone=dice.random() < 0.8)) is not None:
        taken += events
    assert taken == sent


def test_a_source_that_fails_is_told_to_whoever_reads_and_ends() -> None:
    def source() -> Iterator[Event]:
        yield TextDelta("a")
        raise ValueError("broken")

    channel = Channel(source())
    turn = started(channel, alone=True)
    assert channel.take(SECONDS, alone=True) == [TextDelta("a")]
    with pytest.raises(ValueError, match="broken"):
        channel.take(SECONDS, alone=True)
    assert channel.take(SECONDS, alone=True) is None
    turn.join(SECONDS)
