"""axe, shown each screen in both themes."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Literal

from person import Person
from playwright.sync_api import Page, expect
from stage import Size

from dev.paths import ROOT

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RULES: dict[str, Any] = {"runOnly": TAGS, "resultTypes": ["violations"]}
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
SETTLED = """() => document.getAnimations().every((a) => a.playState !== 'running'
  || a.effect?.getComputedTiming().iterations === Infinity)"""


def violations(page: Page) -> list[str]:
    """What axe finds on the screen as it is, a line each."""
    page.wait_for_function(SETTLED)
    found: Any = page.evaluate("(options) => axe.run(document, options)", RULES)
    return [
        f"{each['id']}: {node['target']} {node['html'][:160]} {node['failureSummary']}"
        for each in found["violations"]
        for node in each["nodes"]
    ]


class Look:
    """Looks over each screen that it is shown, in both themes."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self.found: list[str] = []

    def __call__(self, screen: str) -> None:
        self._page.evaluate(AXE.read_text())
        for theme in THEMES:
            self._page.emulate_media(color_scheme=theme)
            self._expect(theme)
            self.found += [f"{screen}, {theme}: {line}" for line in violations(self._page)]

    def _expect(self, theme: str) -> None:
        expect(self._page.locator("html")).to_have_attribute("data-theme", theme)

    def menu(self, button: str | re.Pattern[str], screen: str) -> None:
        """Open what a button opens, look, and close it."""
        self._page.get_by_role("button", name=button).first.click()
        self(screen)
        self._page.keyboard.press("Escape")


class PlainLook(Look):
    """The same for a page without a script, whose style follows the device."""

    def _expect(self, theme: str) -> None:
        self._page.wait_for_function(f"matchMedia('(prefers-color-scheme: {theme})').matches")


# axe is evaluated by the browser's debugger, which the policy of the page does not hold.
OPTIONS: dict[str, Any] = {"reduced_motion": "reduce"}
OPEN: dict[Size, Callable[[Person], None]] = {
    "phone": Person.open_sidebar,
    "desktop": lambda _: None,
}
