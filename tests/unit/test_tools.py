"""Our own tools, each by itself: what they bring, what they refuse, and what they ask."""

from __future__ import annotations

import base64
import contextlib
import json
import random
from collections.abc import Generator
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from playback import Playback, playback
from shelf import NOON, Shelf, context

from cancel import Cancel
from egress import Page
from errors import ResourceExhausted
from pictures import MAX_DATA
from providers import Endpoint
from tools import NAMES, Note, Painter, Passage, Search, ToolFailure, tool
from tools.calculator import calculate
from tools.web_page import read
from websites import Site, serving

HOST = "127.0.0.1"


@pytest.fixture(autouse=True)
def demo(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GCLOUD_PROJECT", "demo-tools")


@pytest.fixture
def web() -> Generator[Site]:
    with serving() as served:
        yield served


@pytest.fixture
def server() -> Generator[Playback]:
    with playback() as played:
        yield played


def run(name: str, **input: Any) -> Any:
    return tool(name).run(input, context())


@pytest.mark.parametrize("name", NAMES)
def test_every_tool_has_the_names_that_tools_have(name: str) -> None:
    module = tool(name)
    assert module.SPEC.name == name
    assert module.SPEC.parameters["type"] == "object"
    assert len(module.SPEC.description) > 60
    assert module.KIND in ("pure", "own", "outside", "paid")
    assert all(callable(getattr(module, verb)) for verb in ("offered", "subject", "run"))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "input", [{}, {"query": 7}, {"url": None}, {"action": "burn"}, {"expression": []}, {"zone": 3}]
)
def test_input_of_no_use_is_a_failure_and_never_a_defect(name: str, input: dict[str, Any]) -> None:
    with contextlib.suppress(ToolFailure):
        json.dumps(tool(name).run(input, context()))


# The calculator


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("2 + 2 * 2", "6"),
        ("0.1 + 0.2", "0.3"),
        ("1 / 3", "0.333333333333333"),
        ("1 / 3 * 3", "1"),
        ("(1299 * 0.81 + 15) / 12", "88.9325"),
        ("1,299 × 2", "2598"),
        ("10 ÷ 4 =", "2.5"),
        ("−3 − 4", "-7"),
        ("2 ^ 10", "1024"),
        ("2 ** -2", "0.25"),
        ("-7 // 2", "-4"),
        ("7 % 3", "1"),
        ("sqrt(2)", "1.4142135623731"),
        ("sqrt(9/4)", "1.5"),
        ("round(2/3, 2)", "0.67"),
        ("floor(-1.5) + ceil(1.2)", "0"),
        ("max(1, 2, 3) - min(1, 2, 3)", "2"),
        ("mean(1, 2, 6)", "3"),
        ("factorial(20)", "2432902008176640000"),
        ("comb(49, 6)", "13983816"),
        ("gcd(84, 36)", "12"),
        ("abs(-2) + sin(0)", "2"),
        ("round(pi, 4)", "3.1416"),
        ("2 ** 0.5 * 2 ** 0.5", "2"),
        ("9007199254740993 + 1", "9007199254740994"),
        ("-0.05", "-0.05"),
    ],
)
def test_sums_are_exact_where_they_can_be(expression: str, value: str) -> None:
    assert calculate(expression)[:16] == value[:16]


@pytest.mark.parametrize(
    "expression",
    [
        "",
        "1 +",
        "1 / 0",
        "0 ** -1",
        "sqrt(-1)",
        "(-8) ** 0.5",
        "9 ** 9 ** 9",
        "2 ** 100000",
        "(10 ** 900) ** 2",
        "(1/3) ** 5000",
        "factorial(100000)",
        "factorial(-1)",
        "comb(10 ** 9, 5)",
        "exp(1000)",
        "(" * 300 + "1" + ")" * 300,
        "round(1, 10 ** 9) + 10 ** round(1e9)",
        "'a' * 100000",
        "[1] * 3",
        "x",
        "open('/etc/passwd')",
        "__import__('os').system('true')",
        "().__class__",
        "pi.__class__",
        "abs.__globals__",
        "(lambda: 1)()",
        "1 if True else 2",
        "True + 1",
        "1 < 2",
        "f'{1}'",
        "min()",
        "round(1, 2, 3)",
        "max(1, key=abs)",
        "1e400",
        "1j",
    ],
)
def test_what_is_no_sum_or_too_large_a_one_is_refused(expression: str) -> None:
    with pytest.raises(ToolFailure):
        calculate(expression)


# The clock


def test_the_clock_knows_now_in_any_zone() -> None:
    told = run("clock", zone="Asia/Tokyo")
    assert told["now"] == "2026-11-25T21:00+09:00"
    assert (told["today"], told["todayWeekday"], told["todayWeek"]) == (
        "2026-11-25",
        "Wednesday",
        48,
    )


