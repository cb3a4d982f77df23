"""The turn over HTTP, on the production server, against the emulators and the simulator."""

from __future__ import annotations

import base64
import json
import time
from typing import Any
from urllib.request import Request, urlopen

import jwt
import pytest

from hearth import MODELS, Account, Hearth, turn


@pytest.fixture(scope="module")
def ada(hearth: Hearth) -> Account:
    return hearth.member("ada")


@pytest.mark.parametrize("provider", MODELS)
def test_every_provider_streams_an_answer_that_is_stored(
    hearth: Hearth, ada: Account, provider: str
) -> None:
    body = turn(
        "Name three rivers.", model=MODELS[provider], temperature=0.5, maxTokens=500, effort="low"
    )
    reply = hearth.post("chat", body, ada.token)
    assert reply.status == 200, reply.body
    assert reply.headers["X-Vercel-AI-UI-Message-Stream"] == "v1"
    assert reply.body.endswith(b"data: [DONE]\n\n")
    begins = ["start", "start-step", "text-start", "text-delta", "text-end", "finish-step"]
    assert reply.types()[:7] == [*begins, "finish"]

    stored = hearth.messages(ada, body["threadId"])
    question, answer = stored[body["messageId"]], stored[f"{body['messageId']}-r"]
    assert question["role"] == "user"
    assert question["parts"] == body["parts"]
    assert answer["parts"] == [{"type": "text", "text": reply.text()}]
    assert (answer["status"], answer["parent"]) == ("done", body["messageId"])
    assert answer["usage"]["outputTokens"] > 0
    assert answer["usage"]["usd"] > 0 or provider == "llama"
    thread = hearth.db.document("users", ada.uid, "threads", body["threadId"]).get().to_dict()
    assert (thread["agent"], thread["model"]) == ("hearth", MODELS[provider])
    assert (thread["temperature"], thread["maxTokens"]) == (0.5, 500)
    assert thread["effort"] == "low"
    assert thread["leaf"] == f"{body['messageId']}-r"
    assert thread["title"]


def test_a_thread_goes_on_and_each_message_knows_the_one_before(
    hearth: Hearth, ada: Account
) -> None:
    first = turn("My name is Ada.")
    hearth.post("chat", first, ada.token)
    parent = f"{first['messageId']}-r"
    second = turn("What is my name?", threadId=first["threadId"], parent=parent)
    assert hearth.post("chat", second, ada.token).status == 200
    stored = hearth.messages(ada, first["threadId"])
    assert len(stored) == 4
    assert stored[second["messageId"]]["parent"] == parent


def test_what_a_month_costs_is_counted_for_the_member_and_for_all(
    hearth: Hearth, ada: Account
) -> None:
    body = turn("Count this.")
    reply = hearth.post("chat", body, ada.token)
    usage = next(c["data"] for c in reply.chunks() if c["type"] == "data-usage")
    month = time.strftime("%Y-%m", time.gmtime())
    own = hearth.db.document("users", ada.uid, "usage", month).get().to_dict()
    everybody = hearth.db.document("usage", month).get().to_dict()
    assert usage["usd"] > 0
    assert own["spentUsd"] >= usage["usd"]
    assert everybody["spentUsd"] >= own["spentUsd"]
    assert own["reservedUsd"] == pytest.approx(0)


REFUSED: list[tuple[str, dict[str, Any], int, str]] = [
    ("an unknown agent", {"agent": "nobody"}, 404, "not-found"),
    ("an agent of others", {"agent": "dungeon-master"}, 404, "not-found"),
    ("an unknown model", {"model": "openai:nothing"}, 404, "not-found"),
    ("a thread that is not there", {"parent": "m-0-r"}, 404, "not-found"),
    ("no thread id", {"threadId": ""}, 400, "invalid-argument"),
    ("an id that is a path", {"threadId": "a/b"}, 400, "invalid-argument"),
    ("no parts", {"parts": []}, 400, "invalid-argument"),
    ("an empty message", {"parts": [{"type": "text", "text": " "}]}, 400, "invalid-argument"),
    ("too long a message", {"parts": [{"type": "text", "text": "x" * 200_001}]}, 413, ""),
    ("a field that nobody knows", {"role": "assistant"}, 400, "invalid-argument"),
    ("a part of the assistant's", {"parts": [{"type": "tool"}]}, 400, "invalid-argument"),
    ("an effort that nobody knows", {"effort": "utmost"}, 400, "invalid-argument"),
    ("too high a temperature", {"temperature": 9}, 400, "invalid-argument"),
]


