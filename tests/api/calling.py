"""Words for tests of tools: what a model is to call, and what came of it."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from hearth import Account, Hearth, Reply


def call(name: str, **arguments: Any) -> dict[str, Any]:
    return {"name": name, "arguments": arguments}


def calls(*tool_calls: dict[str, Any]) -> dict[str, Any]:
    return {"type": "reply", "tool_calls": list(tool_calls)}


def says(text: str) -> dict[str, Any]:
    return {"type": "reply", "text": text}


def post(hearth: Hearth, at: str, who: Account, body: dict[str, Any]) -> Reply:
    with hearth.open(at, body, who.token) as response:
        return Reply(response.status, dict(response.headers), response.read())


def parts(hearth: Hearth, who: Account, body: dict[str, Any]) -> list[dict[str, Any]]:
    return hearth.messages(who, body["threadId"])[f"{body['messageId']}-r"]["parts"]


def chunks(reply: Reply, kind: str) -> list[dict[str, Any]]:
    return [chunk for chunk in reply.chunks() if chunk["type"] == kind]


def results(reply: Reply) -> dict[str, Any]:
    return {c["toolCallId"]: c["output"] for c in chunks(reply, "tool-output-available")}


def until(happened: Callable[[], bool], *, seconds: float = 20.0, every: float = 0.02) -> None:
    """Wait for something to happen, and look `every` so many seconds.

    Raises:
        AssertionError: it did not, for so long.
    """
    deadline = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(every)
