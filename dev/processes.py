"""Child processes that leave nothing behind: started, watched, and ended with what they started.

The Firebase CLI starts functions in shells of their own and can lose sight of them, so what a
child has started is remembered by process id while it still runs.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType

Pid = int


class Child:
    """A process, and whatever it starts. Its output goes to a log file."""

    def __init__(
        self,
        name: str,
        command: Sequence[str | Path],
        *,
        log: Path,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
    ) -> None:
        log.parent.mkdir(parents=True, exist_ok=True)
        self.name = name
        self.log = log
        self._known: set[Pid] = set()
        with log.open("wb") as output:
            # A session of its own: Ctrl-C in the terminal reaches us alone, and we end in order.
            self._process = subprocess.Popen(
                [str(word) for word in command],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env={**os.environ, **(env or {})},
                cwd=cwd,
                start_new_session=True,
            )

    @property
    def pid(self) -> Pid:
        return self._process.pid

    @property
    def running(self) -> bool:
        return self._process.poll() is None

    def wait(self) -> int:
        """Wait until it ends by itself. Returns its exit status."""
        return self._process.wait()

    def output(self) -> str:
        """Everything that it has printed."""
        return self.log.read_text(errors="replace")

    def remember(self) -> None:
        """Note what it has started by now. Call this now and then."""
        self._known |= descendants(self.pid)

    def stop(self, *, how: signal.Signals = signal.SIGTERM, patience: float = 10.0) -> None:
        """Ask it to end; after `patience` seconds end it, and in any case all that it started."""
        self.remember()
        if self.running:
            with contextlib.suppress(ProcessLookupError):
                self._process.send_signal(how)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(patience)
        end({self.pid, *self._known})
        self._process.wait()

    def kill(self) -> None:
        """End it at once, as a crash would."""
        self.remember()
        end({self.pid, *self._known}, patience=0.0)
        self._process.wait()

    def __enter__(self) -> Child:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()


def descendants(pid: Pid) -> set[Pid]:
    """The processes that this one started, and those that they started."""
    table = subprocess.run(
        ["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True
    ).stdout
    children: dict[Pid, list[Pid]] = {}
    for line in table.splitlines():
        child, parent = map(int, line.split())
        children.setdefault(parent, []).append(child)
    found: set[Pid] = set()
    waiting = [pid]
    while waiting:
        for child in children.get(waiting.pop(), []):
            if child not in found:
                found.add(child)
                waiting.append(child)
    return found


def end(pids: set[Pid], *, patience: float = 2.0) -> None:
    """End these processes: a request first, then by force."""
    for how, wait in ((signal.SIGTERM, patience), (signal.SIGKILL, 2.0)):
        left = {pid for pid in pids if _signal(pid, how)}
        deadline = time.monotonic() + wait
        while left and time.monotonic() < deadline:
            time.sleep(0.05)
            left = alive(left)
        if not left:
            return


def alive(pids: set[Pid]) -> set[Pid]:
    """Those of the processes that still run."""
    return {pid for pid in pids if _signal(pid, 0)}


def _signal(pid: Pid, how: int) -> bool:
    """True if the process is there and no zombie."""
    try:
        os.kill(pid, how)
    except (ProcessLookupError, PermissionError):
        return False
    state = subprocess.run(
        ["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False
    ).stdout
    return bool(state.strip()) and not state.strip().startswith("Z")
