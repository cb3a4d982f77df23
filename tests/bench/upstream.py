"""A paced upstream: a small server that speaks each provider's wire format, and is cheap itself.

    python -m bench.upstream --port PORT

A request says in its message how it wants its answer: `pace 40 deltas 400`. Every delta is the
moment it was sent at, on this machine's monotonic clock, and how many are still to come, so that
whoever reads it knows its age and misses none.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import sys
import time
from dataclasses import dataclass
from functools import cache
from typing import Any

from dialects import DIALECTS

from agent import TITLE_PROMPT
from dev.paths import LOGS, PYTHON, ROOT
from dev.ports import HOST, answers, free_ports, wait_until
from dev.processes import Child

ASKED = re.compile(rb"pace (\d+) deltas (\d+)")
STAMP = re.compile(rb"(\d+\.\d{4})~")
LEFT = re.compile(r"~(\d+) ")

# Where each provider's SDK sends its calls, below the address of the server.
PATHS = {
    "/anthropic/": "anthropic",
    "/v1/responses": "openai",
    "/gemini/": "google",
    "/cohere/": "cohere",
    "/mistral/": "mistral",
    "/v1/chat/": "llama",
}
# What every chunk of a real server carries besides.
ENVELOPE: dict[str, Any] = {
    "id": "cmpl-0123456789abcdef",
    "object": "chat.completion.chunk",
    "created": 1795600000,
    "model": "a-model",
}
HEAD = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
    b"Transfer-Encoding: chunked\r\nConnection: keep-alive\r\n\r\n"
)


def asking(pace: int, deltas: int) -> str:
    """A message that asks for an answer of that many deltas, at that many a second."""
    return f"pace {pace} deltas {deltas}"


@dataclass(frozen=True)
class Script:
    """The frames of an answer; `before` and `after` stand around the text of a delta."""

    opening: bytes
    before: bytes
    after: bytes
    ending: bytes


@cache
def script(name: str) -> Script:
    dialect = DIALECTS[name]
    frames = dialect.said("@@")
    at = next(index for index, frame in enumerate(frames) if "@@" in json.dumps(frame))
    before, after = _event(frames[at], name).split(b"@@")
    ending = [*frames[at + 1 :], *dialect.end(next(iter(dialect.REASONS)))]
    done = b"data: [DONE]\n\n" if name in ("mistral", "llama") else b""
    return Script(
        opening=b"".join(_event(frame, name) for frame in frames[:at]),
        before=before,
        after=after,
        ending=b"".join(_event(frame, name) for frame in ending) + done,
    )


def _event(frame: dict[str, Any], name: str) -> bytes:
    if "choices" in frame:
        frame = {**ENVELOPE, **frame}
    named = b"event: %s\n" % frame["type"].encode() if name in ("anthropic", "openai") else b""
    return named + b"data: " + json.dumps(frame).encode() + b"\n\n"


class Connection(asyncio.Protocol):
    """One connection, kept alive from answer to answer."""

    def __init__(self) -> None:
        self._buffer = b""
        self._timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._loop = asyncio.get_running_loop()

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002
        if self._timer is not None:
            self._timer.cancel()

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        head, found, body = self._buffer.partition(b"\r\n\r\n")
        length = re.search(rb"(?i)content-length: (\d+)", head)
        if not found or (length is not None and len(body) < int(length[1])):
            return
        self._buffer = b""
        path = head.split(b" ", 2)[1].decode()
        name = next((name for prefix, name in PATHS.items() if path.startswith(prefix)), None)
        if name is None:
            self._transport.write(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
            return
        self._transport.write(HEAD)
        self._answer(script(name), body)

    def _answer(self, script: Script, body: bytes) -> None:
        self._chunk(script.opening)
        asked = ASKED.search(body)
        if asked is None or TITLE_PROMPT[:24].encode() in body:
            self._chunk(script.before + b"A few words" + script.after)
            self._end(script)
        else:
            self._say(script, int(asked[2]), int(asked[1]), time.monotonic())

    def _say(self, script: Script, left: int, pace: int, due: float) -> None:
        """Send a delta, and see to the next one in time: a late one does not delay the rest."""
        if self._transport.is_closing():
            return
        while left:
            left -= 1
            self._chunk(b"%s%.4f~%d %s" % (script.before, time.monotonic(), left, script.after))
            if pace:
                due += 1 / pace
                self._timer = self._loop.call_at(due, self._say, script, left, pace, due)
                return
        self._end(script)

    def _end(self, script: Script) -> None:
        self._chunk(script.ending)
        self._transport.write(b"0\r\n\r\n")

    def _chunk(self, data: bytes) -> None:
        if data:
            self._transport.write(b"%x\r\n%s\r\n" % (len(data), data))


def start() -> tuple[Child, str]:
    """Start an upstream as a process of its own. Returns it and its address."""
    (port,) = free_ports(1)
    child = Child(
        "The upstream",
        [PYTHON, "-m", "bench.upstream", "--port", str(port)],
        log=LOGS / f"upstream-{port}.log",
        env={"PYTHONPATH": ":".join(filter(None, sys.path))},
        cwd=ROOT,
    )
    wait_until(lambda: answers(port), what=child.name, seconds=20.0, alive=lambda: child.running)
    return child, f"http://{HOST}:{port}"


async def serve(port: int) -> None:
    server = await asyncio.get_running_loop().create_server(Connection, HOST, port, backlog=512)
    await server.serve_forever()


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.upstream", description="The paced upstream.")
    parser.add_argument("--port", type=int, required=True)
    asyncio.run(serve(parser.parse_args().port))


if __name__ == "__main__":
    main()
