"""What a column's name says is what the database has in it."""

from __future__ import annotations

from schemas.kinds import Kind, kind_of
from schemas.views import VIEWS
from tasks.load.store import Ledger
from tests.load.making import rows

POSTGRESQL = {
    "text": Kind.TEXT,
    "bigint": Kind.INTEGER,
    "integer": Kind.INTEGER,
    "double precision": Kind.NUMBER,
    "boolean": Kind.BOOLEAN,
    "date": Kind.DAY,
    "timestamp with time zone": Kind.TIME,
}
SQLITE = {"": None, "TEXT": Kind.TEXT, "BIGINT": Kind.INTEGER, "INTEGER": Kind.INTEGER, "INT": Kind.INTEGER,
    "FLOAT": Kind.NUMBER, "BOOLEAN": Kind.BOOLEAN, "DATE": Kind.DAY, "DATETIME": Kind.TIME, "NUM": None}  # fmt: skip
IN_POSTGRESQL = "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = '{}'"
IN_SQLITE = "SELECT name, type FROM pragma_table_xinfo('{}')"


def test_a_views_columns_hold_what_their_names_say(ledger: Ledger) -> None:
    """A column that a view gains and whose name does not say it belongs into one of the sets in schemas/kinds.py."""
    sqlite = ledger.engine.dialect.name == "sqlite"
    for view in VIEWS:
        found = rows(ledger, (IN_SQLITE if sqlite else IN_POSTGRESQL).format(view.name))
        assert {name for name, _ in found} == set(view.columns), view.name
        for name, type_ in found:
            said = SQLITE[type_] if sqlite else POSTGRESQL.get(type_)
            assert said in (None, kind_of(name)), f"{view.name}.{name} is {type_}, and not {kind_of(name)}"
