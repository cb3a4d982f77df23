"""Shares over HTTP: a snapshot for whoever has the link, until it ends, and nothing besides."""

from __future__ import annotations

import base64
import time
import uuid
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from http.client import HTTPResponse
from typing import Any, cast
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from hearth import Account, Hearth, Reply, turn
from store import shares

PIXEL = "R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="
BROWSER = {"Sec-Fetch-Dest": "document"}


def fetch(hearth: Hearth, path: str, method: str = "GET", **headers: str) -> Reply:
    request = Request(hearth.url("shared") + path, headers=headers, method=method)
    try:
        response = urlopen(request, timeout=30)
    except HTTPError as error:
        response = error
    with cast(HTTPResponse, response) as page:
        return Reply(page.status, dict(page.headers), page.read())


def text(*parts: str) -> list[dict[str, Any]]:
    return [{"type": "text", "text": part} for part in parts]


class Conversation:
    """A thread as the functions would have left it, message by message."""

    def __init__(self, hearth: Hearth, account: Account, title: str = "Rye bread") -> None:
        self.id = f"t-{uuid.uuid4().hex[:10]}"
        self._thread = hearth.db.document("users", account.uid, "threads", self.id)
        self._thread.set({"title": title, "agent": "hearth", "model": "anthropic:x"})
        self._parent: str | None = None
        self._number = 0

    def say(self, role: str, parts: list[dict[str, Any]], **fields: Any) -> str:
        self._number += 1
        message_id = f"m{self._number}"
        known: dict[str, Any] = {
            "role": role,
            "parts": parts,
            "parent": self._parent,
            "status": "done",
            "agent": "hearth",
            "model": "anthropic:claude-haiku-4-5",
            "createdAt": datetime.now(UTC),
        }
        self._thread.collection("messages").document(message_id).set({**known, **fields})
        self._parent = message_id
        return message_id

    def show(self, image_id: str) -> None:
        image = {"mediaType": "image/gif", "data": PIXEL, "createdAt": datetime.now(UTC)}
        self._thread.collection("images").document(image_id).set(image)


@pytest.fixture(scope="module")
def ada(hearth: Hearth) -> Account:
    return hearth.member("ada")


@pytest.fixture
def bread(hearth: Hearth, ada: Account) -> Conversation:
    talk = Conversation(hearth, ada)
    talk.say("user", text("How do I bake rye bread?"))
    talk.say("assistant", text("**Slowly.** Feed the starter first."))
    talk.say("user", text("My phone number is 555-0100."))
    talk.say("assistant", text("I will not repeat it."))
    return talk


def share(hearth: Hearth, account: Account, talk: Conversation, **arguments: Any) -> str:
    known: dict[str, Any] = {"threadId": talk.id, "leaf": "m4", "omit": [], "expiresAt": None}
    answer = hearth.call("share", account.token, **{**known, **arguments})
    assert "shareId" in answer, answer
    return answer["shareId"]


def mirror(hearth: Hearth, account: Account, share_id: str) -> dict[str, Any]:
    at = hearth.db.document("users", account.uid, "shares", share_id)
    return at.get().to_dict() or {}


def test_a_share_reads_without_an_account(
    hearth: Hearth, ada: Account, bread: Conversation
) -> None:
    share_id = share(hearth, ada, bread)
    assert len(share_id) * 6 >= 128
    page = fetch(hearth, f"/s/{share_id}")
    html = page.body.decode()
    assert page.status == 200
    assert page.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "<title>Rye bread</title>" in html
    assert '<meta property="og:title" content="Rye bread">' in html
    assert '<meta property="og:description" content="Slowly. Feed the starter first.">' in html
    assert "How do I bake rye bread?" in html
    assert "<strong>Slowly.</strong>" in html
    assert "555-0100" in html
    assert ada.uid not in html
    assert ada.email not in html
    assert bread.id not in html


def test_what_really_was_said_by_a_model_is_what_is_shared(hearth: Hearth, ada: Account) -> None:
    body = turn("Name three rivers.")
    reply = hearth.post("chat", body, ada.token)
    answer = hearth.call(
        "share", ada.token, threadId=body["threadId"], leaf=f"{body['messageId']}-r"
    )
    stored = shares.find(answer["shareId"])
    assert [message["role"] for message in stored.messages] == ["user", "assistant"]
    assert stored.messages[1]["parts"] == [{"type": "text", "text": reply.text()}]


