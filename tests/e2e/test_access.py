"""For everyone: axe finds nothing on any screen, closed and open, and large text fits a small one.

Each screen is looked at in both themes; a theme changes nothing but colours, so it is switched in
place instead of walking the whole way again.
"""

from __future__ import annotations

import re

import pytest
from looks import OPEN, OPTIONS, SETTLED, Look
from playwright.sync_api import expect
from stage import Home, NewPerson, Size

from scripted import script

# What a screen of that size must never need: to be moved sideways.
SIDEWAYS = """() => {
  const wide = document.documentElement.scrollWidth - innerWidth;
  const out = [...document.querySelectorAll("body *")].filter((element) => {
    const { right, width } = element.getBoundingClientRect();
    return width > 0 && right > innerWidth + 1 && getComputedStyle(element).position !== "fixed"
      && !element.closest("[role=region], pre, .sr-only, table");
  });
  return wide > 0 ? out.map((element) => element.outerHTML.slice(0, 120)).slice(0, 5) : [];
}"""
ANSWER = """# A heading

Words with `code`, a [link](https://example.test/a) and $x^2 + 1$.

| a | b |
| --- | --- |
| one | two |

- [x] a task
- a note[^1]

```python
print("a line that is longer than a small screen is wide, and so is wrapped or moved by itself")
```

![A picture](https://example.test/p.png)

[^1]: At the foot.
"""


@pytest.fixture(params=["phone", "desktop"])
def size(request: pytest.FixtureRequest) -> Size:
    return request.param


def test_axe_finds_nothing_at_the_door(new_person: NewPerson, size: Size) -> None:
    person = new_person(size, **OPTIONS)
    look = Look(person.page)
    person.open()
    look("sign-in")
    person.page.get_by_role("button", name="Sign in", exact=True).click()
    look("sign-in with what is missing")
    person.page.get_by_role("button", name="Forgot it?").click()
    look("forgotten password")
    person.open()
    person.page.get_by_role("button", name="Create an account").click()
    look("sign-up")
    assert look.found == []


def test_axe_finds_nothing_in_a_thread(new_person: NewPerson, size: Size, home: Home) -> None:
    person = new_person(size, **OPTIONS)
    look = Look(person.page)
    person.sign_up(f"axe-thread-{size}@hearth.test")
    look("welcome")
    look.menu(re.compile("^Agent:"), "agents")
    look.menu(re.compile("^Model:"), "models")
    person.pick_model("Command R+")
    look.menu(re.compile("^Options"), "options")
    call = {"name": "calculator", "arguments": {"expression": "1 + 1"}}
    offers = {"match": {"tools": True}}
    script(
        home.hearth.simulator,
        {"type": "reply", "tool_calls": [call], **offers},
        {"type": "reply", "text": ANSWER, **offers},
    )
    person.ask("Show everything.")
    expect(person.page.locator(".katex").first).to_be_attached()
    look("thread")
    person.page.locator("[data-slot=tool-card] summary").click()
    look("tool card, open")
    look.menu("More about this answer", "about the answer")
    look.menu("Actions for your message", "message menu")
    look.menu("Thread menu", "thread menu")
    person.page.get_by_role("button", name="Thread menu").click()
    person.page.get_by_role("menuitem", name="Rename").click()
    look("rename")
    person.page.keyboard.press("Escape")
    person.page.get_by_role("button", name="Actions for your message").click()
    person.page.get_by_role("menuitem", name="Edit").click()
    look("message editor")
    assert look.found == []


def test_axe_finds_nothing_in_the_sidebar_and_what_it_opens(
    new_person: NewPerson, size: Size
) -> None:
    person = new_person(size, **OPTIONS)
    page = person.page
    look = Look(page)
    person.sign_up(f"axe-sidebar-{size}@hearth.test")
    person.ask("Hello")
    OPEN[size](person)
    look("threads")
    look.menu(re.compile("^Actions for (?!your)"), "thread item menu")
    page.get_by_role("searchbox", name="Search threads").fill("zebra")
    look("nothing found")
    page.get_by_role("tab", name="Notes").click()
    look("no notes")
    look.menu(re.compile("^Account:"), "account menu")
    page.get_by_role("button", name="New note").click()
    page.get_by_role("textbox", name="Note").fill("A note\nof two lines")
    look("note")
    page.get_by_role("button", name="Close this note").click()
    assert look.found == []


def test_axe_finds_nothing_on_the_pages_over_the_room(new_person: NewPerson, size: Size) -> None:
    person = new_person(size, **OPTIONS)
    page = person.page
    look = Look(page)
    person.sign_up(f"axe-pages-{size}@hearth.test")
    page.get_by_role("button", name=re.compile("^Agent:")).click()
    page.get_by_role("menuitem", name="All agents, and your own").click()
    expect(page.get_by_role("heading", name="Agents", exact=True)).to_be_visible()
    look("agents")
    page.get_by_role("button", name="New agent").click()
    look("agent editor")
    page.go_back()
    page.go_back()
    OPEN[size](person)
    page.get_by_role("button", name=re.compile("^Account:")).click()
    page.get_by_role("menuitem", name="Tokens for other apps").click()
    page.get_by_label("Name of the app").fill("My editor")
    look("tokens")
    page.get_by_role("button", name="Make a token").click()
    expect(page.get_by_role("region", name="Your new token")).to_be_visible()
    look("a new token")
    assert look.found == []


def test_axe_finds_nothing_in_the_sheet_of_shortcuts(new_person: NewPerson) -> None:
    person = new_person("desktop", **OPTIONS)
    look = Look(person.page)
    person.sign_up("axe-sheet@hearth.test")
    person.page.keyboard.press("Control+/")
    expect(person.page.get_by_role("dialog")).to_be_visible()
    look("shortcuts")
    assert look.found == []


@pytest.mark.parametrize(
    ("width", "percent"), [(320, 100), (390, 200)], ids=["a-small-phone", "text-at-200-percent"]
)
def test_nothing_needs_moving_sideways(
    new_person: NewPerson, home: Home, width: int, percent: int
) -> None:
    person = new_person(viewport={"width": width, "height": 640})
    page = person.page

    def expect_fit() -> None:
        page.evaluate(f"document.documentElement.style.fontSize = '{percent}%'")
        page.wait_for_function(SETTLED)
        assert page.evaluate(SIDEWAYS) == []

    person.open()
    expect_fit()
    person.sign_up(f"narrow-{width}@hearth.test")
    expect_fit()
    script(home.hearth.simulator, {"type": "reply", "text": ANSWER, "match": {"tools": True}})
    person.ask("A_very_long_word_that_never_ends_" * 6)
    expect_fit()
    expect(person.composer).to_be_in_viewport()
    expect(person.page.get_by_role("button", name="Thread menu")).to_be_in_viewport(ratio=1)
    person.open_sidebar()
    expect_fit()
    page.get_by_role("tab", name="Notes").click()
    page.get_by_role("button", name="New note").click()
    expect_fit()
    expect(page.get_by_role("button", name="Close this note")).to_be_in_viewport(ratio=1)
