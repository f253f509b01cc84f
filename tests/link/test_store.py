"""Entities across articles."""

from __future__ import annotations

from schemas.records import Article, Entity, Mention, Tags
from tasks.link.store import link_entities, touched_entities
from tasks.load.store import Ledger
from tests.load.making import begin, document, load, rows


def named(article: Article) -> Tags:
    """The body is a name; one that has a slash is that of a thing under another name."""
    surface, _, name = article.body.partition("/")
    mention = Mention("body", 0, len(surface), surface, "PERSON")
    number = "Q1" if name else None
    return Tags((mention,), (Entity(name or surface, "PERSON", (0,), number),))


def entities(ledger: Ledger) -> list[tuple[str, str | None]]:
    """Names and Q-numbers."""
    return rows(ledger, "SELECT name, wikidata FROM entities ORDER BY folded")


def test_accents_are_folded_across_articles_and_the_better_spelling_is_shown(ledger: Ledger) -> None:
    first, second = begin(ledger), begin(ledger)
    load(ledger, first, [document(0, "Francois"), document(1, "Francois")], named)
    assert link_entities(ledger, touched_entities(ledger, first)) == 0
    load(ledger, second, [document(2, "François"), document(3, "Theresa")], named)
    assert len(touched_entities(ledger, second)) == 2
    assert link_entities(ledger, touched_entities(ledger, second)) == 1
    assert entities(ledger) == [("François", None), ("Theresa", None)]
    aliases = rows(ledger, "SELECT surface, mentions FROM entity_aliases ORDER BY surface")
    assert aliases == [("Francois", 2), ("François", 1), ("Theresa", 1)]


def test_what_was_touched_comes_to_the_same_as_everything(ledger: Ledger) -> None:
    for number, body in enumerate(["ELYSEE", "Elysee", "Élysée", "MoD/Ministry of Defence"]):
        run_id = begin(ledger)
        load(ledger, run_id, [document(number, body)], named)
        link_entities(ledger, touched_entities(ledger, run_id))
    assert link_entities(ledger) == 0
    assert entities(ledger) == [("Élysée", None), ("Ministry of Defence", "Q1")]


def test_a_number_that_is_learnt_later_stays(ledger: Ledger) -> None:
    load(ledger, begin(ledger), [document(0, "Ministry of Defence")], named)
    assert entities(ledger) == [("Ministry of Defence", None)]
    load(ledger, begin(ledger), [document(1, "MoD/Ministry of Defence")], named)
    load(ledger, begin(ledger), [document(2, "Ministry of Defence!")], named)
    assert ("Ministry of Defence", "Q1") in entities(ledger)
