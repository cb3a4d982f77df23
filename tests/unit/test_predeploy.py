"""The functions go to the cloud with their bytecode."""

from __future__ import annotations

import json
import shutil
from fnmatch import fnmatch
from pathlib import Path

from dev.paths import FUNCTIONS, ROOT
from dev.predeploy import predeploy

# PEP 552: a hash of the source stands in the place of its date, and is compared with it.
CHECKED_HASH = (3).to_bytes(4, "little")


def test_every_module_is_deployed_with_bytecode_that_no_date_makes_stale(tmp_path: Path) -> None:
    source = tmp_path / "functions"
    shutil.copytree(FUNCTIONS, source, ignore=shutil.ignore_patterns("venv", "__pycache__"))
    (source / "venv").symlink_to(FUNCTIONS / "venv")
    predeploy(source)
    modules = [path for path in source.rglob("*.py") if "venv" not in path.parts]
    assert source / "store" / "turns.py" in modules
    for module in modules:
        compiled = module.parent / "__pycache__" / f"{module.stem}.cpython-311.pyc"
        assert compiled.read_bytes()[4:8] == CHECKED_HASH, module


def test_nothing_keeps_the_bytecode_back() -> None:
    config = json.loads((ROOT / "firebase.json").read_text())
    (ignored,) = [each["ignore"] for each in config["functions"] if each["source"] == "functions"]
    path = "store/__pycache__/turns.cpython-311.pyc"
    names = (path, *path.split("/"))
    assert not [line for line in ignored for name in names if fnmatch(name, line)]
