"""Tables: what a bench prints, and what README's Performance section is made of."""

from __future__ import annotations

import json
import os
import platform
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from dev.paths import ROOT

RESULTS = ROOT / "docs" / "bench"


@dataclass(frozen=True)
class Row:
    """One measure. `met` is `None` for what has no target, or is not ours."""

    measure: str
    values: tuple[str, ...]
    target: str = ""
    met: bool | None = None

    @property
    def mark(self) -> str:
        return {True: "✓", False: "✗", None: ""}[self.met]


@dataclass(frozen=True)
class Table:
    """A bench's results: a column for each of `names`, then the target and whether it is met."""

    bench: str
    title: str
    names: tuple[str, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()

    def lines(self) -> list[str]:
        """As Markdown, its columns aligned."""
        targets = any(row.target for row in self.rows)
        head = ["", *self.names, *(["target", ""] if targets else [])]
        body = [
            [row.measure, *row.values, *([row.target, row.mark] if targets else [])]
            for row in self.rows
        ]
        widths = [max(len(line[at]) for line in (head, *body)) for at in range(len(head))]
        rule = ["-" * max(3, width) for width in widths]
        return [_line(cells, widths) for cells in (head, rule, *body)]


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = (cell.ljust(max(3, width)) for cell, width in zip(cells, widths, strict=True))
    return f"| {' | '.join(padded)} |"


def publish(table: Table) -> None:
    """Print a table, and keep it for the report."""
    print(f"\n{table.title}\n")
    print("\n".join(table.lines()))
    print("".join(f"\n{note}" for note in table.notes), flush=True)
    RESULTS.mkdir(parents=True, exist_ok=True)
    kept: dict[str, Any] = {**asdict(table), "measured": time.strftime("%Y-%m-%d"), **_machine()}
    text = json.dumps(kept, indent=2, ensure_ascii=False)
    (RESULTS / f"{table.bench}.json").write_text(text + "\n")


def read(bench: str) -> tuple[Table, str] | None:
    """A kept table, and where and when it was measured; `None` when there is none."""
    path = RESULTS / f"{bench}.json"
    if not path.exists():
        return None
    kept = json.loads(path.read_text())
    rows = tuple(
        Row(row["measure"], tuple(row["values"]), row["target"], row["met"]) for row in kept["rows"]
    )
    table = Table(kept["bench"], kept["title"], tuple(kept["names"]), rows, tuple(kept["notes"]))
    where = f"{kept['measured']}, {kept['cpus']} cores, Python {kept['python']}"
    return table, where


def _machine() -> dict[str, Any]:
    return {"cpus": os.cpu_count(), "python": platform.python_version()}


def met(value: float, limit: float, write: Callable[[float], str]) -> tuple[str, bool]:
    """A target of at most `limit` in words, and whether `value` keeps it."""
    return f"≤ {write(limit)}", value <= limit
