"""Cancel: one way to end a provider's stream from another thread.

Closing a stream from another thread does not wake a reader that waits for bytes; shutting its
socket down does. So whoever opens a connection attaches a closer, and `fire` calls them all.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable


class Cancel:
    """A flag that can be raised once, with closers that run when it is."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._fired = threading.Event()
        self._closers: list[Callable[[], None]] = []

    @property
    def fired(self) -> bool:
        return self._fired.is_set()

    def wait(self, seconds: float) -> bool:
        """Sleep for `seconds`, or less when fired meanwhile. True if fired."""
        return self._fired.wait(seconds)

    def attach(self, closer: Callable[[], None]) -> None:
        """Run `closer` when fired; at once if that has happened."""
        with self._lock:
            self._closers.append(closer)
            fired = self._fired.is_set()
        if fired:
            _close(closer)

    def fire(self) -> None:
        """Raise the flag. Never raises; calling it again does nothing new."""
        with self._lock:
            if self._fired.is_set():
                return
            self._fired.set()
            closers = tuple(self._closers)
        for closer in closers:
            _close(closer)


def _close(closer: Callable[[], None]) -> None:
    with contextlib.suppress(Exception):  # a connection that is gone already is closed
        closer()
