"""`make gallery`: usage, sharing, the owner's page, and leaving."""

from __future__ import annotations

import re

import pytest
from person import ANSWER_MS
from playwright.sync_api import expect
from stage import COMMUNITY, reach
from visit import Visit


@pytest.fixture(autouse=True)
def everything_answers(visit: Visit) -> None:
    """Lead this person's client to every function that these screens call."""
    reach(visit.person, visit.home, COMMUNITY)


def test_ones_own(visit: Visit) -> None:
    person, page = visit.person, visit.person.page
    visit.sign_up("uma")
    person.ask("Plan a week of simple dinners for two, with one shopping list")
    page.get_by_role("button", name="Thread menu").click()
    page.get_by_role("menuitem", name="Share", exact=True).click()
    sharing = page.get_by_role("dialog", name="Share this thread")
    expect(sharing).to_be_visible()
    visit.keep("80-share")
    sharing.get_by_role("button", name="Make a link").click()
    link = sharing.get_by_label("Link", exact=True)
    expect(link).to_be_visible(timeout=ANSWER_MS)
    visit.keep("81-shared-link")
    share_id = link.inner_text().rsplit("/", 1)[1]
    sharing.get_by_role("button", name="Done").click()
    visit.open_from_account("Shared links")
    expect(page.get_by_role("dialog", name="Shared links")).to_contain_text("not read yet")
    visit.keep("82-shared-links")
    page.get_by_role("button", name="Back", exact=True).click()
    visit.open_from_account("Usage and budget")
    expect(page.get_by_role("dialog", name="Usage and budget")).to_be_visible()
    visit.keep("83-usage")
    page.get_by_role("button", name="Back", exact=True).click()
    visit.open_from_account("Delete my account")
    expect(page.get_by_role("dialog", name="Delete my account")).to_be_visible()
    visit.keep("84-leaving")
    page.goto(f"{visit.home.hearth.url('shared')}/s/{share_id}")
    visit.keep("85-public-page")


def test_the_owners_page(visit: Visit) -> None:
    db = visit.home.hearth.db
    visit.sign_up("olga")
    db.document("users", visit.uid()).update({"owner": True})
    invite = {"agents": ["hearth"], "budgetUsd": 5, "seats": 4, "used": 1, "note": "Come in."}
    code = f"harbour-{visit.size}-{visit.theme}"
    db.document("invites", code).set(invite)
    visit.open_from_account("Community")
    expect(visit.person.page.get_by_role("group", name=code)).to_be_visible(timeout=ANSWER_MS)
    visit.keep("86-community")
    visit.person.page.get_by_role("group", name=code).scroll_into_view_if_needed()
    visit.keep("87-invites")
    group = visit.person.page.get_by_role("group", name=code)
    group.get_by_role("button", name="Show as QR code").click()
    visit.keep("87-qr-code")
    db.document("invites", code).delete()


def test_by_the_keyboard(visit: Visit) -> None:
    if visit.size == "phone":
        pytest.skip("A phone has none.")
    visit.sign_up("kay")
    visit.person.page.keyboard.press("Control+/")
    expect(visit.person.page.get_by_role("dialog", name=re.compile("hortcuts"))).to_be_visible()
    visit.keep("88-shortcuts")
