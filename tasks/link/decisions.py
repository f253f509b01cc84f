"""What editors have decided about names, ready to be looked up. Pure."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct

from schemas.entities import Naming
from schemas.records import Label
from tasks.link.likeness import VERSION
from tasks.load.fold import fold
from tasks.load.rows import EntityKey


class Line(Struct, frozen=True):
    """A line of the file, as it is compared with names."""

    number: int  # in the file, from 1
    name: str  # folded
    found_as: Label | None
    where: str | None
    thing: EntityKey


class Decisions:
    """`config/entities.csv`; without lines, nothing is decided."""

    def __init__(self, namings: Iterable[tuple[int, Naming]] = (), folder: Path = Path()) -> None:
        """Relative paths of articles are meant from `folder`."""
        listed = list(namings)
        self.folder = folder.absolute()
        self.lines = tuple(_line(number, naming) for number, naming in listed)
        self.names = {thing_key(naming): naming.entity for _, naming in listed}
        self.wikidata = {thing_key(naming): naming.wikidata for _, naming in listed if naming.wikidata}
        said = repr([(number, naming.model_dump()) for number, naming in listed])
        self.config_hash = f"{VERSION} {hashlib.sha256(said.encode()).hexdigest()[:16]}"
        self._everywhere = {(line.name, line.found_as): line for line in self.lines if line.where is None}
        self._placed: defaultdict[str, list[Line]] = defaultdict(list)
        for line in self.lines:
            if line.where is not None:
                self._placed[line.name].append(line)

    def everywhere(self, label: Label, name: str) -> Line | None:
        """The line about this name in all articles; one that tells what it was found as goes first."""
        return self._everywhere.get((name, label)) or self._everywhere.get((name, None))

    def placed(self, label: Label, name: str) -> list[Line]:
        """The lines about this name in single places, those first that tell what it was found as."""
        lines = [line for line in self._placed.get(name, ()) if line.found_as in (None, label)]
        return sorted(lines, key=lambda line: line.found_as is None)


def _line(number: int, naming: Naming) -> Line:
    return Line(number, fold(naming.name), naming.found_as, naming.where, thing_key(naming))


def thing_key(naming: Naming) -> EntityKey:
    """The thing that a line is about, by the key that its row in the ledger has."""
    return naming.label, fold(naming.entity)
