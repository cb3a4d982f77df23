"""The built client with a configuration of its own: where its project and functions are."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from dev.emulators import PROJECT, Ports
from dev.paths import LOCAL, WEB
from dev.ports import HOST


def local_config(at: Ports, *, overrides: dict[str, str] | None = None) -> dict[str, Any]:
    """What `/config.js` says for the emulators at `at`.

    Args:
        overrides: addresses of functions that run elsewhere, by their names.
    """
    return {
        "firebase": {
            "apiKey": "demo-key",
            "authDomain": f"{PROJECT}.firebaseapp.com",
            "projectId": PROJECT,
            "appId": PROJECT,
        },
        "functions": {"base": at.functions_base, "overrides": overrides or {}},
        "emulators": {
            "auth": f"http://{HOST}:{at.auth}",
            "firestore": f"{HOST}:{at.firestore}",
        },
        "appCheck": None,
        "simulated": True,
    }


def write_site(name: str, config: dict[str, Any]) -> Path:
    """A copy of the built client with this configuration. Returns its folder."""
    folder = LOCAL / f"site-{name}"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(WEB / "out", folder)
    (folder / "config.js").write_text(f"self.HEARTH = {json.dumps(config, indent=2)};\n")
    return folder
