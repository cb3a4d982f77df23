"""What a model, a member, a title, an agent, a note or a tool says never runs, nor loads itself."""

from __future__ import annotations

import re
import uuid
from collections.abc import Generator

import pytest
from hostile import CORPUS, DIAGRAM, MARKDOWN, MARKUP, RUN, UNSEEN, Watch
from person import ANSWER_MS, Person
from playwright.sync_api import Browser, Page, expect
from stage import Home

from scripted import script


@pytest.fixture
def watch(person: Person) -> Generator[Watch]:
    """A watch over the page, which has seen nothing when the test is over."""
    watching = Watch(person.page)
    yield watching
    watching.expect_nothing()


@pytest.fixture
def member(person: Person, watch: Watch) -> Person:  # noqa: ARG001
    person.sign_up(f"target-{uuid.uuid4().hex[:8]}@hearth.test")
    return person


def answer_with(home: Home, text: str) -> None:
    """The next answer says this; titles are asked for without tools, and are left alone."""
    script(home.hearth.simulator, {"type": "reply", "text": text, "match": {"tools": True}})


def uid_of(home: Home, person: Person) -> str:
    users = home.hearth.db.collection("users").stream()
    return next(user.id for user in users if user.get("email") == person.email)


def test_a_hostile_answer_is_prose_while_it_grows_and_when_it_is_read_again(
    member: Person, home: Home, watch: Watch
) -> None:
    answer_with(home, CORPUS)
    member.send("Begin.")
    growing = member.page.locator("[data-slot=prose][data-state=streaming]")
    expect(growing).to_contain_text(f"<script>{RUN}</script>", timeout=ANSWER_MS)
    watch.expect_nothing()
    member.expect_answer(re.compile("The very end"))
    prose = member.replies.last.locator("[data-slot=prose]")
    for line in MARKUP:
        expect(prose).to_contain_text(line)
    first = prose.inner_text()
    watch.expect_nothing()
    member.page.reload()
    member.expect_answer(re.compile("The very end"))
    expect(prose).to_have_text(re.compile("href"))
    assert prose.inner_text() == first


def test_links_of_an_answer_lead_to_the_web_and_say_where(member: Person, home: Home) -> None:
    said = "[mybank.test evil.test](https://evil.test/login) and [mail](mailto:a@b.test)"
    answer_with(home, "\n\n".join((*MARKDOWN, said)))
    member.ask("Begin.")
    prose = member.replies.last.locator("[data-slot=prose]")
    expect(prose.get_by_text("a link", exact=True).first).to_be_visible()
    assert prose.get_by_role("link", name="a link").count() == 0
    login = prose.get_by_role("link", name="mybank.test")
    expect(login).to_contain_text("(evil.test)")
    expect(login).to_have_attribute("rel", re.compile("noopener noreferrer"))
    expect(prose.get_by_role("button", name="Show this picture from evil.test")).not_to_have_count(
        0
    )


def test_a_hostile_diagram_is_a_picture_that_loads_nothing(member: Person, home: Home) -> None:
    answer_with(home, DIAGRAM)
    member.ask("Begin.")
    member.page.get_by_role("button", name=re.compile("diagram", re.I)).first.click()
    drawn = member.page.get_by_role("img", name="Diagram of the code in this block")
    refused = member.replies.last.get_by_role("status")
    expect(drawn.or_(refused.filter(has_not_text="Drawing…"))).to_be_visible(timeout=ANSWER_MS)


def test_a_hostile_message_of_ones_own_is_shown_as_it_was_typed(member: Person, home: Home) -> None:
    text = "\n".join((*MARKUP, *MARKDOWN))
    answer_with(home, "Read.")
    member.ask(text)
    bubble = member.questions.last.locator("[data-slot=bubble] p")
    assert bubble.text_content() == text
    member.page.reload()
    member.expect_answer(re.compile("Read"))
    assert bubble.text_content() == text


def test_a_hostile_title_is_a_title(member: Person, home: Home) -> None:
    member.ask("Hello")
    threads = home.hearth.db.collection("users", uid_of(home, member), "threads")
    thread = next(iter(threads.stream())).reference
    member.open_sidebar()
    item = member.page.locator("[data-slot=thread-item]")
    for title in (*MARKUP[:8], *MARKDOWN[:3]):
        thread.update({"title": title[:200]})
        expect(item).to_contain_text(title[:200])