def test_the_clock_counts_days() -> None:
    told = run("clock", date="2026-12-24", add_days=8)
    assert (told["dateWeekday"], told["daysFromToday"]) == ("Thursday", 29)
    assert (told["then"], told["thenWeekday"]) == ("2027-01-01", "Friday")
    assert run("clock", add_days=-25)["then"] == "2026-10-31"


@pytest.mark.parametrize(
    "input", [{"zone": "Mars/Base"}, {"zone": "../etc/passwd"}, {"date": "tomorrow"},
              {"date": "9999-12-31", "add_days": 1}]
)  # fmt: skip
def test_the_clock_says_what_it_can_t_read(input: dict[str, Any]) -> None:
    with pytest.raises(ToolFailure):
        run("clock", **input)


# Pages of the web


def page(html: str, kind: str = "text/html") -> Page:
    return Page("https://hearth.test/a/b", 200, kind, "utf-8", html.encode())


ARTICLE = """<!doctype html><title> A  title </title><body>
<nav><a href="/home">Home</a></nav><header><h1>Bread</h1></header>
<main><p>Flour,   water<br>and <b>salt</b>.</p><ul><li>Mix</li><li>Wait</li></ul>
<table><tr><th>Time</th><th>Heat</th></tr><tr><td>40</td><td>230</td></tr></table>
<p hidden>Ignore me.</p><p aria-hidden="true">Me too.</p><script>steal()</script>
<p><a href="../c?x=1#top">More</a> <a href="javascript:steal()">Click</a></p></main>
<footer>Imprint</footer></body>"""


def test_a_page_is_read_as_its_reader_would() -> None:
    title, text, links = read(page(ARTICLE))
    assert title == "A title"
    assert text.splitlines() == [
        "# Bread",
        "Flour, water",
        "and salt.",
        "- Mix",
        "- Wait",
        "Time | Heat",
        "40 | 230",
        "More Click",
    ]
    assert links == [{"url": "https://hearth.test/c?x=1", "text": "More"}]


def test_the_main_part_is_taken_where_there_is_one() -> None:
    story = "Once upon a time. " * 40
    _, text, _ = read(page(f"<div>Cookies?</div><article>{story}</article><div>Ads</div>"))
    assert text == story.strip()


@pytest.mark.parametrize("html", ["", "<html></html>", "<script>1</script>", "<p> </p>"])
def test_a_page_without_text_has_none(html: str) -> None:
    assert read(page(html))[1] == ""


def test_a_page_as_deep_as_a_well_is_read() -> None:
    assert read(page("<div>" * 20_000 + "Bottom"))[1] == "Bottom"


def test_json_and_plain_text_are_read_as_they_are() -> None:
    assert read(page('{"a":[1]}', "application/json"))[1] == '{\n "a": [\n  1\n ]\n}'
    assert read(page("a <b>", "text/plain"))[1] == "a <b>"


def test_a_long_page_comes_in_pieces(web: Site) -> None:
    web.page("/", f"<p>{'word ' * 8000}</p>".encode())
    url = web.url(host=HOST)
    first = run("web_page", url=url)
    rest = run("web_page", url=url, **{"from": 16_000})
    assert first["more"].endswith("Go on with from=16000.")
    assert len(first["text"]) == 16_000
    assert "more" in rest
    assert first["text"] + rest["text"] == ("word " * 8000)[:32_000]


@pytest.mark.parametrize("status", [404, 403, 500])
def test_a_page_that_is_not_there_is_a_failure(web: Site, status: int) -> None:
    web.answers["/"] = (status, {"Content-Type": "text/html"}, b"Oops")
    with pytest.raises(ToolFailure, match=str(status)):
        run("web_page", url=web.url(host=HOST))


@pytest.mark.parametrize("url", ["file:///etc/passwd", "http://169.254.169.254/", "mailto:a@b.c"])
def test_an_address_that_may_not_be_reached_is_a_failure(url: str) -> None:
    with pytest.raises(ToolFailure):
        run("web_page", url=url)


def test_a_page_is_asked_about_by_its_host() -> None:
    module = tool("web_page")
    assert module.subject({"url": "https://WWW.Example.com.:443/a?b"}) == "www.example.com"
    with pytest.raises(ToolFailure):
        module.subject({"url": "https://good.example\\@evil.example/"})


# Search


def searched(server: Playback, kind: Any, answer: dict[str, Any], **input: Any) -> Any:
    server.reply(answer)
    asking = context(search=Search(kind, f"{server.url}/search", "key"))
    return tool("web_search").run({"query": "sour dough", **input}, asking)


FOUND = {"title": "Bread", "url": "https://bread.test/", "content": "Flour.", "score": 1}


