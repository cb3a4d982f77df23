"""A provider's server, played: it answers over a real socket with the frames that a test gives."""

from __future__ import annotations

import json
import threading
import zlib
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal

Json = dict[str, Any]
Frame = Json | bytes


@dataclass(frozen=True)
class Request:
    """A request as the server saw it."""

    path: str
    headers: dict[str, str]
    body: Json


@dataclass(frozen=True)
class Answer:
    """What to answer: a stream of frames, or one JSON object where `stream` is false.

    `stall` holds the answer back, before its head or after its last frame, until the test is over.
    """

    frames: tuple[Frame, ...]
    status: int = 200
    stream: bool = True
    stall: Literal["head", "tail"] | None = None
    zipped: bool = False


@dataclass
class Playback:
    """The server: its address, what it is to answer, and what it was asked."""

    url: str
    answers: list[Answer] = field(default_factory=list[Answer])
    requests: list[Request] = field(default_factory=list[Request])

    def play(
        self,
        *frames: Frame,
        stall: Literal["head", "tail"] | None = None,
        zipped: bool = False,
    ) -> None:
        """Answer the next request with these frames."""
        self.answers.append(Answer(frames, stall=stall, zipped=zipped))

    def reply(self, body: Json, status: int = 200) -> None:
        """Answer the next request with a JSON object."""
        self.answers.append(Answer((body,), status, stream=False))

    @property
    def body(self) -> Json:
        """What the last request asked."""
        return self.requests[-1].body


@contextmanager
def playback() -> Generator[Playback]:
    """A server on a free port of loopback. What it holds back is let go at the end."""
    over = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self.do_POST()

        def do_POST(self) -> None:
            text = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            played.requests.append(Request(self.path, headers, json.loads(text or b"{}")))
            answer = played.answers.pop(0)
            if answer.stall == "head":
                over.wait()
            self.send_response(answer.status)
            kind = "text/event-stream" if answer.stream else "application/json"
            self.send_header("Content-Type", kind)
            self.send_header("Connection", "close")
            if answer.zipped:
                self.send_header("Content-Encoding", "gzip")
            self.end_headers()
            body = [_bytes(frame, stream=answer.stream) for frame in answer.frames]
            for piece in _zip(body) if answer.zipped else body:
                self.wfile.write(piece)
            if answer.stall == "tail":
                over.wait()

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    server = _Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    played = Playback(f"http://127.0.0.1:{server.server_address[1]}")
    thread.start()
    try:
        yield played
    finally:
        over.set()
        server.shutdown()
        thread.join()
        server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = False

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is what some tests are about."""


def _zip(body: list[bytes]) -> Iterator[bytes]:
    """The body in gzip, so that each piece can be read as it comes."""
    gzip = zlib.compressobj(wbits=31)
    for piece in body:
        yield gzip.compress(piece) + gzip.flush(zlib.Z_SYNC_FLUSH)
    yield gzip.flush()


def _bytes(frame: Frame, *, stream: bool) -> bytes:
    if isinstance(frame, bytes):
        return frame
    text = json.dumps(frame).encode()
    return b"data: " + text + b"\n\n" if stream else text
