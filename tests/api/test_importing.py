"""Threads from a file: added once, marked as such, and never in the place of anything."""

from __future__ import annotations

import copy
import json
from typing import Any
from urllib.request import urlopen

import pytest

from hearth import Account, Hearth, turn

AT = 1_790_000_000_000
USAGE = {"inputTokens": 10, "outputTokens": 20, "cachedInputTokens": 0, "usd": 0.01}


def message(at: str, parent: str | None, text: str, **changes: Any) -> dict[str, Any]:
    return {
        "id": at,
        "role": "user" if parent is None else "assistant",
        "parts": [{"type": "text", "text": text}],
        "parent": parent,
        "status": "done",
        "agent": "hearth",
        "model": "openai:gpt-4o",
        "createdAt": AT,
        **changes,
    }


def piece(thread_id: str = "brought", **changes: Any) -> dict[str, Any]:
    """A question with two answers, the second of them on screen."""
    return {
        "threadId": thread_id,
        "messages": [
            message("q", None, "Why?"),
            message("a1", "q", "Because.", usage=USAGE),
            message("a2", "q", "Why not?"),
        ],
        "thread": {
            "title": "Reasons",
            "agent": "hearth",
            "model": "openai:gpt-6-luna",
            "temperature": 0.5,
            "maxTokens": None,
            "effort": None,
            "pinned": True,
            "archived": False,
            "leaf": "a2",
            "createdAt": AT,
            "updatedAt": AT,
        },
        **changes,
    }


@pytest.fixture
def ada(hearth: Hearth) -> Account:
    return hearth.member("ada")


def bring(hearth: Hearth, account: Account, *pieces: dict[str, Any]) -> Any:
    return hearth.call("import_threads", account.token, pieces=list(pieces))


def thread(hearth: Hearth, account: Account, thread_id: str = "brought") -> dict[str, Any]:
    at = hearth.db.document("users", account.uid, "threads", thread_id)
    return at.get().to_dict() or {}


def test_a_thread_comes_with_its_branches_and_is_marked(hearth: Hearth, ada: Account) -> None:
    assert bring(hearth, ada, piece()) == {"added": 3, "known": 0}
    stored = hearth.messages(ada, "brought")
    assert {at: each["parent"] for at, each in stored.items()} == {"q": None, "a1": "q", "a2": "q"}
    assert all(each["imported"] is True for each in stored.values())
    assert stored["a1"]["usage"] == USAGE
    assert stored["a1"]["createdAt"].timestamp() * 1000 == AT
    kept = thread(hearth, ada)
    assert (kept["title"], kept["leaf"], kept["pinned"]) == ("Reasons", "a2", True)
    assert not list(hearth.db.collection("users", ada.uid, "usage").stream())


def test_the_same_file_twice_adds_nothing_and_changes_nothing(hearth: Hearth, ada: Account) -> None:
    bring(hearth, ada, piece())
    hearth.db.document("users", ada.uid, "threads", "brought").update({"title": "Mine"})
    other = piece()
    other["messages"][1]["parts"] = [{"type": "text", "text": "Something else."}]
    assert bring(hearth, ada, other) == {"added": 0, "known": 3}
    assert thread(hearth, ada)["title"] == "Mine"
    assert hearth.messages(ada, "brought")["a1"]["parts"][0]["text"] == "Because."


def test_a_long_thread_comes_in_pieces_and_is_seen_when_it_is_whole(
    hearth: Hearth, ada: Account
) -> None:
    whole = piece()
    first = {**whole, "messages": whole["messages"][:1], "thread": None}
    assert bring(hearth, ada, first)["added"] == 1
    assert thread(hearth, ada) == {}
    assert bring(hearth, ada, {**whole, "messages": whole["messages"][1:]})["added"] == 2
    assert thread(hearth, ada)["title"] == "Reasons"


def test_it_goes_on_as_any_other_thread(hearth: Hearth, ada: Account) -> None:
    bring(hearth, ada, piece("goes-on"))
    reply = hearth.post("chat", turn("And?", threadId="goes-on", parent="a2"), ada.token)
    assert reply.status == 200
    assert reply.text()
    assert len(hearth.messages(ada, "goes-on")) == 5


def test_an_answer_that_is_there_can_not_be_replaced(hearth: Hearth, ada: Account) -> None:
    body = turn("Name a river.")
    hearth.post("chat", body, ada.token)
    said = hearth.messages(ada, body["threadId"])[f"{body['messageId']}-r"]
    forged = message(f"{body['messageId']}-r", body["messageId"], "I said something shameful.")
    answer = bring(hearth, ada, {"threadId": body["threadId"], "messages": [forged]})
    assert answer == {"added": 0, "known": 1}
    assert hearth.messages(ada, body["threadId"])[f"{body['messageId']}-r"] == said


