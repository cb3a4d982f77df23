"""cloudbuild.yaml: its commands run here as they would there, the deploy as a dry run."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from dev.paths import ROOT

BUILD: dict[str, Any] = yaml.safe_load((ROOT / "cloudbuild.yaml").read_text())
STEPS: dict[str, dict[str, Any]] = {step["id"]: step for step in BUILD["steps"]}

# A make that only tells how it was called.
TELLING_MAKE = '#!/bin/sh\nfor word in "$@"; do echo "$word"; done\n'


def command(step: str, **substitutions: str) -> list[str]:
    """A step's command after Cloud Build's substitutions, in which `$$` stands for `$`."""
    values = {"PROJECT_ID": "demo-hearth", **BUILD["substitutions"], **substitutions}

    def value(match: re.Match[str]) -> str:
        return "$" if match[0] == "$$" else values[match[1] or match[2]]

    pattern = re.compile(r"\$\$|\$\{(\w+)\}|\$(\w+)")
    return [STEPS[step]["entrypoint"], *(pattern.sub(value, arg) for arg in STEPS[step]["args"])]


def run(words: list[str], *, path: Path | None = None) -> subprocess.CompletedProcess[str]:
    # Not as part of the `make` that may run these tests.
    env = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    path_first = f"{path}{os.pathsep}" if path else ""
    return subprocess.run(
        words,
        cwd=ROOT,
        env={**env, "PATH": f"{path_first}{env['PATH']}"},
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )


@pytest.fixture
def telling(tmp_path: Path) -> Path:
    make = tmp_path / "make"
    make.write_text(TELLING_MAKE)
    make.chmod(0o755)
    return tmp_path


def test_nothing_is_deployed_before_everything_is_tested() -> None:
    assert list(STEPS) == ["node", "gcloud", "test", "deploy"]
    assert not [step for step in STEPS.values() if "waitFor" in step or "allowFailure" in step]


def test_every_step_is_good_shell() -> None:
    for step in STEPS:
        shell, _, script = command(step)
        checked = run([shell, "-n", "-c", script])
        assert checked.returncode == 0, checked.stderr


def test_the_tests_are_all_of_them(telling: Path) -> None:
    assert run(command("test"), path=telling).stdout.split() == ["test"]


@pytest.mark.parametrize("told", ["no", "", "1", "true", "YES", "yes; true"])
def test_a_deploy_is_a_dry_run_unless_told_otherwise(telling: Path, told: str) -> None:
    words = run(command("deploy", _DEPLOY=told), path=telling).stdout.splitlines()
    assert words == ["deploy", "PROJECT=demo-hearth", "OWNER=", "REGION=", "DRY_RUN=1"]


def test_a_deploy_that_was_asked_for_is_one(telling: Path) -> None:
    asked = command("deploy", _DEPLOY="yes", _OWNER="ada@example.com", _REGION="europe-west1")
    assert run(asked, path=telling).stdout.splitlines() == [
        *("deploy", "PROJECT=demo-hearth", "OWNER=ada@example.com", "REGION=europe-west1"),
        "DRY_RUN=",
    ]


def test_the_deploy_rehearses_everything_that_needs_no_cloud() -> None:
    done = run(command("deploy"))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "chat: https, 1024 MB, 960 s, at most 10 instances" in done.stdout
    assert "The rules compile, and the client is served with its headers." in done.stdout
    assert "$ firebase deploy --only hosting --project demo-hearth" in done.stdout
    assert "the cloud was not touched" in done.stdout


def test_a_failing_rehearsal_fails_the_build(telling: Path) -> None:
    (telling / "make").write_text("#!/bin/sh\nexit 3\n")
    assert run(command("deploy"), path=telling).returncode != 0
