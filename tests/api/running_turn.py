"""A turn that runs while a test does something to it."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from hearth import Account, Hearth, Reply, turn

# Of a simulator whose answers take a minute.
SLOW_WORD_MS = 400


def eventually(check: Callable[[], Any], *, seconds: float = 15.0, what: str = "it") -> Any:
    """What `check` returns, as soon as that is true."""
    deadline = time.monotonic() + seconds
    while not (found := check()):
        assert time.monotonic() < deadline, f"{what} has not happened in {seconds} s"
        time.sleep(0.05)
    return found


class Running:
    """A turn that a member has begun, and that has written something by now."""

    def __init__(self, hearth: Hearth, url: str, account: Account, **changes: Any) -> None:
        self._hearth = hearth
        self._account = account
        self.body = turn("Tell me a long story about a lighthouse.", **changes)
        self._pool = ThreadPoolExecutor(1)
        self._reply = self._pool.submit(self._send, url)
        eventually(lambda: self.stored().get("tail"), what="a checkpoint")

    def _send(self, url: str) -> Reply:
        with self._hearth.open(url, self.body, self._account.token) as response:
            return Reply(response.status, dict(response.headers), response.read())

    @property
    def reply_id(self) -> str:
        return f"{self.body['messageId']}-r"

    def stored(self) -> dict[str, Any]:
        """The reply as it is stored now; empty when it is not there."""
        messages = self._hearth.messages(self._account, self.body["threadId"])
        return messages.get(self.reply_id, {})

    def settled(self) -> dict[str, Any]:
        """The reply as it is stored in the end."""
        return eventually(lambda: not self.stored()["open"] and self.stored(), what="the end")

    def end(self) -> tuple[Reply, float]:
        """The answer when its stream has ended, and the seconds until then."""
        began = time.monotonic()
        reply = self._reply.result(timeout=30)
        self._pool.shutdown()
        return reply, time.monotonic() - began
