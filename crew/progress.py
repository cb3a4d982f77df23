"""What a running crew tells of itself, one JSON object a line.

    {"type": "begun", "work", "agent", "role", "task"}    a worker begins
    {"type": "text", "work", "delta"}                      it writes
    {"type": "done", "work", "output"}                     it is done
    {"type": "finished", "output"}                         the crew is done; the last line
    {"type": "failed", "code", "message"}                  it is not; the last line

An empty line is a sign of life.
"""

from __future__ import annotations

import json
import queue
import threading
from typing import Any


class Stopped(Exception):
    """Nobody waits for the crew any more, or its time is up."""


class Progress:
    """Told by the crew's thread, read by the one that answers."""

    def __init__(self) -> None:
        self._lines: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
        self._known: dict[Any, str] = {}
        self._said: dict[Any, str] = {}
        self._stop = threading.Event()

    def stop(self) -> None:
        """Have the crew end at its next word."""
        self._stop.set()

    def check(self) -> None:
        """End the crew's thread if it shall.

        Raises:
            Stopped: it shall.
        """
        if self._stop.is_set():
            raise Stopped

    def name(self, task_id: Any, said: str) -> None:
        """What a task is called, in its owner's words alone."""
        self._said[task_id] = said

    def begin(self, task_id: Any, *, agent: str, role: str, task: str) -> str:
        """Somebody works on a task. Returns a name for that; the same one for both the same."""
        known = self._known.get((task_id, role))
        if known is not None:
            return known
        work = self._known[task_id, role] = f"work-{len(self._known) + 1}"
        said = self._said.get(task_id, task)
        self.tell("begun", work=work, agent=agent, role=role, task=said)
        return work

    def done(self, task_id: Any, role: str, output: str) -> None:
        """What somebody began is done."""
        if work := self._known.get((task_id, role)):
            self.tell("done", work=work, output=output)

    def tell(self, kind: str, **fields: Any) -> None:
        self._lines.put({"type": kind, **fields})

    def take(self, seconds: float) -> dict[str, Any] | None:
        """The next line, or `None` when there is none in that time."""
        try:
            return self._lines.get(timeout=seconds)
        except queue.Empty:
            return None


def encoded(line: dict[str, Any] | None) -> bytes:
    """A line as it is sent."""
    return b"\n" if line is None else json.dumps(line, ensure_ascii=False).encode() + b"\n"
