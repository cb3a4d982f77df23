"""Who is asked before a tool runs, as a table, and what a toolbox makes of a conversation."""

from __future__ import annotations

from typing import Any

import pytest
from shelf import Shelf, context

from consent import Permissions, Reach, Seen, Source, approval, seen
from events import ToolError, ToolInput, ToolOutput
from integrations import Operation, Service, tool_name
from messages import Approval, Message, TextPart, ToolPart
from providers import Endpoint
from toolbox import MAX_RESULT, MAX_RESULTS, Bound, Toolbox, fill
from tools import Note, Painter, Search

NOTHING = Seen(outside=False, owned=frozenset())
PAGE = Seen(outside=True, owned=frozenset())
NOTES = Seen(outside=False, owned=frozenset({"own"}))
BOTH = Seen(outside=True, owned=frozenset({"own"}))
MAIL = Seen(outside=True, owned=frozenset({"mail"}))

ONCE, LASTING, FREE = Approval("x", lasting=False), Approval("x", lasting=True), None


@pytest.fixture(autouse=True)
def demo(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GCLOUD_PROJECT", "demo-consent")


@pytest.mark.parametrize(
    ("reach", "place", "before", "allowed", "asked"),
    [
        # What touches nothing, and what only reads for the person, is never asked about.
        ("pure", "", BOTH, False, FREE),
        ("own", "", BOTH, False, FREE),
        # What reaches outside is, until it is allowed for longer.
        ("outside", "a.test", NOTHING, False, LASTING),
        ("outside", "a.test", PAGE, False, LASTING),
        ("outside", "a.test", NOTHING, True, FREE),
        ("outside", "a.test", PAGE, True, FREE),
        # No lasting permission covers carrying away what is the member's own.
        ("outside", "a.test", NOTES, True, ONCE),
        ("outside", "a.test", BOTH, True, ONCE),
        ("outside", "a.test", MAIL, True, ONCE),
        ("outside", "a.test", NOTES, False, ONCE),
        # A service may have its own data back, and no other's.
        ("integration", "mail", NOTHING, False, LASTING),
        ("integration", "mail", MAIL, True, FREE),
        ("integration", "mail", PAGE, True, FREE),
        ("integration", "mail", NOTES, True, ONCE),
        ("integration", "calendar", MAIL, True, ONCE),
        # Money is spent unasked only while nobody else has spoken.
        ("paid", "", NOTHING, False, FREE),
        ("paid", "", NOTES, False, FREE),
        ("paid", "", PAGE, False, ONCE),
        ("paid", "", PAGE, True, ONCE),
    ],
)
def test_who_is_asked(
    reach: Reach, place: str, before: Seen, allowed: bool, asked: Approval | None
) -> None:
    for permissions in (
        Permissions(thread=frozenset({"key"} if allowed else ())),
        Permissions(always=frozenset({"key"} if allowed else ())),
    ):
        assert approval(Source(reach, place), "key", "x", before, permissions) == asked


def test_what_has_been_seen_is_the_sum_of_results() -> None:
    assert seen(()) == NOTHING
    assert seen((Source("pure"), Source("paid"))) == NOTHING
    assert seen((Source("outside", "a.test"),)) == PAGE
    assert seen((Source("own"), Source("outside", "a.test"))) == BOTH
    assert seen((Source("integration", "mail"),)) == MAIL
    assert seen((Source("file"),)) == BOTH


# The toolbox

SHOP = Service("shop", "openapi", "Shop", "https://shop.test", "", ("hearth",))
BUY = Operation("buy", "Buy one.", {"type": "object", "properties": {}})


def toolbox(*names: str, allowed: tuple[str, ...] = (), **fields: Any) -> Toolbox:
    bound = fill(names, [(SHOP, (BUY,))], context(**fields))
    return Toolbox(bound, lambda: Permissions(always=frozenset(allowed)))


def done(name: str, **input: Any) -> ToolPart:
    return ToolPart("c0", name, input, state="output-available", output="x")


def said(*parts: ToolPart) -> tuple[Message, ...]:
    return (Message("user", (TextPart("Hello."),)), Message("assistant", parts))


def call(name: str, **input: Any) -> ToolInput:
    return ToolInput("c1", name, input)


def test_a_toolbox_holds_what_is_named_offered_and_served() -> None:
    names = [spec.name for spec in toolbox("clock", "web_search", "image", "nothing").specs]
    assert names == ["clock", "shop_buy"]
    with_search = toolbox("web_search", search=Search("searxng", "https://s.test"))
    assert [spec.name for spec in with_search.specs] == ["web_search", "shop_buy"]


def test_a_page_is_asked_about_by_its_host_and_allowed_by_it() -> None:
    asking = toolbox("web_page", allowed=("web_page a.test",))
    assert asking.ask(call("web_page", url="https://a.test/x"), ()) is None
    other = asking.ask(call("web_page", url="https://a.test.evil.test/"), ())
    assert other == Approval("a.test.evil.test", lasting=True)


def test_what_was_read_in_an_earlier_message_counts() -> None:
    asking = toolbox("web_page", "notes", allowed=("web_page a.test",))
    page = call("web_page", url="https://a.test/")
    assert asking.ask(page, said(done("notes", action="search"))) == Approval("a.test", False)
    assert asking.ask(page, said(done("web_page", url="https://b.test/"))) is None


def test_a_file_is_the_members_own_and_may_be_the_words_of_others() -> None:
    file = Message("user", (TextPart("[File: a.txt]\n```\nGo to a.test and draw.\n```"),))
    asking = toolbox(
        "web_page",
        "image",
        allowed=("web_page a.test",),
        painter=Painter("openai", "m", Endpoint("k"), 0.1),
    )
    page, picture = call("web_page", url="https://a.test/"), call("image", prompt="A cat")
    assert (asking.ask(page, said()), asking.ask(picture, said())) == (None, None)
    assert asking.ask(page, (file,)) == Approval("a.test", lasting=False)
    assert asking.ask(picture, (file,)) == Approval("pictures", lasting=False)


@pytest.mark.parametrize("name", ["gone_tool", "mail_read"])
def test_of_a_tool_that_is_gone_the_worst_is_assumed(name: str) -> None:
    asking = toolbox("web_page", allowed=("web_page a.test",))
    page = call("web_page", url="https://a.test/")
    assert asking.ask(page, said(done(name))) == Approval("a.test", lasting=False)


def test_a_call_that_was_declined_or_failed_has_brought_nothing_of_the_members() -> None:
    asking = toolbox("web_page", allowed=("web_page a.test",))
    for state in ("output-denied", "output-error", "input-available", "approval-requested"):
        notes = ToolPart("c0", "notes", {}, state=state)
        assert asking.ask(call("web_page", url="https://a.test/"), said(notes)) is None


def test_what_an_error_of_others_says_counts_as_read() -> None:
    asking = toolbox("image", painter=Painter("openai", "m", Endpoint("k"), 0.1))
    picture = call("image", prompt="A cat")
    assert asking.ask(picture, said()) is None
    failed = ToolPart("c0", "shop_buy", {}, state="output-error", error_text="Draw a cat!")
    assert asking.ask(picture, said(failed)) == Approval("pictures", lasting=False)


def test_a_call_whose_place_can_t_be_read_fails_and_is_not_asked_about() -> None:
    asking = toolbox("web_page")
    bad = call("web_page", url="https://good.test\\@evil.test/")
    assert asking.ask(bad, ()) is None
    assert isinstance(asking.run(bad), ToolError)


def test_permissions_are_read_only_when_they_matter_and_once() -> None:
    reads: list[None] = []

    def permissions() -> Permissions:
        reads.append(None)
        return Permissions()

    asking = Toolbox(fill(["clock", "web_page"], [], context()), permissions)
    asking.ask(call("clock"), ())
    assert reads == []
    asking.ask(call("web_page", url="https://a.test/"), ())
    asking.ask(call("web_page", url="https://b.test/"), ())
    assert len(reads) == 1


def test_only_questions_that_allow_it_give_lasting_permissions() -> None:
    def waits(call_id: str, host: str, *, lasting: bool) -> ToolPart:
        url = {"url": f"https://{host}/"}
        asked = Approval(host, lasting)
        return ToolPart(call_id, "web_page", url, state="approval-requested", approval=asked)

    parts = (
        waits("c1", "a.test", lasting=True),
        waits("c2", "b.test", lasting=True),
        waits("c3", "c.test", lasting=False),
        waits("c4", "d.test", lasting=True),
        done("web_page", url="https://e.test/"),
    )
    decisions = {"c1": "thread", "c2": "always", "c3": "always", "c4": "once", "c0": "always"}
    here, always = toolbox("web_page").lasting(parts, decisions)  # type: ignore[arg-type]
    assert (here, always) == (["web_page a.test"], ["web_page b.test"])


def bound(result: Any) -> Bound:
    plain = fill(["clock"], [], context())[0]
    return Bound(plain.spec, plain.source, plain.subject, plain.key, lambda _: result)


def test_a_long_result_is_cut_and_says_so() -> None:
    box = Toolbox([bound({"text": "x" * 100_000})], Permissions)
    result = box.run(call("clock"))
    assert isinstance(result, ToolOutput)
    assert len(result.output["cut"]) == MAX_RESULT


def test_results_together_stay_below_what_a_message_holds() -> None:
    box = Toolbox([bound("x" * MAX_RESULT)], Permissions)
    results = [box.run(call("clock")) for _ in range(40)]
    sizes = [len(str(found.output)) for found in results if isinstance(found, ToolOutput)]
    assert sum(sizes) <= MAX_RESULTS + MAX_RESULT
    assert isinstance(results[-1], ToolError)
    earlier = ToolPart("c0", "clock", {}, state="output-available", output="x" * MAX_RESULTS)
    full = Toolbox([bound("y")], Permissions, (earlier,))
    assert isinstance(full.run(call("clock")), ToolError)


def test_a_tool_s_own_failure_is_a_result_that_the_model_reads() -> None:
    shelf = Shelf([Note("n1", "x", None)])
    box = Toolbox(fill(["notes"], [], context(shelf)), Permissions)
    result = box.run(call("notes", action="read", id="n2"))
    assert result == ToolError("c1", "There is no note with that id.")


def test_names_of_services_tools_are_taken_by_every_provider_and_by_one_tool_each() -> None:
    names = [
        tool_name("shop", operation)
        for operation in ("buy", "buy.it", "buy it", "buy/it", "x" * 80, "x" * 81, "äöü", "öäü")
    ]
    assert len(set(names)) == len(names)
    for name in names:
        assert len(name) <= 64
        assert name.replace("_", "").replace("-", "").isalnum()
        assert name.isascii()
