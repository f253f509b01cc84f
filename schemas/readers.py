"""Who may read the views and nothing else: roles of PostgreSQL. SQLite has no users."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from sqlalchemy import Connection, text

from schemas.views import VIEWS

GRANTED = """\
SELECT pg_get_userbyid(granted.grantee), relname
FROM pg_class, aclexplode(relacl) AS granted
WHERE relnamespace = CAST(current_schema() AS regnamespace) AND relkind = 'v' AND granted.privilege_type = 'SELECT'
  AND granted.grantee NOT IN (0, relowner)"""


def readers(connection: Connection) -> dict[str, set[str]]:
    """The views that each role has been let read."""
    found: dict[str, set[str]] = defaultdict(set)
    if connection.dialect.name == "postgresql":
        for role, view in connection.execute(text(GRANTED)):
            found[role].add(view)
    return found


def let_read_again(connection: Connection, before: Mapping[str, set[str]]) -> None:
    """Who read a view before it was made anew reads it again; who read all of them reads all that there are now."""
    views = {view.name for view in VIEWS}
    all_before = set[str]().union(*before.values())
    for role, read in before.items():
        let_read(connection, role, views if read == all_before else views & read)


def let_read(connection: Connection, role: str, names: set[str]) -> None:
    """Lets a role read these."""
    if names:
        listed = ", ".join(quoted(name) for name in sorted(names))
        run(connection, f"GRANT SELECT ON {listed} TO {quoted(role)}")


def quoted(name: str) -> str:
    """A name as SQL has it, whatever characters it has."""
    doubled = name.replace('"', '""')
    return f'"{doubled}"'


def run(connection: Connection, statement: str) -> None:
    """A statement without parameters, in which a % is a %."""
    connection.exec_driver_sql(statement, execution_options={"no_parameters": True})
