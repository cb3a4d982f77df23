"""A person at a phone: what they can do with Hearth, by the words on the screen."""

from __future__ import annotations

import re
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

# An answer of the simulator takes a few seconds, more on a busy machine.
ANSWER_MS = 30_000
START_MS = 20_000


@dataclass
class Person:
    """Somebody who uses Hearth in one tab."""

    page: Page
    address: str
    email: str = ""

    def open(self, path: str = "/") -> None:
        """Go to the address that they were given."""
        self.page.goto(f"{self.address}{path}")

    def sign_up(self, email: str, password: str = "a-good-one") -> None:
        """Make an account, from the first page on."""
        self.open()
        self.page.get_by_role("button", name="Create an account").click()
        self._fill(email, password)
        self.page.get_by_role("button", name="Create account").click()
        self.expect_room()

    def sign_in(self, email: str, password: str = "a-good-one") -> None:
        """Sign in, from the first page on."""
        self.open()
        self._fill(email, password)
        self.page.get_by_role("button", name="Sign in", exact=True).click()
        self.expect_room()

    def _fill(self, email: str, password: str) -> None:
        self.email = email
        self.page.get_by_label("E-mail").fill(email)
        self.page.get_by_label("Password", exact=True).fill(password)

    def expect_room(self) -> None:
        """They are in: the composer is there."""
        expect(self.composer).to_be_visible(timeout=START_MS)

    @property
    def composer(self) -> Locator:
        return self.page.get_by_role("textbox", name=re.compile("^Message "))

    @property
    def send_button(self) -> Locator:
        return self.page.get_by_role("button", name="Send message")

    @property
    def stop_button(self) -> Locator:
        return self.page.get_by_role("button", name="Stop")

    @property
    def replies(self) -> Locator:
        return self.page.locator("[data-slot=reply]")

    @property
    def questions(self) -> Locator:
        return self.page.locator("[data-slot=user-message]")

    def pick_agent(self, name: str) -> None:
        self.page.get_by_role("button", name=re.compile("^Agent:")).click()
        self.page.get_by_role("menuitemradio", name=re.compile(f"^\\W*{name}")).click()

    def pick_model(self, label: str) -> None:
        self.page.get_by_role("button", name=re.compile("^Model:")).click()
        self.page.get_by_role("menuitemradio", name=re.compile(f"^{re.escape(label)}")).click()

    def send(self, text: str) -> None:
        """Write a message and send it."""
        self.composer.fill(text)
        self.send_button.click()

    def expect_answer(self, text: str | re.Pattern[str] = re.compile(r"\w+")) -> None:
        """The last reply is whole and says this."""
        last = self.replies.last
        expect(last).to_have_attribute("data-state", "done", timeout=ANSWER_MS)
        expect(last).to_contain_text(text)

    def ask(self, text: str) -> str:
        """Send a message and wait for the whole answer. Returns its text."""
        before = self.replies.count()
        self.send(text)
        expect(self.replies).to_have_count(before + 1, timeout=ANSWER_MS)
        self.expect_answer()
        return self.replies.last.inner_text()

    def open_sidebar(self) -> None:
        self.page.get_by_role("button", name="Open sidebar").click()

    def choose_in_account(self, item: str) -> None:
        """Choose from the account's menu, where the sidebar is on screen."""
        self.page.get_by_role("button", name=re.compile("^Account:")).click()
        self.page.get_by_role("menuitem", name=item).click()

    def open_from_account(self, item: str) -> None:
        """The same on a phone, from the room."""
        self.open_sidebar()
        self.choose_in_account(item)

    def new_thread(self) -> None:
        self.page.get_by_role("button", name="New thread").first.click()
