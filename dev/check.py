"""`make check`: format, lint and types, of Python and of TypeScript. Changes nothing."""

from __future__ import annotations

import subprocess
import sys
import time

from dev.paths import ROOT, WEB

CHECKS = (
    ("The format of Python", [".venv/bin/ruff", "format", "--check", "."], ROOT),
    ("The lint of Python", [".venv/bin/ruff", "check", "."], ROOT),
    ("The types of Python", [".venv/bin/pyright"], ROOT),
    ("The format of the client", ["npm", "run", "--silent", "format:check"], WEB),
    ("The lint of the client", ["npm", "run", "--silent", "lint"], WEB),
    ("The types of the client", ["npm", "run", "--silent", "typecheck"], WEB),
)


def check() -> list[str]:
    """Run every check. Returns the names of those that failed, after printing what they said."""
    failed: list[str] = []
    for name, command, folder in CHECKS:
        began = time.monotonic()
        done = subprocess.run(
            command, cwd=folder, capture_output=True, text=True, stdin=subprocess.DEVNULL
        )
        good = done.returncode == 0
        print(f"  {'✓' if good else '✗'} {name}, {time.monotonic() - began:.0f} s", flush=True)
        if not good:
            failed.append(name)
            print(done.stdout + done.stderr, flush=True)
    return failed


def main() -> int:
    failed = check()
    if failed:
        print(f"Not in order: {', '.join(failed)}.", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
