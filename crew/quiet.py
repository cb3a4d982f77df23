"""CrewAI without its telemetry, and with nothing left on disk.

Telemetry is on unless these are set before the first import. It writes what its tasks said into a
database under the home folder: so each job has a home of its own, which goes with it.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

OFF = {
    "OTEL_SDK_DISABLED": "true",
    "CREWAI_DISABLE_TELEMETRY": "true",
    "CREWAI_DISABLE_TRACKING": "true",
    "CREWAI_TRACING_ENABLED": "false",
}
HOMES = ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "TMPDIR")


@contextmanager
def quiet() -> Generator[Path]:
    """A home for one job. Import CrewAI within it, and nowhere else."""
    os.environ.update(OFF)
    home = Path(tempfile.mkdtemp(prefix="crew-"))
    before = {name: os.environ.get(name) for name in (*HOMES, "CREWAI_STORAGE_DIR")}
    os.environ.update({name: str(home) for name in HOMES})
    os.environ["CREWAI_STORAGE_DIR"] = str(home / "storage")
    # The standard library remembers where temporary files go.
    tempfile.tempdir = None
    try:
        yield home
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
        tempfile.tempdir = None
        shutil.rmtree(home, ignore_errors=True)
