"""Which project is deployed to, in which region, for which owner."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from dev.emulators import PROJECT as DEMO
from dev.paths import CREW, FIREBASE, FUNCTIONS, ROOT
from dev.says import Trouble

DEFAULT_REGION = "us-central1"
REGION = "HEARTH_REGION"

_PROJECT = re.compile(r"[a-z][a-z0-9-]{4,28}[a-z0-9]")
_REGION = re.compile(r"[a-z]+-[a-z]+[0-9]+")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


@dataclass(frozen=True)
class Target:
    """A project to deploy to.

    Args:
        owner: an e-mail address, or `None` to leave it as it is.
        crews: whether the codebase that runs crews is deployed too.
    """

    project: str
    region: str
    owner: str | None
    crews: bool = False

    @property
    def link(self) -> str:
        """What members open."""
        return f"https://{self.project}.web.app"

    @property
    def functions_base(self) -> str:
        """Where the functions answer: their own address, never one behind a rewrite."""
        return f"https://{self.region}-{self.project}.cloudfunctions.net"

    @property
    def service_account(self) -> str:
        """Whom the functions run as."""
        return f"hearth@{self.project}.iam.gserviceaccount.com"

    @property
    def config(self) -> Path:
        """The firebase.json of this project, written by `site`."""
        return ROOT / f"firebase.{self.project}.local.json"

    @property
    def settings(self) -> Path:
        """The settings of this project's functions, which Firebase reads beside functions/.env."""
        return settings_file(self.project)

    @property
    def crew_settings(self) -> Path:
        """The settings of this project's crews."""
        return CREW / f".env.{self.project}"

    @property
    def crew_account(self) -> str:
        """Whom crews run as."""
        return f"crew@{self.project}.iam.gserviceaccount.com"


def is_dry_run(asked: Mapping[str, str]) -> bool:
    """Whether `DRY_RUN` is set to anything that means yes."""
    return _means_yes(asked.get("DRY_RUN", ""))


def _means_yes(value: str) -> bool:
    return value not in ("", "0", "no")


def settings_file(project: str) -> Path:
    return FUNCTIONS / f".env.{project}"


def read_target(asked: Mapping[str, str], *, dry_run: bool) -> Target:
    """The target that `PROJECT`, `REGION`, `OWNER` and `CREWS` name.

    A region that was chosen once is kept. A dry run needs no project.

    Raises:
        Trouble: one of them is missing or is not what it should be.
    """
    project = asked.get("PROJECT") or (DEMO if dry_run else "")
    if not _PROJECT.fullmatch(project):
        raise Trouble(
            "Name your Firebase project by its id: make deploy PROJECT=my-hearth\n"
            "You have none yet? Create one at https://console.firebase.google.com"
        )
    region = asked.get("REGION") or chosen_region(project)
    if not _REGION.fullmatch(region):
        raise Trouble(f"{region} is not a region. One is {DEFAULT_REGION}, another europe-west1.")
    if region != chosen_region(project) and settings_file(project).exists():
        raise Trouble(
            f"{project} is deployed in {chosen_region(project)}, and its data can't move. Leave "
            "REGION out, or deploy to another project."
        )
    owner = asked.get("OWNER") or None
    if owner is not None and not _EMAIL.fullmatch(owner):
        raise Trouble(f"{owner} is not an e-mail address. Write OWNER=you@example.com")
    return Target(project, region, owner, crews=_means_yes(asked.get("CREWS", "")))


def chosen_region(project: str) -> str:
    """The region that the project was deployed in before, else the usual one."""
    return read_settings(settings_file(project)).get(REGION, DEFAULT_REGION)


def read_settings(file: Path) -> dict[str, str]:
    """The settings of a .env file; none if there is no such file."""
    lines = file.read_text().splitlines() if file.exists() else []
    pairs = (line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))
    return {name.strip(): value.strip() for name, value in pairs}


def keep_region(target: Target) -> None:
    """Write the region down where the functions read it, and leave other settings alone."""
    for file in (target.settings, target.crew_settings):
        if REGION in read_settings(file):
            continue
        before = file.read_text() if file.exists() else "# Settings of this project's functions.\n"
        file.write_text(f"{before.rstrip()}\n{REGION}={target.region}\n")


def environment(target: Target) -> dict[str, str]:
    """The environment of every command of a deploy."""
    return {
        **os.environ,
        # The CLI is the pinned one, whatever else is installed.
        "PATH": f"{FIREBASE.parent}{os.pathsep}{os.environ.get('PATH', '')}",
        "PYTHONPATH": str(ROOT),
        "GCLOUD_PROJECT": target.project,
        "GOOGLE_CLOUD_QUOTA_PROJECT": target.project,
        "FIREBASE_CLI_DISABLE_UPDATE": "1",
    }
