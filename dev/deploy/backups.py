"""Backups that are made every night and kept for a month, restoring one, and leaving for good.

    python3.11 -m dev.deploy.backups schedule | list | restore NAME | uninstall

`PROJECT`, `REGION` and `DRY_RUN` are as for a deploy.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys

from dev.deploy.plan import gcloud
from dev.deploy.step import Step, run_steps
from dev.deploy.target import Target, environment, is_dry_run, read_target
from dev.paths import ROOT
from dev.says import Trouble, give_up

# Every night, when few people chat; in UTC.
SCHEDULE = "17 3 * * *"
LIFECYCLE = ROOT / "dev" / "deploy" / "backups.lifecycle.json"
_NAME = re.compile(r"[0-9A-Za-z:._-]{1,100}")


def bucket(at: Target) -> str:
    """Where this project's backups are."""
    return f"gs://{at.project}-hearth-backups"


def account(at: Target) -> str:
    """Who makes them: an account of its own, which can do nothing else."""
    return f"hearth-backup@{at.project}.iam.gserviceaccount.com"


def schedule(at: Target) -> list[Step]:
    """Make a backup every night from now on."""
    member = f"--member=serviceAccount:{account(at)}"
    job = ("hearth-backup", f"--location={at.region}")
    export = (
        f"https://firestore.googleapis.com/v1/projects/{at.project}/databases/(default)"
        ":exportDocuments"
    )
    return [
        Step(
            "Make a bucket that nobody outside can read",
            gcloud(
                at,
                *("storage", "buckets", "create", bucket(at), f"--location={at.region}"),
                *("--uniform-bucket-level-access", "--public-access-prevention"),
            ),
            unless=gcloud(at, "storage", "buckets", "describe", bucket(at)),
        ),
        Step(
            "Keep each backup for 30 days",
            gcloud(
                at,
                *("storage", "buckets", "update", bucket(at)),
                f"--lifecycle-file={LIFECYCLE.relative_to(ROOT)}",
            ),
        ),
        Step(
            "Make the account that makes backups",
            gcloud(at, "iam", "service-accounts", "create", "hearth-backup"),
            unless=gcloud(at, "iam", "service-accounts", "describe", account(at)),
        ),
        Step(
            "Let it export the database",
            (
                *("gcloud", "projects", "add-iam-policy-binding", at.project, member),
                *("--role=roles/datastore.importExportAdmin", "--condition=None", "--format=none"),
            ),
        ),
        Step(
            "Let it write into that bucket",
            gcloud(
                at,
                *("storage", "buckets", "add-iam-policy-binding", bucket(at), member),
                *("--role=roles/storage.admin", "--format=none"),
            ),
        ),
        Step(
            "Export every night",
            gcloud(
                at,
                *("scheduler", "jobs", "create", "http", *job),
                *(f"--schedule={SCHEDULE}", "--time-zone=Etc/UTC"),
                *(f"--uri={export}", "--http-method=POST"),
                f"--message-body={json.dumps({'outputUriPrefix': bucket(at)})}",
                "--headers=Content-Type=application/json",
                f"--oauth-service-account-email={account(at)}",
            ),
            unless=gcloud(at, "scheduler", "jobs", "describe", *job),
        ),
    ]


def listing(at: Target) -> list[Step]:
    """Show the backups that there are."""
    return [Step("List the backups", gcloud(at, "storage", "ls", bucket(at)))]


def restore(at: Target, name: str) -> list[Step]:
    """Bring the documents of a backup back. What has been made since then stays.

    Raises:
        Trouble: no backup can have that name.
    """
    if not _NAME.fullmatch(name):
        raise Trouble(f"{name} is no backup. List them: make backups PROJECT={at.project}")
    return [
        Step(
            "Bring the documents of that backup back",
            gcloud(at, "firestore", "import", f"{bucket(at)}/{name}", "--database=(default)"),
        )
    ]


def uninstall(at: Target) -> list[Step]:
    """Delete the project with everything in it."""
    return [
        Step(
            "Delete the project: site, functions, data, accounts, keys. For 30 days, this brings "
            f"it back: gcloud projects undelete {at.project}",
            ("gcloud", "projects", "delete", at.project, "--quiet"),
        )
    ]


def _confirm(at: Target) -> None:
    typed = input(f"This deletes {at.project} and all that is in it. Type its name to go on: ")
    if typed.strip() != at.project:
        raise Trouble("Nothing was deleted.")


def main() -> int:
    parser = argparse.ArgumentParser(prog="dev.deploy.backups")
    commands = parser.add_subparsers(dest="command", required=True)
    for name in ("schedule", "list", "uninstall"):
        commands.add_parser(name)
    commands.add_parser("restore").add_argument("name")
    options = parser.parse_args()
    dry_run = is_dry_run(os.environ)
    try:
        at = read_target(os.environ, dry_run=dry_run)
        if options.command == "uninstall" and not dry_run:
            _confirm(at)
        steps = {
            "schedule": lambda: schedule(at),
            "list": lambda: listing(at),
            "restore": lambda: restore(at, options.name),
            "uninstall": lambda: uninstall(at),
        }[options.command]()
        run_steps(steps, environment(at), dry_run=dry_run)
    except Trouble as trouble:
        return give_up(trouble)
    return 0


if __name__ == "__main__":
    sys.exit(main())
