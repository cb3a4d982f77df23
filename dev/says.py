"""What the commands say to a person: progress while they work, and one sentence when they can't."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Generator


class Trouble(Exception):
    """Something that the person at the keyboard can mend. The message says how."""


@contextlib.contextmanager
def step(doing: str) -> Generator[None]:
    """Print what is being done, then how long it took."""
    print(f"  {doing} …", end="", flush=True)
    began = time.monotonic()
    try:
        yield
    except BaseException:
        print(flush=True)
        raise
    print(f" {time.monotonic() - began:.0f} s", flush=True)


def give_up(trouble: Trouble) -> int:
    """Print the trouble. Returns the exit status of a command that failed."""
    print(f"\n{trouble}", file=sys.stderr)
    return 1
