"""docs/schema.svg shows every table, column and reference that there is, and no other."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree as ET

from schemas.diagram import GROUPS
from schemas.tables import metadata

SVG = "{http://www.w3.org/2000/svg}"
PICTURE = ET.parse(Path(__file__).parents[2] / "docs/schema.svg").getroot()  # noqa: S314 - our own
AGAIN = "run: make schema"


def drawn(kind: str) -> dict[str, list[str]]:
    """What is written in each part of the picture, word by word, by the part's title."""
    parts = [part for part in PICTURE.iter(f"{SVG}g") if part.get("class") == kind]
    return {part.findtext(f"{SVG}title") or "": re.findall(r"\w+", text_of(part)) for part in parts}


def text_of(part: ET.Element) -> str:
    return " ".join(text.text or "" for text in part.iter(f"{SVG}text"))


def test_every_table_has_its_group() -> None:
    assert Counter(name for names in GROUPS.values() for name in names) == Counter(metadata.tables.keys())


def test_tables_are_drawn_with_their_columns() -> None:
    tables = {table.name: sorted([table.name, *table.columns.keys()]) for table in metadata.tables.values()}
    assert {name: sorted(words) for name, words in drawn("node").items()} == tables, AGAIN


def test_references_are_drawn_from_their_columns() -> None:
    keys = [key for table in metadata.tables.values() for key in table.foreign_key_constraints]
    assert drawn("edge").keys() == {
        f"{key.table.name}:{key.column_keys[-1]}->{key.referred_table.name}:table" for key in keys
    }, AGAIN
