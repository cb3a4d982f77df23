"""Tools on a phone: what asks first, an answer from another device, and a proposed note."""

from __future__ import annotations

import re

from person import ANSWER_MS, Person
from playwright.sync_api import Locator, expect
from stage import NewPerson

# The simulator reads the page that a question names, and works out the sum that it holds.
PAGE = "What is on https://hearth.test/ today?"


def question(person: Person) -> Locator:
    return person.page.get_by_role("group", name="Read a page of hearth.test?")


def ask(person: Person) -> None:
    """Ask for a page, and wait for the question that this brings."""
    person.send(PAGE)
    expect(question(person)).to_be_visible(timeout=ANSWER_MS)


def test_a_sum_is_worked_out_in_a_card_that_opens(member: Person) -> None:
    member.send("What is 12 * 12 then?")
    card = member.page.locator("[data-slot=tool-card]")
    expect(card).to_have_attribute("data-state", "output-available", timeout=ANSWER_MS)
    expect(card).to_contain_text("Calculator")
    card.locator("summary").click()
    expect(card.get_by_label("What it answered")).to_have_text("144")
    member.expect_answer()


def test_a_call_is_allowed_from_a_second_device(member: Person, new_person: NewPerson) -> None:
    ask(member)
    expect(member.page.get_by_label("What it was asked")).to_contain_text("https://hearth.test/")
    other = new_person("desktop")
    other.sign_in(member.email)
    other.open(member.page.url.removeprefix(other.address))
    expect(question(other)).to_be_visible()
    question(other).get_by_role("button", name="Allow once").click()
    for person in (member, other):
        # Nothing answers at that address, which the model is told; the answer goes on.
        expect(person.page.locator("[data-slot=tool-card]")).to_have_attribute(
            "data-state", "output-error", timeout=ANSWER_MS
        )
        expect(person.replies.last.locator("[data-slot=prose]")).to_contain_text(re.compile(r"\w"))
        expect(question(person)).to_have_count(0)
        person.expect_answer()


def test_a_call_that_is_declined_does_not_run(member: Person) -> None:
    ask(member)
    question(member).get_by_role("button", name="Decline").click()
    card = member.page.locator("[data-slot=tool-card]")
    expect(card).to_have_attribute("data-state", "output-denied", timeout=ANSWER_MS)
    expect(card).to_contain_text("Declined")
    member.expect_answer()


def test_a_question_waits_while_the_phone_is_away(member: Person) -> None:
    ask(member)
    member.page.reload()
    expect(question(member)).to_be_visible(timeout=ANSWER_MS)
    question(member).get_by_role("button", name="For this thread").click()
    member.expect_answer()
    member.send(PAGE)
    expect(member.page.locator("[data-slot=tool-card]")).to_have_count(2, timeout=ANSWER_MS)
    member.expect_answer()
    expect(question(member)).to_have_count(0)


def permissions(person: Person) -> Locator:
    """Open the page of what is allowed, from the account's menu."""
    person.open_from_account("Permissions")
    return person.page.get_by_role("dialog", name="Permissions")


def test_what_is_allowed_for_good_is_listed_and_asked_again_once_forgotten(member: Person) -> None:
    ask(member)
    question(member).get_by_role("button", name="Always for hearth.test").click()
    member.expect_answer()
    member.new_thread()
    member.ask(PAGE)
    expect(member.page.locator("[data-slot=tool-card]")).to_have_count(1)
    expect(question(member)).to_have_count(0)
    page = permissions(member)
    allowed = page.get_by_role("region", name="In every thread")
    expect(allowed.get_by_role("group", name="Read pages of hearth.test")).to_be_visible()
    allowed.get_by_role("button", name="Forget: Read pages of hearth.test").click()
    expect(page.get_by_text("Nothing is allowed for good")).to_be_visible()
    member.page.go_back()
    member.new_thread()
    ask(member)


def test_what_is_allowed_in_a_thread_is_listed_with_it_and_asked_again_once_forgotten(
    member: Person,
) -> None:
    ask(member)
    question(member).get_by_role("button", name="For this thread").click()
    member.expect_answer()
    address = member.page.url
    member.new_thread()
    here = permissions(member).get_by_role("region", name="In one thread")
    row = here.get_by_role("group", name="Read pages of hearth.test")
    row.get_by_role("button", name="Forget").click()
    expect(here).to_have_count(0)
    member.page.go_back()
    member.open(address.removeprefix(member.address))
    ask(member)
