"""A whole Hearth as `make run` brings it up: every emulator, rewrites and triggers included."""

from __future__ import annotations

import os
import signal
from pathlib import Path

from dev import ports
from dev.paths import ROOT
from dev.processes import Child, descendants

UP_SECONDS = 180.0


def start(local: str, log: Path, known: dict[str, int]) -> Child:
    """`make run` with its data in the folder `local` and these ports, by their settings' names."""
    env = {f"{name.upper()}_PORT": str(port) for name, port in known.items()}
    return Child("Hearth", ["make", "run"], log=log, env={"HEARTH_LOCAL": local, **env}, cwd=ROOT)


def wait(child: Child) -> str:
    """What it has said once it is up."""
    ports.wait_until(
        lambda: "Hearth is at" in child.output(),
        what=f"make run said\n{child.output()}\nand",
        seconds=UP_SECONDS,
        alive=lambda: child.running,
    )
    return child.output()


def interrupt(child: Child) -> set[int]:
    """Press Ctrl-C. Returns the processes that were running, and that should have ended."""
    running = descendants(child.pid)
    for pid in (child.pid, *running):
        # A terminal sends it to everything in the foreground: make, and what make runs.
        if os.getpgid(pid) == os.getpgid(child.pid):
            os.kill(pid, signal.SIGINT)
    ports.wait_until(lambda: not child.running, what="make run", seconds=60, alive=lambda: True)
    return running
