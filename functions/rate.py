"""Rates: how often something may be done. Pure arithmetic, in seconds.

One number is kept for each rate: the moment until which what was done so far counts. Every time
moves it on by its share of the period, and it may be no further ahead than one period: so all that
a period allows can be done at once, and after that as the time comes back.
"""

from __future__ import annotations

from dataclasses import dataclass

from errors import ResourceExhausted


@dataclass(frozen=True)
class Rate:
    """No more than `times` in `seconds`; none at all when `times` is below one."""

    times: float
    seconds: float


def take(rate: Rate, busy_until: float, at: float) -> float:
    """Count one more time at the moment `at`. Returns the new `busy_until`.

    Both are seconds since the epoch; `busy_until` is 0 when nothing was done before.

    Raises:
        ResourceExhausted: that would be too often. It says when it will not be.
    """
    if rate.times < 1:
        raise ResourceExhausted("This is switched off for now. Ask the owner about it.")
    until = max(busy_until, at) + rate.seconds / rate.times
    early = until - at - rate.seconds
    # Less than a microsecond early is the floating point's doing.
    if early > 1e-6:
        raise ResourceExhausted(
            "That was a lot in a short time. Wait a moment, then try again.", retry_after=early
        )
    return until