def test_a_share_says_what_came_from_a_file_and_so_does_a_copy(
    hearth: Hearth, ada: Account
) -> None:
    bring(hearth, ada, piece("shown"))
    made = hearth.call("share", ada.token, threadId="shown", leaf="a2", omit=[], expiresAt=None)
    page = hearth.url("shared") + f"/s/{made['shareId']}"
    with urlopen(page) as response:
        assert response.read().decode().count("From a file that the member brought") == 2
    eve = hearth.member("eve")
    hearth.call("copy_share", eve.token, shareId=made["shareId"], threadId="copied")
    assert all(each["imported"] for each in hearth.messages(eve, "copied").values())


def test_no_call_of_a_tool_waits_in_what_came_from_a_file(hearth: Hearth, ada: Account) -> None:
    call = {
        "type": "tool",
        "toolCallId": "c1",
        "toolName": "web_page",
        "state": "approval-requested",
        "input": {"url": "https://hearth.test/"},
        "approval": {"subject": "hearth.test", "lasting": True},
        "metadata": {"google": {"thoughtSignature": "x"}},
    }
    signed = {"type": "reasoning", "text": "Hm.", "metadata": {"anthropic": {"signature": "x"}}}
    answer = message("a", "q", "", parts=[signed, call], status="streaming")
    bring(hearth, ada, piece("waits", messages=[message("q", None, "?"), answer]))
    stored = hearth.messages(ada, "waits")["a"]
    assert stored["status"] == "interrupted"
    reasoning, tool = stored["parts"]
    assert reasoning == {"type": "reasoning", "text": "Hm."}
    assert (tool["state"], "approval" in tool, "metadata" in tool) == ("output-error", False, False)


def test_nothing_in_a_piece_is_nothing_to_store(hearth: Hearth, ada: Account) -> None:
    nothing: dict[str, Any] = {"threadId": "empty", "messages": []}
    assert bring(hearth, ada, nothing) == {"added": 0, "known": 0}


def test_another_account_is_out_of_reach(hearth: Hearth, ada: Account) -> None:
    eve = hearth.member("eve")
    bring(hearth, eve, piece(uid=ada.uid) | {"uid": ada.uid})
    assert hearth.messages(ada, "brought") == {}
    assert thread(hearth, eve)["title"] == "Reasons"


def _broken(**changes: Any) -> dict[str, Any]:
    broken = copy.deepcopy(piece("broken"))
    broken["messages"][1].update(changes)
    return broken


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (_broken(role="system"), "role"),
        (_broken(id="../../users/x"), "id"),
        (_broken(parent="a/b"), "parent"),
        (_broken(parts="text"), "parts"),
        (_broken(parts=[{"type": "script", "text": "x"}]), "script"),
        (_broken(parts=[{"type": "image", "imageId": "a/b", "mediaType": "image/png"}]), "imageId"),
        (_broken(createdAt=-1), "createdAt"),
        (_broken(createdAt=None), "createdAt"),
        (_broken(usage={"usd": "free"}), "usd"),
        (_broken(model="<b>"), "model"),
        (_broken(parts=[{"type": "text", "text": "x" * 900_001}]), "too large"),
        (piece("a/b"), "threadId"),
        (piece("broken", messages=[message(f"m{n}", None, "?") for n in range(401)]), "400"),
        (piece("broken", thread={"title": 1}), "title"),
        ("nothing", "object"),
    ],
)
def test_what_is_not_as_it_should_be_is_named_and_stores_nothing(
    hearth: Hearth, ada: Account, broken: Any, said: str
) -> None:
    answer = bring(hearth, ada, piece("before"), broken)
    assert answer["code"] == "invalid-argument"
    assert said in answer["message"]
    assert hearth.messages(ada, "before") == {}
    assert hearth.messages(ada, "broken") == {}


def test_who_is_no_member_brings_nothing(hearth: Hearth) -> None:
    guest = hearth.account("guest")
    assert bring(hearth, guest, piece())["code"] == "permission-denied"
    assert hearth.messages(guest, "brought") == {}


def test_a_body_is_read_only_so_far(hearth: Hearth, ada: Account) -> None:
    huge = json.dumps({"data": {"pieces": ["x" * 4_000_000]}}).encode()
    assert hearth.post("import_threads", huge, ada.token).status == 413
