"""What was begun outlives the page, and what was read on one device is read on the others."""

from __future__ import annotations

import re

from person import ANSWER_MS, START_MS, Person
from playwright.sync_api import Locator, expect
from stage import NewPerson


def thread_items(person: Person) -> Locator:
    return person.page.locator("[data-slot=thread-item]")


def choose(person: Person, action: str) -> None:
    """Do something with the first thread of the sidebar, from its menu."""
    item = thread_items(person).first
    item.hover()
    item.get_by_role("button", name=re.compile("^Actions for")).click()
    person.page.get_by_role("menuitem", name=action, exact=True).click()


def open_notes(person: Person) -> None:
    person.open_sidebar()
    person.page.get_by_role("tab", name="Notes").click()


def test_what_was_deleted_does_not_come_back_when_the_page_is_loaded_again_at_once(
    new_person: NewPerson,
) -> None:
    person = new_person("desktop")
    person.sign_up("delia@hearth.test")
    person.ask("Say hello to the zebra.")
    choose(person, "Delete")
    expect(thread_items(person)).to_have_count(0)
    person.page.reload()
    person.expect_room()
    expect(person.page.get_by_text("Your threads will be listed here.")).to_be_visible()
    # Not only hidden: it is gone from the server.
    elsewhere = new_person("desktop")
    elsewhere.sign_in("delia@hearth.test")
    expect(elsewhere.page.get_by_text("Your threads will be listed here.")).to_be_visible()


def test_a_note_keeps_its_last_word_when_the_page_is_loaded_again_at_once(
    new_person: NewPerson,
) -> None:
    person = new_person()
    person.sign_up("nora@hearth.test")
    open_notes(person)
    person.page.get_by_role("button", name="New note").click()
    note = person.page.get_by_role("textbox", name="Note")
    note.fill("Groceries")
    expect(person.page.get_by_role("textbox", name="Note")).to_have_value("Groceries")
    note.press_sequentially(": bread, tea")
    person.page.reload()
    expect(note).to_have_value("Groceries: bread, tea", timeout=START_MS)

    elsewhere = new_person()
    elsewhere.sign_in("nora@hearth.test")
    open_notes(elsewhere)
    listed = elsewhere.page.get_by_role("region", name="Notes").get_by_role("listitem")
    expect(listed).to_have_text(re.compile("Groceries: bread, tea"))


def test_an_answer_is_news_on_every_device_until_one_of_them_has_shown_it(
    new_person: NewPerson,
) -> None:
    phone, tablet = new_person(), new_person("desktop")
    phone.sign_up("cleo@hearth.test")
    tablet.sign_in("cleo@hearth.test")
    news = tablet.page.locator("[data-slot=thread-mark][data-state=unread]")
    phone.ask("Tell me a long story, please.")
    phone.ask("And another long story, please.")
    expect(news).to_be_visible(timeout=ANSWER_MS)
    # It was watched to its end on the phone, which now goes elsewhere.
    phone.new_thread()
    expect(news).to_be_hidden()


def test_an_archived_thread_is_found_by_what_was_said_in_it(new_person: NewPerson) -> None:
    person = new_person("desktop")
    person.sign_up("arch@hearth.test")
    person.ask("Say hello to the zebra of Alpha.")
    choose(person, "Rename")
    person.page.get_by_label("Title").fill("Animals")
    person.page.get_by_role("button", name="Rename").click()
    expect(thread_items(person).first).to_contain_text("Animals")
    choose(person, "Archive")
    expect(thread_items(person)).to_have_count(0)
    person.page.get_by_role("button", name="Archive", exact=True).click()
    person.page.get_by_role("searchbox", name="Search the archive").fill("zebra of alpha")
    expect(thread_items(person)).to_contain_text("zebra of alpha")
    person.page.get_by_role("searchbox", name="Search the archive").fill("giraffe")
    expect(thread_items(person)).to_have_count(0)
