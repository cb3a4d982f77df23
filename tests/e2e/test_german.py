"""A person whose browser speaks German: nothing that Hearth itself says is English."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from catalogue import english_on, phrases
from person import ANSWER_MS, START_MS, Person
from playwright.sync_api import Page, expect
from stage import NewPerson

GERMAN = {"locale": "de-DE"}


def test_the_catalogues_are_read() -> None:
    assert {"Sign in", "Send message"} <= phrases("en.ts")
    assert {"Anmelden", "Nachricht senden"} <= phrases("de.ts")


def sign_up(person: Person, email: str) -> None:
    page = person.page
    person.open()
    page.get_by_role("button", name="Konto anlegen").click()
    page.get_by_label("E-Mail").fill(email)
    page.get_by_label("Passwort", exact=True).fill("ein-gutes")
    assert english_on(page) == set()
    page.get_by_role("button", name="Konto anlegen").first.click()
    expect(page.get_by_role("textbox", name=re.compile("^Nachricht an "))).to_be_visible(
        timeout=START_MS
    )


def open_account(page: Page) -> None:
    page.get_by_role("button", name="Seitenleiste öffnen").click()
    page.get_by_role("button", name=re.compile("^Konto:")).click()


def test_a_german_browser_meets_german_from_the_door_to_the_export(
    new_person: NewPerson, artifact: Callable[[Page, str], None], tmp_path: Path
) -> None:
    person = new_person(**GERMAN)
    page = person.page
    sign_up(person, "grete@hearth.test")
    expect(page.locator("html")).to_have_attribute("lang", "de")
    assert english_on(page) == set()
    artifact(page, "1-room")

    page.get_by_role("textbox", name=re.compile("^Nachricht an ")).fill("Nenne drei Flüsse.")
    page.get_by_role("button", name="Nachricht senden").click()
    expect(person.replies.last).to_have_attribute("data-state", "done", timeout=ANSWER_MS)
    expect(page.get_by_role("button", name="Antwort kopieren")).to_be_visible()
    assert english_on(page) == set()
    artifact(page, "2-answer")

    page.get_by_role("button", name="Optionen").click()
    expect(page.get_by_text("Längste Antwort")).to_be_visible()
    assert english_on(page) == set()
    artifact(page, "3-options")
    page.keyboard.press("Escape")

    open_account(page)
    assert english_on(page) == set()
    artifact(page, "4-account")
    page.get_by_role("menuitem", name="Alles exportieren").click()
    with page.expect_download() as given:
        page.get_by_role("menuitem", name="Markdown").click()
    given.value.save_as(tmp_path / "alles.md")
    assert "Du" in (tmp_path / "alles.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("item", "heading"),
    [
        ("Agenten", "Agenten"),
        ("Tokens für andere Apps", "Tokens für andere Apps"),
        ("Erlaubnisse", "Erlaubnisse"),
        ("Verbrauch und Budget", "Verbrauch und Budget"),
        ("Geteilte Links", "Geteilte Links"),
        ("Gespräche importieren", "Gespräche importieren"),
        ("Mein Konto löschen", "Mein Konto löschen"),
    ],
)
def test_each_page_of_the_account_is_german(
    new_person: NewPerson, artifact: Callable[[Page, str], None], item: str, heading: str
) -> None:
    person = new_person(**GERMAN)
    sign_up(person, f"{re.sub('[^a-z]+', '-', item.lower())}@hearth.test")
    open_account(person.page)
    person.page.get_by_role("menuitem", name=item, exact=True).click()
    expect(person.page.get_by_role("heading", name=heading, exact=True)).to_be_visible()
    assert english_on(person.page) == set()
    artifact(person.page, "page")


def test_another_language_is_chosen_in_the_account_and_remembered(person: Person) -> None:
    page = person.page
    person.sign_up("polyglot@hearth.test")
    assert "Send message" in english_on(page)
    person.open_sidebar()
    page.get_by_role("button", name=re.compile("^Account:")).click()
    page.get_by_role("menuitem", name="Language").click()
    page.get_by_role("menuitemradio", name="Deutsch").click()
    expect(page.get_by_role("button", name="Nachricht senden")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "de")
    page.reload()
    expect(page.get_by_role("button", name="Nachricht senden")).to_be_visible(timeout=START_MS)
    assert english_on(page) == set()
    open_account(page)
    page.get_by_role("menuitem", name="Sprache").click()
    page.get_by_role("menuitemradio", name="English").click()
    expect(page.get_by_role("button", name="Send message")).to_be_visible()


def test_the_words_come_before_the_first_paint_or_the_page_is_blank(
    new_person: NewPerson,
) -> None:
    person = new_person(**GERMAN)
    page = person.page
    page.route("**/_next/static/**/*.js", lambda route: route.abort())
    person.open()
    expect(page.locator("html")).to_have_attribute("data-words", "coming")
    expect(page.get_by_text("Create an account")).to_be_hidden()
