"""What an editor does with lines that repeat: look at them, adopt some, drop some again."""

from __future__ import annotations

import sys

from schemas.boilerplate import LearnedLine
from schemas.config import read_edited
from schemas.counted import counted
from schemas.errors import InputError
from schemas.settings import settings
from tasks.clean.io import load_lines
from tasks.link.adoption import with_line, without_line
from tasks.link.io import ADOPTED, edited_alone, write_edited
from tasks.link.store import find_lines
from tasks.load.store import open_existing
from tasks.report.boilerplate import seen_as_comment, write_lines
from tasks.report.query import Format

APPLY = "newsledger retag applies it to what is stored"


def list_lines(source: str | None, form: Format, limit: int | None) -> None:
    """Print the lines of every source, or of one.

    Raises:
        NewsledgerError: the ledger or a file of rules cannot be read.
    """
    config = settings()
    adopted = [line for line in load_lines(config.config_folder()) if source in (None, line.source)]
    with open_existing(config.database_url) as ledger:
        write_lines(find_lines(ledger, source), adopted, sys.stdout, form, limit)


def adopt_lines(ids: list[str]) -> None:
    """Make lines that repeat boilerplate of their sources.

    Raises:
        NewsledgerError: a line is not known, or the file cannot be written; nothing is adopted.
    """
    config = settings()
    folder = config.config_folder()
    with open_existing(config.database_url) as ledger:
        found = {line.id: line for line in find_lines(ledger)}
    with edited_alone(folder):
        adopted = {line.id for line in load_lines(folder)}
        _refuse_unknown(ids, adopted | found.keys(), "no line that repeats has")
        new = [found[id_] for id_ in dict.fromkeys(ids) if id_ not in adopted]
        text = read_edited(folder / ADOPTED)
        for each in new:
            text = with_line(text, LearnedLine(id=each.id, source=each.source, text=each.text), seen_as_comment(each))
        if new:
            write_edited(folder / ADOPTED, text)
    sys.stdout.write(f"{counted(len(new), 'line')} adopted in {folder / ADOPTED}; {APPLY}\n")


def drop_lines(ids: list[str]) -> None:
    """Let lines be news again.

    Raises:
        NewsledgerError: a line was not adopted, or the file cannot be written; nothing is dropped.
    """
    folder = settings().config_folder()
    _refuse_unknown(ids, {line.id for line in load_lines(folder)}, "no adopted line has")
    with edited_alone(folder):
        text = read_edited(folder / ADOPTED)
        for id_ in dict.fromkeys(ids):
            without = without_line(text, id_)
            if without == text:
                raise InputError(f"the line {id_} is not in {folder / ADOPTED}: take it out of the file that has it")
            text = without
        write_edited(folder / ADOPTED, text)
    sys.stdout.write(f"{counted(len(set(ids)), 'line')} taken out of {folder / ADOPTED}; {APPLY}\n")


def _refuse_unknown(ids: list[str], known: set[str], said: str) -> None:
    if unknown := [id_ for id_ in ids if id_ not in known]:
        raise InputError(f"{said} the id {', '.join(unknown)}; newsledger boilerplate list shows what is there")
