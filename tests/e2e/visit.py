"""One person's way through the screens, photographed for the gallery."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from looks import SETTLED
from person import Person
from stage import Home, Size

from dev.paths import ROOT

FOLDER = ROOT / "tests" / "artifacts" / "gallery"
Theme = Literal["light", "dark"]

# Nothing moves any more, but for what moves without an end, and nothing is being fetched.
AT_REST = f"() => document.querySelector('[data-slot=skeleton]') === null && ({SETTLED})()"


@dataclass
class Visit:
    """Somebody with a device of one size and theme."""

    person: Person
    home: Home
    size: Size
    theme: Theme

    def sign_up(self, name: str) -> None:
        self.person.sign_up(f"{name}.{self.size}.{self.theme}@hearth.test")

    def keep(self, name: str, *, settled: bool = True) -> None:
        """Photograph what is on screen, once it has come to rest."""
        if settled:
            self.person.page.wait_for_function(AT_REST)
        FOLDER.mkdir(parents=True, exist_ok=True)
        path = FOLDER / f"{name}-{self.size}-{self.theme}.png"
        self.person.page.screenshot(path=path)

    def menu(self, button: str | re.Pattern[str], name: str) -> None:
        """Open a menu or a panel, photograph it, and close it."""
        self.person.page.get_by_role("button", name=button).first.click()
        self.keep(name)
        self.person.page.keyboard.press("Escape")

    def uid(self) -> str:
        """Who they are in the database."""
        return self.home.account(self.person.email).id

    def open_sidebar(self) -> None:
        """Have the sidebar on screen, where a desktop has it anyway."""
        if self.size == "phone":
            self.person.open_sidebar()

    def open_from_account(self, item: str) -> None:
        """Open a page by the account's menu."""
        self.open_sidebar()
        self.person.choose_in_account(item)
