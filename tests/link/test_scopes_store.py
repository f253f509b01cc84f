"""Editors' files that are long, or name places by long addresses, on each database."""

from __future__ import annotations

import hashlib

import pytest

from schemas.entities import Naming
from schemas.records import Key
from tasks.link.decisions import Decisions
from tasks.link.store import link_entities
from tasks.load.fold import bounded
from tasks.load.store import Ledger
from tests.link.test_store import named
from tests.load.making import begin, document, load, rows

LINES = 33_000  # with a name and a thing each: more values than PostgreSQL takes in one statement


@pytest.mark.full
def test_more_lines_than_a_statement_takes_values(ledger: Ledger) -> None:
    load(ledger, begin(ledger), [document(0, "Name 7")], named)
    said = [Naming.model_construct(name=f"Name {n}", entity=f"Thing {n}", label="ORG") for n in range(LINES)]
    link_entities(ledger, Decisions(enumerate(said, 2)))
    names = rows(ledger, "SELECT n.name, t.name FROM entities n JOIN entities t ON t.id = n.thing_id")
    assert names == [("Name 7", "Thing 7")]


def test_a_place_with_a_longer_address_than_an_index_takes(ledger: Ledger) -> None:
    address = f"https://a.example/{''.join(hashlib.sha256(bytes([n])).hexdigest() for n in range(60))}"
    key = Key("url", bounded(address))
    load(ledger, begin(ledger), [document(0, "Smith", keys=[key]), document(1, "Smith")], named)
    line = Naming(name="Smith", where=address, entity="Joan Smith", label="PERSON")
    for _ in range(2):
        link_entities(ledger, Decisions([(2, line)]))
        things = rows(ledger, "SELECT t.name FROM entities n JOIN entities t ON t.id = n.thing_id WHERE n.line = 2")
        assert ("Joan Smith",) in things
    link_entities(ledger, Decisions())
    placed = "SELECT count(*) FROM mentions JOIN entities n ON n.id = entity_id WHERE scope LIKE 'in %'"
    assert rows(ledger, placed) == [(0,)]
