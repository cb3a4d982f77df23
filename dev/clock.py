"""The schedule, which no emulator keeps: runs the minute's upkeep, every minute.

Wants the environment of the functions, and runs on their Python.
"""

from __future__ import annotations

import time

import log
import upkeep

EVERY_SECONDS = 60.0


def main() -> None:
    while True:
        try:
            upkeep.run()
            print("kept", flush=True)
        except Exception:
            log.exception("The upkeep failed.")
        time.sleep(EVERY_SECONDS)


if __name__ == "__main__":
    main()
