"""A real Chromium at phone size, in front of a Hearth that answers at a model's pace."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Generator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from person import Person
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from stage import SIZES, Home, NewPerson, Size
from visit import Theme, Visit

from dev.emulators import Ports
from dev.install import find_browser
from dev.paths import ROOT
from dev.simulator import simulator
from dev.site import local_config, write_site
from hearth import Hearth, plant

# What the client calls in these tests, each on a server of its own.
FUNCTIONS = ("chat", "join", "create_token", "revoke_token", "v1")
ARTIFACTS = ROOT / "tests" / "artifacts"
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# What is said when the network is gone, which is what some tests are about. Firestore then asks a
# picture of Google's whether there is one, which the page's policy forbids.
EXPECTED = re.compile(
    "Failed to load resource|ERR_INTERNET_DISCONNECTED|status of 4"
    "|WebChannelConnection .* transport errored|Could not reach Cloud Firestore|cleardot.gif"
    "|An unknown error occurred when fetching the script"
)


@pytest.fixture(scope="session")
def home(emulators: Ports, site: Path) -> Generator[Home]:
    """The client on the Hosting emulator, the functions on their production server."""
    with ExitStack() as last:
        upstream = last.enter_context(simulator(word_ms=10, first_word_seconds=0.2))
        plant()
        hearth = Hearth(emulators, upstream, last)
        overrides = {name: hearth.url(name) for name in FUNCTIONS}
        shutil.copytree(
            write_site("e2e", local_config(emulators, overrides=overrides)),
            site,
            dirs_exist_ok=True,
        )
        hearth.publish_providers()
        yield Home(hearth, f"http://localhost:{emulators.hosting}")


@pytest.fixture(scope="session")
def browser() -> Generator[Browser]:
    """The machine's Chromium, headless."""
    path = os.environ.get("HEARTH_BROWSER") or find_browser()
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield running
        running.close()


@pytest.fixture
def new_person(browser: Browser, home: Home) -> Generator[NewPerson]:
    """Makes people, each with their own device; what a page complains of fails the test."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def make(size: Size = "phone", address: str = home.address, **options: Any) -> Person:
        context = browser.new_context(**{**SIZES[size], **options})
        contexts.append(context)
        page = context.new_page()
        listen(page, complaints)
        return Person(page, address)

    yield make
    for context in contexts:
        context.close()
    assert complaints == []


def listen(page: Page, complaints: list[str]) -> None:
    """Collect what a page complains of."""
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console",
        lambda message: (
            complaints.append(message.text)
            if message.type in ("error", "warning") and not EXPECTED.search(message.text)
            else None
        ),
    )


@pytest.fixture(params=["light", "dark"])
def theme(request: pytest.FixtureRequest) -> Theme:
    return request.param


@pytest.fixture(params=["phone", "desktop"])
def visit(request: pytest.FixtureRequest, new_person: NewPerson, home: Home, theme: Theme) -> Visit:
    """Somebody who walks through the gallery's screens, in both themes and at both sizes."""
    size: Size = request.param
    return Visit(new_person(size, color_scheme=theme), home, size, theme)


@pytest.fixture
def person(new_person: NewPerson) -> Person:
    """One person with a phone."""
    return new_person()


@pytest.fixture
def member(new_person: NewPerson, request: pytest.FixtureRequest) -> Person:
    """Somebody with a phone who has signed up, by the name of the test."""
    person = new_person()
    name = re.sub(r"\W+", "-", request.node.name.removeprefix("test_"))
    person.sign_up(f"{name}@hearth.test"[-60:])
    return person


@pytest.fixture
def guests_only(home: Home) -> Generator[None]:
    """Who comes without an invite waits."""
    settings = home.hearth.db.document("settings", "app")
    settings.update({"signup": "invite"})
    yield
    settings.update({"signup": "open"})


@pytest.fixture
def artifact(request: pytest.FixtureRequest) -> Callable[[Page, str], None]:
    """Keeps a screenshot of a page for people to look at."""
    folder = ARTIFACTS / request.node.name
    folder.mkdir(parents=True, exist_ok=True)

    def keep(page: Page, name: str) -> None:
        page.screenshot(path=folder / f"{name}.png")

    return keep
