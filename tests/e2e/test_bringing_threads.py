"""Threads on their way from one account to another, and from another app."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from person import ANSWER_MS, Person
from playwright.sync_api import expect
from stage import Home, NewPerson, reach

FUNCTIONS = ("chat", "join", "import_threads")

CHATGPT: dict[str, Any] = {
    "title": "Why there are two tides",
    "create_time": 1_764_000_000.5,
    "update_time": 1_764_000_100.5,
    "conversation_id": "5f0c7d5e-two-tides",
    "current_node": "a",
    "mapping": {
        "root": {"id": "root", "message": None, "parent": None, "children": ["q"]},
        "q": {
            "id": "q",
            "parent": "root",
            "message": {
                "author": {"role": "user"},
                "content": {"content_type": "text", "parts": ["Why are there two tides a day?"]},
                "create_time": 1_764_000_000.5,
            },
        },
        "a": {
            "id": "a",
            "parent": "q",
            "message": {
                "author": {"role": "assistant"},
                "content": {"content_type": "text", "parts": ["There are **two bulges**."]},
                "create_time": 1_764_000_001.5,
                "metadata": {"model_slug": "gpt-4o"},
            },
        },
    },
}


@pytest.fixture
def member(new_person: NewPerson, home: Home) -> Callable[[str], Person]:
    def make(email: str) -> Person:
        # With a mouse, what is exported is a download, and no share sheet.
        person = new_person("desktop")
        reach(person, home, FUNCTIONS)
        person.sign_up(email)
        return person

    return make


def choose(person: Person, file: Path) -> None:
    """Choose a file to import."""
    person.choose_in_account("Import threads")
    person.page.get_by_label("Export to import").set_input_files(file)


def bring(person: Person, file: Path, said: str) -> None:
    """Import a file to its end, which is told like this, and go back to the room."""
    choose(person, file)
    page = person.page
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.get_by_text(said)).to_be_visible(timeout=ANSWER_MS)
    page.get_by_role("button", name="Back", exact=True).click()


def test_what_one_account_exports_another_has_as_it_was(
    member: Callable[[str], Person], tmp_path: Path
) -> None:
    giver = member("giver@hearth.test")
    giver.ask("Name three rivers.")
    giver.page.get_by_role("button", name="Answer again").last.click()
    expect(giver.page.get_by_text("2/2")).to_be_visible(timeout=ANSWER_MS)
    giver.expect_answer()
    said = giver.replies.last.locator("[data-slot=prose]").inner_text()
    giver.choose_in_account("Export everything")
    with giver.page.expect_download() as download:
        giver.page.get_by_role("menuitem", name="JSON, with everything").click()
    file = tmp_path / "Hearth.json"
    download.value.save_as(file)

    taker = member("taker@hearth.test")
    bring(taker, file, "1 thread: 3 messages came in.")
    taker.page.locator("[data-slot=thread-item] button").first.click()
    expect(taker.page.get_by_text("2/2")).to_be_visible()
    expect(taker.replies.last.locator("[data-slot=prose]")).to_have_text(said, use_inner_text=True)

    # Once more adds nothing, and it goes on as any other thread.
    bring(taker, file, "1 thread: 0 messages came in. 3 were here")
    expect(taker.page.locator("[data-slot=thread-item]")).to_have_count(1)
    taker.ask("And a fourth?")


def test_a_conversation_with_chatgpt_goes_on_here(
    member: Callable[[str], Person], tmp_path: Path
) -> None:
    person = member("mover@hearth.test")
    file = tmp_path / "conversations.json"
    file.write_text(json.dumps([CHATGPT]))
    bring(person, file, "1 thread: 2 messages came in.")
    person.page.get_by_role("button", name=CHATGPT["title"]).first.click()
    expect(person.replies.last.locator("strong")).to_have_text("two bulges")
    person.ask("And the moon?")


def test_a_file_of_another_kind_is_refused_in_a_sentence(
    member: Callable[[str], Person], tmp_path: Path
) -> None:
    person = member("stranger-file@hearth.test")
    file = tmp_path / "holiday.json"
    file.write_text('{"days": 14}')
    choose(person, file)
    expect(person.page.get_by_role("alert")).to_contain_text("no export of Hearth")
