"""Right to left: what a person writes keeps its own direction, and so does all around it."""

from __future__ import annotations

from collections.abc import Callable

from person import Person
from playwright.sync_api import Locator, Page, expect
from stage import NewPerson

ARABIC = "كيف أخبز الخبز في المنزل؟"
# A title that would turn round whatever follows it in the same line.
TURNING = "\u202egnihtemos \u2067هنا"


def direction(element: Locator) -> str:
    return element.evaluate("element => getComputedStyle(element).direction")


def left(element: Locator) -> float:
    box = element.bounding_box()
    assert box is not None
    return box["x"]


def rename(person: Person, title: str) -> None:
    page = person.page
    page.locator("[data-slot=thread-item]").get_by_role("button").last.click()
    page.get_by_role("menuitem", name="Rename").click()
    page.get_by_label("Title").fill(title)
    page.get_by_role("button", name="Rename").click()


def turn(page: Page) -> None:
    """The whole page reads from right to left, as it does in Arabic or Hebrew."""
    page.evaluate("document.documentElement.dir = 'rtl'")


def test_arabic_reads_from_right_to_left_in_an_english_room(
    new_person: NewPerson, artifact: Callable[[Page, str], None]
) -> None:
    person = new_person("desktop")
    page = person.page
    person.sign_up("layla@hearth.test")
    person.composer.fill(ARABIC)
    assert direction(person.composer) == "rtl"
    person.send_button.click()
    person.expect_answer()
    assert direction(person.questions.locator("[dir=auto]").first) == "rtl"
    rename(person, ARABIC)
    title = page.locator("[data-slot=thread-item] [dir=auto]").first
    expect(title).to_have_text(ARABIC)
    assert direction(title) == "rtl"

    page.get_by_role("tab", name="Notes").click()
    page.get_by_role("button", name="New note").click()
    note = page.get_by_role("textbox", name="Note", exact=True)
    note.fill(ARABIC)
    assert direction(note) == "rtl"
    expect(page.locator("[data-slot=sidebar]")).to_contain_text(ARABIC)
    artifact(page, "arabic")


def test_a_title_that_turns_text_round_leaves_its_row_alone(new_person: NewPerson) -> None:
    person = new_person("desktop")
    person.sign_up("mallory@hearth.test")
    person.ask("Hello")
    item = person.page.locator("[data-slot=thread-item]")
    menu = item.get_by_role("button").last
    before = left(menu)
    rename(person, TURNING)
    expect(item).to_contain_text("هنا")
    assert left(menu) == before
    assert direction(item) == "ltr"


def test_the_whole_room_can_be_turned(
    new_person: NewPerson, artifact: Callable[[Page, str], None]
) -> None:
    person = new_person("desktop")
    page = person.page
    person.sign_up("david@hearth.test")
    person.ask(ARABIC)
    sidebar = page.get_by_role("complementary", name="Sidebar")
    assert left(sidebar) == 0
    turn(page)
    assert left(sidebar) > left(person.composer)
    assert left(person.send_button) < left(page.get_by_role("button", name="Options"))
    artifact(page, "room")
    page.get_by_role("button", name="Account").click()
    trigger = page.get_by_role("menuitem", name="Language")
    trigger.focus()
    # A menu inside a menu opens on the side to which the lines go on.
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("menuitemradio", name="Deutsch")).to_be_visible()
    artifact(page, "menu")


def test_a_phone_turned_has_nothing_beside_the_screen(
    person: Person, artifact: Callable[[Page, str], None]
) -> None:
    page = person.page
    person.sign_up("rivka@hearth.test")
    person.ask("Name three rivers in a table.")
    turn(page)
    wide = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    assert page.evaluate(wide)
    artifact(page, "thread")
    person.open_sidebar()
    drawer = page.locator("[data-slot=drawer]")
    expect(drawer).to_be_visible()
    page.wait_for_function(
        "() => document.querySelector('[data-slot=drawer]').getAnimations()"
        ".every((animation) => animation.playState !== 'running')"
    )
    assert left(drawer) > 0
    artifact(page, "drawer")
