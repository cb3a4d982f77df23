"""Rates: what a period allows can be done at once, and no more until the time has come back."""

from __future__ import annotations

import pytest

from errors import ResourceExhausted
from rate import Rate, take

RATE = Rate(times=5, seconds=60)
NOW = 1_800_000_000.0


def spend(times: int, *, at: float = NOW, busy_until: float = 0.0) -> float:
    for _ in range(times):
        busy_until = take(RATE, busy_until, at)
    return busy_until


def test_all_of_a_period_can_be_had_at_once_and_no_more() -> None:
    busy_until = spend(5)
    with pytest.raises(ResourceExhausted):
        take(RATE, busy_until, NOW)


def test_the_refusal_says_when_it_ends() -> None:
    busy_until = spend(5)
    with pytest.raises(ResourceExhausted) as refused:
        take(RATE, busy_until, NOW + 2)
    assert refused.value.retry_after == pytest.approx(10)
    assert take(RATE, busy_until, NOW + 12) > busy_until


def test_time_gives_back_one_by_one_and_never_more_than_a_period() -> None:
    busy_until = spend(5)
    busy_until = spend(2, at=NOW + 24, busy_until=busy_until)
    with pytest.raises(ResourceExhausted):
        take(RATE, busy_until, NOW + 24)
    with pytest.raises(ResourceExhausted):
        spend(6, at=NOW + 86_400, busy_until=busy_until)


@pytest.mark.parametrize("times", [0, 0.5])
def test_a_rate_of_nothing_lets_nothing_through(times: float) -> None:
    with pytest.raises(ResourceExhausted):
        take(Rate(times=times, seconds=60), 0.0, NOW)
