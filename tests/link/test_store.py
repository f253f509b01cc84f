"""Entities across articles."""

from __future__ import annotations

import shutil
import time
from pathlib import Path
from threading import Thread

import pytest
from msgspec.structs import replace
from sqlalchemy import event, text

from schemas.records import Article, Entity, Label, Mention, Tags
from tasks.link.store import link_entities
from tasks.load.rows import entity_key
from tasks.load.store import Ledger, open_ledger
from tests.databases import emptied
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
    load(ledger, begin(ledger), [document(0, "Francois Dubois"), document(1, "Francois Dubois")], named)
    assert link_entities(ledger) == 0
    load(ledger, begin(ledger), [document(2, "François Dubois"), document(3, "Theresa Byrne")], named)
    assert link_entities(ledger) == 1
    assert entities(ledger) == [("François Dubois", None), ("Theresa Byrne", None)]
    aliases = rows(ledger, "SELECT surface, mentions FROM entity_aliases ORDER BY surface")
    assert aliases == [("Francois Dubois", 2), ("François Dubois", 1), ("Theresa Byrne", 1)]


def test_linking_after_each_run_comes_to_the_same_as_linking_everything(ledger: Ledger) -> None:
    for number, body in enumerate(["ANDRE ELYSEE", "Andre Elysee", "Andre Élysée", "MoD/Ministry of Defence"]):
        load(ledger, begin(ledger), [document(number, body)], named)
        link_entities(ledger)
    with ledger.write() as connection:
        connection.execute(text("DELETE FROM linkings"))
    assert link_entities(ledger) == 0
    assert entities(ledger) == [("Andre Élysée", None), ("Ministry of Defence", "Q1")]


def test_what_a_run_left_that_never_came_to_link_is_linked_by_the_next(ledger: Ledger) -> None:
    batch = [document(0, "Francois Dubois"), document(1, "François Dubois"), document(2, "François Dubois")]
    load(ledger, begin(ledger), batch[:1], named)
    load(ledger, begin(ledger), batch, named)
    assert entities(ledger) == [("Francois Dubois", None)]
    load(ledger, begin(ledger), batch, named)
    assert link_entities(ledger) == 1
    assert entities(ledger) == [("François Dubois", None)]


def test_only_what_has_changed_is_looked_at_again(ledger: Ledger) -> None:
    load(ledger, begin(ledger), [document(0, "Francois Dubois"), document(1, "Theresa Byrne")], named)
    link_entities(ledger)
    changed = "SELECT surface FROM entity_aliases WHERE linked_mentions IS NULL OR linked_mentions <> mentions"
    assert rows(ledger, changed) == []
    load(ledger, begin(ledger), [document(2, "Theresa Byrne", headline="News")], named)
    assert rows(ledger, changed) == [("Theresa Byrne",)]


@pytest.mark.full
def test_mentions_that_are_stored_while_others_link_are_left_for_next_time(migrated_postgresql: str) -> None:
    with open_ledger(migrated_postgresql) as ledger:
        emptied(ledger)
        load(ledger, begin(ledger), [document(0, "ANDRE Elysee"), document(1, "Andre Elysee")], named)
        linker = Thread(target=link_entities, args=[ledger])
        with ledger.write() as connection:
            connection.execute(text("UPDATE entity_aliases SET mentions = mentions + 5 WHERE surface = 'Andre Elysee'"))
            connection.execute(text("SELECT 1 FROM entities FOR KEY SHARE"))
            linker.start()
            wait_for_a_lock(ledger)
        linker.join()
        assert entities(ledger) == [("ANDRE Elysee", None)]
        link_entities(ledger)
        assert entities(ledger) == [("Andre Elysee", None)]


