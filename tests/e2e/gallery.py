"""`make gallery`: every screen and state, in both themes and at both sizes, for people to look at.

Not a test: it is run by name and writes pictures into tests/artifacts/gallery.
"""

from __future__ import annotations

import re

from person import ANSWER_MS
from playwright.sync_api import expect
from visit import Visit


def test_sign_in(visit: Visit) -> None:
    person = visit.person
    person.open()
    expect(person.page.get_by_label("E-mail")).to_be_editable()
    visit.keep("01-sign-in")
    person.page.get_by_role("button", name="Sign in", exact=True).click()
    visit.keep("02-sign-in-errors")
    person.page.get_by_role("button", name="Create an account").click()
    visit.keep("03-sign-up")


def test_the_chat(visit: Visit) -> None:
    person = visit.person
    visit.sign_up("grace")
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


def test_the_sidebar(visit: Visit) -> None:
    person = visit.person
    visit.sign_up("ada")
    for question in ("Explain tides", "Help me say no to an invitation", "Fractions for my son"):
        person.ask(question)
        person.new_thread()
    visit.open_sidebar()
    visit.keep("30-threads")
    person.page.get_by_role("tab", name="Notes").click()
    visit.keep("31-notes-empty")
    visit.menu(re.compile("Account"), "32-account")
