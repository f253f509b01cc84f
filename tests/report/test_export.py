"""Views go into files and come back as they were, from both databases."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime

import pyarrow.parquet
import pytest

from schemas.errors import InputError
from schemas.kinds import Kind, kind_of
from schemas.views import VIEWS, View
from tasks.load.store import Ledger
from tasks.report.answer import Row
from tasks.report.export import WRITERS, ExportFormat, write_csv, write_jsonl, write_parquet
from tasks.report.export_store import read_views
from tests.load.making import rows

EXPORTED = [view for view in VIEWS if view.name != "v_search"]
READ: dict[Kind, Callable[[str], object]] = {
    Kind.TEXT: str,
    Kind.INTEGER: int,
    Kind.NUMBER: float,
    Kind.BOOLEAN: lambda text: {"true": True, "false": False}[text],
    Kind.DAY: date.fromisoformat,
    Kind.TIME: datetime.fromisoformat,
}
TYPES = {
    Kind.TEXT: str,
    Kind.INTEGER: int,
    Kind.NUMBER: float,
    Kind.BOOLEAN: bool,
    Kind.DAY: date,
    Kind.TIME: datetime,
}


def stored(ledger: Ledger, view: View) -> list[Row]:
    with read_views(ledger) as read:
        return [row for portion in read(view) for row in portion]


def written(form: ExportFormat, view: View, portions: Sequence[Sequence[Row]]) -> bytes:
    out = io.BytesIO()
    counts = list(WRITERS[form](tuple(view.columns), iter(portions), out))
    assert counts == [len(portion) for portion in portions]
    return out.getvalue()


@pytest.mark.parametrize("view", EXPORTED, ids=lambda view: view.name)
def test_every_value_has_its_type(filled: Ledger, view: View) -> None:
    found = stored(filled, view)
    assert len(found) == rows(filled, f"SELECT count(*) FROM {view.name}")[0][0] > 0
    for row in found:
        for column, value in zip(view.columns, row, strict=True):
            assert value is None or type(value) is TYPES[kind_of(column)], (column, value)
            assert not isinstance(value, datetime) or value.tzinfo is UTC


@pytest.mark.parametrize("view", EXPORTED, ids=lambda view: view.name)
def test_a_view_comes_back_from_parquet(filled: Ledger, view: View) -> None:
    found = stored(filled, view)
    table = pyarrow.parquet.read_table(io.BytesIO(written(ExportFormat.PARQUET, view, [[row] for row in found])))
    assert table.column_names == list(view.columns)
    assert [tuple(row.values()) for row in table.to_pylist()] == found


@pytest.mark.parametrize("view", EXPORTED, ids=lambda view: view.name)
def test_a_view_comes_back_from_json_lines(filled: Ledger, view: View) -> None:
    found = stored(filled, view)
    lines = [json.loads(line) for line in written(ExportFormat.JSONL, view, [found]).splitlines()]
    assert [as_stored(view, tuple(line.values())) for line in lines] == found
    assert all(list(line) == list(view.columns) for line in lines)


@pytest.mark.parametrize("view", EXPORTED, ids=lambda view: view.name)
def test_a_view_comes_back_from_csv(filled: Ledger, view: View) -> None:
    found = stored(filled, view)
    text = written(ExportFormat.CSV, view, [found]).decode()
    head, *lines = csv.reader(io.StringIO(text, newline=""))
    assert head == list(view.columns)
    back = [as_stored(view, [cell.removeprefix("'") or None for cell in line]) for line in lines]
    assert back == [tuple(value if value != "" else None for value in row) for row in found]


def as_stored(view: View, values: Sequence[object]) -> Row:
    """Values that a file has as text."""
    kinds = map(kind_of, view.columns)
    return tuple(
        READ[kind](value) if isinstance(value, str) else value for kind, value in zip(kinds, values, strict=True)
    )


def test_both_databases_give_the_same_rows(filled: Ledger) -> None:
    """Ids and days of runs apart, which the two fill alike here."""
    found = stored(filled, next(view for view in VIEWS if view.name == "v_sources"))
    assert sorted(row[:5] for row in found) == [
        ("coast", 2, 1, date(2025, 3, 4), date(2025, 3, 4)),
        ("harbour", 3, 1, date(2025, 3, 4), date(2025, 3, 4)),
        ("mirror", 1, 0, date(2025, 3, 4), date(2025, 3, 4)),
    ]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", '=HYPERLINK("http://x")'])
def test_no_text_becomes_a_formula(text: str) -> None:
    out = io.BytesIO()
    list(write_csv(("headline", "low"), iter([[(text, -1.5)]]), out))
    assert list(csv.reader(io.StringIO(out.getvalue().decode(), newline="")))[1] == [f"'{text}", "-1.5"]


def test_other_formats_keep_the_text_that_a_spreadsheet_may_not_see() -> None:
    out = io.BytesIO()
    list(write_jsonl(("headline",), iter([[("=1+1",)]]), out))
    assert json.loads(out.getvalue()) == {"headline": "=1+1"}


def test_a_view_without_rows_is_a_file_with_its_columns() -> None:
    out = io.BytesIO()
    assert list(write_parquet(("headline", "published_on"), iter([]), out)) == []
    schema = pyarrow.parquet.read_table(io.BytesIO(out.getvalue())).schema
    assert [(field.name, str(field.type)) for field in schema] == [
        ("headline", "string"),
        ("published_on", "date32[day]"),
    ]


def test_rows_are_read_a_portion_at_a_time(filled: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tasks.report.export_store.PORTION", 4)
    with read_views(filled) as read:
        assert [len(portion) for portion in read(VIEWS[0])] == [4, 2]


def test_without_pyarrow_one_sentence_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(InputError, match="Parquet files need pyarrow"):
        list(write_parquet(("headline",), iter([]), io.BytesIO()))
