"""What is counted by the day equals the raw count, whatever changes and in whatever order."""

from __future__ import annotations

import random
import time
from collections import Counter, defaultdict
from datetime import date, timedelta
from itertools import permutations
from threading import Thread
from typing import Any

import pytest
from msgspec.structs import replace
from sqlalchemy import text

from schemas.entities import Naming
from schemas.errors import StoreError
from schemas.overrides import Override
from schemas.records import (
    Action,
    Article,
    Entity,
    Evidence,
    Mention,
    Processor,
    Processors,
    Renewal,
    Tags,
    Timestamp,
    TopicTag,
)
from schemas.views.entities import LEAD, PROMINENT
from tasks.link.decisions import Decisions
from tasks.link.store import count_days, link_entities, link_overrides
from tasks.link.store import days as store
from tasks.load.store import (
    Ledger,
    drop_unused,
    find_staleness,
    find_untagged,
    open_ledger,
    read_stale,
    read_texts,
    renew_batch,
    stage_batch,
    switch_back,
    switch_over,
)
from tasks.load.store.days import mark_days
from tasks.report.status_store import read_status
from tests.databases import emptied
from tests.link.test_overrides import ROOT, decision
from tests.load.making import NOON, PROCESSORS, begin, document, load, outcomes, rows

Daily = Counter[tuple[Any, ...]]

NAMES = ("Ada Marsh", "ADA MARSH", "Ádá Marsh", "Marsh", "Bo Lind", "Ministry of Bread", "MoB")
TOPICS = ("strike", "traffic")
FILLER = "-" * LEAD
DAYS = (None, *(Timestamp(date(2026, 3, 1) + timedelta(days=n), "day", "meta") for n in range(3)))


def tag(article: Article, version: int = 1) -> Tags:
    """The body is names with full stops between; how long the first is, and the tagger's version, say which topics."""
    mentions, start = [], 0
    for name in article.body.split(". "):
        if name != FILLER:
            mentions.append(Mention("body", start, start + len(name), name, "ORG" if name[0] == "M" else "PERSON"))
        start += len(name) + 2
    entities = tuple(
        Entity(name, label, tuple(n for n, each in enumerate(mentions) if (each.text, each.label) == (name, label)))
        for name, label in dict.fromkeys((each.text, each.label) for each in mentions)
    )
    first = mentions[0]
    why = Evidence(first.field, first.start, first.end, first.text, "rule", 3.0)
    said = [topic for n, topic in enumerate(TOPICS) if (len(first.text) + version) >> n & 1]
    given = tuple(TopicTag(topic, 3.0, 2.0, (why,)) for topic in said)
    return Tags(tuple(mentions), entities, given)


class Raw:
    """The articles that count, and what the other views say of them."""

    def __init__(self, ledger: Ledger) -> None:
        told = rows(ledger, "SELECT article_id, published_on, source FROM v_articles WHERE kind <> 'stub'")
        self.places = {id_: (day, source) for id_, day, source in told}
        self.totals = Counter(self.places.values())
        self.topics = rows(ledger, "SELECT DISTINCT article_id, topic FROM v_article_topics")
        self.named = rows(ledger, "SELECT article_id, entity_id, field, span_start FROM v_mentions")

    def topic_daily(self) -> Daily:
        return self._counted((article, topic) for article, topic in self.topics)

    def entity_daily(self) -> Daily:
        articles = self._counted({(article, thing) for article, thing, _, _ in self.named})
        mentions = self._counted((article, thing) for article, thing, _, _ in self.named)
        return Counter({(*key, mentions[key]): number for key, number in articles.items()})

    def entity_pair_daily(self) -> Daily:
        found: defaultdict[int, set[int]] = defaultdict(set)
        often = Counter((article, thing) for article, thing, _, _ in self.named)
        for article, thing, field, start in self.named:
            if field != "body" or start < LEAD or often[article, thing] > 1:
                found[article].add(thing)
        return self._counted((article, *pair) for article, things in found.items() for pair in permutations(things, 2))

    def _counted(self, found: Any) -> Daily:
        counts = Counter((*self.places[article], *what) for article, *what in found if article in self.places)
        return Counter({(*key, self.totals[key[:2]]): number for key, number in counts.items()})


