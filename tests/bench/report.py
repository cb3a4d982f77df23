"""README's Performance section, written from the results of the last benches.

python -m bench.report           prints it
python -m bench.report --write   puts it between the marks in README.md
"""

from __future__ import annotations

import argparse

from bench.table import read
from dev.paths import ROOT

BENCHES = ("relay", "cold", "durability", "operations", "web")
BEGIN, END = "<!-- bench:begin -->", "<!-- bench:end -->"


def report() -> str:
    """The section, in Markdown. A bench that was never run is left out."""
    sections: list[str] = []
    for bench in BENCHES:
        found = read(bench)
        if found is None:
            continue
        table, where = found
        head = f"**{table.title}** (`make bench-{bench}`; {where})"
        sections.append("\n\n".join([head, "\n".join(table.lines()), *table.notes]))
    return "\n\n".join(sections)


def write() -> None:
    """Put the section between its marks.

    Raises:
        ValueError: README.md has no marks.
    """
    readme = ROOT / "README.md"
    before, begin, rest = readme.read_text().partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"README.md needs {BEGIN} and {END}.")
    readme.write_text(f"{before}{BEGIN}\n\n{report()}\n\n{END}{after}")


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.report", description=report.__doc__)
    parser.add_argument("--write", action="store_true")
    if parser.parse_args().write:
        write()
    else:
        print(report())


if __name__ == "__main__":
    main()
