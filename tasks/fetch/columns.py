"""Which columns of a CSV file, or keys of a JSON row, hold what: as their source says, else by their usual names."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from difflib import get_close_matches

from schemas.errors import InputError
from schemas.sources import Fields, Source

# the better first; case, blanks, dashes and underscores do not count
USUAL = {
    "id": ("id", "guid"),
    "url": ("url", "link"),
    "html": ("html",),
    "text": ("text", "body", "content"),
    "headline": ("headline", "title"),
    "standfirst": ("standfirst",),
    "authors": ("authors", "author"),
    "published_at": ("publishedat", "published", "publicationdate", "publishdate", "pubdate", "date"),
    "modified_at": ("modifiedat",),
    "language": ("language",),
}
BESIDE = re.compile(r"[\W_]+")
MOST_SHOWN = 20  # names in a sentence
LONGEST_SHOWN = 40  # characters of one


def field_maps(sources: Iterable[Source]) -> dict[str, Fields]:
    """The field maps that sources have, by their names."""
    return {source.name: source.fields for source in sources if source.fields}


def recognise(names: Iterable[str]) -> Fields | None:
    """The field map that these names make by being usual ones; None if none of them is usual for an article's text."""
    plain: dict[str, str] = {}
    for name in names:
        plain.setdefault(BESIDE.sub("", name).casefold(), name)
    found = {part: tuple(plain[name] for name in usual if name in plain) for part, usual in USUAL.items()}
    return Fields(**found) if found["html"] or found["text"] else None


def columns_of(fields: Fields) -> list[tuple[str, ...]]:
    """The names that a field map gives for each part, for those parts that it gives one."""
    return [names for part in USUAL if (names := getattr(fields, part))]


def check_columns(columns: Sequence[str], fields: Fields | None) -> None:
    """See that a table has what is to be read from it.

    Raises:
        InputError: a column is missing or there twice, or none is known to hold the text; one sentence.
    """
    fields = fields or recognise(columns)
    if fields is None:
        said = 'has no column known to hold the text, such as "text" or "html"'
        raise InputError(f"{said}; {listed('its columns', columns)}; name it under [fields] in its source's file")
    for names in columns_of(fields):
        if not any(name in columns for name in names):
            raise InputError(
                f"has no column {_either(names)}; {listed('its columns', columns)}{nearest(names, columns)}"
            )
        if twice := next((name for name in names if columns.count(name) > 1), None):
            raise InputError(f"has two columns {quoted(twice)}, and which of them counts cannot be known")


def listed(what: str, names: Collection[str]) -> str:
    """A clause that names them, as in `its columns`: its columns are "A", "B" and 3 more."""
    shown = ", ".join(quoted(name) for name in list(names)[:MOST_SHOWN])
    more = f" and {len(names) - MOST_SHOWN} more" if len(names) > MOST_SHOWN else ""
    return f"{what} are {shown}{more}"


def nearest(wanted: Sequence[str], names: Collection[str]) -> str:
    """A clause that asks for the nearest of them, as in: did you mean "A"? Or nothing."""
    near = next((found[0] for name in wanted if (found := get_close_matches(name, names, n=1))), None)
    return f"; did you mean {quoted(near)}?" if near else ""


def quoted(name: str) -> str:
    """A name in double quotation marks, cut if it is long."""
    one_line = " ".join(name.split())
    return f'"{one_line[:LONGEST_SHOWN]}{"…" if len(one_line) > LONGEST_SHOWN else ""}"'


def _either(names: Sequence[str]) -> str:
    return " or ".join(map(quoted, names))
