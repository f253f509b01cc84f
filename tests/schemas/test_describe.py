"""docs/schema.md says what the tables and views are."""

from __future__ import annotations

from pathlib import Path

from schemas.describe import describe
from schemas.tables import metadata
from schemas.views import VIEWS

PAGE = Path(__file__).parents[2] / "docs/schema.md"


def test_the_page_is_in_step_with_the_code() -> None:
    assert PAGE.read_text(encoding="utf-8") == describe(), "run: make schema"


def test_every_table_column_and_view_is_explained() -> None:
    for table in metadata.tables.values():
        assert table.comment, table.name
        for column in table.columns:
            assert column.comment, f"{table.name}.{column.name}"
    for view in VIEWS:
        assert all((view.comment, *view.columns.values())), view.name