def test_a_share_stays_as_it_was(hearth: Hearth, ada: Account, bread: Conversation) -> None:
    share_id = share(hearth, ada, bread, leaf="m2")
    bread.say("user", text("A later secret."))
    messages = hearth.db.collection("users", ada.uid, "threads", bread.id, "messages")
    messages.document("m2").update({"parts": text("Changed.")})
    html = fetch(hearth, f"/s/{share_id}").body.decode()
    assert "Slowly." in html
    assert "later secret" not in html
    assert "Changed" not in html
    assert "555-0100" not in html


def test_a_message_that_is_left_out_leaves_a_gap_and_nothing_else(
    hearth: Hearth, ada: Account, bread: Conversation
) -> None:
    share_id = share(hearth, ada, bread, omit=["m3"])
    html = fetch(hearth, f"/s/{share_id}").body.decode()
    assert "555-0100" not in html
    assert html.count("A message was left out here.") == 1
    stored = hearth.db.document("shares", share_id, "pages", "0").get().to_dict()
    assert "555-0100" not in str(stored)
    assert mirror(hearth, ada, share_id)["omitted"] == 1


def test_reasoning_and_tools_are_not_shared(hearth: Hearth, ada: Account) -> None:
    talk = Conversation(hearth, ada)
    talk.say("user", text("Look at my notes."))
    tool = {
        "type": "tool",
        "toolCallId": "c1",
        "toolName": "notes",
        "state": "output-available",
        "input": {"query": "private query"},
        "output": "private output",
    }
    thought = {"type": "reasoning", "text": "private thought", "metadata": {"openai": {"x": 1}}}
    source = {"type": "source", "url": "https://rye.example/", "title": "Rye"}
    talk.say("assistant", [thought, tool, *text("Here it is."), source])
    share_id = share(hearth, ada, talk, leaf="m2")
    page = fetch(hearth, f"/s/{share_id}").body.decode()
    stored = str(hearth.db.document("shares", share_id, "pages", "0").get().to_dict())
    for text_of_it in (page, stored):
        assert "private" not in text_of_it
        assert "Here it is." in text_of_it
    assert '<a href="https://rye.example/" rel="noopener noreferrer nofollow">Rye</a>' in page


def test_images_are_copied_and_served(hearth: Hearth, ada: Account) -> None:
    talk = Conversation(hearth, ada)
    talk.show("i1")
    image = {"type": "image", "imageId": "i1", "mediaType": "image/gif"}
    talk.say("user", [*text("What is this?"), image])
    talk.say("assistant", text("A pixel."))
    share_id = share(hearth, ada, talk, leaf="m2")
    hearth.db.document("users", ada.uid, "threads", talk.id, "images", "i1").delete()
    html = fetch(hearth, f"/s/{share_id}").body.decode()
    assert f'<img src="{share_id}/i1"' in html
    page = fetch(hearth, f"/s/{share_id}/i1")
    assert (page.status, page.headers["Content-Type"]) == (200, "image/gif")
    assert page.body == base64.b64decode(PIXEL)
    assert fetch(hearth, f"/s/{share_id}/i2").status == 404


ATTACKS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[click](javascript:alert(1))",
    "[click](data:text/html;base64,PHNjcmlwdD4=)",
    "![x](https://evil.example/pixel.png)",
    "<svg/onload=alert(1)>",
    '"><style>*{display:none}</style>',
    '<https://evil.example/"onmouseover=alert(1)>',
    "| a |\n| - |\n| <b onclick=x>y</b> |",
)