@pytest.mark.parametrize(
    ("changes", "status", "code"), [r[1:] for r in REFUSED], ids=[r[0] for r in REFUSED]
)
def test_a_bad_request_is_refused_with_a_sentence_and_nothing_is_written(
    hearth: Hearth, ada: Account, changes: dict[str, Any], status: int, code: str
) -> None:
    thread_id = "t-refused"
    body = turn("Hello", **{"threadId": thread_id, **changes})
    reply = hearth.post("chat", body, ada.token)
    error = reply.json()["error"]
    assert (reply.status, error["code"]) == (status, code or "invalid-argument")
    assert error["message"].endswith(".")
    assert hearth.messages(ada, thread_id) == {}
    assert not hearth.db.document("users", ada.uid, "threads", thread_id).get().exists


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'"x"', b"\xff\xfe", b"{" * 5000])
def test_what_is_not_json_is_refused(hearth: Hearth, ada: Account, body: bytes) -> None:
    reply = hearth.post("chat", body, ada.token)
    assert (reply.status, reply.json()["error"]["code"]) == (400, "invalid-argument")


def test_a_body_of_megabytes_is_refused(hearth: Hearth, ada: Account) -> None:
    reply = hearth.post("chat", b" " * 1_100_000, ada.token)
    assert reply.status == 413


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH", "HEAD"])
def test_only_post_is_answered(hearth: Hearth, method: str) -> None:
    request = Request(f"{hearth.url('chat')}/__/health", method=method)
    with pytest.raises(Exception, match="405"):
        urlopen(request, timeout=10)


def test_a_preflight_is_answered_without_a_token_and_remembered(hearth: Hearth) -> None:
    headers = {"Origin": "http://localhost:5000", "Access-Control-Request-Method": "POST"}
    with urlopen(Request(hearth.url("chat"), headers=headers, method="OPTIONS")) as response:
        assert response.status == 204
        assert response.headers["Access-Control-Allow-Origin"] == "http://localhost:5000"
        assert int(response.headers["Access-Control-Max-Age"]) >= 3600


def test_a_foreign_page_is_not_let_in(hearth: Hearth) -> None:
    headers = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
    with urlopen(Request(hearth.url("chat"), headers=headers, method="OPTIONS")) as response:
        assert "Access-Control-Allow-Origin" not in response.headers


@pytest.mark.parametrize("token", [None, "", "x", "a.b.c"])
def test_without_a_good_token_there_is_no_answer(hearth: Hearth, token: str | None) -> None:
    reply = hearth.post("chat", turn(), token)
    assert (reply.status, reply.json()["error"]["code"]) == (401, "unauthenticated")


def test_a_token_of_another_project_is_refused(hearth: Hearth, ada: Account) -> None:
    claims = jwt.decode(ada.token, options={"verify_signature": False})
    for change in ({"aud": "another"}, {"iss": "https://evil.example"}, {"sub": ""}):
        forged = unsigned({**claims, **change})
        assert hearth.post("chat", turn(), forged).status == 401, change


def unsigned(claims: dict[str, Any]) -> str:
    """A token as the Auth emulator makes them. Signatures and expiry: tests/unit/test_auth.py."""
    parts = ({"alg": "none", "typ": "JWT"}, claims)
    encoded = (base64.urlsafe_b64encode(json.dumps(part).encode()).decode() for part in parts)
    return ".".join(part.rstrip("=") for part in encoded) + "."


def test_an_account_that_has_not_joined_and_a_suspended_member_are_refused(
    hearth: Hearth,
) -> None:
    for account in (hearth.account("guest"), hearth.member("mallory", suspended=True)):
        body = turn()
        reply = hearth.post("chat", body, account.token)
        assert (reply.status, reply.json()["error"]["code"]) == (403, "permission-denied")
        assert hearth.messages(account, body["threadId"]) == {}


def test_a_member_cannot_reach_into_anothers_thread(hearth: Hearth, ada: Account) -> None:
    body = turn("A secret.")
    hearth.post("chat", body, ada.token)
    eve = hearth.member("eve")
    parent = f"{body['messageId']}-r"
    for change in ({"parent": parent}, {"regenerate": parent}, {"continue": parent}):
        attack = {**turn("What was it?", threadId=body["threadId"]), **change}
        if "parent" not in change:
            del attack["parts"]
        assert hearth.post("chat", attack, eve.token).status == 404
    assert len(hearth.messages(ada, body["threadId"])) == 2
