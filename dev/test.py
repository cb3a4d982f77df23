"""`make test`: everything that tells whether Hearth is in order, ending with pytest's own verdict.

python3.11 -m dev.test [arguments for pytest]
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from dev.install import bring_browser, build_client, install, install_crew
from dev.paths import LOGS, PYTHON, ROOT, WEB
from dev.processes import Child
from dev.says import Trouble, give_up, step

# Half of the time is theirs: all else is tested beside them.
JOURNEYS = "tests/e2e"
OTHERS = ("tests/unit", "tests/api", "tests/rules")


def test(arguments: list[str]) -> int:
    """Install, build, check and test. Returns the exit status.

    Raises:
        Trouble: something that the tests need could not be had.
    """
    print("\nHearth: everything is tested\n", flush=True)
    install()
    with step("Finding a browser"):
        env = {"HEARTH_BROWSER": str(bring_browser())}
    build_client()
    if arguments:
        return _checked() | _run(PYTHON, "-m", "pytest", *arguments, env=env)
    with step("Installing what crews run on"):
        install_crew()
    command = [PYTHON, "-m", "pytest", JOURNEYS]
    log = LOGS / "journeys.log"
    with Child("The journeys", command, log=log, env=env, cwd=ROOT) as journeys:
        failed = _checked() | _run(PYTHON, "-m", "pytest", *OTHERS, env=env)
        print("\nThe journeys in the browser, which ran meanwhile:\n", flush=True)
        status = journeys.wait()
    print(journeys.output(), flush=True)
    return failed | status


def _checked() -> int:
    return _run(PYTHON, "-m", "dev.check") | _run("npm", "test", "--silent", cwd=WEB)


def _run(*command: str | Path, env: dict[str, str] | None = None, cwd: Path = ROOT) -> int:
    return subprocess.run(command, cwd=cwd, env={**os.environ, **(env or {})}).returncode


def main() -> int:
    try:
        return test(sys.argv[1:])
    except Trouble as trouble:
        return give_up(trouble)


if __name__ == "__main__":
    sys.exit(main())
