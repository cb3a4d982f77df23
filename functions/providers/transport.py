"""The connection to a provider: opened, read, and cut when the person stops the turn.

The SDKs build, sign and send a request; the bytes of the answer are read here as server-sent
events of plain JSON, which costs a tenth of the SDKs' own models. All connections belong to one
HTTP client per key and address, so that a turn finds one open.
"""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache, partial
from types import ModuleType
from typing import Any, TypeVar, cast

from cancel import Cancel
from errors import HearthError
from providers.connections import transport
from providers.failures import failure, garbled

CONNECT_SECONDS = 10.0
# What is asked besides answers, such as a list of models.
ASIDE_SECONDS = 30.0
_CLIENTS = 16
_DONE = b"[DONE]"

T = TypeVar("T")
Chunk = dict[str, Any]


@dataclass(frozen=True)
class Wire:
    """How a provider is reached.

    Args:
        label: its name in a sentence.
        http: the HTTP library below its SDK, `httpx2` or `httpx`.
        errors: what its SDK raises, besides what `http` does.
    """

    label: str
    http: ModuleType
    errors: tuple[type[Exception], ...]


class _Stopped(Exception):
    """The person stopped the turn while the provider had not answered yet."""


class Line:
    """One connection, from the request to the last byte. Made by `connect`."""

    def __init__(self, label: str, cancel: Cancel, timeout: float) -> None:
        self.timeout = timeout
        self._label = label
        self._cancel = cancel
        self._lock = threading.Lock()
        self._response: Any = None
        self._opened: Future[Any] | None = None
        cancel.attach(self._cut)

    def open(self, send: Callable[[], T]) -> T:
        """Run `send`, which returns once the head of the response is there.

        On a thread of its own: until the head comes there is no socket to be had, and a model may
        think for long before it, so a person who stops the turn is not made to wait for it.
        """
        if self._cancel.fired:
            raise _Stopped
        wake = threading.Event()
        future = _openers.submit(self._send, send)
        # Kept, because some SDKs close the response when what they returned is forgotten.
        self._opened = future
        future.add_done_callback(lambda _: wake.set())
        self._cancel.attach(wake.set)
        wake.wait()
        if not future.done():
            raise _Stopped
        return future.result()

    def chunks(self) -> Iterator[Chunk]:
        """The events of the response, parsed.

        Raises:
            Unavailable: one of them is not JSON.
        """
        response = self._response
        # Nearly always the bytes are plain, and the library need not be asked for each piece.
        plain = "content-encoding" not in response.headers
        return parse(response.stream if plain else response.iter_bytes(), self._label)

    def hold(self, response: Any) -> None:
        """The head of the response is there: from now on it can be cut."""
        with self._lock:
            self._response = response
        if self._cancel.fired:
            self._cut()

    def release(self) -> None:
        """Close the response, now or when `open`, if it was left alone, has come to its end."""
        if self._opened is not None:
            self._opened.add_done_callback(lambda _: self._close())

    def _send(self, send: Callable[[], T]) -> T:
        _opening.line = self
        try:
            return send()
        finally:
            _opening.line = None

    def _cut(self) -> None:
        with self._lock:
            if self._response is not None:
                self._response.extensions["cut"]()

    def _close(self) -> None:
        # Forgotten first: the socket may serve another turn next, which must not be cut.
        with self._lock:
            response, self._response = self._response, None
        if response is not None:
            response.close()


_openers = ThreadPoolExecutor(max_workers=256, thread_name_prefix="provider")
_opening = threading.local()


@contextlib.contextmanager
def connect(wire: Wire, cancel: Cancel, timeout: float) -> Generator[Line]:
    """A line for one step. Leaves the block quietly when `cancel` has fired.

    Args:
        timeout: seconds without a byte before it counts as stalled.

    Raises:
        HearthError: for everything that the SDK, the network or the provider may raise.
    """
    line = Line(wire.label, cancel, timeout)
    try:
        with told(wire):
            yield line
    except (_Stopped, HearthError):
        if not cancel.fired:
            raise
    finally:
        line.release()


@contextlib.contextmanager
def told(wire: Wire) -> Generator[None]:
    """Tell what the SDK or the network raises as one of our errors.

    Raises:
        HearthError: for all of it.
    """
    try:
        yield
    except (wire.http.HTTPError, wire.http.StreamError, *wire.errors) as error:
        raise failure(wire.label, wire.http, error) from None


def parse(body: Iterable[bytes], label: str) -> Iterator[Chunk]:
    """The JSON objects of a body of server-sent events, `[DONE]` left out."""
    rest = b""
    for piece in body:
        *events, rest = (rest + piece).replace(b"\r\n", b"\n").split(b"\n\n")
        for event in events:
            if data := _data(event):
                yield _chunk(data, label)
    if data := _data(rest):
        yield _chunk(data, label)


def _data(event: bytes) -> bytes:
    """What an event says; empty for a comment, and for the mark of the end."""
    if event.startswith(b"data:") and b"\n" not in event:
        data = event[5:].strip()
    else:
        lines = [line[5:].strip() for line in event.split(b"\n") if line.startswith(b"data:")]
        data = b"\n".join(lines)
    return b"" if data == _DONE else data


def _chunk(data: bytes, label: str) -> Chunk:
    try:
        # What is around the JSON is gone already: `json.loads` would look for it twice.
        text = data.decode()
        chunk, end = _decoder.raw_decode(text)
    except ValueError:
        raise garbled(label) from None
    if not isinstance(chunk, dict) or end != len(text):
        raise garbled(label)
    return cast(Chunk, chunk)


_decoder = json.JSONDecoder()


def http_client(http: ModuleType, *, apart: bool = False) -> Any:
    """An HTTP client for an SDK: it keeps to the line's timeout and shows it each response.

    Args:
        apart: the SDK has no way to leave the body of an answer alone, so it is shown none.
    """
    show = partial(_show_apart, http) if apart else _show
    return http.Client(
        event_hooks={"request": [_limit], "response": [show]}, transport=transport(http)
    )


def no_async_client(http: ModuleType) -> Any:
    """What an SDK is given in the place of the second client, for `await`, that it would make.

    It costs nothing to make, and can do nothing.
    """
    return http.AsyncClient(transport=http.AsyncBaseTransport())


def _limit(request: Any) -> None:
    """Set the timeouts, which the SDKs would each do differently.

    Some tell the server of theirs, which would then end every answer that takes longer.
    """
    line: Line | None = getattr(_opening, "line", None)
    seconds = line.timeout if line else ASIDE_SECONDS
    limits = {"connect": CONNECT_SECONDS, "read": seconds, "write": seconds, "pool": seconds}
    request.extensions["timeout"] = limits


def _show(response: Any) -> None:
    line: Line | None = getattr(_opening, "line", None)
    if line is not None:
        line.hold(response)


def _show_apart(http: ModuleType, response: Any) -> None:
    line: Line | None = getattr(_opening, "line", None)
    if line is None or response.is_error:
        _show(response)
        return
    line.hold(
        http.Response(
            response.status_code,
            headers=response.headers,
            request=response.request,
            stream=response.stream,
            extensions=response.extensions,
        )
    )
    response.stream = http.ByteStream(b"")


def once(build: Callable[..., T]) -> Callable[..., T]:
    """`build`, run once per set of arguments: an SDK's client takes up to 0.1 s to build."""
    lock = threading.Lock()
    cached = lru_cache(maxsize=_CLIENTS)(build)

    def get(*args: Any) -> T:
        with lock:
            return cached(*args)

    return get
