"""The main job: a newcomer signs up, picks an agent and a model, chats, and finds it again."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from person import Person
from playwright.sync_api import Page, expect
from stage import NewPerson

LABELS = {
    "anthropic": "Claude Haiku 4.5",
    "openai": "GPT-6 Luna",
    "google": "Gemini 3.8 Flash",
    "cohere": "Command R+",
    "mistral": "Ministral 3 14B",
    "llama": "LLaMA 3.3 70B",
}


def test_a_newcomer_signs_up_chats_and_finds_everything_as_it_was(
    person: Person, artifact: Callable[[Page, str], None]
) -> None:
    person.open()
    artifact(person.page, "1-sign-in")
    person.sign_up("grace@hearth.test")
    artifact(person.page, "2-welcome")
    person.pick_agent("Tutor")
    person.pick_model("Command R+")
    person.send("Explain tides in a table, please.")
    expect(person.stop_button).to_be_visible()
    expect(person.replies.last).to_have_attribute("data-state", "streaming")
    artifact(person.page, "3-streaming")
    person.expect_answer()
    answer = person.replies.last.locator("[data-slot=prose]").inner_text()
    artifact(person.page, "4-answer")

    person.page.reload()
    expect(person.replies).to_have_count(1)
    expect(person.questions).to_contain_text("Explain tides in a table, please.")
    assert person.replies.last.locator("[data-slot=prose]").inner_text() == answer
    expect(person.page.get_by_role("button", name=re.compile("^Agent: .*Tutor"))).to_be_visible()
    expect(person.page.get_by_role("button", name="Model: Command R+")).to_be_visible()
    person.open_sidebar()
    thread = person.page.locator("[data-slot=thread-item]")
    expect(thread).to_have_count(1)
    artifact(person.page, "5-sidebar")


@pytest.mark.parametrize("provider", LABELS)
def test_every_providers_model_answers(new_person: NewPerson, provider: str) -> None:
    person = new_person()
    person.sign_up(f"{provider}@hearth.test")
    person.pick_model(LABELS[provider])
    assert len(person.ask("Name three rivers.")) > 20


def test_the_session_persists_and_signing_out_ends_it(new_person: NewPerson) -> None:
    person = new_person()
    person.sign_up("stay@hearth.test")
    person.ask("Hello")
    person.open("/")
    person.expect_room()
    person.open_sidebar()
    person.page.get_by_role("button", name=re.compile("Account")).click()
    person.page.get_by_role("menuitem", name="Sign out").click()
    expect(person.page.get_by_role("heading", name="Sign in")).to_be_visible()
    person.sign_in("stay@hearth.test")
    person.open_sidebar()
    expect(person.page.locator("[data-slot=thread-item]")).to_have_count(1)


def test_a_wrong_password_is_told_and_a_forgotten_one_can_be_reset(person: Person) -> None:
    person.open()
    person.page.get_by_label("E-mail").fill("nobody@hearth.test")
    person.page.get_by_label("Password", exact=True).fill("not-right")
    person.page.get_by_role("button", name="Sign in", exact=True).click()
    expect(person.page.get_by_role("alert").filter(has_text=re.compile(r"\w"))).to_be_visible()
    person.page.get_by_role("button", name="Forgot it?").click()
    person.page.get_by_label("E-mail").fill("nobody@hearth.test")
    person.page.get_by_role("button", name=re.compile("Send|Reset")).click()
    expect(person.page.get_by_text(re.compile("nobody@hearth.test"))).to_be_visible()
