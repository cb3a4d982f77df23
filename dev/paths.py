"""Where things are in the repository, and where this machine's own files go."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FUNCTIONS = ROOT / "functions"
CREW = ROOT / "crew"
WEB = ROOT / "web"
# Data, logs and generated files. Delete it to begin afresh.
LOCAL = ROOT / os.environ.get("HEARTH_LOCAL", ".hearth")
LOGS = LOCAL / "logs"

FUNCTIONS_PYTHON = FUNCTIONS / "venv" / "bin" / "python"
CREW_PYTHON = CREW / "venv" / "bin" / "python"
PYTHON = ROOT / ".venv" / "bin" / "python"
FIREBASE = ROOT / "node_modules" / ".bin" / "firebase"
