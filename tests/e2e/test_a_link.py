"""A shared thread from phone to phone, through Hosting's own rewrite to the function: its page, its
preview, how often it was read, a copy to go on with, and what is left when it is taken back.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Generator
from pathlib import Path

import pytest
from person import ANSWER_MS, START_MS, Person
from playwright.sync_api import Browser, expect
from stage import SIZES
from whole import interrupt, start, wait

from dev import ports
from dev.demo import EMAIL, PASSWORD
from dev.paths import ROOT
from dev.run import KNOWN

SECRET = "My neighbour's name is Zacharias."
FIRST_START_MS = 60_000


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Generator[str]:
    """Where a whole Hearth is, brought up as a developer does."""
    local = f".hearth/link-{os.getpid()}"
    known = dict(zip(KNOWN, ports.free_ports(len(KNOWN)), strict=True))
    child = start(local, tmp_path_factory.mktemp("run") / "log", known)
    try:
        wait(child)
        yield f"http://localhost:{known['hosting']}"
    finally:
        interrupt(child)
        shutil.rmtree(ROOT / local, ignore_errors=True)


def test_a_link_goes_from_phone_to_phone(browser: Browser, address: str, tmp_path: Path) -> None:
    def phone() -> Person:
        return Person(browser.new_context(**SIZES["phone"]).new_page(), address)

    # Somebody shares a thread, without one of their messages.
    dora = phone()
    dora.sign_in(EMAIL, PASSWORD)
    dora.ask(SECRET)
    dora.ask("Explain tides in a sentence.")
    dora.page.get_by_role("button", name="Thread menu").click()
    dora.page.get_by_role("menuitem", name="Rename").click()
    dora.page.get_by_label("Title").fill("About tides")
    dora.page.get_by_role("button", name="Rename").click()
    dora.page.get_by_role("button", name="Thread menu").click()
    dora.page.get_by_role("menuitem", name="Share", exact=True).click()
    sharing = dora.page.get_by_role("dialog", name="Share this thread")
    # The answer quotes what was said, so it is left out too.
    for said in (0, 1):
        sharing.get_by_role("checkbox").nth(said).uncheck()
    sharing.get_by_role("button", name="Make a link").click()
    link_field = sharing.get_by_label("Link", exact=True)
    expect(link_field).to_be_visible(timeout=FIRST_START_MS)
    link = link_field.inner_text()
    assert link.startswith(f"{address}/s/")
    sharing.get_by_role("button", name="Done").click()

    # Somebody else opens it on a phone of theirs, without an account.
    reader = phone()
    page = reader.page
    response = page.goto(link, timeout=FIRST_START_MS)
    assert response is not None
    assert response.status == 200
    html = response.text()
    assert SECRET not in html
    assert "<title>About tides</title>" in html
    assert '<meta property="og:title" content="About tides">' in html
    assert re.search(r'<meta property="og:description" content="[^"]{10,}">', html)
    assert re.search(r'<meta property="og:image" content="https://[^"]+\.png">', html)
    assert response.headers["x-robots-tag"] == "noindex, nofollow"
    expect(page.get_by_role("heading", name="About tides", level=1)).to_be_visible()
    expect(page.get_by_text("A message was left out here.")).to_have_count(2)
    expect(page.get_by_text("Explain tides in a sentence.").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    page.screenshot(path=tmp_path / "shared.png")

    # Who shared it is told that it was read.
    dora.open_from_account("Shared links")
    links = dora.page.get_by_role("dialog", name="Shared links")
    expect(links).to_contain_text("read 1 time")
    page.reload()
    expect(links).to_contain_text("read 2 times")

    # Who is a member too goes on from it in a thread of their own.
    page.get_by_role("link", name="Continue as my copy").click()
    expect(page.get_by_text("the conversation becomes a thread of your own")).to_be_visible(
        timeout=START_MS
    )
    page.get_by_label("E-mail").fill(EMAIL)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_text("Explain tides in a sentence.").first).to_be_visible(
        timeout=FIRST_START_MS
    )
    expect(reader.questions.filter(has_text="Zacharias")).to_have_count(0)
    reader.ask("And in one word?")

    # Taken back, it leads to a page that says so.
    links.get_by_role("button", name="Take it back").click()
    links.get_by_role("button", name="Take it back now").click()
    expect(links).to_contain_text("Nothing is shared.", timeout=FIRST_START_MS)
    gone = phone().page
    answer = gone.goto(link)
    assert answer is not None
    assert answer.status == 404
    expect(gone.get_by_text("taken it back")).to_be_visible(timeout=ANSWER_MS)
    gone.screenshot(path=tmp_path / "gone.png")
