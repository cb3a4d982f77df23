"""The egress guard: the one way out for an address that a model, a page or a member chose.

Every request, each redirect among them, passes `check`, which looks at the scheme, the port, the
name and every address that the name resolves to; the connection is then made to the address that
was checked, under the name's own certificate. No cookies, proxies, credentials or variables of
this process go along.
"""

from __future__ import annotations

import functools
import ipaddress
import os
import socket
import ssl
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import SplitResult, urlsplit

import httpx2

from cancel import Cancel
from config import project
from errors import HearthError

MAX_URL = 2000
MAX_BYTES = 2_000_000
MAX_REDIRECTS = 5
CONNECT_SECONDS = 5.0
TOTAL_SECONDS = 20.0

PORTS = {"http": (80, 8080), "https": (443, 8443)}
# Names of this machine, of its neighbours, and of the clouds' metadata servers.
_PRIVATE_NAMES = ("localhost", "local", "internal", "home.arpa", "lan", "metadata.goog")
# What looks public and is not: Azure's own machinery, Oracle's with its kin, the 6to4 relay.
_SPECIAL_V4 = tuple(
    ipaddress.ip_network(text) for text in ("168.63.129.16/32", "192.0.0.0/24", "192.88.99.0/24")
)
# What is left of 2000::/3 once addresses that hold or stand for others are taken out.
_GLOBAL_V6 = ipaddress.ip_network("2000::/3")
_EMBEDDING_V6 = tuple(
    ipaddress.ip_network(text) for text in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")
)

TEXT_TYPES = ("text/", "application/json", "application/xhtml+xml", "application/xml")

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Refused(HearthError):
    """An address that the guard does not let out, or an answer over its limits."""

    code = "permission-denied"
    status = 403


@dataclass(frozen=True)
class Page:
    """What came back. `url` is where it came from after redirects; `body` is decompressed."""

    url: str
    status: int
    media_type: str
    charset: str
    body: bytes

    @property
    def text(self) -> str:
        try:
            return self.body.decode(self.charset, errors="replace")
        except LookupError:
            return self.body.decode(errors="replace")


@dataclass(frozen=True)
class Moved:
    """The address leads to another host, which nobody was asked about."""

    url: str