class Tags(HTMLParser):
    """The tags of a page, as a browser would see them."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, list[tuple[str, str | None]]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, attrs))


def test_nothing_in_a_share_runs_or_loads_anything(hearth: Hearth, ada: Account) -> None:
    talk = Conversation(hearth, ada, title="</title><script>alert(1)</script>")
    file = "[File: <b>.html]\n```\n" + "\n\n".join(ATTACKS).replace("`", "'") + "\n```"
    talk.say("user", text("\n\n".join(ATTACKS), file))
    sources = [{"type": "source", "url": "javascript:alert(1)", "title": ATTACKS[0]}]
    talk.say("assistant", [*text("\n\n".join(ATTACKS)), *sources])
    page = fetch(hearth, f"/s/{share(hearth, ada, talk, leaf='m2')}")
    html = page.body.decode()
    found = Tags()
    found.feed(html)
    names = {name for name, _ in found.tags}
    assert not names & {"script", "iframe", "object", "embed", "svg", "img", "form", "base", "link"}
    assert [name for name, _ in found.tags].count("style") == 1
    attributes = [pair for _, attributes in found.tags for pair in attributes]
    assert not [name for name, _ in attributes if name.startswith("on") or name == "style"]
    addresses = [str(value) for name, value in attributes if name in ("href", "src")]
    assert all(at.startswith(("https://", "http://", "/?copy=")) for at in addresses)
    assert "javascript:alert(1)" in html
    assert "<details class=file><summary><bdi>&lt;b&gt;.html</bdi></summary>" in html
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    assert page.headers["Cache-Control"] == "no-store"
    assert "noindex" in page.headers["X-Robots-Tag"]


def test_a_long_answer_takes_no_long_time(hearth: Hearth, ada: Account) -> None:
    talk = Conversation(hearth, ada)
    talk.say("user", text("x" * 100_000))
    talk.say("assistant", text("*_`[" * 25_000 + "> " * 25_000 + "| a" * 10_000))
    share_id = share(hearth, ada, talk, leaf="m2")
    began = time.monotonic()
    assert fetch(hearth, f"/s/{share_id}").status == 200
    assert time.monotonic() - began < 10


def test_a_conversation_larger_than_a_document_is_shared_whole(
    hearth: Hearth, ada: Account
) -> None:
    talk = Conversation(hearth, ada)
    for n in range(6):
        talk.say("user" if n % 2 == 0 else "assistant", text(f"begin{n} " + "ä" * 150_000))
    share_id = share(hearth, ada, talk, leaf="m6")
    stored = shares.find(share_id)
    assert [message["parts"][0]["text"][:6] for message in stored.messages] == [
        f"begin{n}" for n in range(6)
    ]
    assert hearth.db.document("shares", share_id).get().to_dict()["pages"] > 1


def test_people_are_counted_and_messengers_are_not(
    hearth: Hearth, ada: Account, bread: Conversation
) -> None:
    share_id = share(hearth, ada, bread)
    assert mirror(hearth, ada, share_id)["views"] == 0
    fetch(hearth, f"/s/{share_id}")
    fetch(hearth, f"/s/{share_id}", "HEAD")
    for _ in range(3):
        fetch(hearth, f"/s/{share_id}", **BROWSER)
    assert mirror(hearth, ada, share_id)["views"] == 3


def test_a_share_that_is_taken_back_is_gone_with_all_of_it(
    hearth: Hearth, ada: Account, bread: Conversation
) -> None:
    share_id = share(hearth, ada, bread)
    eve = hearth.member("eve")
    assert hearth.call("unshare", eve.token, shareId=share_id) == {"revoked": False}
    assert fetch(hearth, f"/s/{share_id}").status == 200
    assert hearth.call("unshare", ada.token, shareId=share_id) == {"revoked": True}
    page = fetch(hearth, f"/s/{share_id}")
    assert page.status == 404
    assert b"taken it back" in page.body
    assert mirror(hearth, ada, share_id) == {}
    left = hearth.db.document("shares", share_id)
    assert [list(folder.stream()) for folder in left.collections()] == []
    assert hearth.call("unshare", ada.token, shareId=share_id) == {"revoked": False}


def test_a_share_ends_when_its_time_is_over(
    hearth: Hearth, ada: Account, bread: Conversation
) -> None:
    soon = (datetime.now(UTC) + timedelta(days=1)).timestamp() * 1000
    share_id = share(hearth, ada, bread, expiresAt=soon)
    assert fetch(hearth, f"/s/{share_id}").status == 200
    over = datetime.now(UTC) - timedelta(seconds=1)
    hearth.db.document("shares", share_id).update({"expiresAt": over})
    page = fetch(hearth, f"/s/{share_id}")
    assert page.status == 404
    assert b"could be read until" in page.body
    kept = share(hearth, ada, bread)
    assert shares.delete_expired() >= 1
    assert not hearth.db.document("shares", share_id).get().exists
    assert mirror(hearth, ada, share_id) == {}
    assert hearth.db.document("shares", kept).get().exists


def test_a_member_goes_on_in_a_copy_of_their_own(
    hearth: Hearth, ada: Account, bread: Conversation
) -> None:
    share_id = share(hearth, ada, bread, omit=["m3"])
    bob = hearth.member("bob", agents=("tutor",))
    call = {"shareId": share_id, "threadId": "t-copy"}
    assert hearth.call("copy_share", bob.token, **call) == {"threadId": "t-copy"}
    assert hearth.call("copy_share", bob.token, **call) == {"threadId": "t-copy"}
    thread = hearth.db.document("users", bob.uid, "threads", "t-copy").get().to_dict()
    assert (thread["title"], thread["agent"]) == ("Rye bread", "tutor")
    stored = hearth.messages(bob, "t-copy")
    assert len(stored) == 4
    assert stored["t-copy-1"]["parts"] == text("**Slowly.** Feed the starter first.")
    assert "555-0100" not in str(stored)
    following = turn("Go on.", threadId="t-copy", parent=thread["leaf"], agent="tutor")
    assert hearth.post("chat", following, bob.token).status == 200
    assert hearth.messages(ada, bread.id).keys() == {"m1", "m2", "m3", "m4"}


REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("no thread", {"threadId": "t-nothing"}, "not-found"),
    ("no leaf", {"leaf": "m99"}, "not-found"),
    ("a leaf that is a path", {"leaf": "m1/x"}, "invalid-argument"),
    ("a message that is not there", {"omit": ["m99"]}, "not-found"),
    ("nothing but gaps", {"omit": ["m1", "m2", "m3", "m4"]}, "invalid-argument"),
    ("omit is no list", {"omit": "m1"}, "invalid-argument"),
    ("omit holds a number", {"omit": [1]}, "invalid-argument"),
    ("an end in the past", {"expiresAt": 1000}, "invalid-argument"),
    ("an end that is no number", {"expiresAt": "tomorrow"}, "invalid-argument"),
    ("an end beyond all time", {"expiresAt": 1e300}, "invalid-argument"),
]


@pytest.mark.parametrize(
    ("changes", "code"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED]
)
def test_a_bad_share_is_refused(hearth: Hearth, changes: dict[str, Any], code: str) -> None:
    cleo = hearth.member("cleo")
    talk = Conversation(hearth, cleo)
    for n in range(4):
        talk.say("user" if n % 2 == 0 else "assistant", text("Hello."))
    arguments = {"threadId": talk.id, "leaf": "m4", **changes}
    assert hearth.call("share", cleo.token, **arguments)["code"] == code
    assert hearth.call("share", cleo.token, threadId=talk.id, leaf="m4")["shareId"]


def test_an_answer_that_is_being_written_is_not_shared(hearth: Hearth, ada: Account) -> None:
    talk = Conversation(hearth, ada)
    talk.say("user", text("Hello."))
    talk.say("assistant", text("Hel"), status="streaming", heartbeatAt=datetime.now(UTC))
    answer = hearth.call("share", ada.token, threadId=talk.id, leaf="m2")
    assert answer["code"] == "unavailable"


def test_nobody_shares_anothers_thread(hearth: Hearth, ada: Account, bread: Conversation) -> None:
    eve = hearth.member("eve")
    answer = hearth.call("share", eve.token, threadId=bread.id, leaf="m4")
    assert answer["code"] == "not-found"
    assert share(hearth, ada, bread)


def test_only_members_share_and_copy(hearth: Hearth, ada: Account, bread: Conversation) -> None:
    share_id = share(hearth, ada, bread)
    for account in (hearth.account("guest"), hearth.member("sam", suspended=True)):
        shared = hearth.call("share", account.token, threadId=bread.id, leaf="m4")
        copied = hearth.call("copy_share", account.token, shareId=share_id, threadId="t-x")
        assert (shared["code"], copied["code"]) == ("permission-denied", "permission-denied")


def test_sharing_has_a_pace(hearth: Hearth) -> None:
    ida = hearth.member("ida")
    talk = Conversation(hearth, ida)
    talk.say("user", text("Hello."))
    talk.say("assistant", text("Hello!"))
    answers = [hearth.call("share", ida.token, threadId=talk.id, leaf="m2") for _ in range(21)]
    assert all("shareId" in answer for answer in answers[:20])
    assert answers[20]["code"] == "resource-exhausted"


@pytest.mark.parametrize(
    "path", ["/", "/s/", "/s/short", "/s/../settings/app", "/s/" + "x" * 24, "/__/health"]
)
def test_where_there_is_nothing_a_page_says_so(hearth: Hearth, path: str) -> None:
    page = fetch(hearth, path)
    assert page.status == 404
    assert b"<h1" in page.body


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_the_page_only_reads(hearth: Hearth, method: str) -> None:
    assert fetch(hearth, "/s/" + "x" * 24, method).status == 405


def test_messages_that_answer_each_other_in_a_circle_end_somewhere(
    hearth: Hearth, ada: Account
) -> None:
    talk = Conversation(hearth, ada)
    talk.say("user", text("Who was first?"), parent="m2")
    talk.say("assistant", text("You."), parent="m1")
    share_id = share(hearth, ada, talk, leaf="m2")
    assert len(shares.find(share_id).messages) == 2
