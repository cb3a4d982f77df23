"""The parts of the way to a provider that need no provider: server-sent events and refusals."""

from __future__ import annotations

import time
from collections.abc import Iterator
from email.utils import formatdate

import httpx2
import pytest

from errors import HearthError, Unavailable
from providers.failures import failure
from providers.transport import parse

BODY = (
    b'event: delta\r\ndata: {"n": 1, "text": "\xc3\xa4"}\r\n\r\n'
    b': a comment\n\nid: 7\ndata:{"n": 2}\n\n'
    b'data: {"n":\ndata: 3}\n\n'
    b'data: [DONE]\n\ndata: {"n": 4}'
)


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
def test_events_are_read_however_the_bytes_are_cut(size: int) -> None:
    pieces = [BODY[start : start + size] for start in range(0, len(BODY), size)]
    chunks = list(parse(pieces, "Acme"))
    assert [chunk["n"] for chunk in chunks] == [1, 2, 3, 4]
    assert chunks[0]["text"] == "ä"


@pytest.mark.parametrize(
    "data", [b"data: {\n\n", b"data: 5\n\n", b"data: null\n\n", b"data: {} {}\n\n", b"data: {"]
)
def test_what_is_no_object_is_unreadable(data: bytes) -> None:
    with pytest.raises(Unavailable, match="Acme sent something unreadable"):
        list(parse([data], "Acme"))


def test_an_event_is_handed_on_as_soon_as_it_is_whole() -> None:
    def body() -> Iterator[bytes]:
        yield b'data: {"n": 1}\n\n'
        raise AssertionError("The first event was there to be read.")

    assert next(parse(body(), "Acme")) == {"n": 1}


class Refused(Exception):
    """A refusal as SDKs raise it."""

    def __init__(self, status: int, words: str = "", **headers: str) -> None:
        super().__init__(words)
        self.status_code = status
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


def refused(status: int, words: str = "", **headers: str) -> HearthError:
    return failure("Acme", httpx2, Refused(status, words, **headers))


@pytest.mark.parametrize(
    ("error", "seconds"),
    [
        (refused(429, Retry_After="7"), 7.0),
        (refused(429, Retry_After="7", Retry_After_Ms="250"), 0.25),
        (refused(503, Retry_After="1.5"), 1.5),
        (refused(429, Retry_After="-3"), 0.0),
        (refused(429, Retry_After="soon"), None),
        (refused(429), None),
        (refused(429, '{"details": [{"retryDelay": "12.5s"}]}'), 12.5),
    ],
)
def test_the_wait_that_is_asked_for_is_known(error: HearthError, seconds: float | None) -> None:
    assert error.retry_after == seconds


def test_a_wait_may_end_at_a_date() -> None:
    error = refused(429, Retry_After=formatdate(time.time() + 30, usegmt=True))
    assert error.retry_after == pytest.approx(30, abs=2)


@pytest.mark.parametrize(
    "words",
    [
        "This model's maximum context length is 8192 tokens.",
        "prompt is too long: 210000 tokens > 200000 maximum",
        "The input token count (1200000) exceeds the maximum number of tokens allowed",
        "too many tokens: total number of tokens in the prompt cannot exceed 4081",
        "Prompt contains 40000 tokens, too large for model with 32768 maximum context length",
        "the request exceeds the available context size, try increasing it",
    ],
)
def test_every_way_to_say_that_a_thread_is_too_long_is_understood(words: str) -> None:
    error = refused(400, words)
    assert error.code == "invalid-argument"
    assert "no longer fits" in error.message
    assert not error.retryable


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (429, "insufficient_quota: You exceeded your current quota"),
        (400, "Your credit balance is too low to access the API"),
        (402, ""),
    ],
)
def test_an_account_out_of_credit_is_not_asked_again(status: int, words: str) -> None:
    error = refused(status, words)
    assert error.code == "resource-exhausted"
    assert "credit" in error.message
    assert not error.retryable
