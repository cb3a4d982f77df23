"""A crew at its work, as a person watches it on a phone."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Generator
from pathlib import Path

import pytest
from person import Person
from playwright.sync_api import Page, expect
from stage import Home, NewPerson

from crews import AGENTS, crew_server, plan

CREW_MS = 90_000


@pytest.fixture
def chat(home: Home, tmp_path: Path) -> Generator[str]:
    """Where `chat` answers that knows of a crew."""
    plan(home.hearth)
    with crew_server(home.hearth, tmp_path) as crew:
        yield home.hearth.server("chat", HEARTH_CREW_URL=crew.url).url


def reader(new_person: NewPerson, home: Home, chat: str) -> Person:
    """Somebody at a phone who has picked the crew."""
    person = new_person()
    context = person.page.context
    context.route(home.hearth.url("chat"), lambda route: route.continue_(url=chat))
    person.sign_up(f"reader-{uuid.uuid4().hex[:8]}@hearth.test")
    home.account(person.email).reference.update({"agents": list(AGENTS)})
    person.pick_agent("Newsroom")
    return person


def test_each_worker_is_seen_at_work_and_the_last_word_is_the_answer(
    new_person: NewPerson, home: Home, chat: str, artifact: Callable[[Page, str], None]
) -> None:
    person = reader(new_person, home, chat)
    page = person.page
    person.send("Plan a week of simple dinners for two.")
    cards = page.locator("[data-slot=tool-card]")
    researcher = cards.filter(has_text="Researcher")
    expect(researcher).to_contain_text("Running", timeout=CREW_MS)
    researcher.locator("summary").click()
    expect(researcher.get_by_label("So far")).to_contain_text(re.compile(r"\w+"), timeout=CREW_MS)
    artifact(page, "1-at-work")
    expect(cards.filter(has_text="Sceptic")).to_be_visible(timeout=CREW_MS)
    expect(cards.filter(has_text="Editor")).to_contain_text("Done", timeout=CREW_MS)
    person.expect_answer()
    artifact(page, "2-answer")
    page.reload()
    expect(cards).to_have_count(3)
    expect(cards.filter(has_text="Done")).to_have_count(3)


def test_stop_ends_the_crew_and_keeps_what_was_done(
    new_person: NewPerson, home: Home, chat: str
) -> None:
    person = reader(new_person, home, chat)
    page = person.page
    person.send("Tell me a long story.")
    cards = page.locator("[data-slot=tool-card]")
    expect(cards.first).to_contain_text("Running", timeout=CREW_MS)
    person.stop_button.click()
    expect(person.replies.last).to_have_attribute("data-state", "stopped", timeout=CREW_MS)
    expect(cards.first).to_contain_text("Not finished")
