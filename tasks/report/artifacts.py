"""What Prefect's interface shows of a run: a table of outcomes by source, and why what was not loaded was not.

Everything that came from outside is escaped here: the interface renders Markdown and HTML, in tables' cells too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from schemas.counted import counted
from tasks.report.printable import printable
from tasks.report.summary import RunSummary, Trouble

SPECIAL = re.compile(r"([!-/:-@\[-`{-~])")
LONGEST = 500  # characters of an address or a reason

Cell = str | int


def outcomes_table(by_source: Mapping[str, Mapping[str, int]]) -> list[dict[str, Cell]]:
    """A row a source, the outcomes in the order of how often they occur; an empty run has a row that says so."""
    totals: dict[str, int] = {}
    for counts in by_source.values():
        for outcome, count in counts.items():
            totals[outcome] = totals.get(outcome, 0) + count
    columns = sorted(totals, key=lambda outcome: (-totals[outcome], outcome))
    rows = [_row(source, counts, columns) for source, counts in sorted(by_source.items())]
    return [*rows, _row("all", totals, columns)] if len(rows) != 1 else rows


def _row(source: str, counts: Mapping[str, int], columns: Sequence[str]) -> dict[str, Cell]:
    return {"source": markdown(source), **{each: counts.get(each, 0) for each in columns}}


def run_line(summary: RunSummary, ledger: str) -> str:
    """Which run of the ledger it is, and how it ended, as Markdown."""
    return f"Run **{summary.run_id}** of the ledger {markdown(ledger)}: {markdown(summary.status)}"


def not_loaded(summary: RunSummary, troubles: Sequence[Trouble]) -> str:
    """What went to quarantine or could not be had, and why, as Markdown."""
    if not troubles:
        return f"## Run {summary.run_id}\n\nEvery document could be had and read.\n"
    rows = "\n".join(
        f"| {markdown(each.where)} | {markdown(each.uri)} | {markdown(each.reason)} |" for each in troubles
    )
    left = summary.troubles_in_all - len(troubles)
    more = f"\nAnd {left:,} more.\n" if left > 0 else ""
    return (
        f"## Run {summary.run_id}: {counted(summary.troubles_in_all, 'document')} not loaded\n\n"
        f"| how it ended | where | why |\n|---|---|---|\n{rows}\n{more}\n"
        "`newsledger quarantine list` has all that waits, and `newsledger quarantine show ID` what to do.\n"
    )


def markdown(text: str) -> str:
    """Text that stays text: no markup, no HTML, no link, in one line."""
    cut = text if len(text) <= LONGEST else f"{text[:LONGEST]}..."
    return SPECIAL.sub(r"\\\1", " ".join(printable(cut).split()))
