"""A load: streams opened at a server, each read to its end, every delta's age noted.

Plain sockets on one event loop, so that hundreds of streams cost the bench itself little.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from bench.upstream import STAMP

LAST_CHUNK = b"\r\n0\r\n\r\n"


@dataclass(frozen=True)
class Call:
    """One request, and how many deltas its answer shall have."""

    url: str
    body: dict[str, Any]
    deltas: int
    token: str = "none"


@dataclass
class Stream:
    """What came of a call, in seconds.

    Args:
        first: from sending the request to the first delta.
        lags: the age of each delta when it came.
        at: when each came, on the monotonic clock.
    """

    wanted: int
    status: int = 0
    first: float | None = None
    lags: list[float] = field(default_factory=list[float])
    at: list[float] = field(default_factory=list[float])

    @property
    def dropped(self) -> bool:
        """Whether it was refused, cut, or lacks a part of the answer."""
        return self.status != 200 or len(self.lags) != self.wanted


def run(calls: Sequence[Call], *, over: float = 0.0, timeout: float = 120.0) -> list[Stream]:
    """Open every call, evenly spread over some seconds, and read them all to their end."""
    return asyncio.run(_run(calls, over, timeout))


async def _run(calls: Sequence[Call], over: float, timeout: float) -> list[Stream]:
    streams = [Stream(call.deltas) for call in calls]

    async def one(index: int) -> None:
        await asyncio.sleep(over * index / len(calls))
        try:
            async with asyncio.timeout(timeout):
                await _read(calls[index], streams[index])
        except (OSError, TimeoutError):
            return

    await asyncio.gather(*(one(index) for index in range(len(calls))))
    return streams


async def _read(call: Call, stream: Stream) -> None:
    at = urlsplit(call.url)
    reader, writer = await asyncio.open_connection(at.hostname, at.port)
    began = time.monotonic()
    try:
        writer.write(_request(call))
        buffer = b""
        while data := await reader.read(65536):
            now = time.monotonic()
            buffer += data
            if not stream.status and b"\r\n" in buffer:
                stream.status = int(buffer.split(b" ", 2)[1])
            found = STAMP.findall(buffer)
            if found:
                stream.first = stream.first or now - began
                stream.lags += [now - float(stamp) for stamp in found]
                stream.at += [now] * len(found)
                # A stamp may be cut in two by the packet's end.
                buffer = buffer[buffer.rindex(b"~") + 1 :]
            if buffer.endswith(LAST_CHUNK):
                return
    finally:
        writer.close()


def _request(call: Call) -> bytes:
    at = urlsplit(call.url)
    body = json.dumps(call.body).encode()
    head = (
        f"POST {at.path or '/'} HTTP/1.1\r\nHost: {at.netloc}\r\nConnection: close\r\n"
        f"Authorization: Bearer {call.token}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def quantile(values: Sequence[float], share: float) -> float:
    """The value below which that share of all lies; not a number when there are none."""
    if not values:
        return float("nan")
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]
