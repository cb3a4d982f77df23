"""The Firebase emulators: Auth, Firestore, Functions and Hosting, as firebase.json sets them up."""

from __future__ import annotations

import json
import os
import shutil
import signal
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dev import ports
from dev.java import bring_java, firestore_jar
from dev.paths import FIREBASE, LOGS, ROOT
from dev.ports import HOST
from dev.processes import Child

PROJECT = "demo-hearth"
REGION = "us-central1"
# A start with all four takes about 25 s on two cores.
START_SECONDS = 180.0
EXPORT_SECONDS = 60.0


@dataclass(frozen=True)
class Ports:
    """Where everything listens. `hub` and `logging` are the emulators' own business."""

    hosting: int
    functions: int
    firestore: int
    auth: int
    simulator: int
    hub: int
    logging: int

    @staticmethod
    def free() -> Ports:
        """Ports that nobody uses now."""
        return Ports(*ports.free_ports(7))

    @property
    def functions_base(self) -> str:
        return f"http://{HOST}:{self.functions}/{PROJECT}/{REGION}"


class Emulators:
    """A running set of emulators."""

    def __init__(
        self,
        at: Ports,
        *,
        name: str,
        only: tuple[str, ...],
        site: Path | None = None,
        data: Path | None = None,
        env: dict[str, str] | None = None,
    ) -> None:
        """Start them; `ready` tells when they can be used.

        Args:
            name: tells two sets apart, in the names of their files.
            only: which emulators, such as `("auth", "firestore")`.
            site: the folder that Hosting serves; `None` for firebase.json's own.
            data: a folder that data are read from at the start and written to at the end.
            env: the environment of the functions, besides this one.

        Raises:
            Trouble: Java or the Firestore emulator can't be had.
        """
        self.ports = at
        self._only = only
        self._config = ROOT / f"firebase.{name}.local.json"
        # The CLI finds "the" emulators of a project by a file in the folder for temporary files:
        # with one folder for all, it would export the data of another set that runs beside this.
        self._temporary = Path(tempfile.mkdtemp(prefix="hearth-"))
        self._config.write_text(json.dumps(_config(at, site), indent=2))
        self._child = Child(
            "The emulators",
            [
                *(FIREBASE, "emulators:start", "--project", PROJECT, "--config", self._config),
                *("--only", ",".join(only)),
                *_kept(data),
            ],
            log=LOGS / f"{name}-emulators.log",
            env={**_java_env(), **(env or {}), "CI": "true", "TMPDIR": str(self._temporary)},
            cwd=ROOT,
        )

    @property
    def running(self) -> bool:
        return self._child.running

    @property
    def log(self) -> Path:
        return self._child.log

    def wait(self) -> None:
        """Wait until they can be used.

        Raises:
            Trouble: they ended, or took too long.
        """
        ports.wait_until(
            self._ready,
            what=f"The emulators (see {self.log})",
            seconds=START_SECONDS,
            alive=lambda: self.running,
        )

    def remember(self) -> None:
        """Note the processes that they have started. Call this now and then."""
        self._child.remember()

    def _ready(self) -> bool:
        return "All emulators ready" in self._child.output()

    def stop(self) -> None:
        """End them, with what they have started. Data are written first."""
        self._child.stop(how=signal.SIGINT, patience=EXPORT_SECONDS)
        self._config.unlink(missing_ok=True)
        shutil.rmtree(self._temporary, ignore_errors=True)


def _config(at: Ports, site: Path | None) -> dict[str, Any]:
    config: dict[str, Any] = json.loads((ROOT / "firebase.json").read_text())
    if site is not None:
        config["hosting"]["public"] = str(site.relative_to(ROOT))
    # The crew is large, and needs an environment of its own: without that, it stays away.
    config["functions"] = [
        codebase
        for codebase in config["functions"]
        if (ROOT / codebase["source"] / "venv").exists()
    ]
    emulators = config["emulators"]
    for name in ("hosting", "functions", "firestore", "auth", "hub", "logging"):
        port = getattr(at, name)
        emulators[name] = {**emulators.get(name, {}), "host": HOST, "port": port}
    # Triggers of Firestore reach functions by this one.
    emulators["eventarc"] = {"host": HOST, "port": ports.free_ports(1)[0]}
    emulators["firestore"]["websocketPort"] = ports.free_ports(1)[0]
    return config


def _kept(data: Path | None) -> list[str]:
    if data is None:
        return []
    kept = ["--import", str(data)] if data.exists() else []
    return [*kept, "--export-on-exit", str(data)]


def _java_env() -> dict[str, str]:
    java, jar = bring_java(), firestore_jar()
    env = {"PATH": f"{java.parent}{os.pathsep}{os.environ.get('PATH', '')}"}
    if jar is not None:
        env["FIRESTORE_EMULATOR_BINARY_PATH"] = str(jar)
    return env
