"""The connections below the SDKs: a transport for `httpx2` and `httpx` that urllib3 carries out.

Every token of an answer is a packet of its own, and the transport that these libraries bring parses
HTTP in Python, event by event. Reading a stream costs half as much through urllib3, which Google's
libraries bring along. To the SDKs nothing changes: requests, responses and errors are their own.
"""

from __future__ import annotations

import contextlib
import functools
import os
import socket
import ssl
import threading
import time
from collections.abc import Generator, Iterator
from functools import partial
from types import ModuleType
from typing import Any, cast

import certifi
import urllib3
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    LocationValueError,
    NewConnectionError,
    ReadTimeoutError,
    SSLError,
)

# A connection that was idle for longer may be gone without a word.
IDLE_SECONDS = 60.0
MAX_CONNECTIONS = 256
_PIECE = 65536


def transport(http: ModuleType) -> Any:
    """A transport for that library's `Client`.

    A response has an extension, "cut": a call that ends its connection, from any thread.
    """
    library = cast(Any, http)

    class Body(library.SyncByteStream):
        """The bytes of a response as they come, not yet decompressed."""

        def __init__(self, response: Any) -> None:
            self._response = response

        def __iter__(self) -> Iterator[bytes]:
            with _told(library):
                if self._response.chunked:
                    yield from self._response.read_chunked(decode_content=False)
                while piece := self._response.read1(_PIECE, decode_content=False):
                    yield piece

        def close(self) -> None:
            # What was not read to its end can carry no other request.
            if not self._response.closed:
                self._response.close()
            self._response.release_conn()

    class Transport(library.BaseTransport):
        def __init__(self) -> None:
            self._pools = _Pools()

        def handle_request(self, request: Any) -> Any:
            limits = request.extensions["timeout"]
            with _told(library):
                response = self._pools.get().urlopen(
                    request.method,
                    str(request.url),
                    body=request.read(),
                    headers={name.decode(): value.decode() for name, value in request.headers.raw},
                    timeout=urllib3.Timeout(connect=limits["connect"], read=limits["read"]),
                    retries=False,
                    redirect=False,
                    preload_content=False,
                    decode_content=False,
                )
            return library.Response(
                response.status,
                headers=list(response.headers.items()),
                stream=Body(response),
                extensions={"cut": partial(_cut, response)},
            )

        def close(self) -> None:
            self._pools.clear()

    return Transport()


@functools.cache
def tls() -> ssl.SSLContext:
    """What a server's certificate is checked by. One for all: it takes 20 ms to make."""
    return ssl.create_default_context(cafile=os.environ.get("SSL_CERT_FILE") or certifi.where())


class _Pools:
    """Open connections, forgotten when none was used for a while."""

    def __init__(self) -> None:
        self._manager = urllib3.PoolManager(num_pools=4, maxsize=MAX_CONNECTIONS, ssl_context=tls())
        self._lock = threading.Lock()
        self._used = time.monotonic()

    def get(self) -> urllib3.PoolManager:
        with self._lock:
            if time.monotonic() - self._used > IDLE_SECONDS:
                self._manager.clear()
            self._used = time.monotonic()
        return self._manager

    def clear(self) -> None:
        self._manager.clear()


def _cut(response: Any) -> None:
    """Shut a response's connection down, which wakes whoever reads it.

    On a second, plain handle: over TLS, the wrapper's own method would first discard what the
    reader needs.

    Raises:
        ValueError: the response has ended, and the connection is not its own any more.
    """
    with socket.socket(fileno=os.dup(response.fileno())) as connection:
        connection.shutdown(socket.SHUT_RDWR)


@contextlib.contextmanager
def _told(http: Any) -> Generator[None]:
    """Tell what urllib3 raises in the library's own words."""
    try:
        yield
    except (NewConnectionError, SSLError, LocationValueError) as error:
        raise http.ConnectError("The server could not be reached.") from error
    except ConnectTimeoutError as error:
        raise http.ConnectTimeout("The server could not be reached in time.") from error
    except ReadTimeoutError as error:
        raise http.ReadTimeout("The server fell silent.") from error
    except (HTTPError, OSError) as error:
        raise http.RemoteProtocolError("The connection was cut.") from error
