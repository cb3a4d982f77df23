"""A channel: the way of a turn's events from the thread that generates to the one that sends.

To hand a word from thread to thread costs more than the word itself. So while words come one by
one and are sent as they come, the turn's thread lends its source, and whoever sends reads it too.
The turn's thread goes on by itself as soon as anything else comes, for that may take long, or the
borrower comes for no more: its client went away, or reads slowly.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator

from events import Event, TextDelta

# A borrower who has not come for more in this time is waited for no longer.
PATIENCE_SECONDS = 1.0


class _Loan:
    """The right to read the source. Stands between events: what is before it is taken first."""

    def __init__(self) -> None:
        self.ended = threading.Event()


class Channel:
    """Filled by one thread, which calls `run`, and emptied by one other, which calls `take`."""

    def __init__(self, source: Iterator[Event]) -> None:
        self._source = source
        self._waiting: queue.SimpleQueue[Event | _Loan | None] = queue.SimpleQueue()
        # The loan that holds. It ends under this lock, which the borrower holds while it reads.
        self._lock = threading.Lock()
        self._lent: _Loan | None = None
        self._taken = 0
        self._wanted = False
        # The loan that the borrower has come upon.
        self._borrowed: _Loan | None = None

    def run(self) -> None:
        """Pass the source on to its end, whoever listens."""
        try:
            for event in self._source:
                self._waiting.put(event)
                if self._wanted and isinstance(event, TextDelta):
                    self._lend()
        finally:
            self._waiting.put(None)

    def _lend(self) -> None:
        """Let the other thread read on, until it gives the source back or comes for no more."""
        self._wanted = False
        loan, taken = _Loan(), self._taken
        self._lent = loan
        self._waiting.put(loan)
        while not loan.ended.wait(PATIENCE_SECONDS):
            # Held, the lock tells that the borrower waits for the source itself.
            if taken == self._taken and self._lock.acquire(blocking=False):
                self._lent, self._wanted = None, False
                self._lock.release()
                return
            taken = self._taken

    def take(self, timeout: float, *, alone: bool = False) -> list[Event] | None:
        """The events since the last call; empty after `timeout` seconds without any.

        Args:
            alone: words come one by one, so the caller would read the next one itself. Between
                two words that may take longer than `timeout`.

        Returns:
            `None` when the source has ended and everything was taken.
        """
        while True:
            if self._borrowed is not None:
                if alone and (event := self._read(self._borrowed)) is not None:
                    return [event]
                self.give_back()
            self._wanted = alone
            events = self._drain(timeout)
            if events or self._borrowed is None:
                return events

    def give_back(self) -> None:
        """Leave the source to the other thread. Whoever takes says so before it goes away."""
        with self._lock:
            self._end()

    def _read(self, loan: _Loan) -> Event | None:
        """The next event from the source; `None` when the loan has ended."""
        with self._lock:
            if self._lent is not loan:
                return None
            event: Event | None = None
            try:
                event = next(self._source, None)
            finally:
                self._taken += 1
                if not isinstance(event, TextDelta):
                    self._end()
            return event

    def _end(self) -> None:
        self._borrowed, self._wanted = None, False
        if self._lent is not None:
            self._lent.ended.set()
            self._lent = None

    def _drain(self, timeout: float) -> list[Event] | None:
        events: list[Event] = []
        try:
            item = self._waiting.get(timeout=timeout)
            while not isinstance(item, _Loan) and item is not None:
                events.append(item)
                item = self._waiting.get_nowait()
        except queue.Empty:
            return events
        if isinstance(item, _Loan):
            self._borrowed = item
            return events
        # The end stays the end, however often it is asked for.
        self._waiting.put(None)
        return events or None
