"""A row's values as the parts of a document, by its source's field map."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import tzinfo
from typing import Literal

from schemas.errors import InputError
from schemas.records import Given, Timestamp
from schemas.sources import Fields
from tasks.clean.dates import read_epoch, read_formatted, read_timestamp
from tasks.clean.decode import tidy
from tasks.fetch.columns import columns_of, listed, nearest, quoted

Row = Mapping[str, object]
Filled = tuple[str, object]  # name, value

MAX_ID = 1_000  # characters; databases index no longer ones
EPOCH = re.compile(r"[0-9]{10}(?:[0-9]{3})?")  # seconds or milliseconds since 1970
LANGUAGE = re.compile(r"[a-z]{2}(?=$|[-_])")
WAY_OUT = "give the row a text; for newsledger ingest, [fields] in its source's file may name another key"
Method = Literal["row", "feed"]
# an item of JSON Feed, which is what entries of feeds are kept as
FEED = Fields(
    id=("id",),
    url=("url",),
    html=("content_html",),
    text=("content_text", "summary"),
    headline=("title",),
    authors=("authors",),
    published_at=("date_published",),
    modified_at=("date_modified",),
    language=("language",),
)


def content_of(row: Row, fields: Fields) -> tuple[Literal["html", "text"], str]:
    """The article's text and what it is; empty if nothing is there, but a place for it or a headline is.

    Raises:
        InputError: it has none, or what is no string; or it may have one, under a name that is much like the right one.
    """
    if found := _filled(row, fields.html):
        return "html", _string(found)
    if found := _filled(row, fields.text):
        return "text", _string(found)
    wanted = (*fields.html, *fields.text)
    if any(_value(row, name) is not None for name in wanted):
        return "text", ""
    if _filled(row, fields.headline) and not _near(wanted, row, fields, filled=True):
        return "text", ""
    raise InputError(_without(wanted, row, fields))


def id_of(row: Row, fields: Fields) -> str | None:
    """The name that the other system has for the row."""
    if not (found := _filled(row, fields.id)):
        return None
    name, value = found
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise InputError(f"has an {quoted(name)} that is neither a string nor a whole number")
    guid = tidy(str(value))[0].strip()
    if len(guid) > MAX_ID:
        raise InputError(f"has an {quoted(name)} of more than {MAX_ID} characters")
    return guid or None


def url_of(row: Row, fields: Fields) -> str | None:
    """The article's address as the row has it."""
    found = _filled(row, fields.url)
    return _string(found) if found else None


def given_by(row: Row, fields: Fields, timezone: tzinfo, method: Method = "row") -> Given:
    """What the row says of its article besides the text.

    Raises:
        InputError: a value is not what it should be; in particular a date that cannot be read, or in two ways. Of a
            feed, such a date is left out: nobody can say how it was meant.
    """
    forms = fields.date_format
    return Given(
        headline=_line(row, fields.headline),
        standfirst=_line(row, fields.standfirst),
        authors=tuple(_names(row, fields.authors)),
        published_at=_time(row, fields.published_at, forms, timezone, method),
        modified_at=_time(row, fields.modified_at, forms, timezone, method),
        language=_language(_line(row, fields.language)),
        method=method,
    )


def listed_at(printed: str | None, timezone: tzinfo) -> Timestamp | None:
    """A date as the feed printed it that lists a page; None if it cannot be read."""
    return _read_time(printed, (), timezone, "feed")


def _without(wanted: Sequence[str], row: Row, fields: Fields) -> str:
    said = f"has neither {' nor '.join(map(quoted, wanted))}" if len(wanted) > 1 else f"has no {quoted(wanted[0])}"
    outer, within = _place(wanted, row)
    if _others(outer, within, fields):
        whose = f"the keys of {quoted(outer)}" if outer else "its keys"
        said += f"; {listed(whose, list(within))}{_near(wanted, row, fields)}"
    return f"{said}; {WAY_OUT}"


def _near(wanted: Sequence[str], row: Row, fields: Fields, *, filled: bool = False) -> str:
    """A clause that asks for the nearest name, if need be of what holds text; or nothing."""
    outer, within = _place(wanted, row)
    others = [name for name in _others(outer, within, fields) if not filled or _holds_text(within[name])]
    return nearest([name.removeprefix(f"{outer}.") for name in wanted], others)


def _place(wanted: Sequence[str], row: Row) -> tuple[str, Row]:
    """The object in which these names should be, and its own name: the innermost that is there, the row if none is."""
    return max((_innermost(name, row) for name in wanted), key=lambda found: len(found[0]))


def _innermost(name: str, row: Row) -> tuple[str, Row]:
    outer, _, inner = name.partition(".")
    within = row.get(outer)
    if not inner or not isinstance(within, dict):
        return "", row
    further, found = _innermost(inner, within)
    return f"{outer}.{further}".rstrip("."), found


def _others(outer: str, within: Row, fields: Fields) -> list[str]:
    """The keys of an object that the field map does not name, nor anything in them."""
    used = {name.removeprefix(f"{outer}.").partition(".")[0] for names in columns_of(fields) for name in names}
    return [name for name in within if name not in used]


def _holds_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _filled(row: Row, names: Sequence[str]) -> Filled | None:
    """The first of these that holds something."""
    values = ((name, _value(row, name)) for name in names)
    return next(
        ((n, v) for n, v in values if v not in (None, [], {}) and not (isinstance(v, str) and not v.strip())), None
    )


def _value(row: Row, name: str) -> object:
    """A key's value; `byline.name` is also the key `name` of the object `byline`."""
    if name in row or "." not in name:
        return row.get(name)
    outer, _, inner = name.partition(".")
    within = row.get(outer)
    return _value(within, inner) if isinstance(within, dict) else None


def _string(found: Filled) -> str:
    name, value = found
    if not isinstance(value, str):
        raise InputError(f"has a {quoted(name)} that is not a string")
    return value


def _line(row: Row, names: Sequence[str]) -> str | None:
    found = _filled(row, names)
    return " ".join(tidy(_string(found))[0].split()) or None if found else None


def _names(row: Row, columns: Sequence[str]) -> Iterator[str]:
    """Authors as printed: a string, an object with a name, or several of either."""
    if not (found := _filled(row, columns)):
        return
    column, value = found
    for each in value if isinstance(value, list) else [value]:
        name = each.get("name") if isinstance(each, dict) else each
        if not isinstance(name, str):
            raise InputError(f"has a {quoted(column)} that is neither a name nor a list of names")
        if printed := " ".join(tidy(name)[0].split()):
            yield printed


def _language(said: str | None) -> str | None:
    code = LANGUAGE.match(said.lower()) if said else None
    return code[0] if code else None


def _time(row: Row, names: Sequence[str], forms: Sequence[str], timezone: tzinfo, method: Method) -> Timestamp | None:
    if not (found := _filled(row, names)):
        return None
    name, value = found
    time = _read_time(value, forms, timezone, method)
    if time is None and method == "row":
        known = " or ".join(map(quoted, forms))
        how = f"as {known}" if known else "in one way only; date_format under [fields] says how it is written"
        raise InputError(f"has a {quoted(name)} that cannot be read {how}: {quoted(str(value))}")
    return time


def _read_time(value: object, forms: Sequence[str], timezone: tzinfo, method: Method) -> Timestamp | None:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return read_epoch(value, method)
    if not isinstance(value, str):
        return None
    text = value.strip()
    if forms:
        return next(filter(None, (read_formatted(text, form, method, timezone) for form in forms)), None)
    return read_epoch(int(text), method) if EPOCH.fullmatch(text) else read_timestamp(text, method, timezone)
