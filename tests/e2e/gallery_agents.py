"""`make gallery`: agents, their tools and pictures, and tokens for other apps."""

from __future__ import annotations

import re

from person import ANSWER_MS
from playwright.sync_api import Page, expect
from visit import Visit

from dev.paths import ROOT

PICTURE = ROOT / "web" / "public" / "icon-512.png"


def test_the_store(visit: Visit) -> None:
    page = visit.person.page
    visit.sign_up("rosa")
    visit.open_from_account("Agents")
    expect(page.get_by_role("heading", name="Agents", exact=True)).to_be_visible()
    visit.keep("40-agents")
    page.get_by_role("button", name="New agent").click()
    page.get_by_label("Name", exact=True).fill("Poet")
    page.get_by_label("Emoji").fill("🪶")
    page.get_by_label("Description").fill("Answers in rhyme, whatever the question.")
    page.get_by_label("Instructions").fill("Always answer in rhyming couplets.")
    visit.keep("41-agent-editor")
    page.get_by_label("Calculator").check()
    visit.keep("42-agent-tools")


def test_tokens(visit: Visit) -> None:
    page = visit.person.page
    visit.sign_up("tove")
    visit.open_from_account("Tokens for other apps")
    page.get_by_label("Name of the app").fill("My editor")
    visit.keep("43-tokens")
    page.get_by_role("button", name="Make a token").click()
    expect(page.get_by_role("region", name="Your new token")).to_be_visible(timeout=ANSWER_MS)
    visit.keep("44-token-shown-once")


def test_tools_at_work(visit: Visit) -> None:
    person = visit.person
    visit.sign_up("wim")
    person.send("What is on https://hearth.test/ today?")
    asked = person.page.get_by_role("group", name="Read a page of hearth.test?")
    expect(asked).to_be_visible(timeout=ANSWER_MS)
    visit.keep("45-tool-asks")
    asked.get_by_role("button", name="Decline").click()
    person.expect_answer()
    person.ask("What is 12 * 12 then?")
    card = person.page.locator("[data-slot=tool-card]").last
    card.locator("summary").click()
    visit.keep("46-tool-cards")


def test_pictures(visit: Visit) -> None:
    person = visit.person
    visit.sign_up("pia")
    attach(person.page)
    person.composer.fill("What is in this picture?")
    visit.keep("47-picture-attached")
    person.send_button.click()
    person.expect_answer()
    visit.keep("48-picture-sent")
    person.questions.last.get_by_role("button", name=re.compile("^Enlarge")).click()
    visit.keep("49-picture-viewer")


def attach(page: Page) -> None:
    """Choose a picture from the device."""
    page.get_by_label("Pictures and files").set_input_files(PICTURE)
    expect(page.get_by_label("Attached")).to_be_visible()
