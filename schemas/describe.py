"""docs/schema.md, written from the tables and views themselves: `make schema`."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator

from sqlalchemy import Column, Table, UniqueConstraint
from sqlalchemy.dialects import postgresql

from schemas.diagram import GROUPS
from schemas.examples import EXAMPLES
from schemas.tables import metadata
from schemas.views import VIEWS, View

INTRODUCTION = """\
# The ledger's schema

One schema on SQLite and on PostgreSQL. Write your SQL against the [views](#views): they are kept through migrations,
and they show what counts now, which is the current revision of each article with the current results, and topics as
editors have decided. The [tables](#tables) below have everything that ever was. On PostgreSQL, `\\d+` shows the same
comments as this page.

- Names are plural and in snake_case. Times end in `_at`; they are UTC (on SQLite text without a zone, which sorts).
  Days are those of `NEWSLEDGER_TIMEZONE`. An article without a date has no day.
- An article's text is its headline, standfirst and body. Text that is new makes a revision; a change of boilerplate
  or markup alone makes none. Of two revisions the one whose text appeared last is current.
- `span_start` and `span_end` count Unicode code points into the revision's `field`, the end exclusive.
- Every fetch has one outcome, and every document that was fetched has one more, each with a reason. A run's counts
  are those of its fetches when it ended. A fetch that ended as the last one of its place did, such as that of a file
  which has not changed, takes over that one's row: `times` counts them, `fetched_at` is the last one's.
- Every result names its processor. `processings` has a row for each processor that has run over a revision, also
  where it found nothing; `is_current` says whose results count.
- Surrogate ids (`id`, `*_id`) differ between two databases with the same content.

This page and its picture are written by `make schema`.
"""

TABLES = """\
## Tables

An arrow leads from the column that refers to the table that it names; a dashed one may be null.

![The tables in four groups: what came in, what the articles say, what was found in them, what is counted](schema.svg)
"""

TYPES = {"TIMESTAMP WITH TIME ZONE": "time", "FLOAT": "number", "BIGINT": "integer"}


def describe() -> str:
    """The page, in Markdown."""
    return "\n".join([INTRODUCTION, *_views(), TABLES, *_groups()])


def _views() -> Iterator[str]:
    yield "## Views\n"
    for view in VIEWS:
        yield from _view(view)


def _view(view: View) -> Iterator[str]:
    yield f"### {view.name}\n\n{_sentence(view.comment)}\n"
    yield "| column | meaning |\n|---|---|"
    yield from (f"| `{name}` | {meaning} |" for name, meaning in view.columns.items())
    yield f"\n```sql\n{EXAMPLES[view.name]}\n```\n"


def _groups() -> Iterator[str]:
    for title, names in GROUPS.items():
        yield f"### {title}\n"
        tables = [metadata.tables[name] for name in names]
        yield from _references(tables)
        for table in tables:
            yield from _table(table)


def _references(tables: list[Table]) -> Iterator[str]:
    """Mermaid's notation: the one side, the many side, and the column that refers."""
    yield "```mermaid\nerDiagram"
    for table in tables:
        for key in sorted(table.foreign_key_constraints, key=lambda each: tuple(each.column_keys)):
            one = "|o" if all(table.c[name].nullable for name in key.column_keys) else "||"
            yield f"    {key.referred_table.name} {one}--o{{ {table.name} : {key.column_keys[-1]}"
    yield "```\n"


def _table(table: Table) -> Iterator[str]:
    yield f"#### {table.name}\n\n{_sentence(table.comment)}\n"
    yield "| column | type | meaning |\n|---|---|---|"
    yield from (f"| `{column.name}` | {_type(column)} | {_meaning(column)} |" for column in table.columns)
    key = _names(table.primary_key)
    yield f"\nPrimary key: {key}." + "".join(f" Unique: {columns}." for columns in sorted(_unique(table))) + "\n"


def _unique(table: Table) -> Iterator[str]:
    for constraint in table.constraints:
        if isinstance(constraint, UniqueConstraint):
            yield _names(constraint.columns)
    for index in table.indexes:
        if index.unique:
            where = index.dialect_options["sqlite"]["where"]
            yield _names(index.columns) + (f" where `{where}`" if where is not None else "")


def _names(columns: Iterable[Column[object]]) -> str:
    return ", ".join(f"`{column.name}`" for column in columns)


def _sentence(comment: str | None) -> str:
    return f"{comment[0].upper()}{comment[1:]}." if comment else ""


def _type(column: Column[object]) -> str:
    name = column.type.compile(postgresql.dialect())  # type: ignore[no-untyped-call]
    return TYPES.get(name, name.lower()) + (", may be null" if column.nullable else "")


def _meaning(column: Column[object]) -> str:
    targets = sorted({key.column.table.name for key in column.foreign_keys})
    return f"{column.comment}" + "".join(f" (→ [{target}](#{target}))" for target in targets)


if __name__ == "__main__":
    sys.stdout.write(describe())
