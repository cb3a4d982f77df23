"""The client's own work, a journey each: drafts, keys, options, threads, notes, exports, no net."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from person import ANSWER_MS, Person
from playwright.sync_api import Locator, expect
from stage import Home, NewPerson

from scripted import asked, script

LONG = "Tell me a long story, please."
WHOLE_WORDS = re.compile(r"\w+ \w+ \w+ \w+")


@pytest.fixture
def join(new_person: NewPerson, request: pytest.FixtureRequest) -> Callable[..., Person]:
    """Makes a member with a device of that size."""

    def make(size: str = "phone", **options: Any) -> Person:
        person = new_person(size, **options)
        person.sign_up(f"{request.node.name[5:35].strip('_')}@hearth.test")
        return person

    return make


def thread_items(person: Person) -> Locator:
    return person.page.locator("[data-slot=thread-item]")


def choose(person: Person, title: str, action: str) -> None:
    """Do something with a thread, from its menu in the sidebar."""
    item = thread_items(person).filter(has_text=title).first
    item.hover()
    item.get_by_role("button", name=re.compile("^Actions for")).click()
    person.page.get_by_role("menuitem", name=action, exact=True).click()


def rename(person: Person, before: str, after: str) -> None:
    choose(person, before, "Rename")
    person.page.get_by_label("Title").fill(after)
    person.page.get_by_role("button", name="Rename").click()
    expect(thread_items(person).filter(has_text=after)).to_be_visible()


def answer_with(home: Home, text: str) -> None:
    script(home.hearth.simulator, {"type": "reply", "text": text, "match": {"tools": True}})


def stored_reply(home: Home, person: Person) -> Any:
    """The document of the only answer in the thread on screen, once it is settled."""
    thread_id = person.page.url.split("?t=")[1]
    threads = home.hearth.db.collection_group("threads").stream()
    thread = next(each for each in threads if each.id == thread_id)

    deadline = time.monotonic() + ANSWER_MS / 1000
    while time.monotonic() < deadline:
        for each in thread.reference.collection("messages").stream():
            if each.get("role") == "assistant" and "usage" in (each.to_dict() or {}):
                return each.reference
        person.page.wait_for_timeout(100)
    raise AssertionError("The answer was not settled.")


def test_enter_sends_where_there_is_a_keyboard_and_drafts_stay_with_their_thread(
    join: Callable[..., Person],
) -> None:
    person = join("desktop")
    page = person.page
    person.composer.press_sequentially("One line")
    person.composer.press("Shift+Enter")
    person.composer.press_sequentially("and another")
    expect(person.composer).to_have_value("One line\nand another")
    person.composer.press("Enter")
    expect(person.composer).to_have_value("")
    person.expect_answer()
    assert person.questions.last.locator("p").inner_text() == "One line\nand another"

    person.composer.fill("A thought for later")
    page.keyboard.press("Control+Shift+O")
    expect(person.replies).to_have_count(0)
    expect(person.composer).to_have_value("")
    person.composer.fill("The start of something new")
    thread_items(person).first.get_by_role("button").first.click()
    expect(person.composer).to_have_value("A thought for later")
    page.reload()
    expect(person.composer).to_have_value("A thought for later")
    page.keyboard.press("Control+Shift+O")
    expect(person.composer).to_have_value("The start of something new")


def test_enter_breaks_the_line_under_a_thumb(join: Callable[..., Person]) -> None:
    person = join()
    person.composer.fill("One line")
    person.composer.press("Enter")
    expect(person.composer).to_have_value("One line\n")
    expect(person.questions).to_have_count(0)


def test_options_are_set_by_the_keyboard_and_remembered_for_their_thread(
    join: Callable[..., Person], home: Home
) -> None:
    person = join("desktop")
    page = person.page
    person.pick_model("Command R+")
    page.get_by_role("button", name="Options", exact=True).click()
    slider = page.get_by_role("slider", name="Temperature")
    longest = page.get_by_role("slider", name="Longest answer")
    slider.press("Home")
    expect(slider).to_have_attribute("aria-valuetext", "0.0")
    slider.press("ArrowRight")
    expect(slider).to_have_attribute("aria-valuetext", "0.05")
    slider.press("PageUp")
    slider.press("End")
    expect(slider).to_have_attribute("aria-valuetext", "1.0")
    slider.press("ArrowLeft")
    longest.press("Home")
    longest.press("ArrowRight")
    chosen = longest.get_attribute("aria-valuenow")
    page.keyboard.press("Escape")
    person.ask("Hello")
    sent = [
        request["body"]
        for request in asked(home.hearth.simulator)
        if request["body"].get("temperature") == 0.95
    ]
    assert [body["max_tokens"] for body in sent] == [int(chosen or 0)]

    page.get_by_role("button", name="New thread").last.click()
    expect(page.get_by_role("button", name="Options", exact=True)).to_be_visible()
    page.go_back()
    page.reload()
    page.get_by_role("button", name="Options, changed").click()
    expect(slider).to_have_attribute("aria-valuetext", "0.95")
    expect(longest).to_have_attribute("aria-valuenow", chosen or "")
    page.get_by_role("button", name="Reset temperature").click()
    expect(slider).not_to_have_attribute("aria-valuetext", "0.95")


def test_threads_are_renamed_pinned_archived_found_and_deleted_with_a_way_back(
    join: Callable[..., Person],
) -> None:
    person = join("desktop")
    page = person.page
    for title in ("Alpha", "Beta"):
        person.ask(f"Say hello to {title} and the zebra of {title}")
        rename(person, "", title)
        page.keyboard.press("Control+Shift+O")
    expect(thread_items(person)).to_have_count(2)
    expect(thread_items(person).first).to_contain_text("Beta")
    choose(person, "Alpha", "Pin")
    expect(page.get_by_role("region", name="Pinned")).to_contain_text("Alpha")
    expect(thread_items(person).first).to_contain_text("Alpha")

    search = page.get_by_role("searchbox", name="Search threads")
    search.fill("beTÄ")
    expect(thread_items(person)).to_have_count(1)
    search.fill("zebra of alpha")
    expect(thread_items(person)).to_have_count(1)
    expect(thread_items(person)).to_contain_text("Alpha")
    search.fill("")

    choose(person, "Beta", "Archive")
    expect(thread_items(person)).to_have_count(1)
    page.get_by_role("button", name="Archive", exact=True).click()
    expect(thread_items(person)).to_contain_text("Beta")
    page.get_by_role("button", name="All threads").click()

    choose(person, "Alpha", "Delete")
    expect(thread_items(person)).to_have_count(0)
    page.get_by_role("button", name="Undo").last.click()
    expect(thread_items(person)).to_have_count(1)
    choose(person, "Alpha", "Delete")
    expect(page.get_by_text("Thread deleted.")).to_be_hidden(timeout=ANSWER_MS)
    page.reload()
    person.expect_room()
    expect(page.get_by_text("Your threads will be listed here.")).to_be_visible()


def test_a_note_is_saved_by_itself_found_and_leads_back_to_its_message(
    join: Callable[..., Person],
) -> None:
    person = join()
    page = person.page
    person.ask("Name three rivers.")
    said = person.replies.last.locator("[data-slot=prose] > *").first.inner_text()
    page.get_by_role("button", name="More about this answer").click()
    page.get_by_role("menuitem", name="Save to notes").click()
    page.get_by_role("button", name="New thread").click()
    person.open_sidebar()
    page.get_by_role("tab", name="Notes").click()
    page.get_by_role("button", name="New note").click()
    page.get_by_role("textbox", name="Note").fill("Groceries\nbread, tea")
    page.get_by_role("button", name="Close this note").click()
    notes = page.get_by_role("region", name="Notes").get_by_role("listitem")
    person.open_sidebar()
    page.get_by_role("tab", name="Notes").click()
    # What the list shows is on this device's disk.
    expect(notes.filter(has_text="Groceries")).to_have_count(1)

    page.reload()
    person.expect_room()
    person.open_sidebar()
    page.get_by_role("tab", name="Notes").click()
    expect(notes).to_have_count(2)
    page.get_by_role("searchbox", name="Search notes").fill("BREAD")
    expect(notes).to_have_count(1)
    expect(notes).to_contain_text("Groceries")
    page.get_by_role("searchbox", name="Search notes").fill("")
    notes.filter(has_not_text="Groceries").get_by_role("button").click()
    expect(page.get_by_role("textbox", name="Note")).to_have_value(re.compile(re.escape(said[:12])))
    page.get_by_role("button", name="Go to the message it came from").click()
    page.get_by_role("button", name="Close this note").click()
    expect(person.replies).to_have_count(1)
    expect(person.questions).to_contain_text("Name three rivers.")


def test_a_thread_is_taken_away_as_markdown_and_as_json(join: Callable[..., Person]) -> None:
    person = join("desktop")
    page = person.page
    person.ask("Name three rivers.")

    def export(name: str) -> tuple[str, str]:
        page.get_by_role("button", name="Thread menu").click()
        with page.expect_download() as coming:
            page.get_by_role("menuitem", name=name).click()
        download = coming.value
        return download.suggested_filename, Path(download.path()).read_text()

    name, text = export("Markdown")
    assert name.endswith(".md")
    assert text.startswith("# ")
    assert "## You\n\nName three rivers." in text
    name, text = export("JSON, with everything")
    assert name.endswith(".json")
    taken = json.loads(text)
    assert (taken["format"], taken["version"]) == ("hearth", 1)
    question, answer = taken["threads"][0]["messages"]
    assert question["parts"] == [{"type": "text", "text": "Name three rivers."}]
    assert (answer["parent"], answer["status"]) == (question["id"], "done")
    assert answer["usage"]["outputTokens"] > 0


def test_what_is_being_read_stays_while_the_answer_grows(join: Callable[..., Person]) -> None:
    person = join()
    page = person.page
    person.ask("Tell me a long story about the sea, please.")
    person.send(LONG)
    prose = person.replies.last.locator("[data-slot=prose]")
    expect(prose).to_contain_text(WHOLE_WORDS, timeout=ANSWER_MS)
    thread = page.get_by_role("group", name="Thread")
    # The reader goes up, and reads.
    thread.evaluate("(box) => { box.scrollTop = box.scrollHeight / 8; }")
    button = page.get_by_role("button", name="New text")
    expect(button).to_be_visible()
    before = thread.evaluate("(box) => [box.scrollTop, box.scrollHeight]")
    page.wait_for_function(
        "(height) => document.querySelector('[data-slot=message-list]').scrollHeight > height + 40",
        arg=before[1],
    )
    assert thread.evaluate("(box) => box.scrollTop") == before[0]
    button.click()
    person.expect_answer()
    left = "(box) => box.scrollHeight - box.clientHeight - box.scrollTop"
    assert thread.evaluate(left) < 2
    expect(button).to_be_hidden()


def test_without_a_network_it_opens_to_threads_messages_and_notes_and_says_so(
    join: Callable[..., Person],
) -> None:
    person = join()
    page = person.page
    person.ask("Name three rivers.")
    answer = person.replies.last.locator("[data-slot=prose]").inner_text()
    person.open_sidebar()
    page.get_by_role("tab", name="Notes").click()
    page.get_by_role("button", name="New note").click()
    page.get_by_role("textbox", name="Note").fill("Kept here")
    page.get_by_role("button", name="Close this note").click()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    # What the page had loaded before its worker stood behind it is kept a moment later.
    page.reload()
    person.expect_answer()
    page.context.set_offline(True)
    page.reload()
    expect(page.get_by_text("You are offline.")).to_be_visible(timeout=ANSWER_MS)
    expect(person.questions).to_contain_text("Name three rivers.")
    assert person.replies.last.locator("[data-slot=prose]").inner_text() == answer
    person.open_sidebar()
    expect(thread_items(person)).to_have_count(1)
    page.get_by_role("tab", name="Notes").click()
    expect(page.get_by_role("listitem").filter(has_text="Kept here")).to_be_visible()
    page.context.set_offline(False)
    expect(page.get_by_text("You are offline.")).to_be_hidden()


def test_a_theme_is_chosen_and_kept(join: Callable[..., Person]) -> None:
    person = join("desktop", color_scheme="light")
    page = person.page
    paper = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(paper)
    page.get_by_role("button", name=re.compile("^Account:")).click()
    page.get_by_role("menuitemradio", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    dark = page.evaluate(paper)
    assert dark != light
    page.reload()
    person.expect_room()
    assert page.evaluate(paper) == dark
    page.get_by_role("button", name=re.compile("^Account:")).click()
    page.get_by_role("menuitemradio", name="As the device").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "light")


def test_an_answer_of_200_kilobytes_is_drawn_and_the_composer_answers(
    join: Callable[..., Person], home: Home
) -> None:
    person = join()
    person.ask("Everything, please.")
    row = (
        "A paragraph with **bold**, `code` and a [link](https://example.test/), of some length.\n\n"
    )
    # What makes a careless parser slow stands among it.
    traps = "*" * 400 + "\n\n" + "[" * 400 + "\n\n" + "> " * 60 + "deep\n\n" + "_a" * 300 + "\n\n"
    text = traps + row * (200_000 // len(row)) + "The very end."
    stored_reply(home, person).update({"parts": [{"type": "text", "text": text}]})
    end = person.page.get_by_text("The very end.", exact=True)
    expect(end).to_be_visible(timeout=ANSWER_MS)
    person.page.reload()
    expect(end).to_be_in_viewport(timeout=ANSWER_MS)
    person.composer.press_sequentially("Still here")
    expect(person.composer).to_have_value("Still here")
    assert person.replies.last.get_by_role("link").count() == 200_000 // len(row)


def test_going_back_closes_what_is_open_and_stays_in_the_thread(
    join: Callable[..., Person],
) -> None:
    person = join()
    page = person.page
    person.ask("Hello")
    address = page.url
    person.open_sidebar()
    drawer = page.get_by_role("dialog", name="Threads and notes")
    expect(drawer).to_be_visible()
    page.go_back()
    expect(drawer).to_be_hidden()
    assert page.url == address
    page.get_by_role("button", name="Thread menu").click()
    page.get_by_role("menuitem", name="Rename").click()
    expect(page.get_by_role("dialog", name="Rename this thread")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert page.url == address
    expect(person.replies).to_have_count(1)


def test_the_drawer_keeps_focus_and_gives_it_back(join: Callable[..., Person]) -> None:
    person = join()
    page = person.page
    opener = page.get_by_role("button", name="Open sidebar")
    opener.press("Enter")
    drawer = page.get_by_role("dialog", name="Threads and notes")
    for _ in range(12):
        page.keyboard.press("Tab")
        assert drawer.evaluate("(box) => box.contains(document.activeElement)")
    page.keyboard.press("Escape")
    expect(opener).to_be_focused()
