"""What Prefect's interface is given of a run."""

import re

from hypothesis import given
from hypothesis import strategies as st

from tasks.report.artifacts import LONGEST, markdown, not_loaded, outcomes_table, run_line
from tasks.report.summary import RunSummary, Trouble

RUN = RunSummary(7, "ingest", "completed", 3, {"loaded": 2}, {}, {}, {}, {}, 0, {}, (), (), 0)
HOSTILE = Trouble(
    "file:///a|b/<img src=x onerror=alert(1)>.html", "quarantined", "[win](javascript:alert(1))\n# **not** a heading"
)


def test_a_row_a_source_and_one_for_all() -> None:
    table = outcomes_table({"wire": {"loaded": 2, "quarantined": 1}, "desk": {"loaded": 1}})
    assert table == [
        {"source": "desk", "loaded": 1, "quarantined": 0},
        {"source": "wire", "loaded": 2, "quarantined": 1},
        {"source": "all", "loaded": 3, "quarantined": 1},
    ]


def test_a_sources_name_is_text_in_the_table_too() -> None:
    (row,) = outcomes_table({"<img src=x>": {"loaded": 1}})
    assert row["source"] == r"\<img src\=x\>"


def test_one_source_needs_no_sum_and_none_is_said() -> None:
    assert outcomes_table({"wire": {"loaded": 2}}) == [{"source": "wire", "loaded": 2}]
    assert outcomes_table({}) == [{"source": "all"}]


def test_what_was_not_loaded_is_one_row_each_with_its_reason() -> None:
    said = not_loaded(RUN, [HOSTILE, HOSTILE])
    rows = [line for line in said.splitlines() if line.startswith("| quarantined")]
    assert len(rows) == 2
    assert all(len(re.findall(r"(?<!\\)\|", row)) == 4 for row in rows)
    assert not re.search(r"(?<!\\)[<\[*]|(?<!\\)\(", "".join(rows))
    assert "\n#" not in said.removeprefix("##")


def test_more_than_are_shown_are_counted() -> None:
    from msgspec.structs import replace

    assert "And 4 more." in not_loaded(replace(RUN, troubles_in_all=5), [HOSTILE])
    assert "Every document could be had and read." in not_loaded(RUN, [])


def test_the_ledgers_run_is_named() -> None:
    assert run_line(RUN, "sqlite:///news.db") == r"Run **7** of the ledger sqlite\:\/\/\/news\.db: completed"


@given(st.text())
def test_no_character_of_markup_stands_alone_and_nothing_is_lost(text: str) -> None:
    escaped = markdown(text)
    assert "\n" not in escaped
    assert re.fullmatch(r"(?:\\[!-/:-@\[-`{-~]|[^!-/:-@\[-`{-~])*", escaped)
    assert len(re.sub(r"\\(.)", r"\1", escaped)) <= 10 * LONGEST
