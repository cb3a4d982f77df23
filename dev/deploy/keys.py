"""Providers' keys: asked for at a prompt, kept in Secret Manager, readable by the functions alone.

    python3.11 -m dev.deploy.keys --project my-hearth             asks for those that are missing
    python3.11 -m dev.deploy.keys --project my-hearth --name X    asks for X, set or not

A key travels by standard input: it is in no command, no file, no environment and no log.
"""

from __future__ import annotations

import argparse
import getpass
import re
import subprocess
import sys

from dev.deploy.target import DEFAULT_REGION, Target, environment
from dev.paths import ROOT
from dev.run import LABELS
from dev.says import Trouble, give_up

_NAME = re.compile(r"[A-Z][A-Z0-9_]{1,99}")

PROVIDERS = {f"{provider.upper()}_API_KEY": label for provider, label in LABELS.items()}


def ask_for_missing(target: Target) -> None:
    """Ask for each provider's key that is not set. An empty answer leaves that provider out.

    Raises:
        Trouble: a key could not be kept.
    """
    for name, label in PROVIDERS.items():
        if is_set(target, name):
            print(f"  {label}: set")
        elif not sys.stdin.isatty():
            print(f"  {label}: not set; make key PROJECT={target.project} NAME={name}")
        elif key := getpass.getpass(f"  {label} key (Enter to leave it out): ").strip():
            keep(target, name, key)


def is_set(target: Target, name: str) -> bool:
    """Whether the project has a secret of that name."""
    look = ["gcloud", "secrets", "describe", name, f"--project={target.project}", "--format=none"]
    return _run(target, look).returncode == 0


def keep(target: Target, name: str, key: str) -> None:
    """Store a key as the newest version of its secret, and let the functions read that secret.

    Raises:
        Trouble: the name is none for a secret, or it could not be stored.
    """
    if not _NAME.fullmatch(name):
        raise Trouble(f"{name} is no name for a secret: write it like MY_SECRET.")
    store = ["firebase", "functions:secrets:set", name, "--data-file", "-"]
    grant = [
        *("gcloud", "secrets", "add-iam-policy-binding", name),
        f"--project={target.project}",
        f"--member=serviceAccount:{target.service_account}",
        *("--role=roles/secretmanager.secretAccessor", "--format=none"),
    ]
    stored = _run(target, [*store, "--project", target.project, "--non-interactive"], key)
    if stored.returncode != 0 or _run(target, grant).returncode != 0:
        raise Trouble(f"{name} could not be stored. Are you an owner of {target.project}?")
    print(f"  {name} is stored. The functions use it within five minutes.")


def _run(
    target: Target, command: list[str], given: str | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=ROOT,
        env=environment(target),
        input=given or "",
        capture_output=True,
        text=True,
    )


def main() -> int:
    parser = argparse.ArgumentParser(prog="dev.deploy.keys")
    parser.add_argument("--project", required=True)
    parser.add_argument("--name", help="the secret to ask for, such as ANTHROPIC_API_KEY")
    options = parser.parse_args()
    target = Target(options.project, DEFAULT_REGION, None)
    try:
        if options.name is None:
            ask_for_missing(target)
        elif key := getpass.getpass(f"  {options.name}: ").strip():
            keep(target, options.name, key)
    except Trouble as trouble:
        return give_up(trouble)
    return 0


if __name__ == "__main__":
    sys.exit(main())