def assert_counted(ledger: Ledger) -> None:
    """The views have what there is, each row once."""
    raw = Raw(ledger)
    day = "SELECT day, source, {}, of_articles, {} articles FROM v_{}"
    topics = rows(ledger, day.format("topic", "", "topic_daily"))
    entities = rows(ledger, "SELECT day, source, entity_id, of_articles, mentions, articles FROM v_entity_daily")
    pairs = rows(ledger, day.format("entity_id, other_id", "", "entity_pair_daily"))
    counts = raw.topic_daily(), raw.entity_daily(), raw.entity_pair_daily()
    for found, expected in zip((topics, entities, pairs), counts, strict=True):
        assert Counter(found) == Counter([(*key, number) for key, number in expected.items()])


class Newsroom:
    """What people and runs do to a ledger, by chance, each step leaving it uncounted."""

    def __init__(self, ledger: Ledger, seed: int) -> None:
        self.ledger, self.chance, self.at = ledger, random.Random(seed), NOON
        self.active, self.versions = PROCESSORS, 1
        self.overrides: dict[tuple[int, str], Override] = {}
        self.namings: tuple[tuple[int, Naming], ...] = ()

    def step(self) -> None:
        steps = (self.ingest, self.ingest, self.retag, self.go_back, self.override, self.name, self.link)
        self.chance.choice(steps)()

    def ingest(self) -> None:
        self.at += timedelta(hours=1)
        items = [self._item(number) for number in self.chance.sample(range(12), self.chance.randint(1, 6))]
        load(self.ledger, begin(self.ledger), items, self.tag, self.active.of_all[0], processors=self.active)

    def tag(self, article: Article) -> Tags:
        return tag(article, self.versions)

    def _item(self, number: int) -> Any:
        """An article has two texts, between which it goes to and fro."""
        text_of = random.Random(f"{number} {self.chance.randrange(2)}")
        body = ". ".join(text_of.choice((*NAMES, FILLER)) for _ in range(text_of.randint(1, 5))) + ". Bo Lind"
        kind = "stub" if self.chance.random() < 0.1 else "article"
        uri, source = f"file:///desk/{number}.txt", ("gazette", "echo")[number % 2]
        day = self.chance.choice(DAYS)
        return document(number, body, uri=uri, source=source, published_at=day, kind=kind, fetched_at=self.at)

    def retag(self) -> None:
        """By another version of some processor, the cleaner among them, which reads other days."""
        self.versions += 1
        new = self.chance.choice(PROCESSORS.of_all)
        made_by = (replace(each, version=str(self.versions)) if each == new else each for each in PROCESSORS.of_all)
        self.active = Processors(tuple(made_by))
        stale = [*read_stale(self.ledger, find_staleness(self.ledger, self.active).revisions)]
        again = [self._item(int(each.uri.split("/")[-1].removesuffix(".txt"))).result for each in stale]
        renewals = [Renewal(each, article, self.tag(article)) for each, article in zip(stale, again, strict=True)]
        if new.name == "clean":
            renew_batch(self.ledger, renewals, self.active)
        else:
            self.tag_again()

    def tag_again(self) -> None:
        """What lacks results; now and then some of it alone, as if killed, and then nothing counts yet."""
        taggers, killed = self.active.taggers, self.chance.random() < 0.2
        untagged = find_untagged(self.ledger, taggers)
        texts = read_texts(self.ledger, [*untagged.of_topics, *untagged.of_all], 10_000)
        tagged = [Renewal(stale, article, self.tag(article)) for stale, article in texts]
        stage_batch(self.ledger, tagged[: len(tagged) // 2 if killed else None], taggers)
        if not killed:
            switch_over(self.ledger, taggers)
            drop_unused(self.ledger, taggers)

    def go_back(self) -> None:
        switch_back(self.ledger)

    def override(self) -> None:
        key = self.chance.randrange(12), self.chance.choice(TOPICS)
        if self.overrides.pop(key, None) is None:
            action: Action = "add" if self.chance.random() < 0.5 else "remove"
            self.overrides[key] = decision(f"file:///desk/{key[0]}.txt", topic=key[1], action=action)
        lines = [each.model_copy(update={"line": line}) for line, each in enumerate(self.overrides.values(), 2)]
        link_overrides(self.ledger, lines, ROOT)

    def name(self) -> None:
        """An editor merges or splits, or takes all of it back."""
        where = self.chance.choice((None, "gazette", "echo"))
        thing = self.chance.choice(("Ada Marsh", "Bo Lind"))
        merged = Naming(name=self.chance.choice(NAMES[:5]), entity=thing, label="PERSON", where=where)
        self.namings = () if self.namings else ((2, merged),)
        self.link()

    def link(self) -> None:
        link_entities(self.ledger, Decisions(self.namings, ROOT))


@pytest.mark.parametrize("seed", range(6))
def test_whatever_happens_what_is_counted_is_what_there_is(ledger: Ledger, seed: int) -> None:
    newsroom = Newsroom(ledger, seed)
    for _ in range(12):
        for _ in range(newsroom.chance.randint(1, 3)):
            newsroom.step()
        count_days(ledger)
        assert_counted(ledger)
    assert rows(ledger, "SELECT count(*) FROM v_entity_pair_daily") > [(0,)]


def test_a_day_that_nobody_touched_is_not_counted_again(ledger: Ledger) -> None:
    dated = [document(n, "Ada Marsh. Bo Lind", published_at=day) for n, day in enumerate(DAYS)]
    load(ledger, begin(ledger), dated, tag)
    assert count_days(ledger) == len(DAYS)
    assert count_days(ledger) == 0
    load(ledger, begin(ledger), dated, tag)
    assert count_days(ledger) == 0


def test_an_article_that_moves_to_another_day_has_both_counted_again(ledger: Ledger) -> None:
    load(ledger, begin(ledger), [document(0, "Ada Marsh. Bo Lind", published_at=DAYS[1])], tag)
    count_days(ledger)
    read_anew = document(0, "Ada Marsh. Bo Lind", published_at=DAYS[2])
    assert outcomes(load(ledger, begin(ledger), [read_anew], tag, Processor("clean", "2", "a"))) == ["unchanged"]
    assert count_days(ledger) == 2
    assert_counted(ledger)
    rewritten = document(0, "Ada Marsh. MoB", published_at=DAYS[3], fetched_at=NOON + timedelta(days=1))
    assert outcomes(load(ledger, begin(ledger), [rewritten], tag)) == ["updated"]
    assert count_days(ledger) == 2
    assert_counted(ledger)


def test_what_a_run_left_that_was_killed_before_it_counted_is_counted_by_the_next(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(ledger, begin(ledger), [document(0, "Ada Marsh. Bo Lind", published_at=DAYS[1])], tag)
    count_days(ledger)
    load(ledger, begin(ledger), [document(1, "Ada Marsh. Bo Lind. MoB", published_at=DAYS[1])], tag)
    with monkeypatch.context() as broken:
        broken.setattr(store, "PAIRS", "killed here")
        with pytest.raises(StoreError):
            count_days(ledger)
    assert read_status(ledger, NOON).days_to_count == 1
    assert rows(ledger, "SELECT articles FROM v_entity_daily ORDER BY entity") == [(1,), (1,)]
    assert count_days(ledger) == 1
    assert read_status(ledger, NOON).days_to_count == 0
    assert_counted(ledger)


def test_of_an_article_that_names_very_many_the_most_frequent_are_paired(ledger: Ledger) -> None:
    names = [f"Ada {chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(PROMINENT + 10)]
    load(ledger, begin(ledger), [document(0, ". ".join([*names, *names[10:]]))], tag)
    count_days(ledger)
    paired = {name for (name,) in rows(ledger, "SELECT DISTINCT entity FROM v_entity_pair_daily")}
    assert paired == set(names[10:])
    assert rows(ledger, "SELECT count(*) FROM v_entity_pair_daily") == [(PROMINENT * (PROMINENT - 1),)]


@pytest.mark.full
def test_what_is_stored_while_others_count_waits_for_the_next(migrated_postgresql: str) -> None:
    with open_ledger(migrated_postgresql) as ledger:
        emptied(ledger)
        load(ledger, begin(ledger), [document(0, "Ada Marsh")], tag)
        with ledger.write() as connection:
            mark_days(connection, [1])
            assert count_days(ledger) == 1
        assert count_days(ledger) == 1
        assert_counted(ledger)


@pytest.mark.full
def test_who_counts_second_finds_it_done(migrated_postgresql: str) -> None:
    with open_ledger(migrated_postgresql) as ledger:
        emptied(ledger)
        load(ledger, begin(ledger), [document(0, "Ada Marsh. Bo Lind")], tag)
        both = [Thread(target=count_days, args=[ledger]) for _ in range(2)]
        with ledger.write() as connection:
            connection.execute(text("LOCK TABLE topic_daily IN SHARE ROW EXCLUSIVE MODE"))
            for each in both:
                each.start()
            while rows(ledger, "SELECT count(*) FROM pg_locks WHERE NOT granted") != [(2,)]:
                time.sleep(0.01)
        for each in both:
            each.join()
        assert_counted(ledger)
