"""Ports of this machine: whether one is free, and which ones are."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable

from dev.says import Trouble

HOST = "127.0.0.1"


def is_free(port: int) -> bool:
    """Whether a server could listen on the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def answers(port: int) -> bool:
    """Whether a server listens on the port."""
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex((HOST, port)) == 0


def free_ports(count: int) -> list[int]:
    """That many ports that nobody uses now."""
    probes = [socket.socket() for _ in range(count)]
    try:
        for probe in probes:
            probe.bind((HOST, 0))
        return [probe.getsockname()[1] for probe in probes]
    finally:
        for probe in probes:
            probe.close()


def hold_port() -> socket.socket:
    """A port kept for a server that is about to start: nobody else is given it meanwhile.

    The server may listen on it, if it allows addresses to be reused as nearly all do; close the
    socket when it does.
    """
    holder = socket.socket()
    holder.bind((HOST, 0))
    holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    return holder


def wait_until(
    ready: Callable[[], bool], *, what: str, seconds: float, alive: Callable[[], bool]
) -> None:
    """Wait for something to be ready.

    Raises:
        Trouble: it ended (`alive` is false), or it was not ready in time.
    """
    deadline = time.monotonic() + seconds
    while not ready():
        if not alive():
            raise Trouble(f"{what} ended before it was ready.")
        if time.monotonic() > deadline:
            raise Trouble(f"{what} was not ready within {seconds:.0f} s.")
        time.sleep(0.1)