def look_up(host: str, port: int) -> list[str]:
    """Every address of a host, however it is written, as this machine's resolver has them.

    Raises:
        OSError, UnicodeError: it has none.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(at[4][0]) for at in found]


@dataclass(frozen=True)
class Guard:
    """What may be reached. `loopback` lets tests reach servers of their own on this machine.

    Raises:
        RuntimeError: `loopback` outside a demo project.
    """

    loopback: bool = False
    look_up: Callable[[str, int], list[str]] = look_up

    def __post_init__(self) -> None:
        if self.loopback and not project().startswith("demo-"):
            raise RuntimeError("Only a demo- project may reach loopback.")

    def check(self, url: str) -> str:
        """The address, as text, to connect to for that URL.

        Raises:
            Refused: the guard does not let it out.
        """
        parts = parse(url)
        host, port = host_of(url), parts.port or PORTS[parts.scheme][0]
        if _is_private_name(host) and not self.loopback:
            raise _private(host)
        addresses = self._addresses(host, port)
        if self.loopback and all(address.is_loopback for address in addresses):
            return str(addresses[0])
        if not all(map(is_public, addresses)):
            raise _private(host)
        if port not in PORTS[parts.scheme]:
            raise Refused(f"Port {port} is not one that may be reached.")
        return str(addresses[0])

    def _addresses(self, host: str, port: int) -> list[_Address]:
        """Those of the host, the ones that every network reaches first."""
        try:
            found = self.look_up(host, port)
            # A scope ("%eth0") is of no public address, and hides the rest from `ip_address`.
            addresses = [_plain(ipaddress.ip_address(text.split("%")[0])) for text in found]
        except (OSError, UnicodeError, ValueError):
            addresses = []
        if not addresses:
            raise Refused(f"{host} could not be found.")
        return sorted(addresses, key=lambda address: address.version)


@dataclass(frozen=True)
class Egress:
    """Requests that have passed the guard. Each has a connection of its own, closed after it."""

    guard: Guard = field(default_factory=Guard)

    def fetch(
        self, url: str, cancel: Cancel, *, types: tuple[str, ...] = TEXT_TYPES
    ) -> Page | Moved:
        """The page at that address; follows redirects as long as they stay with its host.

        Raises:
            Refused: the guard, or a limit on size, time, type or redirects.
        """
        for _ in range(MAX_REDIRECTS + 1):
            answer = self.request("GET", url, cancel, types=types)
            if isinstance(answer, Page):
                return answer
            if not same_host(answer.url, url):
                return answer
            if url.startswith("https:") and not answer.url.startswith("https:"):
                raise Refused("That address redirects to one that is not encrypted.")
            url = answer.url
        raise Refused("That address redirects too often.")

    def request(
        self,
        method: str,
        url: str,
        cancel: Cancel,
        *,
        headers: dict[str, str] | None = None,
        body: bytes | None = None,
        types: tuple[str, ...] = TEXT_TYPES,
        seconds: float = TOTAL_SECONDS,
    ) -> Page | Moved:
        """One request. A redirect is not followed but told.

        Args:
            seconds: the most that it may take in all.

        Raises:
            Refused: the guard, or a limit on size, time or type.
        """
        parse(url)
        deadline = time.monotonic() + seconds
        try:
            with (
                self.client(seconds) as client,
                client.stream(method, url, headers=headers, content=body) as response,
            ):
                cancel.attach(functools.partial(_cut, response))
                if response.has_redirect_location:
                    return Moved(str(response.url.join(response.headers["Location"])))
                page = _page(response, types, deadline)
        except (httpx2.HTTPError, httpx2.InvalidURL, httpx2.StreamError) as error:
            raise Refused(f"{host_of(url)} could not be reached or read.") from error
        if cancel.fired:
            # A body that was cut may look like one that ended.
            raise Refused("The turn was stopped.")
        return page

    def client(self, seconds: float = TOTAL_SECONDS) -> httpx2.Client:
        """A client for one exchange: guarded, and with nothing of this process's environment."""
        return httpx2.Client(
            transport=_Transport(self.guard),
            trust_env=False,
            headers=_HEADERS,
            timeout=httpx2.Timeout(seconds, connect=CONNECT_SECONDS),
        )

    def async_client(self, headers: dict[str, str]) -> httpx2.AsyncClient:
        """The same for an SDK that is asynchronous. It follows no redirects."""
        return httpx2.AsyncClient(
            transport=_AsyncTransport(self.guard),
            trust_env=False,
            headers={**_HEADERS, **headers},
            timeout=httpx2.Timeout(TOTAL_SECONDS, connect=CONNECT_SECONDS),
        )


def egress() -> Egress:
    """The way out of this process. `HEARTH_EGRESS_LOOPBACK=1` lets a demo project reach loopback.

    Raises:
        RuntimeError: that is set outside a demo project.
    """
    return Egress(Guard(loopback=os.environ.get("HEARTH_EGRESS_LOOPBACK") == "1"))


_HEADERS = {"User-Agent": "Hearth/1.0", "Accept-Encoding": "gzip"}
# A connection is never used again: the pool knows it by its address alone, not by the name whose
# certificate it showed.
_LIMITS = httpx2.Limits(max_keepalive_connections=0)


class _Transport(httpx2.HTTPTransport):
    """Connects to the address that was checked, whatever the name resolves to a moment later."""

    def __init__(self, guard: Guard) -> None:
        super().__init__(verify=_tls(), trust_env=False, limits=_LIMITS)
        self._guard = guard

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        return super().handle_request(_pinned(request, self._guard))


class _AsyncTransport(httpx2.AsyncHTTPTransport):
    def __init__(self, guard: Guard) -> None:
        super().__init__(verify=_tls(), trust_env=False, limits=_LIMITS)
        self._guard = guard

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        return await super().handle_async_request(_pinned(request, self._guard))


def _pinned(request: httpx2.Request, guard: Guard) -> httpx2.Request:
    """The same request to a checked address. `Host` and the certificate's name stay the name's."""
    address = guard.check(str(request.url))
    return httpx2.Request(
        request.method,
        request.url.copy_with(host=address),
        headers=request.headers,
        stream=request.stream,
        extensions={**request.extensions, "sni_hostname": request.url.host},
    )


@functools.cache
def _tls() -> ssl.SSLContext:
    return httpx2.create_ssl_context(trust_env=False)