@pytest.mark.parametrize(
    ("kind", "answer", "header"),
    [
        ("brave", {"web": {"results": [{**FOUND, "description": "Flour."}]}}, "key"),
        ("tavily", {"results": [FOUND]}, "Bearer key"),
        ("searxng", {"results": [FOUND]}, "Bearer key"),
    ],
)
def test_each_search_service_is_asked_in_its_own_words(
    server: Playback, kind: Any, answer: dict[str, Any], header: str
) -> None:
    told = searched(server, kind, answer)
    assert told["results"] == [
        {"title": "Bread", "url": "https://bread.test/", "excerpt": "Flour."}
    ]
    seen = server.requests[0]
    assert header in (seen.headers.get("authorization"), seen.headers.get("x-subscription-token"))
    assert "sour+dough" in seen.path or seen.body["query"] == "sour dough"


@pytest.mark.parametrize("answer", [{}, {"results": None}, {"web": []}, {"results": ["a", None]}])
def test_a_search_that_finds_nothing_says_so(server: Playback, answer: dict[str, Any]) -> None:
    assert searched(server, "tavily", answer)["results"] == []


def test_no_more_results_are_told_than_asked_for(server: Playback) -> None:
    many = {"results": [{**FOUND, "content": "x" * 5000}] * 30}
    told = searched(server, "tavily", many, count=99)
    assert len(told["results"]) == 10
    assert len(told["results"][0]["excerpt"]) == 600


def test_a_search_service_that_refuses_is_a_failure(server: Playback) -> None:
    server.reply({"error": "key sk-secret is wrong"}, status=401)
    with pytest.raises(ToolFailure, match="status 401") as raised:
        tool("web_search").run(
            {"query": "bread"}, context(search=Search("tavily", server.url, "sk-secret"))
        )
    assert "sk-secret" not in str(raised.value)


def test_search_is_offered_where_it_is_set_up_alone() -> None:
    assert not tool("web_search").offered(context())
    assert tool("web_search").offered(context(search=Search("searxng", "https://s.test")))


# Notes and threads


def test_notes_are_found_by_all_their_words() -> None:
    shelf = Shelf([Note("n1", "Oven: 20 degrees off", NOON), Note("n2", "Oven gloves", None)])
    asking = context(shelf)
    notes = tool("notes")
    both = notes.run({"action": "search", "query": "oven"}, asking)["notes"]
    one = notes.run({"action": "search", "query": "DEGREES oven"}, asking)["notes"]
    assert [note["id"] for note in both] == ["n1", "n2"]
    assert [note["id"] for note in one] == ["n1"]
    assert len(notes.run({"action": "search"}, asking)["notes"]) == 2


def test_a_proposal_names_a_note_and_changes_none() -> None:
    shelf = Shelf([Note("n1", "Old.", None)])
    told = tool("notes").run({"action": "propose", "id": "n1", "text": "New."}, context(shelf))
    assert told == {"proposal": {"id": "n1", "before": "Old.", "text": "New."}}
    assert shelf.kept_notes == [Note("n1", "Old.", None)]
    with pytest.raises(ToolFailure, match="no note"):
        tool("notes").run({"action": "propose", "id": "gone", "text": "New."}, context(shelf))


def test_threads_tell_who_said_what() -> None:
    shelf = Shelf(kept_passages=[Passage("t1", "Violin", "assistant", "It is from Cremona.", NOON)])
    told = tool("threads").run({"query": "cremona"}, context(shelf))
    assert told["passages"] == [
        {
            "thread": "Violin",
            "by": "the agent",
            "text": "It is from Cremona.",
            "at": "2026-11-25T12:00+00:00",
        }
    ]


# Pictures

PICTURE = base64.b64encode(b"\xff\xd8\xff" + bytes(300)).decode()


def painting(server: Playback, shelf: Shelf, **fields: Any) -> Any:
    painter = Painter("openai", "gpt-image-2", Endpoint("key", server.url), 0.04)
    asking = context(shelf, painter=painter, **fields)
    return tool("image").run({"prompt": "A cat", "shape": "wide"}, asking)


def test_a_picture_is_made_paid_and_kept(server: Playback) -> None:
    server.reply({"data": [{"b64_json": PICTURE}]})
    shelf, paid = Shelf(), list[float]()
    told = painting(server, shelf, pay=paid.append)
    assert told["image"] == {"imageId": "picture-1", "mediaType": "image/jpeg"}
    assert shelf.pictures == [("image/jpeg", PICTURE)]
    assert paid == [0.04]
    asked = server.requests[0]
    assert asked.path == "/images/generations"
    assert (asked.body["prompt"], asked.body["size"]) == ("A cat", "1536x1024")
    assert PICTURE not in json.dumps(told)


