"""What the unit tests report besides passing: the fault matrix of the providers, as a table."""

from __future__ import annotations

import pytest

# (fault, provider) -> what came of it.
MATRIX = pytest.StashKey[dict[tuple[str, str], str]]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[MATRIX] = {}


@pytest.fixture
def matrix(request: pytest.FixtureRequest) -> dict[tuple[str, str], str]:
    """Where a test of a fault writes what came of it."""
    return request.config.stash[MATRIX]


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    cells = config.stash[MATRIX]
    if not cells:
        return
    terminalreporter.section("What a turn makes of each provider's faults")
    for line in table(cells):
        terminalreporter.write_line(line)


def table(cells: dict[tuple[str, str], str]) -> list[str]:
    """The cells as lines of text: a row for each fault, a column for each provider."""
    faults = list(dict.fromkeys(fault for fault, _ in cells))
    providers = list(dict.fromkeys(provider for _, provider in cells))
    rows = [["", *providers]]
    rows += [[fault, *(cells.get((fault, name), "-") for name in providers)] for fault in faults]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
