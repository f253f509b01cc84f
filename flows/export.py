"""`newsledger export`: views into files, each of which appears under its name when it is whole."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

from flows.lines import writing
from flows.progress import progress
from schemas.counted import counted
from schemas.errors import InputError
from schemas.settings import settings
from schemas.views import VIEWS
from schemas.wording import nearest
from tasks.load.store import open_existing
from tasks.report.export import WRITERS, ExportFormat, load_pyarrow
from tasks.report.export_store import read_views

ALL = "all"
# v_search has nothing that v_articles has not, but for an index
EXPORTED = {view.name: view for view in VIEWS if view.name != "v_search"}
STANDARD_OUTPUT = "-"


def export_views(name: str, form: ExportFormat | None, out: str, *, force: bool) -> None:
    """Write one view into a file, or all of them into a folder, a file each.

    Raises:
        NewsledgerError: there is no such view, a file is there already, or cannot be written.
    """
    form = form or _form_of(out)
    targets = _targets(name, form, out)
    _check(targets, form, force=force)
    with open_existing(settings().database_url) as ledger, read_views(ledger) as read:
        for view, target in targets.items():
            columns, portions = tuple(EXPORTED[view].columns), read(EXPORTED[view])
            with writing(target) as stream, progress("row") as advance:
                written = 0
                for more in WRITERS[form](columns, portions, stream):
                    advance(more)
                    written += more
            if out != STANDARD_OUTPUT:
                sys.stdout.write(f"{view}: {counted(written, 'row')} in {target}\n")


def _form_of(out: str) -> ExportFormat:
    ending = Path(out.removesuffix(".gz")).suffix.removeprefix(".")
    if ending not in list(ExportFormat):
        raise InputError(f"say --format {', '.join(ExportFormat)}, or end the file's name in one of them")
    return ExportFormat(ending)


def _targets(name: str, form: ExportFormat, out: str) -> Mapping[str, str]:
    if name == ALL:
        return {view: str(_folder(out) / f"{view}.{form}") for view in EXPORTED}
    if name not in EXPORTED:
        hint = nearest(name, EXPORTED, f"; there are {ALL}, {', '.join(EXPORTED)}")
        raise InputError(f"no view {name!r} can be exported{hint}")
    if Path(out).is_dir():
        raise InputError(f"{out} is a folder: name a file in it")
    return {name: out}


def _folder(out: str) -> Path:
    folder = Path(out)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"{out} cannot be made a folder, which all views go into: {error.strerror}") from error
    return folder


def _check(targets: Mapping[str, str], form: ExportFormat, *, force: bool) -> None:
    there = [target for target in targets.values() if target != STANDARD_OUTPUT and Path(target).exists()]
    if there and not force:
        raise InputError(f"{there[0]} is there already; --force writes over it")
    if form is ExportFormat.PARQUET:
        load_pyarrow()
        packed = [target for target in targets.values() if target.endswith(".gz") or target == STANDARD_OUTPUT]
        if packed:
            raise InputError("Parquet is packed by itself, and goes into a file: name one that ends in .parquet")
