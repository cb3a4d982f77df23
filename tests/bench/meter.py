"""What a server uses: the CPU seconds and the memory of a process and all that it has started."""

from __future__ import annotations

import os
from pathlib import Path

from dev.processes import descendants

_TICKS = os.sysconf("SC_CLK_TCK")


def cpu_seconds(pid: int) -> float:
    """CPU seconds, user and system, that a process and its children have used so far."""
    return sum(_cpu(each) for each in {pid, *descendants(pid)})


def memory_mb(pid: int) -> float:
    """The memory of a process and its children, what they share counted once (PSS)."""
    return sum(_pss(each) for each in {pid, *descendants(pid)}) / 1024


def _cpu(pid: int) -> float:
    # The name, in brackets, may hold spaces; fields are counted behind it ("proc_pid_stat").
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def _pss(pid: int) -> int:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
