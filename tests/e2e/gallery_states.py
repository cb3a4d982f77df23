"""`make gallery`: nothing there yet, very much of it, no way in, and what goes wrong."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from person import ANSWER_MS, START_MS
from playwright.sync_api import expect
from visit import Visit

from scripted import script, unscript

# Of the question itself, and not of the title that is made after an answer.
ANY_MODEL = {"stream": True}
TITLES = (
    "Tides, and why there are two a day",
    "The lighthouse that was moved on rails",
    "A week of simple dinners",
    "Fractions for my son",
    "Bread with little yeast and much time",
    "Words that are longer than a telephone is wide",
    "What to ask an installer of heat pumps",
    "A present for somebody who has everything",
)


def test_before_anything_is_there(visit: Visit) -> None:
    page = visit.person.page
    visit.sign_up("lena")
    visit.person.ask("Explain tides")
    page.context.set_offline(True)
    page.reload()
    visit.person.expect_room()
    visit.keep("60-opened-offline", settled=False)
    page.context.set_offline(False)


def test_while_it_is_fetched(visit: Visit) -> None:
    page = visit.person.page
    visit.sign_up("lotte")
    # Firestore never answers here, and this device remembers nothing.
    page.route("**/google.firestore.v1.Firestore/**", lambda _: None)
    visit.person.open("/?t=not-there-yet")
    visit.keep("61-loading", settled=False)


def test_what_can_not_be_opened(visit: Visit) -> None:
    person = visit.person
    visit.sign_up("nils")
    person.open("/?t=there-is-no-such-thread")
    expect(person.page.get_by_role("heading", name="This thread is not here")).to_be_visible(
        timeout=START_MS
    )
    visit.keep("62-no-thread")


@pytest.mark.usefixtures("guests_only")
def test_who_has_no_invite(visit: Visit) -> None:
    person = visit.person
    person.open()
    person.page.get_by_role("button", name="Create an account").click()
    person.page.get_by_label("E-mail").fill(f"w.{visit.size}.{visit.theme}@hearth.test")
    person.page.get_by_label("Password", exact=True).fill("a-good-one")
    person.page.get_by_role("button", name="Create account").click()
    expect(person.page.get_by_role("heading", name="You need an invite")).to_be_visible(
        timeout=START_MS
    )
    visit.keep("63-waiting")


def test_what_goes_wrong(visit: Visit) -> None:
    person, page = visit.person, visit.person.page
    simulator = visit.home.hearth.simulator
    visit.sign_up("erik")
    try:
        script(simulator, {"type": "fail", "status": 400, "message": "No.", "match": ANY_MODEL})
        person.send("What is the tallest lighthouse?")
        expect(person.replies.last).to_have_attribute("data-state", "error", timeout=ANSWER_MS)
        visit.keep("64-refused")
        script(simulator, {"type": "stream_fault", "kind": "disconnect", "after_chunks": 60})
        person.send("Tell me a long story")
        expect(person.replies).to_have_count(2)
        expect(person.replies.last).to_have_attribute("data-state", "error", timeout=ANSWER_MS)
        visit.keep("65-broken-off")
    finally:
        unscript(simulator)
    account = visit.home.hearth.db.document("users", visit.uid())
    account.collection("usage").document(f"{datetime.now(UTC):%Y-%m}").update({"spentUsd": 1000.0})
    person.composer.fill("And the oldest?")
    expect(page.locator("[data-slot=send-cost]")).to_have_attribute("data-state", "short")
    visit.keep("66-nothing-left")
    account.update({"suspended": True})
    expect(page.get_by_role("heading", name="Your account is paused")).to_be_visible()
    visit.keep("67-paused")


def test_much_of_it(visit: Visit) -> None:
    person, page = visit.person, visit.person.page
    visit.sign_up("max")
    word = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen" * 4
    person.ask(f"Explain tides. {word}")
    page.get_by_role("button", name="More about this answer").last.click()
    page.get_by_role("menuitem", name="Save to notes").click()
    visit.keep("68-long-words")
    db = visit.home.hearth.db
    threads = db.collection("users", visit.uid(), "threads")
    (first,) = threads.stream()
    for day, title in enumerate(TITLES):
        at = datetime.now(UTC) - timedelta(days=day * day, minutes=5)
        fields = {**first.to_dict(), "title": title, "updatedAt": at, "createdAt": at}
        threads.document(f"t-{day}").set({**fields, "pinned": day == 4})
    notes = db.collection("users", visit.uid(), "notes")
    for day, title in enumerate(TITLES[:5]):
        at = datetime.now(UTC) - timedelta(days=day)
        text = f"{title}\n\nWhat is worth keeping of it, and where it came from."
        notes.document(f"n-{day}").set({"text": text, "source": None, "updatedAt": at})
    visit.open_sidebar()
    expect(
        page.get_by_role("link", name=TITLES[1]).or_(page.get_by_text(TITLES[1]))
    ).to_be_visible()
    visit.keep("69-many-threads")
    page.get_by_role("searchbox", name="Search threads").fill("lighthouse")
    visit.keep("70-search")
    page.get_by_role("searchbox", name="Search threads").fill("")
    page.get_by_role("tab", name="Notes").click()
    expect(page.get_by_text(TITLES[2]).first).to_be_visible()
    visit.keep("71-many-notes")
    page.get_by_role("button", name=re.compile(TITLES[2])).click()
    expect(page.get_by_role("textbox", name="Note", exact=True)).to_be_visible()
    visit.keep("72-note")
