"""The owner's day: invite, be joined, be asked for more, raise, look on, suspend.

What the owner edits in the Firebase console is edited in Firestore here; everything else is done
on two phones.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from person import ANSWER_MS, START_MS, Person
from playwright.sync_api import Page, expect
from stage import COMMUNITY, Home, NewPerson, reach

from dev.paths import ROOT

CODE = "lighthouse-2026"

JSQR = ROOT / "web" / "node_modules" / "jsqr" / "dist" / "jsQR.js"
LOOK = """async (encoded) => {
  const bytes = Uint8Array.from(atob(encoded), (char) => char.charCodeAt(0));
  const picture = await createImageBitmap(new Blob([bytes]));
  const context = new OffscreenCanvas(picture.width, picture.height).getContext("2d");
  context.drawImage(picture, 0, 0);
  const { data, width, height } = context.getImageData(0, 0, picture.width, picture.height);
  return jsQR(data, width, height)?.data ?? "";
}"""

Artifact = Callable[[Page, str], None]


@pytest.fixture
def phone(home: Home, new_person: NewPerson) -> Callable[..., Person]:
    """Makes a person whose phone reaches every function of the community."""

    def make(**options: Any) -> Person:
        person = new_person(**options)
        reach(person, home, COMMUNITY)
        return person

    return make


def read_by_a_camera(page: Page, picture: bytes) -> str:
    """What the QR code in a PNG says."""
    page.evaluate(JSQR.read_text())
    return page.evaluate(LOOK, base64.b64encode(picture).decode())


def back(person: Person) -> None:
    person.page.get_by_role("button", name="Back").click()


@pytest.mark.usefixtures("guests_only")
def test_the_owners_day(home: Home, phone: Callable[..., Person], artifact: Artifact) -> None:
    db = home.hearth.db
    olga = home.hearth.member("olga", agents=("hearth", "coder"), owner=True)

    # The owner invites: a document, and a link.
    invite = {
        "agents": ["hearth", "tutor"],
        "budgetUsd": 0.2,
        "seats": 2,
        "used": 0,
        "note": "Come in, the kettle is on.",
    }
    db.document("invites", CODE).set(invite)

    # A friend without it waits.
    stranger = phone()
    stranger.open()
    stranger.page.get_by_role("button", name="Create an account").click()
    stranger.page.get_by_label("E-mail").fill("stranger@hearth.test")
    stranger.page.get_by_label("Password", exact=True).fill("a-good-one")
    stranger.page.get_by_role("button", name="Create account").click()
    expect(stranger.page.get_by_role("heading", name="You need an invite")).to_be_visible(
        timeout=START_MS
    )
    artifact(stranger.page, "1-waiting")
    stranger.page.get_by_label("Invite code").fill("no-such-code")
    stranger.page.get_by_role("button", name="Use this invite").click()
    expect(stranger.page.get_by_text("There is no invite with this code.")).to_be_visible()

    # A friend with it opens the link, signs up, and is in.
    gus = phone()
    gus.open(f"/?invite={CODE}")
    expect(gus.page.get_by_text("You have an invite.")).to_be_visible()
    artifact(gus.page, "2-invited")
    gus.page.get_by_role("button", name="Create an account").click()
    gus.page.get_by_label("E-mail").fill("gus@hearth.test")
    gus.page.get_by_label("Password", exact=True).fill("a-good-one")
    gus.page.get_by_role("button", name="Create account").click()
    welcome = gus.page.get_by_role("dialog", name="You are in")
    expect(welcome).to_contain_text("the kettle is on", timeout=START_MS)
    expect(welcome).to_contain_text("Tutor")
    artifact(gus.page, "3-welcome")
    welcome.get_by_role("button", name="Come in").click()
    gus.expect_room()
    assert "invite" not in gus.page.url

    # They chat, and see what it costs before they send.
    gus.pick_model("Claude Haiku 4.5")
    gus.composer.fill("Tell me about lighthouses.")
    expect(gus.page.locator("[data-slot=send-cost]")).to_contain_text("left this month")
    artifact(gus.page, "4-cost")
    gus.ask("Tell me about lighthouses.")

    # The month's budget runs out, and they ask for more.
    uid = home.account("gus@hearth.test").id
    month = datetime.now(UTC).strftime("%Y-%m")
    db.document("users", uid, "usage", month).update({"spentUsd": 0.199})
    short = gus.page.locator("[data-slot=send-cost]")
    expect(short).to_have_attribute("data-state", "short")
    artifact(gus.page, "5-short")
    gus.send("And about foghorns?")
    expect(gus.page.get_by_text("left of your budget").first).to_be_visible()
    short.get_by_role("button", name="Ask for more").click()
    usage = gus.page.get_by_role("dialog", name="Usage and budget")
    expect(usage).to_contain_text("Claude Haiku 4.5")
    artifact(gus.page, "6-usage")
    usage.get_by_label("A month, in USD").fill("5")
    usage.get_by_label("What for").fill("Foghorns too")
    usage.get_by_role("button", name="Ask for more").click()
    expect(usage).to_contain_text("You have asked for $5.00 a month.")

    # The owner sees it on her phone, and raises the budget by an edit.
    owner = phone(color_scheme="dark")
    owner.sign_in(olga.email)
    owner.open_from_account("Community")
    community = owner.page.get_by_role("dialog", name="Community")
    expect(community).to_contain_text("asks for $5.00 a month")
    expect(community).to_contain_text("Foghorns too")
    expect(community.get_by_role("group", name=CODE)).to_contain_text("1 of 2 seats taken")
    artifact(owner.page, "7-owner")
    community.get_by_role("button", name="Show as QR code").click()
    code = owner.page.get_by_role("img", name=re.compile("^QR code of "))
    expect(code).to_be_in_viewport(ratio=1)
    artifact(owner.page, "7-qr-code")
    # A camera in front of the screen reads the link; so it does in front of the picture.
    assert read_by_a_camera(owner.page, code.screenshot()) == f"{home.address}/?invite={CODE}"
    with owner.page.expect_download() as coming:
        owner.page.get_by_role("button", name="Save the picture").click()
    assert coming.value.suggested_filename == f"invite-{CODE}.png"
    picture = Path(coming.value.path()).read_bytes()
    assert read_by_a_camera(owner.page, picture) == f"{home.address}/?invite={CODE}"
    owner.page.get_by_role("button", name="Close").click()
    db.document("users", uid).update({"budgetUsd": 5})
    expect(usage).to_contain_text("Your budget was raised to $5.00 a month.")
    community.get_by_role("button", name="Refresh").click()
    expect(community).not_to_contain_text("gus@hearth.test asks for")

    # They go on, and share what they learnt without the first question.
    back(gus)
    gus.page.get_by_role("button", name="Try again").click()
    expect(gus.replies).to_have_count(2, timeout=ANSWER_MS)
    gus.expect_answer()
    gus.page.get_by_role("button", name="Thread menu").click()
    gus.page.get_by_role("menuitem", name="Share", exact=True).click()
    sharing = gus.page.get_by_role("dialog", name="Share this thread")
    sharing.get_by_role("checkbox", name=re.compile("^You Tell me about lighthouses")).uncheck()
    artifact(gus.page, "8-share")
    sharing.get_by_role("button", name="Make a link").click()
    link = sharing.get_by_label("Link", exact=True).inner_text()
    # However narrow the phone, the link can be copied.
    expect(sharing.get_by_role("button", name="Copy the link")).to_be_in_viewport(ratio=1)
    artifact(gus.page, "9-link")
    sharing.get_by_role("button", name="Done").click()

    # Somebody without an account reads it.
    share_id = link.rsplit("/", 1)[1]
    assert link == f"{home.address}/s/{share_id}"
    reader = phone(java_script_enabled=False)
    reader.page.goto(f"{home.hearth.url('shared')}/s/{share_id}")
    expect(reader.page.get_by_text("And about foghorns?").first).to_be_visible()
    expect(reader.page.get_by_text("A message was left out here.")).to_be_visible()
    # The answer quotes the question, and was not left out.
    said = reader.page.get_by_role("article")
    expect(said).to_have_count(4)
    expect(said.nth(0)).to_have_text("AskedA message was left out here.")
    expect(said.nth(2)).to_have_text("AskedAnd about foghorns?")
    artifact(reader.page, "10-shared")

    # The list of links tells that it was read, and takes it back.
    gus.open_from_account("Shared links")
    shared = gus.page.get_by_role("dialog", name="Shared links")
    expect(shared).to_contain_text("read 1 time")
    expect(shared).to_contain_text("1 left out")
    artifact(gus.page, "11-shares")
    shared.get_by_role("button", name="Take it back").click()
    shared.get_by_role("button", name="Take it back now").click()
    expect(shared).to_contain_text("Nothing is shared.")
    reader.page.reload()
    expect(reader.page.get_by_text("taken it back")).to_be_visible()
    back(gus)

    # The owner suspends: the room closes while they look at it.
    db.document("users", uid).update({"suspended": True})
    expect(gus.page.get_by_role("heading", name="Your account is paused")).to_be_visible()
    artifact(gus.page, "12-paused")


def test_a_member_leaves_with_a_receipt(phone: Callable[..., Person], artifact: Artifact) -> None:
    ida = phone()
    ida.sign_up("ida@hearth.test")
    ida.ask("Remember me for a moment.")
    ida.open_from_account("Delete my account")
    page = ida.page.get_by_role("dialog", name="Delete my account")
    page.get_by_role("button", name="Delete everything").click()
    expect(page).to_contain_text("Type the word delete.")
    artifact(ida.page, "1-leave")
    page.get_by_label("Type delete to go on").fill("delete")
    page.get_by_role("button", name="Delete everything").click()
    expect(ida.page.get_by_role("heading", name="Your account is deleted")).to_be_visible(
        timeout=START_MS
    )
    expect(ida.page.get_by_text("A second look has found nothing left.")).to_be_visible()
    expect(ida.page.get_by_text("2 messages")).to_be_visible()
    artifact(ida.page, "2-receipt")
    ida.page.get_by_role("button", name="Goodbye").click()
    expect(ida.page.get_by_role("heading", name="Sign in")).to_be_visible()
