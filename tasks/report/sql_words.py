"""The names in a PostgreSQL statement, read as PostgreSQL's own scanner reads them.

Comments and string literals are passed over, `"quoted"` names are unfolded. Read from
https://www.postgresql.org/docs/current/sql-syntax-lexical.html with `standard_conforming_strings` on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from schemas.errors import InputError

# ASCII mode: to PostgreSQL every character beyond ASCII is a letter, and no other space than ASCII's is a space.
TOKEN = re.compile(
    r"""
      (?P<space>\s+|--[^\r\n]*)
    | (?P<comment>/\*)
    | (?P<escaped>[uU]&["'])                                # U&"\0070g" spells any name: not read here
    | (?P<string>[eE]'(?:[^'\\]|\\.|'')*+'|[bBxXnN]?'(?:[^']|'')*+')
    | (?P<dollar>\$(?:[A-Za-z_\x80-\U0010ffff][\w\x80-\U0010ffff]*)?\$)
    | (?P<quoted>"(?:[^"]|"")*+")
    | (?P<open>[eEbBxXnN]?'|")
    | (?P<name>[A-Za-z_\x80-\U0010ffff][\w$\x80-\U0010ffff]*)
    | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL | re.ASCII,
)
NESTING = re.compile(r"/\*|\*/")


def words(sql: str) -> Iterator[tuple[str, bool]]:
    """Each name of a statement, folded as PostgreSQL folds it, and whether it is called: `f(x)`, or `(x).f`.

    Raises:
        InputError: names are escaped with U&, or a comment or string has no end.
    """
    pending: str | None = None
    before = ("", "")  # the two tokens in front
    of_value = False
    for kind, text in _tokens(sql):
        if pending is not None:
            yield pending, of_value or text == "("
        pending, of_value = _folded(kind, text), before in ((")", "."), ("]", "."))
        before = (before[1], text)
    if pending is not None:
        yield pending, of_value


def _folded(kind: str, text: str) -> str | None:
    if kind == "name":
        return text.lower()
    return text[1:-1].replace('""', '"') if kind == "quoted" else None


def _tokens(sql: str) -> Iterator[tuple[str, str]]:
    position = 0
    while position < len(sql):
        found = TOKEN.match(sql, position)
        if found is None:  # the last alternative takes any character
            raise AssertionError(sql[position:])
        kind, text, position = found.lastgroup or "other", found[0], found.end()
        if kind in ("escaped", "open"):
            raise InputError("the query is not valid: a quotation mark is left open, or U& escapes are used")
        if kind == "comment":
            position = _after_comment(sql, position)
        elif kind == "dollar":
            position = _after_dollar(sql, position, text)
        elif kind != "space":
            yield kind, text


def _after_comment(sql: str, position: int) -> int:
    """PostgreSQL's comments nest."""
    depth = 1
    while depth:
        found = NESTING.search(sql, position)
        if found is None:
            raise InputError("the query is not valid: a comment has no end")
        depth += 1 if found[0] == "/*" else -1
        position = found.end()
    return position


def _after_dollar(sql: str, position: int, delimiter: str) -> int:
    end = sql.find(delimiter, position)
    if end < 0:
        raise InputError("the query is not valid: a dollar-quoted string has no end")
    return end + len(delimiter)
