"""`make test`: everything that tells whether Hearth is in order, ending with pytest's own verdict.

python3.11 -m dev.test [arguments for pytest]
"""

from __future__ import annotations

import os
import subprocess
import sys

from dev.install import bring_browser, build_client, install
from dev.paths import PYTHON, ROOT, WEB
from dev.says import Trouble, give_up, step


def test(arguments: list[str]) -> int:
    """Install, build, check and test. Returns the exit status.

    Raises:
        Trouble: something that the tests need could not be had.
    """
    print("\nHearth: everything is tested\n", flush=True)
    install()
    with step("Finding a browser"):
        browser = bring_browser()
    build_client()
    failed = subprocess.run([PYTHON, "-m", "dev.check"], cwd=ROOT).returncode
    failed |= subprocess.run(["npm", "test", "--silent"], cwd=WEB).returncode
    pytest = [PYTHON, "-m", "pytest", *arguments]
    env = {**os.environ, "HEARTH_BROWSER": str(browser)}
    return failed | subprocess.run(pytest, cwd=ROOT, env=env).returncode


def main() -> int:
    try:
        return test(sys.argv[1:])
    except Trouble as trouble:
        return give_up(trouble)


if __name__ == "__main__":
    sys.exit(main())
