import csv
import io
import json
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from tasks.report.answer import Answer
from tasks.report.query import Format, write


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def written(form: Format, *rows: tuple[object, ...], columns: tuple[str, ...] = ("n", "text"), **options: int) -> str:
    out = io.StringIO()
    write(Answer(columns, iter(rows)), out, form, **options)
    return out.getvalue()


def test_a_table_says_how_many_rows_there_are() -> None:
    assert written(Format.TABLE, (7, "a"), (12, None)) == " n  text\n 7  a\n12\n2 rows\n"


def test_a_table_stops_and_says_so() -> None:
    shown = written(Format.TABLE, *((n, "x") for n in range(150)))
    assert shown.count("x\n") == 100
    assert "the first 100 rows; there are more" in shown


def test_a_long_cell_is_cut_in_a_table_only() -> None:
    assert "…" in written(Format.TABLE, (1, "x" * 1000))
    assert "x" * 1000 in written(Format.CSV, (1, "x" * 1000))


def test_a_table_holds_no_more_of_a_value_than_it_shows() -> None:
    def rows() -> Iterator[tuple[object, ...]]:
        for _ in range(100):
            yield 1, "x" * 1_000_000

    tracemalloc.start()
    write(Answer(("n", "text"), rows()), io.StringIO(), Format.TABLE)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20_000_000


def test_csv_comes_back_as_it_was() -> None:
    rows = ((1, 'He said "no", twice'), (2, "two\nlines"), (3, "žluťoučký"))
    back = list(csv.reader(io.StringIO(written(Format.CSV, *rows))))
    assert back == [["n", "text"], *([str(n), text] for n, text in rows)]


def test_json_lines_keep_types() -> None:
    times = (datetime(2025, 3, 4, 12, tzinfo=UTC), date(2025, 3, 4))
    shown = written(Format.JSONL, (Decimal(3), None), (Decimal("0.5"), float("inf")), times, (b"\x01", True))
    assert [json.loads(row) for row in shown.splitlines()] == [
        {"n": 3, "text": None},
        {"n": 0.5, "text": "inf"},
        {"n": "2025-03-04T12:00:00+00:00", "text": "2025-03-04"},
        {"n": "01", "text": True},
    ]


def test_two_columns_of_one_name_lose_nothing() -> None:
    assert written(Format.JSONL, (1, 2), columns=("n", "n")) == '{"n": 1, "n_2": 2}\n'


@pytest.mark.parametrize("form", Format)
def test_the_limit_holds(form: Format) -> None:
    shown = written(form, *((n, "boat") for n in range(50)), limit=3)
    assert shown.count("boat") == 3


@pytest.mark.parametrize("form", Format)
def test_only_a_terminal_is_protected(form: Format) -> None:
    out = Terminal()
    write(Answer(("a\x1b[2J",), iter([("b\x1b[2J\x9bc",)])), out, form)
    assert "\x1b[2J" not in out.getvalue()
    assert "\x9b" not in out.getvalue()
    assert "b" in out.getvalue()


def test_a_file_gets_every_character() -> None:
    assert "b\x1b[2J" in written(Format.CSV, (1, "b\x1b[2J"))


@pytest.mark.parametrize("form", Format)
def test_how_many_were_written(form: Format) -> None:
    assert write(Answer(("n",), iter([(1,), (2,)])), io.StringIO(), form) == 2
