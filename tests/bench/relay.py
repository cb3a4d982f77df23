"""What relaying costs: CPU, time and memory, beside the floor and LiteLLM's proxy.

    make bench-relay

All speak to one paced upstream, in Mistral's words: of the six SDKs, Mistral's is the dearest.
"""

from __future__ import annotations

import argparse
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field

from bench import meter
from bench.load import Call, Stream, quantile, run
from bench.peers import floor, litellm
from bench.stage import Stage, stage
from bench.table import Row, Table, met, publish

PROVIDER = "mistral"
# A member's client and an upstream that is paced: (streams, deltas a second, seconds).
STEADY = (64, 40, 14.0)
MANY = (200, 17, 24.0)
# Streams are opened one after another over this time.
OPENED_OVER = {64: 3.0, 200: 10.0}
ONE_AT_A_TIME = 40
BURST = 10_000

Ask = Callable[[int, int, int], Call]


@dataclass
class Load:
    """What many paced streams at once came to. Seconds, MB."""

    streams: Sequence[Stream]
    cpu_per_thousand: float
    memory: float

    @property
    def dropped(self) -> int:
        return sum(stream.dropped for stream in self.streams)

    def first(self, share: float) -> float:
        return quantile([s.first for s in self.streams if s.first is not None], share)

    def lag(self, share: float) -> float:
        return quantile([lag for stream in self.streams for lag in stream.lags], share)


@dataclass
class Results:
    """One server's."""

    first: float = 0.0
    burst: float = 0.0
    loads: dict[int, Load] = field(default_factory=dict[int, Load])


def measure(ask: Ask, pid: int | None) -> Results:
    """Measure a server.

    Args:
        ask: the n-th call, of a pace and a number of deltas.
        pid: its process; `None` for the bare upstream, of which only times are wanted.
    """
    results = Results()
    run([ask(n, 0, 2) for n in range(6)])
    singles = [run([ask(n, 0, 2)])[0] for n in range(ONE_AT_A_TIME)]
    results.first = quantile([single.first or float("nan") for single in singles], 0.5)
    if pid is None:
        return results
    (burst,) = run([ask(0, 0, BURST)])
    results.burst = len(burst.lags) / max(burst.at[-1] - burst.at[0], 1e-6) if burst.at else 0.0
    for streams, pace, seconds in (STEADY, MANY):
        results.loads[streams] = _load(ask, pid, streams, pace, seconds)
    return results


def _load(ask: Ask, pid: int, streams: int, pace: int, seconds: float) -> Load:
    """Many streams at once; CPU is counted while all are open and none begins or ends."""
    over = OPENED_OVER[streams]
    marks: list[tuple[float, float]] = []
    memory: list[float] = []

    def watch() -> None:
        time.sleep(over + 2.0)
        marks.append((time.monotonic(), meter.cpu_seconds(pid)))
        time.sleep(seconds - over - 3.0)
        marks.append((time.monotonic(), meter.cpu_seconds(pid)))
        memory.append(meter.memory_mb(pid))

    watcher = threading.Thread(target=watch)
    watcher.start()
    calls = [ask(n, pace, int(pace * seconds)) for n in range(streams)]
    came = run(calls, over=over, timeout=240.0)
    watcher.join()
    (begun, before), (ended, after) = marks
    deltas = sum(begun <= at <= ended for stream in came for at in stream.at)
    return Load(came, (after - before) / max(deltas, 1) * 1000, memory[0])


def compare(on: Stage, *, peer: bool) -> Table:
    """Measure them one after another, with nothing else running."""
    direct = f"{on.upstream}/mistral/v1/chat/completions"
    bare = measure(lambda n, pace, deltas: on.call(direct, n, PROVIDER, pace, deltas), None)
    found: dict[str, Results] = {}
    with ExitStack() as last:
        below = floor(on.hearth, on.upstream, THREADS="260")
        last.callback(below.child.kill)
        found["pass-through"] = measure(
            lambda n, pace, deltas: on.call(below.url, n, PROVIDER, pace, deltas), below.child.pid
        )
        chat = on.hearth.server("chat")
        found["Hearth"] = measure(
            lambda n, pace, deltas: on.call(chat.url, n, PROVIDER, pace, deltas), chat.child.pid
        )
        chat.stop()
        if peer:
            proxy = litellm(on.upstream)
            last.callback(proxy.child.kill)
            found["LiteLLM"] = measure(
                lambda _, pace, deltas: proxy.call(pace, deltas), proxy.child.pid
            )
    return _table(found, bare.first)


def _table(found: dict[str, Results], bare: float) -> Table:
    ours, below, peer = found["Hearth"], found["pass-through"], found.get("LiteLLM")
    (steady, pace, _), (many, slow, _) = STEADY, MANY

    def row(
        measure: str,
        value: Callable[[Results], float],
        write: Callable[[float], str],
        limit: float | None = None,
    ) -> Row:
        values = tuple(write(value(each)) for each in found.values())
        if limit is None:
            return Row(measure, values)
        return Row(measure, values, *met(value(ours), limit, write))

    cpu_limit = 2 * below.loads[steady].cpu_per_thousand
    if peer is not None:
        cpu_limit = min(cpu_limit, peer.loads[steady].cpu_per_thousand / 6)
    added_limit = peer.first - bare if peer is not None else None
    at_many = f"{many} streams, {slow} deltas/s each"
    rows = (
        row(
            f"CPU per 1,000 deltas, {steady} streams of {pace} deltas/s",
            lambda r: r.loads[steady].cpu_per_thousand,
            lambda value: f"{value:.3f} s",
            cpu_limit,
        ),
        row("added time to the first token, warm, p50", lambda r: r.first - bare, _ms, added_limit),
        row("one stream as fast as it can", lambda r: r.burst, lambda value: f"{value:,.0f}/s"),
        row(f"{at_many}: dropped", lambda r: r.loads[many].dropped, lambda v: f"{v:.0f}", 0),
        row("first token p50", lambda r: r.loads[many].first(0.5), _ms),
        row("first token p99", lambda r: r.loads[many].first(0.99), _ms, 0.4),
        row("lag per delta p50", lambda r: r.loads[many].lag(0.5), _ms),
        row("lag per delta p99", lambda r: r.loads[many].lag(0.99), _ms, 0.05),
        row("memory (PSS)", lambda r: r.loads[many].memory, lambda v: f"{v:.0f} MB", 256),
    )
    notes = (
        "The pass-through copies bytes on the server that Hearth runs on, and LiteLLM's proxy "
        "stores nothing and knows no account. Hearth checks the token, access and budget, and "
        "stores the turn, all in the Firestore emulator on the same machine. The limit for CPU is "
        "twice the pass-through, and a sixth of LiteLLM.",
        "What is left of the CPU: a pass-through's system calls, which are half of it; reading, "
        "recording and writing each delta as JSON; and for each stream a checkpoint every few "
        "seconds and a look each second whether to stop.",
        "What is left of the time to the first token: two round trips to Firestore before a token "
        "is paid for, and the milliseconds in which Mistral's SDK makes classes for the models of "
        "a request, which the other SDKs do not.",
    )
    return Table("relay", "Relaying", tuple(found), rows, notes)


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:,.0f} ms" if seconds >= 0.0095 else f"{seconds * 1000:.1f} ms"


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.relay", description="What relaying costs.")
    parser.add_argument("--without-peer", action="store_true", help="leave LiteLLM out")
    options = parser.parse_args()
    with stage() as on:
        publish(compare(on, peer=not options.without_peer))


if __name__ == "__main__":
    main()
