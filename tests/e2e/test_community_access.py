"""For everyone: axe finds nothing on the community's screens, at both sizes and in both themes."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from looks import OPEN, OPTIONS, Look, PlainLook
from person import ANSWER_MS, START_MS, Person
from playwright.sync_api import expect
from stage import COMMUNITY, Home, NewPerson, Size, reach

MONTH = datetime.now(UTC).strftime("%Y-%m")


@pytest.fixture(params=["phone", "desktop"])
def size(request: pytest.FixtureRequest) -> Size:
    return request.param


@pytest.fixture
def person(new_person: NewPerson, home: Home, size: Size) -> Person:
    somebody: Person = new_person(size, **OPTIONS)
    reach(somebody, home, COMMUNITY)
    return somebody


def open_from_account(person: Person, size: Size, item: str) -> None:
    OPEN[size](person)
    person.choose_in_account(item)
    expect(person.page.get_by_role("dialog", name=item)).to_be_visible()


def back(person: Person) -> None:
    person.page.get_by_role("button", name="Back", exact=True).click()


def test_axe_finds_nothing_on_the_owners_page(person: Person, home: Home, size: Size) -> None:
    db, page, look = home.hearth.db, person.page, Look(person.page)
    owner = home.hearth.member("olga", owner=True)
    asking = home.hearth.member("gus", budgetUsd=1)
    wish = {"usd": 5, "note": "Foghorns too", "createdAt": datetime.now(UTC)}
    db.document("users", asking.uid, "requests", MONTH).set(wish)
    open_, over = f"harbour-{size}", f"over-{size}"
    invite: dict[str, Any] = {"agents": ["hearth"], "seats": 4, "used": 1, "note": "Come in."}
    db.document("invites", open_).set(invite)
    db.document("invites", over).set({**invite, "used": 4, "seats": "four"})
    person.sign_in(owner.email)
    open_from_account(person, size, "Community")
    group = page.get_by_role("group", name=open_)
    expect(group).to_be_visible(timeout=ANSWER_MS)
    expect(page.get_by_text("Foghorns too").first).to_be_visible()
    look("owner's page")
    group.get_by_role("button", name="Show as QR code").click()
    expect(page.get_by_role("img", name=re.compile("^QR code"))).to_be_visible()
    look("an invite as a QR code")
    for code in (open_, over):
        db.document("invites", code).delete()
    assert look.found == []


def test_axe_finds_nothing_where_one_shares_and_spends(
    person: Person, home: Home, size: Size
) -> None:
    db, page, look = home.hearth.db, person.page, Look(person.page)
    member = home.hearth.member("uma", budgetUsd=0.2)
    person.sign_in(member.email)
    person.ask("Name a river.")
    page.get_by_role("button", name="Thread menu").click()
    page.get_by_role("menuitem", name="Share", exact=True).click()
    sharing = page.get_by_role("dialog", name="Share this thread")
    sharing.get_by_role("checkbox", name=re.compile("^You Name")).uncheck()
    look("share dialog")
    sharing.get_by_role("button", name="Make a link").click()
    link = sharing.get_by_label("Link", exact=True)
    expect(link).to_be_visible(timeout=ANSWER_MS)
    look("share dialog with its link")
    share_id = link.inner_text().rsplit("/", 1)[1]
    sharing.get_by_role("button", name="Done").click()
    open_from_account(person, size, "Shared links")
    look("shared links")
    back(person)

    db.document("users", member.uid, "usage", MONTH).update({"spentUsd": 0.199})
    person.send("And another one?")
    expect(page.get_by_text("left of your budget").first).to_be_visible(timeout=ANSWER_MS)
    look("budget reached")
    open_from_account(person, size, "Usage and budget")
    look("usage")
    page.get_by_label("A month, in USD").fill("5")
    page.get_by_role("button", name="Ask for more").last.click()
    expect(page.get_by_text("You have asked for $5.00 a month.")).to_be_visible()
    look("asked for more")
    assert look.found == []

    shared = PlainLook(page)
    page.goto(f"{home.hearth.url('shared')}/s/{share_id}")
    shared("shared page")
    page.goto(f"{home.hearth.url('shared')}/s/{'x' * 20}")
    shared("no such shared page")
    assert shared.found == []


@pytest.mark.usefixtures("guests_only")
def test_axe_finds_nothing_at_the_gate(person: Person, home: Home, size: Size) -> None:
    page, look = person.page, Look(person.page)
    guest = home.hearth.account("guest")
    person.open("/?invite=no-such-code")
    expect(page.get_by_text("You have an invite.")).to_be_visible()
    look("sign-in with an invite")
    page.get_by_label("E-mail").fill(guest.email)
    page.get_by_label("Password", exact=True).fill("a-good-one")
    page.get_by_role("button", name="Sign in", exact=True).click()
    failed = page.get_by_role("dialog", name="That invite did not work")
    expect(failed).to_be_visible(timeout=START_MS)
    look("an invite that did not work")
    failed.get_by_role("button", name="Close").click()
    expect(page.get_by_role("heading", name="You need an invite")).to_be_visible(timeout=START_MS)
    look("waiting")
    code = f"gate-{size}"
    invite = {"agents": ["hearth"], "seats": 1, "used": 0, "note": "Come in.", "budgetUsd": 1}
    home.hearth.db.document("invites", code).set(invite)
    person.open(f"/?invite={code}")
    expect(page.get_by_role("dialog", name="You are in")).to_be_visible(timeout=START_MS)
    look("welcome")
    home.hearth.db.document("users", guest.uid).update({"suspended": True})
    expect(page.get_by_role("heading", name="Your account is paused")).to_be_visible()
    look("paused")
    home.hearth.db.document("invites", code).delete()
    assert look.found == []


def test_axe_finds_nothing_on_the_way_out(person: Person, home: Home, size: Size) -> None:
    page, look = person.page, Look(person.page)
    person.sign_in(home.hearth.member("ida").email)
    open_from_account(person, size, "Delete my account")
    look("delete my account")
    page.get_by_role("button", name="Delete everything").click()
    look("delete my account, not confirmed")
    page.get_by_label("Type delete to go on").fill("delete")
    page.get_by_role("button", name="Delete everything").click()
    expect(page.get_by_role("heading", name="Your account is deleted")).to_be_visible(
        timeout=START_MS
    )
    look("the receipt")
    assert look.found == []
