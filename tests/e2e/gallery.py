"""`make gallery`: every screen and state, in both themes and at both sizes, for people to look at.

Not a test: it is run by name and writes pictures into tests/artifacts/gallery.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pytest
from person import ANSWER_MS, Person
from playwright.sync_api import expect
from stage import Home, NewPerson, Size

from dev.paths import ROOT

FOLDER = ROOT / "tests" / "artifacts" / "gallery"
Theme = Literal["light", "dark"]


@dataclass
class Visit:
    """One person's way through the screens, photographed."""

    person: Person
    home: Home
    size: Size
    theme: Theme

    def keep(self, name: str) -> None:
        """Photograph what is on screen, once nothing moves any more."""
        self.person.page.wait_for_function(
            "() => document.getAnimations().every((a) => a.playState !== 'running'"
            " || a.effect?.getComputedTiming().iterations === Infinity)"
        )
        FOLDER.mkdir(parents=True, exist_ok=True)
        path: Path = FOLDER / f"{name}-{self.size}-{self.theme}.png"
        self.person.page.screenshot(path=path)

    def menu(self, button: str | re.Pattern[str], name: str) -> None:
        """Open a menu or a panel, photograph it, and close it."""
        self.person.page.get_by_role("button", name=button).first.click()
        self.keep(name)
        self.person.page.keyboard.press("Escape")


@pytest.fixture(params=["light", "dark"])
def theme(request: pytest.FixtureRequest) -> Theme:
    return request.param


@pytest.fixture(params=["phone", "desktop"])
def visit(request: pytest.FixtureRequest, new_person: NewPerson, home: Home, theme: Theme) -> Visit:
    size: Size = request.param
    return Visit(new_person(size, color_scheme=theme), home, size, theme)


def name_of(visit: Visit, screen: str) -> str:
    return f"{screen}.{visit.size}.{visit.theme}@hearth.test"


def test_sign_in(visit: Visit) -> None:
    person = visit.person
    person.open()
    visit.keep("01-sign-in")
    person.page.get_by_role("button", name="Sign in", exact=True).click()
    visit.keep("02-sign-in-errors")
    person.page.get_by_role("button", name="Create an account").click()
    visit.keep("03-sign-up")


def test_the_chat(visit: Visit) -> None:
    person = visit.person
    person.sign_up(name_of(visit, "grace"))
    visit.keep("10-welcome")
    visit.menu(re.compile("^Agent:"), "11-agents")
    visit.menu(re.compile("^Model:"), "12-models")
    visit.menu("Options", "13-options")
    person.send("Plan a week of simple dinners for two, with one shopping list")
    expect(person.replies.last.locator("[data-slot=prose]")).to_contain_text(
        re.compile(r"\w+ \w+ \w+"), timeout=ANSWER_MS
    )
    visit.keep("14-streaming")
    person.expect_answer()
    visit.keep("15-answer")
    person.ask("Write a Python script that finds duplicate files")
    visit.keep("16-code")
    person.ask("Explain quadratic equations")
    visit.keep("17-maths")
    visit.menu("More about this answer", "18-about-the-answer")
    visit.menu("Thread menu", "19-thread-menu")
    person.send("Tell me a long story")
    expect(person.replies.last.locator("[data-slot=prose]")).to_contain_text(
        re.compile(r"\w+ \w+ \w+"), timeout=ANSWER_MS
    )
    person.stop_button.click()
    expect(person.page.get_by_text("You stopped this answer here.")).to_be_visible()
    visit.keep("20-stopped")
    person.page.context.set_offline(True)
    person.send("Are you still there?")
    expect(person.page.get_by_text("Waiting for a connection.")).to_be_visible()
    visit.keep("21-offline")
    person.page.context.set_offline(False)
    person.expect_answer()


SIDEBAR: dict[Size, Callable[[Person], None]] = {
    "phone": Person.open_sidebar,
    "desktop": lambda _: None,
}


def test_the_sidebar(visit: Visit) -> None:
    person = visit.person
    person.sign_up(name_of(visit, "ada"))
    for question in ("Explain tides", "Help me say no to an invitation", "Fractions for my son"):
        person.ask(question)
        person.new_thread()
    SIDEBAR[visit.size](person)
    visit.keep("30-threads")
    person.page.get_by_role("tab", name="Notes").click()
    visit.keep("31-notes-empty")
    visit.menu(re.compile("Account"), "32-account")
