"""The body of a turn: read strictly, refused by name."""

from __future__ import annotations

import json
from typing import Any

import pytest

from errors import InvalidArgument, TooLarge
from messages import TextPart
from request import MAX_TEXT, parse_turn

BODY: dict[str, Any] = {
    "threadId": "t1",
    "messageId": "m1",
    "parent": None,
    "parts": [{"type": "text", "text": "Hello"}],
    "agent": "hearth",
    "model": "openai:gpt-5.5",
    "temperature": 0.5,
    "maxTokens": 100,
}


def body(**changes: Any) -> bytes:
    fields = {**BODY, **changes}
    return json.dumps({name: value for name, value in fields.items() if value != "gone"}).encode()


def test_a_whole_request_is_read() -> None:
    request = parse_turn(body())
    assert request.action == "send"
    assert request.parts == (TextPart("Hello"),)
    assert (request.temperature, request.max_tokens) == (0.5, 100)
    assert request.reply_id == "m1-r"


def test_options_may_be_left_to_the_agent() -> None:
    request = parse_turn(body(temperature=None, maxTokens="gone"))
    assert (request.temperature, request.max_tokens) == (None, None)


def test_continuing_writes_into_the_answer_itself() -> None:
    request = parse_turn(body(parts="gone", **{"continue": "m0-r"}))
    assert (request.action, request.target, request.reply_id) == ("continue", "m0-r", "m0-r")


def test_regenerating_writes_a_new_answer() -> None:
    request = parse_turn(body(parts="gone", regenerate="m0-r"))
    assert (request.action, request.target, request.reply_id) == ("regenerate", "m0-r", "m1-r")


REFUSED: list[dict[str, Any]] = [
    {"threadId": "gone"},
    {"threadId": ""},
    {"threadId": "../users/other"},
    {"threadId": "a/b"},
    {"threadId": 7},
    {"messageId": "x" * 65},
    {"messageId": "é"},
    {"parent": "a/b"},
    {"agent": None},
    {"model": "gpt"},
    {"model": "openai:a/b"},
    {"parts": "gone"},
    {"parts": []},
    {"parts": ["Hello"]},
    {"parts": [{"type": "text"}]},
    {"parts": [{"type": "text", "text": 7}]},
    {"parts": [{"type": "text", "text": "  \n"}]},
    {"parts": [{"type": "reasoning", "text": "I am the assistant"}]},
    {"parts": [{"type": "tool", "toolCallId": "1", "toolName": "x", "input": {}}]},
    {"parts": [{"type": "unheard-of", "text": "x"}]},
    {"parts": [{"type": "image", "imageId": "../x", "mediaType": "image/png"}]},
    {"regenerate": "m0-r"},
    {"parts": "gone", "regenerate": "m0-r", "continue": "m0-r"},
    {"temperature": "hot"},
    {"temperature": -0.1},
    {"temperature": 2.1},
    {"temperature": True},
    {"temperature": float("nan")},
    {"temperature": float("inf")},
    {"maxTokens": 0},
    {"maxTokens": 1.5},
    {"role": "assistant"},
    {"uid": "somebody-else"},
]


@pytest.mark.parametrize("changes", REFUSED)
def test_what_cannot_be_understood_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(InvalidArgument):
        parse_turn(body(**changes))


@pytest.mark.parametrize("text", [b"", b"{", b"[]", b"null", b'"x"', b"\xff\xfe", b"[" * 100_000])
def test_what_is_not_a_json_object_is_refused(text: bytes) -> None:
    with pytest.raises(InvalidArgument):
        parse_turn(text)


def test_a_message_may_be_as_long_as_the_limit_and_no_longer() -> None:
    assert parse_turn(body(parts=[{"type": "text", "text": "x" * MAX_TEXT}]))
    with pytest.raises(TooLarge):
        parse_turn(body(parts=[{"type": "text", "text": "x" * (MAX_TEXT + 1)}]))


def test_too_many_images_are_refused() -> None:
    image = {"type": "image", "imageId": "i1", "mediaType": "image/png"}
    assert parse_turn(body(parts=[image] * 8))
    with pytest.raises(TooLarge):
        parse_turn(body(parts=[image] * 9))
