"""What processes have used, as the system counts it."""

from __future__ import annotations

import os
from pathlib import Path


def family(first: int) -> set[int]:
    """A process and all that it has started, with what these have started."""
    parents = {pid: int(fields[1]) for pid, fields in _stats().items()}
    found = {first}
    while more := {pid for pid, parent in parents.items() if parent in found} - found:
        found |= more
    return found


def cpu(first: int | None = None) -> float:
    """Seconds of the processor that this process, or another, and all that it has started have used."""
    stats = _stats()
    own = family(first or os.getpid())
    used = sum(sum(map(int, stats[pid][11:15])) for pid in own if pid in stats)  # with children that have ended
    return used / os.sysconf("SC_CLK_TCK")


def _stats() -> dict[int, list[str]]:
    """Each process's fields, from its state on."""
    found = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            found[int(stat.parent.name)] = stat.read_text().rpartition(")")[2].split()
        except OSError:  # it has ended
            continue
    return found
