"""A photo on its way: from the album of a phone, made small and anonymous, to the model."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from person import ANSWER_MS, Person
from playwright.sync_api import Locator, Page, expect
from stage import Home, NewPerson

from scripted import asked

WIDTH, HEIGHT = 3000, 2000
PLACE = b"GPS 53.5511N 9.9937E"
LONGEST_SIDE = 1568

PAINT = """([width, height]) => {
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const context = canvas.getContext("2d");
  context.fillStyle = "seagreen";
  context.fillRect(0, 0, width, height);
  return canvas.toDataURL("image/jpeg").split(",")[1];
}"""
SIZE = """(image) => image.decode().then(() => [image.naturalWidth, image.naturalHeight])"""


@pytest.fixture
def member(new_person: NewPerson) -> Person:
    return new_person()


def photo(page: Page) -> bytes:
    """A photo as a phone takes it: large, and with the place in its EXIF."""
    painted = base64.b64decode(page.evaluate(PAINT, [WIDTH, HEIGHT]))
    exif = b"Exif\0\0" + PLACE
    length = (len(exif) + 2).to_bytes(2, "big")
    return painted[:2] + b"\xff\xe1" + length + exif + painted[2:]


def attach(page: Page, photo: bytes) -> Locator:
    """Choose it from the album. Returns the strip above the composer's field."""
    chosen: Any = {"name": "IMG_0001.jpg", "mimeType": "image/jpeg", "buffer": photo}
    page.locator("input[type=file]").first.set_input_files([chosen])
    strip = page.locator("[data-slot=composer] img")
    expect(strip).to_be_visible()
    return strip


def test_a_photo_is_made_small_and_anonymous_and_the_model_gets_it(
    member: Person, home: Home
) -> None:
    page = member.page
    member.sign_up("photographer@hearth.test")
    attach(page, photo(page))
    member.composer.fill("What colour is this?")
    member.send_button.click()
    member.expect_answer()

    (thread,) = home.account(member.email).reference.collection("threads").stream()
    (stored,) = thread.reference.collection("images").stream()
    data = base64.b64decode(stored.get("data"))
    assert PLACE not in data
    assert b"Exif" not in data
    assert data.startswith(b"\xff\xd8")
    bodies = [json.dumps(request["body"]) for request in asked(home.hearth.simulator)]
    assert any(stored.get("data")[:200] in body for body in bodies)

    # It is there again on another day, and opens large.
    page.reload()
    picture = member.questions.last.get_by_role("img")
    expect(picture).to_be_visible(timeout=ANSWER_MS)
    assert picture.evaluate(SIZE) == [LONGEST_SIDE, round(HEIGHT * LONGEST_SIDE / WIDTH)]
    member.questions.last.get_by_role("button", name="Enlarge").click()
    expect(page.locator("[data-slot=viewer] img")).to_be_visible()
    page.go_back()
    expect(page.locator("[data-slot=viewer]")).to_have_count(0)


def test_a_model_that_can_not_see_is_not_sent_one(member: Person) -> None:
    member.sign_up("blind@hearth.test")
    strip = attach(member.page, photo(member.page))
    member.pick_model("Command R+")
    member.composer.fill("What colour is this?")
    expect(member.page.get_by_text("can't see pictures")).to_be_visible()
    expect(member.send_button).to_be_disabled()
    member.page.get_by_role("button", name="Remove picture 1").click()
    expect(strip).to_have_count(0)
    expect(member.send_button).to_be_enabled()


def test_what_is_no_picture_is_refused_in_a_sentence(member: Person) -> None:
    member.sign_up("forger@hearth.test")
    forged: Any = {"name": "x.png", "mimeType": "image/png", "buffer": b"<svg onload=alert(1)>"}
    member.page.locator("input[type=file]").first.set_input_files([forged])
    expect(member.page.get_by_text("is not a picture that this browser can read")).to_be_visible()
    expect(member.page.locator("[data-slot=composer] img")).to_have_count(0)
