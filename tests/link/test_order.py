"""Names are linked to the same things in whatever order, portions and times articles come and editors decide."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from schemas.entities import Naming
from schemas.records import Article, Entity, Key, Label, Mention, Processor, Processors, Renewal, Tags
from tasks.link.decisions import Decisions
from tasks.link.store import link_entities
from tasks.load.decide import LoadItem
from tasks.load.store import Ledger, find_staleness, read_stale, renew_batch
from tests.load.making import PROCESSORS, document, load_run, rows
from tests.load.public import public_rows
from tests.load.test_order import CUTS, Loader, cut

# things as one article may have them: the full name, the label, the forms
RHA, WALMART, GRACE, SYRIAN = "Road Haulage Association", "Walmart", "Amber Grace", "Syrian"
CLUSTERS: tuple[tuple[str, Label, tuple[str, ...]], ...] = (
    (RHA, "ORG", (RHA, "RHA")),
    ("RHA", "ORG", ("RHA",)),
    ("Royal Horticultural Association", "ORG", ("Royal Horticultural Association", "RHA")),
    ("Road-Haulage Association", "WORK", ("Road-Haulage Association",)),
    ("Wal-Mart", "ORG", ("Wal-Mart",)),
    (WALMART, "ORG", (WALMART, WALMART)),
    (GRACE, "PERSON", (GRACE, "Grace")),
    (GRACE, "WORK", (GRACE,)),
    ("Grace", "PERSON", ("Grace",)),
    ("John Smith", "PERSON", ("John Smith", "Smith")),
    ("Smith", "PERSON", ("Smith", "Smith")),
    (f"{SYRIAN}s", "GROUP", (f"{SYRIAN}s",)),
    (SYRIAN, "GROUP", (SYRIAN,)),
    ("United Norland Navy", "ORG", ("United Norland Navy", "UNN")),
    ("Union Navale Norlandaise", "ORG", ("Union Navale Norlandaise", "UNN")),
    ("UNN", "ORG", ("UNN",)),
    ("Harbour Workers Union", "ORG", ("Harbour Workers Union",)),
    ("Hafen Werker Union", "ORG", ("Hafen Werker Union",)),
    ("The Hafen-Werker Union", "ORG", ("The Hafen-Werker Union", "HWU")),
    ("HWU", "ORG", ("HWU",)),
)
NUMBERS = {"United Norland Navy": "Q1", "Union Navale Norlandaise": "Q1", "Walmart": "Q2"}
NUMBERS |= {"Harbour Workers Union": "Q3", "Hafen Werker Union": "Q3"}
LINES = (
    Naming(name="RHA", entity="Royal Horticultural Association", label="ORG"),
    Naming(name="wal-mart", entity="Wal-Mart", label="ORG", wikidata="Q1"),
    Naming(name=GRACE, found_as="PERSON", entity=GRACE, label="WORK"),
    Naming(name="Smith", where="gazette", entity="John Smith", label="PERSON"),
    Naming(name="Smith", where="a", entity="Joan Smith", label="PERSON"),
    Naming(name="Smith", found_as="PERSON", entity="Smith", label="PERSON"),
    Naming(name="John Smith", where="courier", entity="John Smith of Dover", label="PERSON"),
)
DECISIONS = st.lists(st.sampled_from(LINES), unique=True, max_size=5).map(lambda lines: Decisions(enumerate(lines, 2)))


@st.composite
def documents(draw: st.DrawFn) -> list[LoadItem]:
    """Articles that name some things each; some are versions of one another."""
    items = []
    for number in range(draw(st.integers(1, 8))):
        named = draw(st.lists(st.integers(0, len(CLUSTERS) - 1), min_size=1, max_size=4, unique=True))
        body = "; ".join(form for index in named for form in CLUSTERS[index][2])
        key = draw(st.sampled_from([Key("url", "a"), Key("url", "b"), None, None]))
        source = draw(st.sampled_from(["gazette", "courier"]))
        headline = ",".join(map(str, named))
        items.append(document(number, body, keys=[key] if key else [], source=source, headline=headline))
    return items


def tag(article: Article) -> Tags:
    """The things that the headline counts, in the forms that the body has."""
    mentions: list[Mention] = []
    entities: list[Entity] = []
    start = 0
    for index in map(int, (article.headline or "").split(",")):
        name, label, forms = CLUSTERS[index]
        indexes = tuple(range(len(mentions), len(mentions) + len(forms)))
        entities.append(Entity(name, label, indexes, NUMBERS.get(name)))
        for form in forms:
            mentions.append(Mention("body", start, start + len(form), form, label))
            start += len(form) + len("; ")
    return Tags(tuple(mentions), tuple(entities))


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.full)])
def loader(request: pytest.FixtureRequest, tmp_path: Path, migrated_sqlite: Path) -> Loader:
    """A loader on each database."""
    url = request.getfixturevalue("migrated_postgresql") if request.param == "postgresql" else None
    return Loader(tmp_path, migrated_sqlite, url)


QUICK = settings(
    max_examples=25,
    deadline=None,
    phases=(Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@given(documents(), CUTS, st.lists(DECISIONS, min_size=1, max_size=4), DECISIONS)
@QUICK
def test_linking_as_articles_come_is_linking_all_at_once(
    loader: Loader, items: list[LoadItem], sizes: list[int], earlier: list[Decisions], decisions: Decisions
) -> None:
    with loader.fresh() as ledger:
        load_run(ledger, [items[::-1]], tag)
        link_entities(ledger, decisions)
        expected = public_rows(ledger)
    with loader.fresh() as ledger:
        for number, batch in enumerate(cut(items, sizes)):
            load_run(ledger, [batch], tag)
            link_entities(ledger, earlier[number % len(earlier)])
        link_entities(ledger, decisions)
        assert public_rows(ledger) == expected
        assert_nothing_is_left(ledger, decisions)
        again(ledger, items)
        link_entities(ledger, decisions)
        assert public_rows(ledger) == expected
        assert_nothing_is_left(ledger, decisions)


def test_an_acronym_of_a_spelling_finds_what_that_is_by_its_number(loader: Loader) -> None:
    first = len(CLUSTERS) - 4
    named = [first] * 3 + [first + 1] + [first + 2] * 3 + [first + 3]
    items = [document(n, "; ".join(CLUSTERS[i][2]), headline=str(i)) for n, i in enumerate(named)]
    found = []
    for batches in ([items], [items[:-1], items[-1:]]):
        with loader.fresh() as ledger:
            for batch in batches:
                load_run(ledger, [batch], tag)
                link_entities(ledger)
            found.append(public_rows(ledger))
    assert found[0] == found[1]


def test_numbers_that_a_new_gazetteer_has_are_linked_by(loader: Loader) -> None:
    named = [index for index, cluster in enumerate(CLUSTERS) if cluster[0] in NUMBERS]
    items = [document(n, "; ".join(CLUSTERS[i][2]), headline=str(i)) for n, i in enumerate(named)]
    with loader.fresh() as ledger:
        load_run(ledger, [items], tag)
        link_entities(ledger)
        expected = public_rows(ledger)
    with loader.fresh() as ledger:
        load_run(ledger, [items], without_numbers)
        link_entities(ledger)
        assert public_rows(ledger) != expected
        again(ledger, items)
        link_entities(ledger)
        assert public_rows(ledger) == expected
        assert_nothing_is_left(ledger, Decisions())


def without_numbers(article: Article) -> Tags:
    """As an older gazetteer knew them."""
    found = tag(article)
    return replace(found, entities=tuple(replace(each, wikidata=None) for each in found.entities))


def assert_nothing_is_left(ledger: Ledger, decisions: Decisions) -> None:
    """Linked is linked, every mention is counted, and things are things of their own."""
    assert link_entities(ledger, decisions) == 0
    counted = "SELECT coalesce(sum(mentions), 0) FROM entity_aliases"
    current = "SELECT count(*) FROM mentions JOIN processings USING (revision_id, processor_id) WHERE is_current"
    assert rows(ledger, counted) == rows(ledger, current)
    of_things = "JOIN entities AS things ON things.id = named.thing_id WHERE things.thing_id IS NOT NULL"
    assert rows(ledger, f"SELECT named.name FROM entities AS named {of_things}") == []


def again(ledger: Ledger, items: Sequence[LoadItem]) -> None:
    """All articles are tagged again by a new tagger."""
    by_text = {item.result.body: item.result for item in items if isinstance(item.result, Article)}
    new = Processors(tuple(Processor(each.name, "2", "b") for each in PROCESSORS.of_all))
    stale = list(read_stale(ledger, find_staleness(ledger, new).revisions))
    texts = dict(rows(ledger, "SELECT id, body FROM revisions"))
    found = [by_text[texts[each.revision_id]] for each in stale]
    renewals = [Renewal(each, article, tag(article)) for each, article in zip(stale, found, strict=True)]
    renew_batch(ledger, renewals, new)


@pytest.mark.full
def test_several_workers_come_to_the_same(migrated_postgresql: str, tmp_path: Path, migrated_sqlite: Path) -> None:
    items = [document(n, "; ".join(CLUSTERS[n % 13][2]), headline=str(n % 13)) for n in range(52)]
    loader = Loader(tmp_path, migrated_sqlite, migrated_postgresql)
    with loader.fresh() as ledger:
        load_run(ledger, [items], tag)
        link_entities(ledger)
        expected = public_rows(ledger)
    with loader.fresh() as ledger:
        workers = [Thread(target=_work, args=[ledger, items[start::4]]) for start in range(4)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        link_entities(ledger)
        found = public_rows(ledger)
        assert {view: set(found[view]) ^ set(expected[view]) for view in found if found[view] != expected[view]} == {}
        assert_nothing_is_left(ledger, Decisions())


def _work(ledger: Ledger, items: Sequence[LoadItem]) -> None:
    for batch in cut(items, [3]):
        load_run(ledger, [batch], tag)
        link_entities(ledger)
