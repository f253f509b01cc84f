"""What every table shares: the metadata, aware UTC times, short ways to write ids, references and vocabularies."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
)
from sqlalchemy.types import TypeDecorator

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)

# SQLite counts rows in an INTEGER column only
Id = BigInteger().with_variant(Integer(), "sqlite")


class UtcTime(TypeDecorator[datetime]):
    """An aware time, UTC on the way in and out; SQLite keeps it as text without a zone, which sorts."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To UTC; a time without a zone is a mistake of the caller."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """From UTC, aware."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


def needed(name: str, type_: Any, comment: str) -> Column[Any]:
    """A column that always has a value."""
    return Column(name, type_, nullable=False, comment=comment)


def optional(name: str, type_: Any, comment: str) -> Column[Any]:
    """A column that may be null."""
    return Column(name, type_, nullable=True, comment=comment)


def row_id() -> Column[int]:
    """The surrogate key of a table that others point to; without meaning outside this database."""
    return Column("id", Id, primary_key=True, comment="surrogate key; differs between databases")


def reference(table: str, comment: str, *, name: str = "", delete: str = "RESTRICT", null: bool = False) -> Column[int]:
    """A foreign key to the `id` of another table: `sources` gives `source_id`."""
    name = name or f"{_singular(table)}_id"
    return Column(name, Id, ForeignKey(f"{table}.id", ondelete=delete), nullable=null, comment=comment)


def one_of(column: str, words: Iterable[str]) -> CheckConstraint:
    """A closed vocabulary (null passes)."""
    listed = ", ".join(f"'{word}'" for word in words)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


def part_of_revision(name: str, comment: str, *columns: Column[Any]) -> Table:
    """A table of a revision's parts, in the order in which they stand in it."""
    return Table(
        name,
        metadata,
        Column(
            "revision_id",
            Id,
            ForeignKey("revisions.id", ondelete="CASCADE"),
            primary_key=True,
            autoincrement=False,
            comment="the revision it belongs to",
        ),
        Column("number", Integer, primary_key=True, autoincrement=False, comment="its place, from 0"),
        *columns,
        comment=comment,
    )


def result_of(name: str, comment: str, *parts: Column[Any] | CheckConstraint | Index) -> Table:
    """A table of what one processor found in one revision, numbered in reading order."""
    return Table(
        name,
        metadata,
        Column("revision_id", Id, primary_key=True, autoincrement=False, comment="the revision it was found in"),
        Column("processor_id", Id, primary_key=True, autoincrement=False, comment="the processor that found it"),
        Column("number", Integer, primary_key=True, autoincrement=False, comment="its place in reading order, from 0"),
        *parts,
        ForeignKeyConstraint(
            ["revision_id", "processor_id"],
            ["processings.revision_id", "processings.processor_id"],
            ondelete="CASCADE",
        ),
        comment=comment,
    )


def span() -> tuple[Column[Any], ...]:
    """Where a result stands in the revision's text."""
    return (
        needed("field", Text, "headline, standfirst or body"),
        needed("span_start", Integer, "first code point in the field, from 0"),
        needed("span_end", Integer, "one past the last code point"),
        needed("text", Text, "the field from span_start to span_end"),
    )


def _singular(table: str) -> str:
    return table.removesuffix("ies") + "y" if table.endswith("ies") else table.removesuffix("s")
