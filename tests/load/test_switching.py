"""Articles tagged again, beside what counts, and switched over to at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from schemas.errors import StoreError
from schemas.records import Article, Processor, Processors, Renewal, Renewed, Tags
from tasks.link.store import count_days, link_entities
from tasks.load.store import (
    Ledger,
    drop_unused,
    find_staleness,
    find_uncleaned,
    find_untagged,
    read_texts,
    stage_batch,
    switch_back,
    switch_over,
)
from tasks.load.store import switching as store
from tests.load.making import NOON, PROCESSORS, Tagging, begin, document, load, load_run, no_tags, rows, some_tags
from tests.load.public import public_rows

NAMES = "SELECT surface, mentions, revisions FROM entity_aliases WHERE mentions <> 0 ORDER BY surface"
TOPICS = "SELECT topic FROM v_article_topics ORDER BY article_id"


def version(number: str, *names: str) -> Processors:
    """With another version of these processors."""
    return Processors(
        tuple(replace(each, version=number) if each.name in names else each for each in PROCESSORS.of_all)
    )


STRIKE = version("2", "topic/strike")
ENTITIES = version("2", "entities", "quotes")


def stage(ledger: Ledger, active: Processors, tag: Tagging = some_tags, most: int | None = None) -> list[Renewed]:
    """Tag what lacks results, or the first of it, as the flow does."""
    found = find_untagged(ledger, active.taggers)
    done = []
    for ids, made_by in ((found.of_topics, active.named(found.topics)), (found.of_all, active.taggers)):
        texts = [*read_texts(ledger, ids, 1_000)][:most]
        tagged = [Renewal(stale, article, _of(made_by, tag(article))) for stale, article in texts]
        done += stage_batch(ledger, tagged, made_by)
    return done


def _of(made_by: Processors, tags: Tags) -> Tags:
    return tags if any(not each.is_topic for each in made_by.each) else Tags(topics=tags.topics)


def last_word(article: Article) -> Tags:
    """Like `some_tags`, of the last word, and without a topic."""
    return replace(some_tags(Article(article.body.split()[-1])), topics=())


def test_what_is_found_anew_counts_when_all_of_it_does(ledger: Ledger) -> None:
    load_run(ledger, [[document(0, "Anna sailed"), document(1, "Bert sailed")]], some_tags)
    before = public_rows(ledger)
    assert len(stage(ledger, STRIKE, no_tags)) == 2
    assert public_rows(ledger) == before
    assert switch_over(ledger, STRIKE.taggers) == 2
    assert rows(ledger, TOPICS) == []
    assert find_staleness(ledger, STRIKE).revisions == []
    assert switch_over(ledger, STRIKE.taggers) == 0


def test_only_who_looks_for_a_topic_runs_again_for_it(ledger: Ledger) -> None:
    load_run(ledger, [[document(0, "Anna sailed"), document(1, "Bert sailed")]], some_tags)
    found = find_untagged(ledger, STRIKE.taggers)
    assert (len(found.of_topics), found.topics, found.of_all) == (2, frozenset({"topic/strike"}), [])
    assert find_uncleaned(ledger, STRIKE) == []
    again = find_untagged(ledger, version("2", "topic/strike", "figures").taggers)
    assert (again.of_topics, len(again.of_all)) == ([], 2)
    cleaner = version("2", "clean")
    assert (len(find_uncleaned(ledger, cleaner)), find_untagged(ledger, cleaner.taggers).of_topics) == (2, [])


def test_a_retag_that_was_killed_goes_on_where_it_was(ledger: Ledger) -> None:
    load_run(ledger, [[document(number, f"Anna {number}") for number in range(3)]], some_tags)
    stage(ledger, STRIKE, no_tags, most=1)
    assert len(find_untagged(ledger, STRIKE.taggers).of_topics) == 2
    assert len(find_staleness(ledger, STRIKE).revisions) == 3
    assert rows(ledger, TOPICS) == [("strike",)] * 3
    assert len(stage(ledger, STRIKE, no_tags)) == 2
    assert switch_over(ledger, STRIKE.taggers) == 3


def test_what_could_not_be_tagged_stays_as_it_is(ledger: Ledger) -> None:
    load_run(ledger, [[document(number, f"Anna {number}") for number in range(3)]], some_tags)

    def out_of_range(article: Article) -> Tags:
        tags = last_word(article)
        return replace(tags, figures=(replace(tags.figures[0], low=9.0 if article.body == "Anna 1" else 0.0),))

    done = stage(ledger, version("2", "entities", "quotes", "figures"), out_of_range)
    assert [each.failure is None for each in done] == [True, False, True]
    assert switch_over(ledger, version("2", "entities", "quotes", "figures").taggers) == 2
    assert rows(ledger, NAMES) == [("0", 1, 1), ("2", 1, 1), ("Anna", 1, 1)]


def test_it_goes_back_and_on_again(ledger: Ledger) -> None:
    load_run(ledger, [[document(0, "Anna sailed"), document(1, "Anna swam")]], some_tags)
    link_entities(ledger)
    before = public_rows(ledger)
    stage(ledger, ENTITIES, last_word)
    switch_over(ledger, ENTITIES.taggers)
    link_entities(ledger)
    after = public_rows(ledger)
    assert rows(ledger, NAMES) == [("sailed", 1, 1), ("swam", 1, 1)]
    for expected in (before, after, before):
        assert switch_back(ledger) == 2
        link_entities(ledger)
        assert public_rows(ledger) == expected
    assert len(find_staleness(ledger, ENTITIES).revisions) == 2
    assert find_untagged(ledger, ENTITIES.taggers).of_all == []
    assert switch_over(ledger, ENTITIES.taggers) == 2
    assert public_rows(ledger) == after


def test_one_earlier_generation_is_kept_and_no_more(ledger: Ledger) -> None:
    load_run(ledger, [[document(0, "Anna sailed"), document(1, "Bert sailed", source="echo")]], some_tags)
    for number in "234":
        active = version(number, "entities", "quotes")
        stage(ledger, active, last_word)
        switch_over(ledger, active.taggers)
        dropped = drop_unused(ledger, active.taggers)
        assert dropped == (0 if number == "2" else 2)
        assert rows(ledger, "SELECT count(*) FROM mentions") == [(4,)]
    switch_back(ledger)
    assert {row for (row,) in rows(ledger, VERSIONS)} == {"3"}


VERSIONS = """\
SELECT DISTINCT version FROM processings JOIN processors ON id = processor_id WHERE is_current AND name = 'entities'"""


def test_a_tagger_that_is_new_or_gone_can_be_gone_back_to_as_well(ledger: Ledger) -> None:
    load_run(ledger, [[document(0, "Anna sailed")]], some_tags)
    kept = tuple(each for each in PROCESSORS.of_all if each.name != "topic/strike")
    active = Processors((*kept, Processor("topic/rail", "1", "a")))
    stage(ledger, active, no_tags)
    assert switch_over(ledger, active.taggers) == 1
    assert find_staleness(ledger, active).revisions == []
    assert rows(ledger, TOPICS) == []
    switch_back(ledger)
    assert rows(ledger, TOPICS) == [("strike",)]
    assert find_staleness(ledger, PROCESSORS).revisions == []


def test_what_is_loaded_meanwhile_has_the_results_of_now(ledger: Ledger) -> None:
    load_run(ledger, [[document(0, "Anna sailed"), document(1, "Bert sailed")]], some_tags)
    texts = read_texts(ledger, find_untagged(ledger, STRIKE.taggers).of_topics, 1_000)
    tagged = [Renewal(stale, article, no_tags(article)) for stale, article in texts]
    changed = document(0, "Anna swam", headline="New", fetched_at=NOON + timedelta(hours=1))
    load(ledger, begin(ledger), [changed, document(2, "Cleo sailed")], some_tags, processors=STRIKE)
    stage_batch(ledger, tagged, STRIKE.named({"topic/strike"}))
    assert switch_over(ledger, STRIKE.taggers) == 1
    assert Counter(rows(ledger, "SELECT body FROM v_articles JOIN v_article_topics USING (article_id)")) == Counter(
        [("Anna swam",), ("Cleo sailed",)]
    )
    switch_back(ledger)
    assert rows(ledger, TOPICS) == [("strike",)] * 3


def test_results_of_a_text_that_is_another_by_now_are_dropped(ledger: Ledger) -> None:
    load_run(ledger, [[document(0, "Anna sailed")]], some_tags)
    ((stale, article),) = read_texts(ledger, find_untagged(ledger, STRIKE.taggers).of_topics, 1_000)
    stage_batch(
        ledger, [Renewal(replace(stale, text="another"), article, no_tags(article))], STRIKE.named({"topic/strike"})
    )
    assert len(find_untagged(ledger, STRIKE.taggers).of_topics) == 1


def test_a_switch_that_is_broken_off_leaves_everything_as_it_was(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_run(ledger, [[document(number, f"Anna {number}") for number in range(3)]], some_tags)
    stage(ledger, ENTITIES, last_word)
    before = public_rows(ledger)
    monkeypatch.setattr(store, "PORTION", 1)
    monkeypatch.setattr(store, "mark_days", _broken_at(2))
    with pytest.raises(StoreError):
        switch_over(ledger, ENTITIES.taggers)
    assert public_rows(ledger) == before
    monkeypatch.undo()
    assert switch_over(ledger, ENTITIES.taggers) == 3
    assert count_days(ledger) == 1


def _broken_at(call: int) -> Callable[..., None]:
    calls: list[Any] = []

    def broken(connection: Any, ids: Any) -> None:
        calls.append(ids)
        if len(calls) == call:
            connection.exec_driver_sql("not SQL")

    return broken


def test_one_source_is_switched_alone(ledger: Ledger) -> None:
    load_run(ledger, [[document(0, "Anna sailed"), document(1, "Bert sailed", source="echo")]], some_tags)
    stage(ledger, STRIKE, no_tags)
    assert switch_over(ledger, STRIKE.taggers, "echo") == 1
    assert rows(ledger, "SELECT source FROM v_article_topics") == [("gazette",)]
