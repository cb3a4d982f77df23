"""The documentation: every command that it shows is one that works, every link leads somewhere."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
from pathlib import Path

import pytest

from dev.deploy import plan
from dev.paths import ROOT

PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])
each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)

_BLOCK = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)

# What a command may begin with, besides `make`: each is on the machine of whoever types it.
PROGRAMS = {"cd", "curl", "echo", "firebase", "gcloud", "git", "npx", "pip", "printf"}
SETTING = re.compile(r"[A-Z_]+=.*")


def commands(page: Path) -> list[str]:
    """The lines of a page's shell blocks, continued lines joined, without comments."""
    lines = "\n".join(_BLOCK.findall(page.read_text())).replace("\\\n", " ").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#")]


SHOWN = [
    pytest.param(line, id=f"{page.name}: {line[:60]}") for page in PAGES for line in commands(page)
]


def test_there_are_commands_to_test() -> None:
    assert len(SHOWN) > 10


@pytest.mark.parametrize("line", SHOWN)
def test_a_command_that_is_shown_works(line: str) -> None:
    """`make` is asked what it would do; of the rest, the grammar and the program are checked."""
    parsed = _run(["bash", "-n", "-c", line])
    assert parsed.returncode == 0, parsed.stderr
    words = [word for word in shlex.split(line, comments=True) if not SETTING.fullmatch(word)]
    assert words[0] in PROGRAMS | {"make"}
    if words[0] == "make":
        settings = [word for word in shlex.split(line, comments=True) if SETTING.fullmatch(word)]
        done = _run(["make", "--dry-run", *words[1:], *settings])
        assert done.returncode == 0, done.stderr


def _run(command: list[str]) -> subprocess.CompletedProcess[str]:
    # Not as part of the `make` that may run these tests.
    env = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)


def test_a_target_that_does_not_exist_would_be_found() -> None:
    assert _run(["make", "--dry-run", "no-such-target"]).returncode != 0


@each_page
def test_a_link_leads_to_a_file_and_a_heading_that_exist(page: Path) -> None:
    for link in _LINK.findall(page.read_text()):
        if link.startswith(("https://", "http://", "mailto:")):
            continue
        name, _, heading = link.partition("#")
        target = (page.parent / name).resolve() if name else page
        assert target.exists(), f"{link} leads nowhere"
        if heading and target.suffix == ".md":
            assert heading in _anchors(target), f"{link} names no heading"


def _anchors(page: Path) -> set[str]:
    """The headings as GitHub turns them into anchors."""
    kept = (re.sub(r"[^\w\- ]", "", text.lower()) for text in _HEADING.findall(page.read_text()))
    return {text.strip().replace(" ", "-") for text in kept}


@each_page
def test_a_file_that_is_named_exists(page: Path) -> None:
    named = re.findall(r"`((?:functions|dev|tests|web|docs)/[\w./-]+\.\w+)`", page.read_text())
    # What the owner makes, and what an example is about.
    made = {"functions/.env.my-hearth", "functions/.secret.local"}
    made |= {"functions/providers/acme.py", "functions/tools/dice.py"}
    assert [name for name in named if name not in made and not (ROOT / name).exists()] == []


def test_the_owners_page_gives_the_reason_for_every_role_of_the_functions() -> None:
    page = (ROOT / "docs" / "OWNER.md").read_text()
    section = page.split("## What the functions may do")[1].split("\n## ")[0]
    listed = set(re.findall(r"^\| `(roles/[\w.]+)`", section, re.MULTILINE))
    elsewhere = {"roles/secretmanager.secretAccessor", "roles/aiplatform.user"}
    assert listed == set(plan.ROLES) | elsewhere


def test_the_line_of_a_turn_is_shown_as_json() -> None:
    page = (ROOT / "docs" / "WATCHING.md").read_text()
    shown = re.search(r"^    (\{.*?\})$", page, re.MULTILINE | re.DOTALL)
    assert shown is not None
    assert json.loads(shown[1])["message"] == "turn"
