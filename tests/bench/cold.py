"""A cold start: from a process's start to the first word of an answer, for each provider.

make bench-cold
"""

from __future__ import annotations

import os
import socket
import subprocess
import time

from bench.load import quantile, run
from bench.stage import Stage, stage
from bench.table import Row, Table, met, publish
from dev.emulators import PROJECT
from dev.function_server import FunctionServer
from dev.paths import FUNCTIONS, FUNCTIONS_PYTHON, ROOT
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


def sdk(provider: str) -> float:
    """Seconds to import a provider's SDK, in a process that has everything else."""
    script = (
        "import time, collector, main, chat; began = time.perf_counter(); "
        f"import providers.{provider}; print(time.perf_counter() - began)"
    )
    command = [FUNCTIONS_PYTHON, "-c", script]
    env = {**os.environ, "GCLOUD_PROJECT": PROJECT}
    ran = subprocess.run(
        command, cwd=FUNCTIONS, env=env, capture_output=True, text=True, check=True
    )
    return float(ran.stdout)


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
    imports: dict[str, list[float]] = {name: [] for name in MODELS}
    for _ in range(ROUNDS):
        bare.append(floor(on))
        for name, seconds in found.items():
            seconds.append(cold(on, name))
            imports[name].append(sdk(name))
    least = quantile(bare, 0.5)
    rows = [
        Row("firebase-functions with Auth and Firestore, a hello", (_seconds(least), "1.0", ""))
    ]
    for name, seconds in found.items():
        times = quantile(seconds, 0.5) / least
        limit = HEAVIEST_TIMES if name == HEAVIEST else TIMES
        target, kept = met(times, limit, lambda value: f"{value:.1f}")
        alone = quantile(imports[name], 0.5)
        values = (_seconds(quantile(seconds, 0.5)), f"{times:.1f}", _seconds(alone))
        rows.append(Row(f"a turn with {name}", values, target, kept))
    notes = (
        f"Medians of {ROUNDS} starts, in turn, with the packages and the bytecode of a deploy. A "
        "turn is one with everything: token, access, budget, storing, the provider's SDK imported, "
        "and its first word.",
        "What is left: importing the SDK, which is work for one processor and more than half of "
        "the difference (half the floor, which the limit allows, is less time than most of them "
        "take alone; Anthropic's package imports 3,000 modules of its own, whatever is used of "
        "them), and Firestore's first two round trips, which the hello does not make.",
    )
    names = ("to the first word", "times the floor", "of it the SDK's import")
    return Table("cold", "Cold start", names, tuple(rows), notes)


def _seconds(value: float) -> str:
    return f"{value:.2f} s"


def main() -> None:
    with stage() as on:
        publish(measure(on))


if __name__ == "__main__":
    main()
