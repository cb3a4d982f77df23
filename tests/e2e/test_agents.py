"""Agents of one's own, and tokens for other apps, made with a thumb."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Callable

import pytest
from openai import AuthenticationError, OpenAI
from person import Person
from playwright.sync_api import Locator, Page, expect
from stage import Home, NewPerson, Size

from scripted import asked

Keep = Callable[[Page, str], None]
MODEL = "Claude Haiku 4.5"


def open_agents(page: Page) -> None:
    page.get_by_role("button", name=re.compile("^Agent:")).click()
    page.get_by_role("menuitem", name="All agents, and your own").click()
    expect(page.get_by_role("heading", name="Agents", exact=True)).to_be_visible()


def card(page: Page, name: str) -> Locator:
    return page.get_by_role("article", name=name, exact=True)


def choose(page: Page, name: str, item: str) -> None:
    page.get_by_role("button", name=f"More for {name}", exact=True).click()
    page.get_by_role("menuitem", name=item).click()


def make_agent(page: Page, name: str, prompt: str) -> None:
    page.get_by_role("button", name="New agent").click()
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Emoji").fill("🪶")
    page.get_by_label("Description").fill("Answers in rhyme, whatever the question.")
    page.get_by_label("Instructions").fill(prompt)
    page.get_by_label("Model", exact=True).select_option(label=MODEL)
    page.get_by_role("textbox", name="Ways to begin").fill("A poem about rain\nA poem about bread")
    page.get_by_label("Calculator").check()
    page.get_by_role("button", name="Save").click()


def test_an_agent_of_ones_own_is_made_used_changed_copied_and_deleted(
    person: Person, home: Home, artifact: Keep
) -> None:
    page = person.page
    person.sign_up("maker@hearth.test")
    open_agents(page)
    artifact(page, "1-store")
    make_agent(page, "Poet", "Always answer in rhyming couplets.")
    expect(card(page, "Poet")).to_contain_text("Answers in rhyme")
    expect(card(page, "Poet")).to_contain_text("Can use: Calculator")
    artifact(page, "2-own-card")

    card(page, "Poet").get_by_role("button", name="Chat").click()
    expect(page.get_by_role("button", name="Agent: Poet")).to_be_visible()
    expect(page.get_by_role("button", name="A poem about bread")).to_be_visible()
    person.ask("Say something about tea.")
    requests = [json.dumps(request["body"]) for request in asked(home.hearth.simulator)]
    assert any("Always answer in rhyming couplets." in request for request in requests)

    open_agents(page)
    choose(page, "Poet", "Edit")
    expect(page.get_by_label("Instructions")).to_have_value("Always answer in rhyming couplets.")
    artifact(page, "3-editor")
    page.get_by_label("Name", exact=True).fill("Bard")
    page.get_by_role("button", name="Save").click()
    choose(page, "Bard", "Duplicate")
    page.get_by_role("button", name="Save").click()
    expect(card(page, "Bard copy")).to_be_visible()
    choose(page, "Bard", "Delete")
    expect(card(page, "Bard")).to_be_hidden()
    page.get_by_role("button", name="Undo").click()
    expect(card(page, "Bard")).to_be_visible()
    page.reload()
    person.expect_room()
    open_agents(page)
    expect(card(page, "Bard")).to_be_visible()
    expect(card(page, "Bard copy")).to_be_visible()


def test_agents_are_found_by_what_their_cards_say(person: Person) -> None:
    page = person.page
    person.sign_up("seeker@hearth.test")
    person.open_from_account("Agents")
    expect(card(page, "Tutor")).to_be_visible()
    page.get_by_role("searchbox", name="Search agents").fill("one step at a time")
    expect(card(page, "Tutor")).to_be_visible()
    expect(card(page, "Coder")).to_be_hidden()


def test_leaving_the_editor_by_back_drops_nothing_for_good(person: Person) -> None:
    page = person.page
    person.sign_up("leaver@hearth.test")
    person.open_from_account("Agents")
    page.get_by_role("button", name="New agent").click()
    page.get_by_label("Name", exact=True).fill("Half an agent")
    page.go_back()
    expect(page.get_by_role("heading", name="Agents", exact=True)).to_be_visible()
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_label("Name", exact=True)).to_have_value("Half an agent")
    page.go_back()
    page.go_back()
    expect(page.get_by_role("heading", name="Agents", exact=True)).to_be_hidden()
    person.expect_room()


def test_a_token_is_shown_once_opens_the_door_and_is_revoked(
    person: Person, artifact: Keep
) -> None:
    page = person.page
    person.sign_up("keeper@hearth.test")
    person.open_from_account("Tokens for other apps")
    page.get_by_label("Name of the app").fill("My editor")
    page.get_by_label("Good for").select_option(label="30 days")
    artifact(page, "1-tokens")
    page.get_by_role("button", name="Make a token").click()
    made = page.get_by_role("region", name="Your new token")
    token = made.get_by_label("Token", exact=True).inner_text()
    artifact(page, "2-shown-once")
    for button in made.get_by_role("button").all():
        expect(button).to_be_in_viewport(ratio=1)
    address = page.get_by_label("Address for the app", exact=True).inner_text()
    client = OpenAI(api_key=token, base_url=address, max_retries=0)
    assert client.models.list().data

    made.get_by_role("button", name="I have copied it").click()
    expect(page.get_by_text(token)).to_be_hidden()
    row = page.get_by_role("article", name="My editor")
    expect(row).to_contain_text(token[-4:])
    row.get_by_role("button", name="Revoke My editor").click()
    row.get_by_role("button", name="Revoke now").click()
    expect(row).to_be_hidden()
    with pytest.raises(AuthenticationError):
        client.models.list()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_the_pages_over_the_room_in_every_light(
    new_person: NewPerson, artifact: Keep, size: Size, scheme: str
) -> None:
    person = new_person(size, color_scheme=scheme)
    page = person.page
    person.sign_up(f"{size}-{scheme}@hearth.test")
    open_agents(page)
    make_agent(page, "Poet", "Rhyme.")
    expect(card(page, "Poet")).to_be_visible()
    artifact(page, "1-agents")
    choose(page, "Poet", "Edit")
    expect(page.get_by_label("Instructions")).to_be_visible()
    artifact(page, "2-editor")
    page.get_by_role("button", name="Back").last.click()
    expect(page.get_by_label("Instructions")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_an_agent_that_is_given_joins_the_menu_that_is_open(
    new_person: NewPerson, home: Home
) -> None:
    person = new_person()
    person.sign_up(f"menu-{uuid.uuid4().hex[:8]}@hearth.test")
    account, given = home.account(person.email), home.hearth.db.document("agents", "gardener")
    theirs = account.to_dict()["agents"]
    given.set({**home.hearth.db.document("agents", theirs[0]).get().to_dict(), "name": "Gardener"})
    try:
        person.page.get_by_role("button", name=re.compile("^Agent:")).click()
        agents = person.page.get_by_role("menuitemradio")
        expect(agents).to_have_count(len(theirs))
        account.reference.update({"agents": [*theirs, given.id]})
        expect(agents).to_have_count(len(theirs) + 1)
        expect(agents.last).to_contain_text("Gardener")
    finally:
        given.delete()
