"""A search looks into each article's current text, and into nothing else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec.structs import replace
from sqlalchemy import text

from schemas.records import Article, Processor, Processors
from tasks.load.store import Ledger
from tasks.load.words import words
from tests.load.making import NOON, PROCESSORS, document, load_run, rows
from tests.load.test_renewal import renew

NEW_CLEANER = Processors((Processor("clean", "1", "b"), *PROCESSORS.of_all[1:]))
LATER = NOON + timedelta(hours=1)

VOCABULARY = "fts5vocab(main, revision_words, instance)"
ALL_WORDS = {
    "sqlite": "SELECT term, doc FROM temp.words_held",
    "postgresql": "SELECT lexeme, revision_id FROM revision_words, unnest(words)",
}


def held(ledger: Ledger) -> set[tuple[str, int]]:
    """Every word that can be found, with the revision it is found in."""
    with ledger.read() as connection:
        if connection.dialect.name == "sqlite":
            connection.execute(
                text("CREATE VIRTUAL TABLE temp.words_held USING fts5vocab(main, revision_words, instance)")
            )
        return {(word, id_) for word, id_ in connection.execute(text(ALL_WORDS[connection.dialect.name]))}


def raw(ledger: Ledger) -> set[tuple[str, int]]:
    """The same from the articles themselves."""
    found = rows(ledger, "SELECT revision_id, headline, standfirst, body FROM v_articles")
    return {(word.folded, id_) for id_, *fields in found for field in fields for word in words(field or "")}


def assert_in_step(ledger: Ledger) -> set[str]:
    """What is found is what the articles have; returns the words."""
    found = held(ledger)
    assert found == raw(ledger)
    if ledger.engine.dialect.name == "sqlite":
        with ledger.write() as connection:  # an index that was handed another text than it had says so here
            connection.execute(text("INSERT INTO revision_words (revision_words, rank) VALUES ('integrity-check', 1)"))
    return {word for word, _ in found}


def test_new_articles_can_be_found(ledger: Ledger) -> None:
    load_run(
        ledger, [[document(0, "Ferries stop.", headline="Café closed", standfirst="At noon"), document(1, "Storm")]]
    )
    assert assert_in_step(ledger) == {"ferries", "stop", "cafe", "closed", "at", "noon", "storm"}


def test_the_old_text_of_an_article_leaves(ledger: Ledger) -> None:
    load_run(ledger, [[document(0, "Ferries stop."), document(1, "Storm")]])
    later = document(0, "Ferries sail.", fetched_at=LATER)
    load_run(ledger, [[later]])
    assert assert_in_step(ledger) == {"ferries", "sail", "storm"}


def test_a_text_that_comes_back_is_found_again(ledger: Ledger) -> None:
    for hour, body in enumerate(("Ferries stop.", "Ferries sail.", "Ferries stop.")):
        load_run(ledger, [[document(0, body, fetched_at=NOON + timedelta(hours=hour))]])
    assert assert_in_step(ledger) == {"ferries", "stop"}


def test_two_versions_in_one_batch(ledger: Ledger) -> None:
    first, second = (
        document(0, "Ferries stop."),
        document(1, "Ferries sail.", uri="file:///inbox/0.txt", fetched_at=LATER),
    )
    load_run(ledger, [[first, second]])
    assert len({id_ for _, id_ in held(ledger)}) == 1
    assert_in_step(ledger)


def test_a_stub_is_found_until_the_whole_text_comes_and_never_after(ledger: Ledger) -> None:
    stub = document(0, "Ferries. Subscribe to read.", kind="stub")
    load_run(ledger, [[stub]])
    assert "subscribe" in assert_in_step(ledger)
    whole = document(0, "Ferries stop for a week.", fetched_at=LATER)
    load_run(ledger, [[whole]])
    load_run(ledger, [[replace(stub, raw=replace(stub.raw, fetched_at=LATER + timedelta(hours=1)))]])
    assert assert_in_step(ledger) == {"ferries", "stop", "for", "a", "week"}


def test_what_is_cleaned_anew_is_found_by_its_new_words(ledger: Ledger) -> None:
    load_run(ledger, [[document(0, "Ferries stop. Tap here."), document(1, "Storm")]])
    renew(ledger, NEW_CLEANER, Article("Ferries stop.", headline="At last"), Article("Storm"))
    assert assert_in_step(ledger) == {"ferries", "stop", "at", "last", "storm"}


def test_what_is_cleaned_anew_into_an_earlier_version(ledger: Ledger) -> None:
    load_run(ledger, [[document(0, "Ferries stop.")]])
    load_run(ledger, [[document(0, "Ferries stop. Tap here.", fetched_at=LATER)]])
    renew(ledger, NEW_CLEANER, Article("Ferries stop."))
    assert assert_in_step(ledger) == {"ferries", "stop"}


@pytest.mark.parametrize("table", ["revisions", "articles"])
def test_what_is_deleted_is_not_found(ledger: Ledger, table: str) -> None:
    load_run(ledger, [[document(0, "Ferries stop."), document(1, "Storm")]])
    column = "id" if table == "articles" else "article_id"
    with ledger.write() as connection:
        connection.execute(text("DELETE FROM article_keys"))
        connection.execute(text(f"DELETE FROM {table} WHERE {column} = (SELECT min(id) FROM articles)"))
    assert assert_in_step(ledger) == {"storm"}


def test_one_document_that_is_refused_costs_no_other_its_words(ledger: Ledger) -> None:
    poisoned = document(1, "Storm", captions=("\0",))
    load_run(ledger, [[document(0, "Ferries stop."), poisoned, document(2, "Trains run.")]])
    assert assert_in_step(ledger) == {"ferries", "stop", "trains", "run"}


def test_a_text_that_is_larger_than_postgresql_takes_is_found_by_its_beginning(ledger: Ledger) -> None:
    load_run(ledger, [[document(0, " ".join(f"w{n}" for n in range(200_000)))]])
    found = {word for word, _ in held(ledger)}
    assert {"w0", "w50000"} <= found