def parse(url: str) -> SplitResult:
    """A URL in its parts, when its form alone gives no reason to refuse it.

    Raises:
        Refused: it does.
    """
    if len(url) > MAX_URL:
        raise Refused(f"That address is longer than {MAX_URL} characters.")
    # Parsers disagree about these, and what is shown must be what is reached.
    if any(character <= " " or character in '\\"<>^`{|}\x7f' for character in url):
        raise Refused("That address holds characters that an address must not hold.")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise Refused("That is not an address.") from None
    if parts.scheme not in PORTS:
        raise Refused("Only http and https addresses may be reached.")
    if not parts.hostname or port == 0:
        raise Refused("That address names no host.")
    if "@" in parts.netloc:
        raise Refused("An address must not carry a user name or a password.")
    return parts


def host_of(url: str) -> str:
    """The host that the URL names, in the one spelling that is shown, granted and resolved.

    Raises:
        Refused: the URL has none that can be read.
    """
    host = parse(url).hostname or ""
    try:
        # Names in other scripts as DNS has them, and a full-width digit as the digit.
        host = httpx2.URL(scheme="http", host=host).raw_host.decode("ascii")
    except (httpx2.InvalidURL, ValueError):
        raise Refused("That host's name can't be read.") from None
    host = host.strip("[]").rstrip(".").lower()
    if not host or "%" in host:
        raise Refused("That host's name can't be read.")
    return host


def same_host(one: str, other: str) -> bool:
    """Whether two addresses are of one host, `www.` or not."""
    return host_of(one).removeprefix("www.") == host_of(other).removeprefix("www.")


def is_public(address: _Address) -> bool:
    """Whether an address is a machine on the public internet, and no other in disguise."""
    if isinstance(address, ipaddress.IPv6Address):
        return address in _GLOBAL_V6 and not any(address in known for known in _EMBEDDING_V6)
    return (
        address.is_global
        and not address.is_multicast
        and not address.is_reserved
        and not any(address in known for known in _SPECIAL_V4)
    )


def _is_private_name(host: str) -> bool:
    """Whether the name belongs to a private network, whatever a resolver says of it."""
    if ":" in host:
        return False
    return "." not in host or any(
        host == name or host.endswith(f".{name}") for name in _PRIVATE_NAMES
    )


def _private(host: str) -> Refused:
    return Refused(f"{host} is not on the public internet, so it can't be reached.")


def _plain(address: _Address) -> _Address:
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return mapped or address


def _page(response: httpx2.Response, types: tuple[str, ...], deadline: float) -> Page:
    media_type, _, rest = response.headers.get("Content-Type", "").partition(";")
    media_type = media_type.strip().lower()
    if response.is_success and not media_type.startswith(types):
        raise Refused(f"That is {media_type or 'of no known type'}, which can't be read here.")
    body = bytearray()
    for piece in _unpacked(response):
        body += piece
        if len(body) > MAX_BYTES:
            raise Refused(f"That is larger than {MAX_BYTES // 1_000_000} MB.")
        if time.monotonic() > deadline:
            raise Refused("That took too long.")
    charset = rest.partition("charset=")[2].strip(" \"';") or "utf-8"
    return Page(str(response.url), response.status_code, media_type, charset, bytes(body))


def _unpacked(response: httpx2.Response) -> Iterator[bytes]:
    """The body in pieces of bounded size, however small it was packed."""
    encoding = response.headers.get("Content-Encoding", "identity").strip().lower()
    if encoding not in ("identity", "gzip", "x-gzip", "deflate"):
        raise Refused("That is packed in a way that can't be read here.")
    unpacker: Any = None if encoding == "identity" else zlib.decompressobj(wbits=47)
    for piece in response.iter_raw():
        while piece:
            if unpacker is None:
                yield piece
                break
            try:
                yield unpacker.decompress(piece, MAX_BYTES + 1)
            except zlib.error:
                raise Refused("That is packed in a way that can't be read here.") from None
            piece = unpacker.unconsumed_tail


def _cut(response: httpx2.Response) -> None:
    """Wake the thread that reads: closing a response from another does not."""
    stream: Any = response.extensions["network_stream"]
    socket.socket.shutdown(stream.get_extra_info("socket"), socket.SHUT_RDWR)
