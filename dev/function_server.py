"""One function on the server that it has in production: functions-framework with gunicorn.

The Functions emulator runs one request at a time in a process and hides hang-ups, so durability,
concurrency and speed are tried and measured here.
"""

from __future__ import annotations

import os
from pathlib import Path

from dev import ports
from dev.emulators import PROJECT, Ports
from dev.paths import FUNCTIONS, LOGS, PYTHON
from dev.ports import HOST
from dev.processes import Child

START_SECONDS = 60.0


class FunctionServer:
    """A running function. `url` is where it answers."""

    def __init__(
        self,
        target: str,
        at: Ports,
        *,
        env: dict[str, str] | None = None,
        source: Path = FUNCTIONS / "main.py",
        python: Path = PYTHON,
        signature: str = "http",
    ) -> None:
        """Start it, against the emulators at `at`; `wait` tells when it can be used."""
        self._held = ports.hold_port()
        self.port: int = self._held.getsockname()[1]
        self.url = f"http://{HOST}:{self.port}"
        self.child = Child(
            f"The function {target}",
            [
                *(python, "-m", "functions_framework", "--target", target, "--source", source),
                *("--signature-type", signature, "--host", HOST, "--port", str(self.port)),
            ],
            log=LOGS / f"{target}-{self.port}.log",
            env={
                **_settings(),
                "GCLOUD_PROJECT": PROJECT,
                "FUNCTION_TARGET": target,
                "FIRESTORE_EMULATOR_HOST": f"{HOST}:{at.firestore}",
                "FIREBASE_AUTH_EMULATOR_HOST": f"{HOST}:{at.auth}",
                "HEARTH_SIMULATOR": f"http://{HOST}:{at.simulator}",
                **(env or {}),
            },
            cwd=source.parent,
        )

    def wait(self) -> None:
        """Wait until it answers.

        Raises:
            Trouble: it ended, or took too long.
        """
        ports.wait_until(
            lambda: ports.answers(self.port),
            what=f"{self.child.name} (see {self.child.log})",
            seconds=START_SECONDS,
            alive=lambda: self.child.running,
        )
        self._held.close()

    def stop(self) -> None:
        """End it as a redeploy does: SIGTERM, and time to finish."""
        self._held.close()
        self.child.stop(patience=15.0)

    def kill(self) -> None:
        """End it as a crash does."""
        self._held.close()
        self.child.kill()


def _settings() -> dict[str, str]:
    """functions/.env, which Firebase gives to every function."""
    lines = (FUNCTIONS / ".env").read_text().splitlines()
    pairs = (line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))
    return {name.strip(): value.strip() for name, value in pairs if name.strip() not in os.environ}