@pytest.mark.full
def test_who_links_second_sees_what_came_in_between(migrated_postgresql: str) -> None:
    with open_ledger(migrated_postgresql) as ledger:
        emptied(ledger)
        load(
            ledger,
            begin(ledger),
            [document(n, body) for n, body in enumerate(["ANDRE ELYSEE", *["Andre Elysee"] * 2])],
            named,
        )
        linker = Thread(target=link_entities, args=[ledger])
        with ledger.write() as connection:
            connection.execute(text("SELECT 1 FROM entities FOR NO KEY UPDATE"))
            linker.start()
            wait_for_a_lock(ledger)
            connection.execute(text("INSERT INTO entity_aliases SELECT id, 'Andre Élysée', 1, NULL, 1 FROM entities"))
        linker.join()
        assert entities(ledger) == [("Andre Élysée", None)]


def wait_for_a_lock(ledger: Ledger) -> None:
    """Until somebody waits for another's transaction."""
    while rows(ledger, "SELECT count(*) FROM pg_locks WHERE NOT granted") == [(0,)]:
        time.sleep(0.01)


def test_a_number_that_is_learnt_later_stays(ledger: Ledger) -> None:
    load(ledger, begin(ledger), [document(0, "Ministry of Defence")], named)
    assert entities(ledger) == [("Ministry of Defence", None)]
    load(ledger, begin(ledger), [document(1, "MoD/Ministry of Defence")], named)
    load(ledger, begin(ledger), [document(2, "Ministry of Defence!")], named)
    assert ("Ministry of Defence", "Q1") in entities(ledger)


ODD = [
    "محمد علي",
    "😀 😀",
    "An\u200bna We\u200biss",
    "ANNA WEISS",
    "\u202eAnna Weiss",
    "İIı ẞß",
    "a" * 5000,
    "'s",
    "the ",
]


def crowd(article: Article) -> Tags:
    """Every line is a name, of each kind in turn."""
    labels: tuple[Label, ...] = ("PERSON", "ORG", "GROUP", "PLACE", "WORK")
    mentions, entities_, start = [], [], 0
    for number, line in enumerate(article.body.split("\n")):
        label = labels[number % len(labels)]
        mentions.append(Mention("body", start, start + len(line), line, label))
        entities_.append(Entity(line, label, (number,)))
        start += len(line) + 1
    merged: dict[tuple[str, str], Entity] = {}
    for entity in entities_:
        known = merged.get(entity_key(entity), Entity(entity.name, entity.label, ()))
        merged[entity_key(entity)] = replace(known, mentions=(*known.mentions, *entity.mentions))
    return Tags(tuple(mentions), tuple(merged.values()))


def test_odd_names_are_linked(ledger: Ledger) -> None:
    load(ledger, begin(ledger), [document(0, "\n".join(ODD * 5)), document(1, "\n".join(reversed(ODD * 5)))], crowd)
    link_entities(ledger)
    assert link_entities(ledger) == 0
    assert rows(ledger, "SELECT sum(mentions) FROM v_entities") == [(len(ODD) * 10,)]
    texts = rows(ledger, "SELECT DISTINCT text FROM v_mentions")
    assert {text for (text,) in texts} == set(ODD)


def test_an_article_of_many_names_is_linked_with_few_statements(migrated_sqlite: Path, tmp_path: Path) -> None:
    counts = []
    for size in (100, 10_000):
        shutil.copy(migrated_sqlite, tmp_path / f"{size}.db")
        with open_ledger(f"sqlite:///{tmp_path / f'{size}.db'}") as ledger:
            names = (f"Name{number:x} Abc{number % 7}" if number % 3 else f"N{number:x}" for number in range(size))
            load(ledger, begin(ledger), [document(0, "\n".join(names))], crowd)
            counts.append(statements(ledger))
    assert counts[1] <= 10 * counts[0]


def statements(ledger: Ledger) -> int:
    """How many statements it takes to link all."""
    seen: list[str] = []
    event.listen(ledger.engine, "before_cursor_execute", lambda *said: seen.append(said[2]))
    link_entities(ledger)
    assert link_entities(ledger) == 0
    return len(seen)