@pytest.mark.parametrize(
    ("answer", "status"),
    [({}, 200), ({"data": []}, 200), ({"data": [{"b64_json": "a" * 900_001}]}, 200), ({}, 400)],
)
def test_a_picture_that_is_none_is_given_back(
    server: Playback, answer: dict[str, Any], status: int
) -> None:
    server.reply(answer, status=status)
    shelf, paid = Shelf(), list[float]()
    with pytest.raises(ToolFailure):
        painting(server, shelf, pay=paid.append)
    assert sum(paid) == 0
    assert shelf.pictures == []


def png(width: int = 1024, height: int = 1024) -> bytes:
    """A picture as Gemini makes it: noise, which is the hardest to make small, half of it clear."""
    noise = random.Random(7).randbytes(width * height * 4)
    written = BytesIO()
    Image.frombytes("RGBA", (width, height), noise).save(written, "PNG", compress_level=1)
    return written.getvalue()


def gemini(server: Playback, shelf: Shelf, **fields: Any) -> Any:
    painter = Painter("google", "gemini-3.1-flash-image", Endpoint("key", server.url), 0.07)
    asking = context(shelf, painter=painter, **fields)
    return tool("image").run({"prompt": "A cat", "shape": "tall"}, asking)


def drawn(*files: bytes) -> dict[str, Any]:
    """A chunk of Gemini's with pictures in it."""
    said: list[dict[str, Any]] = [{"text": "Here it is."}]
    said += [
        {"inlineData": {"mimeType": "image/png", "data": base64.b64encode(file).decode()}}
        for file in files
    ]
    return {"candidates": [{"content": {"role": "model", "parts": said}}]}


def test_gemini_s_picture_is_made_small_paid_and_kept(server: Playback) -> None:
    file = png()
    server.play(drawn(), drawn(file), {"usageMetadata": {"promptTokenCount": 3}})
    shelf, paid = Shelf(), list[float]()
    told = gemini(server, shelf, pay=paid.append)
    assert told["image"] == {"imageId": "picture-1", "mediaType": "image/jpeg"}
    assert paid == [0.07]
    ((kind, data),) = shelf.pictures
    assert len(data) <= MAX_DATA < len(base64.b64encode(file))
    with Image.open(BytesIO(base64.b64decode(data))) as kept:
        assert (kind, kept.format, kept.width) == ("image/jpeg", "JPEG", kept.height)
    asked = server.requests[0]
    assert asked.path.startswith("/v1beta/models/gemini-3.1-flash-image:streamGenerateContent")
    assert asked.headers["x-goog-api-key"] == "key"
    assert asked.body["generationConfig"] == {
        "responseModalities": ["IMAGE"],
        "imageConfig": {"aspectRatio": "2:3"},
    }
    assert asked.body["contents"][0]["parts"] == [{"text": "A cat"}]


@pytest.mark.parametrize(
    ("chunk", "why"),
    [
        (drawn(), "Try other words"),
        ({"promptFeedback": {"blockReason": "SAFETY"}}, "Try other words"),
        (drawn(b"GIF89a, and then nothing"), "can't be kept"),
        ({"candidates": [{"content": {"parts": [{"inlineData": {"data": "@"}}]}}]}, "kept"),
        ({"error": {"code": 503, "message": "overloaded"}}, "Google"),
    ],
)
def test_a_picture_that_gemini_does_not_make_is_given_back(
    server: Playback, chunk: dict[str, Any], why: str
) -> None:
    server.play(chunk)
    shelf, paid = Shelf(), list[float]()
    with pytest.raises(ToolFailure, match=why):
        gemini(server, shelf, pay=paid.append)
    assert sum(paid) == 0
    assert shelf.pictures == []


def test_a_stopped_turn_stops_gemini_s_picture_and_gives_it_back(server: Playback) -> None:
    stopped, paid = Cancel(), list[float]()
    stopped.fire()
    with pytest.raises(ToolFailure):
        gemini(server, Shelf(), pay=paid.append, cancel=stopped)
    assert (sum(paid), server.requests) == (0, [])


def test_a_picture_that_the_budget_does_not_cover_is_not_made(server: Playback) -> None:
    def broke(_usd: float) -> None:
        raise ResourceExhausted("Nothing is left.")

    with pytest.raises(ToolFailure, match="Nothing is left"):
        painting(server, Shelf(), pay=broke)
    assert server.requests == []


def test_pictures_are_offered_where_a_priced_model_is_set_up_alone() -> None:
    assert not tool("image").offered(context())
    assert tool("image").offered(context(painter=Painter("openai", "m", Endpoint("k"), 0.0)))


def test_a_stopped_turn_stops_its_tools(web: Site) -> None:
    web.page("/", b"<p>Hello")
    stopped = Cancel()
    stopped.fire()
    with pytest.raises(ToolFailure):
        tool("web_page").run({"url": web.url(host=HOST)}, context(cancel=stopped))
