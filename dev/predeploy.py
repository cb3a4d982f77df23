"""What the Firebase CLI does to the functions before it uploads them: firebase.json's hook.

An instance writes no bytecode that outlives it, so ours is made here and goes along.
"""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

from dev.paths import FUNCTIONS, ROOT


def predeploy(source: Path = FUNCTIONS) -> None:
    """Run the hook on a folder of functions.

    Raises:
        subprocess.CalledProcessError: it failed, and so would a deploy.
    """
    config = json.loads((ROOT / "firebase.json").read_text())
    (hook,) = [each["predeploy"] for each in config["functions"] if each["codebase"] == "default"]
    subprocess.run(hook, shell=True, check=True, env={**os.environ, "RESOURCE_DIR": str(source)})