def test_a_hostile_agent_is_a_name_a_description_and_ways_to_begin(
    member: Person, home: Home
) -> None:
    db, agent = home.hearth.db, f"hostile-{uuid.uuid4().hex[:8]}"
    card = db.document("agents", "hearth").get().to_dict()
    lines = {"name": MARKUP[1], "description": "\n\n".join(MARKUP), "emoji": MARKUP[2]}
    db.document("agents", agent).set({**card, **lines, "starters": [*MARKUP[:3]]})
    prompt = db.document("agents", "hearth", "private", "prompt").get().to_dict()
    db.document("agents", agent, "private", "prompt").set(prompt)
    db.document("users", uid_of(home, member)).update({"agents": ["hearth", agent]})
    member.page.get_by_role("button", name=re.compile("^Agent:")).click()
    member.page.get_by_role("menuitemradio", name=re.compile(re.escape(MARKUP[1]))).click()
    expect(member.page.get_by_role("button", name=MARKUP[0], exact=True)).to_be_visible()
    member.ask("Hello")
    expect(member.replies.last).to_contain_text(MARKUP[1])
    member.page.reload()
    member.expect_answer()
    member.page.get_by_role("button", name=re.compile("^Agent:")).click()
    member.page.get_by_role("menuitem", name="All agents, and your own").click()
    expect(member.page.get_by_role("article", name=MARKUP[1])).to_contain_text(MARKUP[-1])


def test_a_hostile_note_is_a_text(member: Person, home: Home) -> None:
    db = home.hearth.db
    note = db.collection("users", uid_of(home, member), "notes").document()
    now = db.document("settings", "app").get().read_time
    text = "\n".join((MARKUP[1], MARKUP[2], CORPUS))
    note.set({"text": text, "source": None, "updatedAt": now})
    member.open_sidebar()
    member.page.get_by_role("tab", name="Notes").click()
    member.page.get_by_role("button", name=re.compile(re.escape(MARKUP[1]))).click()
    expect(member.page.get_by_role("textbox", name="Note")).to_have_value(text)


def test_a_hostile_result_of_a_tool_is_a_text(member: Person, home: Home) -> None:
    call = {"name": "calculator", "arguments": {"expression": "\n".join(MARKUP)[:900]}}
    script(home.hearth.simulator, {"type": "reply", "tool_calls": [call], "match": {"tools": True}})
    answer_with(home, "It could not be computed.")
    member.ask("Begin.")
    member.page.locator("[data-slot=tool-card] summary").click()
    expect(member.page.get_by_label("What it was asked", exact=True)).to_contain_text("<script>")


@pytest.mark.parametrize("sort", UNSEEN)
def test_characters_that_nobody_would_see_are_shown(member: Person, home: Home, sort: str) -> None:
    character, name = UNSEEN[sort]
    answer_with(home, f"pay{character}pal and `co{character}de`")
    member.ask(f"be{character}fore")
    expect(member.replies.last.locator("[data-slot=prose]")).to_contain_text(f"pay[{name}]pal")
    expect(member.replies.last.locator("[data-slot=prose] code")).to_have_text(f"co[{name}]de")
    expect(member.questions.last).to_contain_text(f"be[{name}]fore")


@pytest.fixture
def stranger(browser: Browser) -> Generator[Page]:
    """A page whose complaints are what its test is about."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


def test_the_policy_allows_no_inline_script(stranger: Page, home: Home) -> None:
    response = stranger.goto(home.address)
    assert response is not None
    policy = response.headers["content-security-policy"]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'self'"
    assert "unsafe" not in rules["script-src"]
    assert rules["object-src"] == rules["base-uri"] == "'none'"


@pytest.mark.parametrize(
    ("made", "directive"),
    [
        ("Object.assign(document.createElement('script'), { text: 'window.__xss = 1' })", "script"),
        ("Object.assign(new Image(), { src: 'https://evil.test/a.png' })", "img"),
        ("Object.assign(document.createElement('iframe'), { src: 'https://evil.test' })", "frame"),
    ],
)
def test_the_browser_enforces_the_policy(
    stranger: Page, home: Home, made: str, directive: str
) -> None:
    stranger.goto(home.address)
    violated = stranger.evaluate(
        f"""() => new Promise((done) => {{
          addEventListener("securitypolicyviolation", (e) => done(e.effectiveDirective));
          document.body.append({made});
        }})"""
    )
    assert violated.startswith(f"{directive}-src")
    assert stranger.evaluate("window.__xss") is None
