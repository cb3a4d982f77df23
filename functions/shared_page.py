"""The page of a share: readable without an account and without a script, on any phone.

It is made here and not by the client, so that a messenger that asks for a preview gets a title and
the first words. Everything on it is escaped or rendered from Markdown without HTML, nothing on it
comes from elsewhere, and its policy would stop both. Nobody caches it: a revoked share is gone.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import re
import textwrap
from collections.abc import Mapping
from html import escape, unescape
from pathlib import Path
from typing import Any

from config import project
from errors import HearthError, NotFound
from files import file_of
from http_edge import Page
from messages import ImagePart, Part, SourcePart, TextPart, text_of
from store import shares
from store.shares import Share
from store.snapshot import SharedMessage, parts_of

PREVIEW_CHARS = 180
IMPORTED = "From a file that the member brought: this server has not seen it said."
STYLE = (Path(__file__).parent / "shared_page.css").read_text()
_ADDRESS = re.compile(r"(?:/s|/shared)?/([A-Za-z0-9_-]{16,64})(?:/([A-Za-z0-9_-]{1,80}))?/?")
_STYLE_HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; img-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow",
}


def read(path: str, headers: Mapping[str, str]) -> Page:
    """The page, or the image, at an address under `/s/`.

    A browser that opens the page counts as a reader; a messenger that looks for a preview does not.
    """
    try:
        share_id, image_id = _parse(path)
        if image_id is not None:
            kind, encoded = shares.image(share_id, image_id)
            return Page(200, kind, HEADERS, base64.b64decode(encoded))
        share = shares.find(share_id)
    except HearthError as error:
        return _html(error.status, "Not here", f"<p>{escape(error.message)}</p>")
    if headers.get("Sec-Fetch-Dest") == "document":
        shares.count_view(share.id)
    return _html(200, share.title, _conversation(share), _preview(share))


def _parse(path: str) -> tuple[str, str | None]:
    found = _ADDRESS.fullmatch(path)
    if found is None:
        raise NotFound("There is nothing at this address.")
    return found[1], found[2]


def _html(status: int, title: str, content: str, preview: str = "") -> Page:
    site = f"https://{project()}.web.app"
    meta = {
        "og:type": "article",
        "og:site_name": "Hearth",
        "og:title": title,
        "og:description": preview,
        "og:image": f"{site}/icon-512.png",
        "twitter:card": "summary",
    }
    tags = "".join(
        f'<meta property="{escape(name)}" content="{escape(value)}">\n'
        for name, value in meta.items()
        if value
    )
    body = f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="description" content="{escape(preview)}">
<title>{escape(title)}</title>
{tags}<style>{STYLE}</style>
</head>
<body>
<main>
<h1 dir="auto">{escape(title)}</h1>
{content}
</main>
</body>
</html>
"""
    return Page(status, "text/html; charset=utf-8", HEADERS, body.encode())


def _preview(share: Share) -> str:
    """The first words of the first answer, without its markup."""
    answers = (text_of(parts_of(m)) for m in share.messages if m["role"] == "assistant")
    opening = next(filter(None, answers), "")[: 4 * PREVIEW_CHARS]
    plain = unescape(re.sub(r"<[^>]*>", "", _markdown().render(opening)))
    return textwrap.shorten(plain, PREVIEW_CHARS, placeholder="…")


def _conversation(share: Share) -> str:
    until = f", until {share.expires_at:%d %B %Y}" if share.expires_at else ""
    messages = "\n".join(_message(share, message) for message in share.messages)
    return (
        f"<p class=facts>A conversation with {escape(share.agent.strip() or 'an assistant')}, "
        f"shared on {share.created_at:%d %B %Y}{until}.</p>\n{messages}\n"
        f'<footer><a class=copy href="/?copy={escape(share.id)}">Continue as my copy</a>'
        "<p>For members of this community. What is said after the copy stays between the member "
        "and the assistant.</p></footer>"
    )


def _message(share: Share, message: SharedMessage) -> str:
    role = message["role"]
    speaker = "Asked" if role == "user" else share.agent.strip() or "Assistant"
    if message.get("omitted"):
        content = "<p class=gap>A message was left out here.</p>"
    else:
        content = "".join(_part(share, role, part) for part in parts_of(message))
        if message.get("imported"):
            content += f"<p class=source>{IMPORTED}</p>"
    return f"<article class={role}><h2>{escape(speaker)}</h2>{content}</article>"


def _part(share: Share, role: str, part: Part) -> str:
    match part:
        case TextPart() if role == "assistant":
            return f'<div class=prose dir="auto">{_markdown().render(part.text)}</div>'
        case TextPart() if (file := file_of(part)) is not None:
            return (
                f"<details class=file><summary><bdi>{escape(file.name)}</bdi></summary>"
                f'<pre dir="auto">{escape(file.text)}</pre></details>'
            )
        case TextPart():
            return f'<p class=said dir="auto">{escape(part.text)}</p>'
        case ImagePart():
            # Relative to /s/{shareId}, wherever that is served.
            return (
                f'<img src="{escape(f"{share.id}/{part.image_id}")}" alt="An image" loading=lazy>'
            )
        case SourcePart():
            return f"<p class=source>{_link(part.url, part.title or part.url)}</p>"
        case _:
            return ""


def _link(url: str, text: str) -> str:
    if not url.startswith(("https://", "http://")):
        return escape(text)
    return f'<a href="{escape(url)}" rel="noopener noreferrer nofollow">{escape(text)}</a>'


@functools.cache
def _markdown() -> Any:
    """CommonMark with tables; HTML is text, an image is a link, and a link leads out."""
    from markdown_it import MarkdownIt

    renderer: Any = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    renderer.disable(["image", "html_block", "html_inline"])
    renderer.add_render_rule("link_open", _link_open)
    return renderer


def _link_open(renderer: Any, tokens: Any, at: int, options: Any, _env: Any) -> str:
    tokens[at].attrSet("rel", "noopener noreferrer nofollow")
    return renderer.renderToken(tokens, at, options, _env)
