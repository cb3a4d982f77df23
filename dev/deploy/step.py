"""A step of a deploy: one command with its purpose. A list of them is run, or only shown."""

from __future__ import annotations

import shlex
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dev.paths import ROOT
from dev.says import Trouble

Command = tuple[str, ...]


@dataclass(frozen=True)
class Step:
    """One command.

    Args:
        purpose: what it is for, as an instruction.
        cloud: it reaches the project; a dry run only prints it.
        mend: what the person does about it when it fails.
        unless: a command that succeeds when there is nothing left to do.
        expects: what the command must print; `None` if its exit status says enough. Then its
            output is shown as it comes.
    """

    purpose: str
    command: Command
    cloud: bool = True
    mend: str = ""
    unless: Command | None = None
    expects: str | None = None

    @property
    def written(self) -> str:
        """The command as one would type it in the repository's folder."""
        return shlex.join(word.removeprefix(f"{ROOT}/") for word in self.command)


def run_steps(steps: Iterable[Step], env: Mapping[str, str], *, dry_run: bool) -> None:
    """Run the steps in order. A dry run prints them all, and runs those that need no cloud.

    Raises:
        Trouble: a step failed; the message says how to mend it.
    """
    for step in steps:
        print(f"\n• {step.purpose}\n  $ {step.written}", flush=True)
        if dry_run and step.cloud:
            continue
        if step.unless is not None and _quietly(step.unless, env) is not None:
            print("  It is there already.", flush=True)
            continue
        if not _succeeds(step, env):
            raise Trouble(step.mend or f"This failed: {step.written}")


def _succeeds(step: Step, env: Mapping[str, str]) -> bool:
    if step.expects is not None:
        told = _quietly(step.command, env)
        return told is not None and step.expects in told
    try:
        return subprocess.run(step.command, cwd=ROOT, env=env).returncode == 0
    except FileNotFoundError:
        return False


def _quietly(command: Command, env: Mapping[str, str]) -> str | None:
    """What a command prints, kept off the screen; `None` if it fails."""
    try:
        done = subprocess.run(
            command, cwd=ROOT, env=env, capture_output=True, text=True, stdin=subprocess.DEVNULL
        )
    except FileNotFoundError:
        return None
    return done.stdout if done.returncode == 0 else None
