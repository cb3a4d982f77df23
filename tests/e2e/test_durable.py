"""The durable turn on a phone: locked, offline, tapped twice, stopped, edited, on two devices."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from person import ANSWER_MS, Person
from playwright.sync_api import Page, expect
from stage import Home, NewPerson

from dev import ports

# The simulator tells a story of several hundred words when asked for one: time enough to act.
LONG = "Tell me a long story, please."
GROWING = re.compile(r"\w+ \w+ \w+ \w+")


def begin(person: Person, text: str = LONG) -> None:
    """Send, and wait until the answer grows."""
    person.send(text)
    expect(person.replies.last.locator("[data-slot=prose]")).to_contain_text(
        GROWING, timeout=ANSWER_MS
    )


def prose(person: Person) -> str:
    return person.replies.last.locator("[data-slot=prose]").text_content() or ""


def stored(home: Home, person: Person) -> dict[str, dict[str, object]]:
    """The messages of the thread on this person's screen, as they are stored."""
    thread_id = person.page.url.split("?t=")[1]
    for snapshot in home.hearth.db.collection_group("threads").stream():
        if snapshot.id == thread_id:
            found = snapshot.reference.collection("messages").stream()
            return {message.id: message.to_dict() for message in found}
    return {}


def test_an_answer_goes_on_while_the_phone_is_locked(member: Person, home: Home) -> None:
    begin(member)
    session: Any = member.page.context.new_cdp_session(member.page)
    session.send("Network.enable")
    session.send("Page.setWebLifecycleState", {"state": "frozen"})
    member.page.context.set_offline(True)
    thread = stored(home, member)
    assert any(message["status"] == "streaming" for message in thread.values())
    ports.wait_until(
        lambda: all(m["status"] == "done" for m in stored(home, member).values()),
        what="The answer",
        seconds=60,
        alive=lambda: True,
    )
    session.send("Page.setWebLifecycleState", {"state": "active"})
    member.page.context.set_offline(False)
    member.expect_answer()
    assert len(stored(home, member)) == 2
    expect(member.questions).to_have_count(1)


def test_an_answer_grows_on_a_second_device_and_both_show_the_same(
    member: Person, new_person: NewPerson
) -> None:
    begin(member)
    other = new_person("desktop")
    other.sign_in(member.email)
    other.open(member.page.url.removeprefix(other.address))
    expect(other.replies.last.locator("[data-slot=prose]")).to_contain_text(GROWING)
    other.expect_answer()
    member.expect_answer()
    assert prose(other) == prose(member)


def test_a_message_written_offline_waits_survives_a_reload_and_is_sent_once(
    member: Person, home: Home
) -> None:
    member.ask("Hello")
    member.page.context.set_offline(True)
    member.send("Are you still there?")
    expect(member.page.get_by_text("Waiting for a connection.")).to_be_visible()
    member.page.context.set_offline(False)
    expect(member.replies).to_have_count(2, timeout=ANSWER_MS)
    member.expect_answer()
    asked = [m for m in stored(home, member).values() if m["role"] == "user"]
    assert len(asked) == 2
    expect(member.questions).to_have_count(2)


def test_what_waits_can_be_edited_and_discarded(member: Person) -> None:
    member.ask("Hello")
    member.page.context.set_offline(True)
    member.send("Wrong words")
    waiting = member.page.locator("[data-slot=outbox-note]")
    waiting.get_by_role("button", name="Edit").click()
    member.page.get_by_role("textbox", name="Your message").fill("Right words")
    member.page.get_by_role("button", name="Send", exact=True).click()
    expect(member.questions.last).to_contain_text("Right words")
    expect(member.questions).to_have_count(2)
    waiting.get_by_role("button", name="Discard").click()
    expect(member.questions).to_have_count(1)
    member.page.context.set_offline(False)
    expect(member.replies).to_have_count(1)


def test_a_double_tap_buys_one_answer(member: Person, home: Home) -> None:
    member.composer.fill("Name three rivers.")
    member.send_button.dblclick()
    member.expect_answer()
    roles = sorted(str(message["role"]) for message in stored(home, member).values())
    assert roles == ["assistant", "user"]


def test_stop_keeps_what_there_is(member: Person, home: Home) -> None:
    begin(member)
    member.stop_button.click()
    expect(member.page.get_by_text("You stopped this answer here.")).to_be_visible()
    kept = prose(member)
    assert GROWING.search(kept)
    member.page.reload()
    expect(member.page.get_by_text("You stopped this answer here.")).to_be_visible()
    assert prose(member) == kept
    assert {m["status"] for m in stored(home, member).values()} == {"done", "stopped"}


def test_a_stopped_answer_is_continued_where_it_ended(member: Person) -> None:
    begin(member)
    member.stop_button.click()
    expect(member.page.get_by_text("You stopped this answer here.")).to_be_visible()
    kept = prose(member)
    member.page.get_by_role("button", name="Continue").click()
    member.expect_answer()
    assert len(prose(member)) > len(kept)
    expect(member.replies).to_have_count(1)


def test_edits_and_new_answers_are_branches_that_one_pages_between(
    member: Person, artifact: Callable[[Page, str], None]
) -> None:
    member.ask("Name three rivers.")
    first = prose(member)
    member.page.get_by_role("button", name="Answer again").click()
    expect(member.page.get_by_role("group", name="Versions of this answer")).to_contain_text("2")
    member.expect_answer()
    member.page.get_by_role("button", name="Previous version of this answer").click()
    assert prose(member) == first

    member.page.get_by_role("button", name="Actions for your message").click()
    member.page.get_by_role("menuitem", name="Edit").click()
    member.page.get_by_role("textbox", name="Your message").fill("Name three mountains.")
    member.page.get_by_role("button", name="Send", exact=True).click()
    expect(member.questions).to_contain_text("Name three mountains.")
    member.expect_answer()
    artifact(member.page, "branches")
    member.page.get_by_role(
        "button", name=re.compile("Previous version of this (question|message)")
    ).click()
    expect(member.questions).to_contain_text("Name three rivers.")
    member.page.reload()
    expect(member.questions).to_contain_text("Name three rivers.")
    expect(member.questions).to_have_count(1)


def test_two_tabs_show_one_conversation(member: Person) -> None:
    member.ask("Hello")
    tab = Person(member.page.context.new_page(), member.address)
    tab.open(member.page.url.removeprefix(member.address))
    expect(tab.replies).to_have_count(1)
    tab.ask("And from here?")
    expect(member.questions).to_have_count(2)
    member.expect_answer()
    assert prose(member) == prose(tab)
