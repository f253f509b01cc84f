"""The content hash: the same for the same content, whatever ids and runs; another for whatever else changes."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from schemas.views import VIEWS
from tasks.link.store import count_days
from tasks.load.store import Ledger
from tasks.report.content import Content, hash_content
from tasks.report.export_store import read_views
from tests.load.making import document, load_run, some_tags
from tests.load.test_forgetting import names
from tests.report.ledgers import fill

FIRST, SECOND = document(0, "Anna sailed", headline="Ferries"), document(1, "Bert swam", credits=("PA",))


def content(ledger: Ledger) -> dict[str, Content]:
    with read_views(ledger) as read:
        return {each.view: each for each in hash_content(read)}


def test_every_public_view_is_in_it_but_two(filled: Ledger) -> None:
    found = content(filled)
    assert {view.name for view in VIEWS} - found.keys() == {"v_sources", "v_breaches", "v_search"}
    assert all(
        each.rows and len(each.hash) == 64 for each in found.values() if each.view not in ("captions", "credits")
    )


# what `fill` makes; it must be the same on both databases, and only changes with what the views say
def test_both_databases_give_the_same(filled: Ledger, tmp_path_factory: pytest.TempPathFactory) -> None:
    from tasks.load.store import open_ledger

    with open_ledger(f"sqlite:///{tmp_path_factory.mktemp('other') / 'ledger.db'}") as other:
        fill(other)
        assert content(filled) == content(other)


def test_ids_runs_and_their_order_make_no_difference(ledger: Ledger) -> None:
    load_run(ledger, [[FIRST, SECOND]], some_tags)
    before = content(ledger)
    load_run(ledger, [[FIRST]], some_tags)
    assert content(ledger) == before
    with ledger.write() as connection:
        connection.execute(text("UPDATE articles SET current_revision_id = NULL"))
        connection.execute(text("DELETE FROM fetches"))
        connection.execute(text("DELETE FROM articles"))
        connection.execute(text("DELETE FROM entity_aliases"))
        connection.execute(text("DELETE FROM entities"))
    assert content(ledger)["all"] != before["all"]
    load_run(ledger, [[SECOND], [FIRST]], some_tags)
    assert content(ledger) == before


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE revisions SET headline = 'Boats'",
        "UPDATE revisions SET language = 'fr'",
        "UPDATE articles SET key = key || '2'",
        "UPDATE credits SET text = 'AP'",
        "UPDATE quotes SET cue = 'says'",
        "UPDATE figures SET low = 1.5",
        "UPDATE topic_evidence SET weight = 1.0",
        "UPDATE entities SET name = 'Annika' WHERE name = 'Anna'",
        "DELETE FROM mentions WHERE text = 'Bert'",
        "UPDATE processings SET is_current = (found = 0)",
    ],
)
def test_whatever_is_said_otherwise_makes_a_difference(ledger: Ledger, change: str) -> None:
    load_run(ledger, [[FIRST, SECOND]], some_tags)
    before = content(ledger)
    with ledger.write() as connection:
        connection.execute(text(change))
    assert content(ledger)["all"] != before["all"]


def test_pairs_of_things_are_known_by_their_names(ledger: Ledger) -> None:
    bert, both = document(0, "Bert left"), document(1, "Anna met Bert")
    found = []
    for batches in ([[bert, both]], [[bert], [both]]):  # the second time, Bert has the smaller id
        load_run(ledger, batches, names)
        count_days(ledger)
        found.append(content(ledger)["v_entity_pair_daily"])
        with ledger.write() as connection:
            for table in ("fetches", "articles", "entity_aliases", "entities"):
                connection.execute(text(f"DELETE FROM {table}"))
    assert found[0] == found[1]
    assert found[0].rows == 2
