"""A cold start: from a process's start to the first word of an answer, for each provider.

make bench-cold
"""

from __future__ import annotations

import socket
import time

from bench.load import quantile, run
from bench.stage import Stage, stage
from bench.table import Row, Table, met, publish
from dev.function_server import FunctionServer
from dev.paths import FUNCTIONS_PYTHON, ROOT
from dev.ports import HOST
from dev.predeploy import predeploy
from hearth import MODELS

ROUNDS = 5
HELLO = ROOT / "tests" / "bench" / "hello.py"
# How much longer than the floor a cold start may take; Anthropic's SDK is the heaviest to import.
TIMES = 1.5
HEAVIEST, HEAVIEST_TIMES = "anthropic", 2.5


def floor(on: Stage) -> float:
    """Seconds until the bare function has answered."""
    began = time.monotonic()
    server = FunctionServer("chat", on.hearth.ports, source=HELLO, python=FUNCTIONS_PYTHON)
    try:
        _connect(server)
        with on.hearth.open(server.url, {}) as response:
            assert response.read() == b"hello"
        return time.monotonic() - began
    finally:
        server.kill()


def cold(on: Stage, provider: str) -> float:
    """Seconds until the first word of an answer has come."""
    began = time.monotonic()
    env = {"HEARTH_SIMULATOR": on.upstream}
    server = FunctionServer("chat", on.hearth.ports, env=env, python=FUNCTIONS_PYTHON)
    try:
        _connect(server)
        (stream,) = run([on.call(server.url, 0, provider, pace=0, deltas=2)])
        assert not stream.dropped, server.child.output()
        return stream.at[0] - began
    finally:
        server.kill()


def _connect(server: FunctionServer) -> None:
    """Wait until the port is open, as closely as it can be told."""
    while server.child.running:
        try:
            socket.create_connection((HOST, server.port)).close()
        except OSError:
            time.sleep(0.005)
        else:
            return
    raise AssertionError(server.child.output())


def measure(on: Stage) -> Table:
    """Floor and providers in turn, so that what else the machine does falls on all of them."""
    predeploy()
    bare: list[float] = []
    found: dict[str, list[float]] = {name: [] for name in MODELS}
    for _ in range(ROUNDS):
        bare.append(floor(on))
        for name, seconds in found.items():
            seconds.append(cold(on, name))
    least = quantile(bare, 0.5)
    rows = [Row("firebase-functions with Auth and Firestore, a hello", (_seconds(least), "1.0"))]
    for name, seconds in found.items():
        times = quantile(seconds, 0.5) / least
        limit = HEAVIEST_TIMES if name == HEAVIEST else TIMES
        target, kept = met(times, limit, lambda value: f"{value:.1f}")
        values = (_seconds(quantile(seconds, 0.5)), f"{times:.1f}")
        rows.append(Row(f"a turn with {name}", values, target, kept))
    note = (
        f"Medians of {ROUNDS} starts, in turn. A turn is one with everything: token, access, "
        "budget, storing, the provider's SDK imported, and its first word."
    )
    names = ("to the first word", "times the floor")
    return Table("cold", "Cold start", names, tuple(rows), (note,))


def _seconds(value: float) -> str:
    return f"{value:.2f} s"


def main() -> None:
    with stage() as on:
        publish(measure(on))


if __name__ == "__main__":
    main()
