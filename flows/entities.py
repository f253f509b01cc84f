"""What an editor does with names across articles: look at them, make some one thing, take some apart."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from pathlib import Path

from schemas.config import read_edited
from schemas.counted import counted
from schemas.csv_file import without_rows
from schemas.entities import Naming
from schemas.errors import ConfigError, InputError
from schemas.records import JoinRule, Label
from schemas.settings import settings
from schemas.sources import load_sources
from schemas.wording import nearest
from tasks.link.io import NAMINGS, edited_alone, load_decisions, write_edited
from tasks.link.namings import parse, with_naming
from tasks.link.store import (
    count_days,
    find_alike,
    find_also,
    find_bearers,
    is_borne_in,
    link_entities,
    list_names,
    list_sources,
)
from tasks.load.fold import fold
from tasks.load.store import Ledger, open_existing, open_ledger
from tasks.report.calling import call
from tasks.report.entities import bare_names, write_names
from tasks.report.query import Format

ADDRESS = re.compile(r"[/:.\\]")  # in all that an article may be called: a URL, a path, a key with its kind


def list_entities(text: str, rule: JoinRule | None, form: Format, limit: int | None) -> None:
    """Print the names of all things, or of those of which a name holds a text.

    Raises:
        NewsledgerError: the ledger cannot be read.
    """
    with open_existing(settings().database_url) as ledger:
        found = list_names(ledger, text, rule, limit)
        bearers = {name: find_bearers(ledger, name) for name in bare_names(found)}
        write_names(found, bearers, sys.stdout, form, limit)


def decide(naming: Naming, where: str | None = None) -> None:
    """Write one line more into the editors' file, and link the ledger by it.

    Args:
        naming: the line, but for its place.
        where: the name of a source, or whatever `newsledger explain` takes for an article.

    Raises:
        NewsledgerError: the line does not go with the others, the place's name means several articles, is a number that
            none has, or neither a source's nor by its form an article's, or something cannot be read or written.
    """
    path = settings().config_folder() / NAMINGS
    place, is_there = _known_place(where, path.absolute().parents[1]) if where else (None, True)
    naming = naming.model_copy(update={"where": place}) if place else naming
    with edited_alone(path.parent):
        _write(naming, path)
        sys.stdout.write(f"1 line added to {path}; ")
        link()
        unknown = _say_if_unknown(naming.name)
        if not is_there:
            sys.stdout.write(f"there is no article {where} so far; the line waits for one\n")
        elif naming.where and not unknown:
            _say_if_not_there(naming)


def drop(name: str, where: str | None, found_as: Label | None) -> None:
    """Take what is said of a name out of the editors' file, and link the ledger by what is left.

    Args:
        name: as articles have it; case and accents do not count.
        where: the source or article in which it is said; None: in all articles.
        found_as: only what is said of the name where it was taken for this.

    Raises:
        NewsledgerError: nothing is said of it there, or something cannot be read or written; nothing is dropped.
    """
    path = settings().config_folder() / NAMINGS
    place = _place(where, path.absolute().parents[1]) if where else None
    with edited_alone(path.parent):
        text = read_edited(path)
        about = [each for each in parse(text, path) if fold(each[1].name) == fold(name)]
        gone = [n for n, each in about if each.where == place and found_as in (None, each.found_as)]
        if not gone:
            raise InputError(_nothing_said(name, [each for _, each in about], where))
        write_edited(path, without_rows(text, gone, path))
        sys.stdout.write(f"{counted(len(gone), 'line')} taken out of {path}; ")
        link()


def _nothing_said(name: str, elsewhere: Sequence[Naming], where: str | None) -> str:
    said = f"nothing is said of {name!r} in {where or 'all articles'}"
    places = ", ".join(dict.fromkeys(each.where or "all articles" for each in elsewhere))
    return f"{said}, only in {places}" if places else said


def _write(naming: Naming, path: Path) -> None:
    text = with_naming(read_edited(path), naming, path)
    try:
        parse(text, path)
    except ConfigError as error:
        raise ConfigError(f"nothing was written: {error}") from error
    write_edited(path, text)


def _say_if_unknown(name: str) -> bool:
    """Says so if no article has a name."""
    with open_existing(settings().database_url) as ledger:
        alike = find_alike(ledger, name)
    unknown = fold(name) not in map(fold, alike)
    if unknown:
        sys.stdout.write(f"no article has the name {name} so far; the line waits for one{nearest(name, alike)}\n")
    return unknown


def _say_if_not_there(naming: Naming) -> None:
    """Says so if the name is none in its place, where its thing may have another, by which it is joined."""
    with open_existing(settings().database_url) as ledger:
        if is_borne_in(ledger, naming):
            return
        also = find_also(ledger, naming.name)
    hint = f"; what is shown as {naming.name} is also called {' and '.join(map(repr, also))}" if also else ""
    sys.stdout.write(f"{naming.where} has no name {naming.name} so far; the line waits for one{hint}\n")


def _place(where: str, root: Path) -> str:
    """What to call a source or an article in the file, in other ledgers, too."""
    with open_existing(settings().database_url) as ledger:
        return where if where in _sources(ledger) else call(ledger, where, Path.cwd(), root).name


def _known_place(where: str, root: Path) -> tuple[str, bool]:
    """The same, and whether it is there so far; an article may still come, and a source that is configured.

    Raises:
        InputError: it is neither, and by its form no article.
    """
    with open_existing(settings().database_url) as ledger:
        sources = _sources(ledger)
        if where in sources:
            return where, True
        called = call(ledger, where, Path.cwd(), root)
    if called.article_id is None and not ADDRESS.search(where):
        said = f"nothing was written: there is no source or article {where!r}{nearest(where, sources)}"
        raise InputError(said)
    return called.name, called.article_id is not None


def _sources(ledger: Ledger) -> list[str]:
    """Those in the ledger, and those that are configured."""
    configured = (source.name for source in load_sources(settings().config_folder()))
    return list(dict.fromkeys((*list_sources(ledger), *configured)))


def link() -> None:
    """Link the names in the ledger by what the editors' file says now.

    Raises:
        NewsledgerError: the file is not valid, or the ledger cannot be used.
    """
    config = settings()
    decisions = load_decisions(config.config_folder())
    open_existing(config.database_url).close()
    with open_ledger(config.database_url) as ledger:
        changed = link_entities(ledger, decisions)
        count_days(ledger)
    sys.stdout.write(f"{counted(changed, 'spelling')} linked to something else than before\n")
