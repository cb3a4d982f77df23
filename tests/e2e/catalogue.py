"""The client's words, read from its catalogues, and what of them a page shows or says."""

from __future__ import annotations

import re

from playwright.sync_api import Page

from dev.paths import WEB

QUOTED = re.compile(r'[:[{,(?]\s*"((?:[^"\\\n]|\\.)+)"')
TEMPLATE = re.compile(r"`([^`]+)`")
# A name or a price between two pieces of a sentence.
HOLE = re.compile(r"\$\{[^`]*?\}")
# Everything that is drawn, and everything that a screen reader says instead.
SEEN = """() => {
    const attributes = ["aria-label", "placeholder", "title", "alt", "aria-description"];
    const said = [...document.querySelectorAll("body *")].flatMap((element) =>
        attributes.map((name) => element.getAttribute(name) ?? ""));
    return [...document.body.innerText.split("\\n"), ...said]
        .map((text) => text.trim()).filter((text) => text !== "");
}"""


def phrases(*names: str) -> set[str]:
    """The texts of catalogues: whole ones, and of those with holes the pieces that are long."""
    source = "".join((WEB / "src" / "words" / name).read_text("utf-8") for name in names)
    pieces = (piece.strip() for text in TEMPLATE.findall(source) for piece in HOLE.split(text))
    return {*QUOTED.findall(source), *(piece for piece in pieces if len(piece) > 12)}


# What only English says: some words are the same in German.
ENGLISH = phrases("en.ts", "en-pages.ts") - phrases("de.ts", "de-pages.ts")


def english_on(page: Page) -> set[str]:
    """What of the English catalogue this page shows or says."""
    seen: list[str] = page.evaluate(SEEN)
    whole = ENGLISH & set(seen)
    within = {piece for piece in ENGLISH if " " in piece and any(piece in text for text in seen)}
    return whole | within
