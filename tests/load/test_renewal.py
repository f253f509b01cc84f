"""Articles renewed by what cleans and tags now."""

from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec.structs import replace

from schemas.errors import InputError
from schemas.records import Article, KeptBytes, Processor, Processors, RawLocation, Renewal, Renewed, Stale, Tags
from tasks.load.store import Ledger, find_staleness, read_stale, renew_batch
from tests.load.making import (
    NOON,
    PROCESSORS,
    Tagging,
    begin,
    document,
    load,
    load_run,
    no_tags,
    rows,
    some_tags,
)

NEW_CLEANER = Processors((Processor("clean", "1", "b"), *PROCESSORS.of_all[1:]))
NEW_STRIKE = Processors(
    tuple(replace(each, config_hash="b") if each.name == "topic/strike" else each for each in PROCESSORS.of_all)
)
LATER = NOON + timedelta(hours=1)


def stale(ledger: Ledger, active: Processors, source: str | None = None) -> list[Stale]:
    return [*read_stale(ledger, find_staleness(ledger, active, source).revisions)]


def renew(ledger: Ledger, active: Processors, *articles: Article, tag: Tagging = some_tags) -> list[Renewed]:
    """Renew all that is stale, which these articles are now."""
    found = zip(stale(ledger, active), articles, strict=True)
    return renew_batch(ledger, [Renewal(each, article, tag(article)) for each, article in found], active)


def bodies(ledger: Ledger) -> list[tuple[str, int]]:
    return rows(ledger, "SELECT body, revisions FROM v_articles ORDER BY key")


def aliases(ledger: Ledger) -> dict[str, int]:
    return dict(rows(ledger, "SELECT surface, mentions FROM entity_aliases"))


def test_all_is_fresh_that_was_just_loaded(ledger: Ledger) -> None:
    load_run(ledger, [[document(0, "Ferries stop"), document(1, "Ferries sail")]])
    found = find_staleness(ledger, PROCESSORS)
    assert (found.articles, found.revisions, found.lacking) == (2, [], {})


def test_what_others_made_is_stale_and_is_said_by_their_names(ledger: Ledger) -> None:
    load_run(ledger, [[document(0, "Ferries stop"), document(1, "Trains stop", source="echo")]])
    added = Processor("topic/housing", "1", "a")
    kept = tuple(each for each in NEW_CLEANER.of_all if each.name != "topic/traffic")
    found = find_staleness(ledger, Processors((*kept, added)))
    assert len(found.revisions) == 2
    assert found.lacking == {"clean": 2, "topic/housing": 2, "topic/traffic": 2}
    only = find_staleness(ledger, NEW_CLEANER, "echo")
    assert (only.articles, len(only.revisions), only.lacking) == (1, 1, {"clean": 1})


def test_a_processor_that_is_gone_makes_stale_what_still_counts_of_it(ledger: Ledger) -> None:
    load_run(ledger, [[document(0, "Ferries stop")]], some_tags)
    left = Processors(tuple(each for each in PROCESSORS.of_all if each.name != "topic/strike"))
    assert find_staleness(ledger, left).lacking == {"topic/strike": 1}
    renew(ledger, left, Article("Ferries stop"), tag=no_tags)
    assert rows(ledger, "SELECT * FROM v_article_topics") == []
    assert find_staleness(ledger, left).revisions == []


FRENCH = Processor("entities", "1+fr", "a")
BY_LANGUAGE = Processors(PROCESSORS.of_all[:1], {"en": PROCESSORS.of_all[1:], None: PROCESSORS.of_all[1:]})
WITH_FRENCH = Processors(BY_LANGUAGE.of_all, {**BY_LANGUAGE.of_language, "fr": (FRENCH,)})


def load_three(ledger: Ledger) -> None:
    """An article in English, one in French and one in German, loaded when only English has a model."""

    def tag(article: Article) -> Tags:
        return Tags() if article.language else some_tags(article)

    articles = [document(0, "Ferries stop"), document(1, "Les ferries", language="fr"), document(2, "D", language="de")]
    load_run(ledger, [articles], tag, processors=BY_LANGUAGE)


def test_a_language_has_processors_of_its_own(ledger: Ledger) -> None:
    load_three(ledger)
    assert find_staleness(ledger, BY_LANGUAGE).revisions == []
    ran = "SELECT coalesce(language, '-'), count(*) FROM processings JOIN revisions ON id = revision_id GROUP BY 1"
    assert dict(rows(ledger, ran)) == {"-": len(PROCESSORS.of_all), "fr": 1, "de": 1}


def test_a_model_that_comes_later_makes_stale_only_what_is_in_its_language(ledger: Ledger) -> None:
    load_three(ledger)
    found = find_staleness(ledger, WITH_FRENCH)
    assert (found.articles, len(found.revisions), found.lacking) == (3, 1, {"entities": 1})
    assert not renew(ledger, WITH_FRENCH, Article("Les ferries", language="fr"), tag=mentions_alone)[0].changed
    assert find_staleness(ledger, WITH_FRENCH).revisions == []
    assert rows(ledger, "SELECT version FROM mentions JOIN processors ON id = processor_id ORDER BY version") == [
        ("1",),
        ("1+fr",),
    ]


def test_an_article_that_turns_out_to_be_in_another_language_loses_what_the_first_one_found(ledger: Ledger) -> None:
    load_run(ledger, [[document(0, "Ferries Paris", language="en")]], some_tags, processors=BY_LANGUAGE)
    new = Processors((Processor("clean", "1", "b"),), WITH_FRENCH.of_language)
    renew(ledger, new, Article("Ferries Paris", language="fr"), tag=mentions_alone)
    assert find_staleness(ledger, new).revisions == []
    assert rows(ledger, "SELECT * FROM v_quotes") == []


def mentions_alone(article: Article) -> Tags:
    return replace(some_tags(article), topics=(), quotes=(), figures=())


def test_where_a_text_was_last_found_is_where_it_is_read_again(ledger: Ledger) -> None:
    first = document(0, "Ferries stop")
    load_run(ledger, [[first]])
    again = replace(first.raw, content=b"other markup", sha256="b" * 64, fetched_at=LATER)
    load_run(ledger, [[replace(first, raw=again, location=RawLocation("second.warc.gz", 7))]])
    (found,) = stale(ledger, NEW_CLEANER)
    assert (found.source, found.uri) == ("gazette", first.raw.uri)
    assert found.kept == KeptBytes(RawLocation("second.warc.gz", 7), len(b"other markup"), "text/plain", LATER)


def test_a_revision_whose_bytes_are_gone_has_none_to_be_read(ledger: Ledger) -> None:
    load_run(ledger, [[document(0, "Ferries stop")]])
    with ledger.write() as connection:
        connection.exec_driver_sql("UPDATE fetches SET raw_document_id = NULL")
    (found,) = stale(ledger, NEW_CLEANER)
    assert (found.kept, found.uri) == (None, "file:file:///inbox/0.txt")


def test_another_text_from_the_same_bytes_takes_the_place_of_the_text(ledger: Ledger) -> None:
    load_run(ledger, [[document(0, "Anna sailed\n\nSubscribe now"), document(1, "Bert sailed")]], some_tags)
    done = renew(ledger, NEW_CLEANER, Article("Sailed, said Anna"), Article("Bert sailed"))
    assert [(each.changed, each.failure) for each in done] == [(True, None), (False, None)]
    assert bodies(ledger) == [("Sailed, said Anna", 1), ("Bert sailed", 1)]
    assert rows(ledger, "SELECT text, span_end FROM v_quotes ORDER BY text") == [("Bert", 4), ("Sailed,", 7)]
    assert aliases(ledger) == {"Anna": 0, "Bert": 1, "Sailed,": 1}
    assert rows(ledger, "SELECT word_count FROM v_articles ORDER BY key") == [(3,), (2,)]
    assert find_staleness(ledger, NEW_CLEANER).revisions == []


def test_bytes_that_come_again_are_unchanged_afterwards(ledger: Ledger) -> None:
    item = document(0, "Anna sailed")
    load_run(ledger, [[item]], some_tags)
    renew(ledger, NEW_CLEANER, Article("Anna"))
    (ending,) = load(ledger, begin(ledger), [item], cleaner=NEW_CLEANER.of_all[0])
    assert ending.reason == "the bytes are what they were at the last fetch"
    assert bodies(ledger) == [("Anna", 1)]


def test_of_the_same_text_only_what_is_lacking_is_added_and_what_others_found_stays(ledger: Ledger) -> None:
    load_run(ledger, [[document(0, "Anna sailed")]], some_tags)
    renew(ledger, NEW_STRIKE, Article("Anna sailed"), tag=lambda article: replace(some_tags(article), topics=()))
    assert rows(ledger, "SELECT topic FROM v_article_topics") == []
    assert rows(ledger, "SELECT count(*) FROM article_topics") == [(1,)]
    assert rows(ledger, "SELECT count(*) FROM mentions") == [(1,)]
    assert aliases(ledger) == {"Anna": 1}
    renew(ledger, PROCESSORS, Article("Anna sailed"))
    assert rows(ledger, "SELECT topic FROM v_article_topics") == [("strike",)]
    assert rows(ledger, "SELECT count(*) FROM processings") == [(len(PROCESSORS.of_all) + 1,)]


def test_mentions_count_once_whoever_found_them_last(ledger: Ledger) -> None:
    load_run(ledger, [[document(0, "Anna sailed"), document(1, "Anna swam")]], some_tags)
    again = tuple(replace(each, version="2") if each.name == "entities" else each for each in PROCESSORS.of_all)
    renew(ledger, Processors(again), Article("Anna sailed"), Article("Anna swam"))
    assert aliases(ledger) == {"Anna": 2}
    renew(ledger, PROCESSORS, Article("Anna sailed"), Article("Anna swam"), tag=no_tags)
    assert aliases(ledger) == {"Anna": 2}


def test_a_text_that_an_earlier_revision_has_makes_that_the_current_one_and_back(ledger: Ledger) -> None:
    first = document(0, "Anna sailed")
    second = document(0, "Anna sailed\n\nSubscribe now", uri=first.raw.uri, fetched_at=LATER)
    load_run(ledger, [[first]], some_tags)
    load_run(ledger, [[second]], some_tags)
    assert bodies(ledger) == [("Anna sailed\n\nSubscribe now", 2)]
    assert renew(ledger, NEW_CLEANER, Article("Anna sailed"))[0].changed
    assert bodies(ledger) == [("Anna sailed", 2)]
    assert find_staleness(ledger, NEW_CLEANER).revisions == []
    (found,) = stale(ledger, PROCESSORS)
    assert found.kept
    assert found.kept.fetched_at == LATER
    assert renew(ledger, PROCESSORS, Article("Anna sailed\n\nSubscribe now"))[0].changed
    assert bodies(ledger) == [("Anna sailed\n\nSubscribe now", 2)]
    assert aliases(ledger) == {"Anna": 2}


def test_what_was_loaded_in_the_meantime_is_left_alone(ledger: Ledger) -> None:
    first = document(0, "Anna sailed")
    load_run(ledger, [[first]], some_tags)
    before = stale(ledger, NEW_CLEANER)
    load_run(ledger, [[document(0, "Anna sank", uri=first.raw.uri, fetched_at=LATER)]], some_tags)
    article = Article("Anna")
    assert renew_batch(ledger, [Renewal(before[0], article, some_tags(article))], NEW_CLEANER) == [Renewed(before[0])]
    assert bodies(ledger) == [("Anna sank", 2)]


def test_what_the_database_refuses_stays_as_it_is_and_its_neighbours_are_renewed(ledger: Ledger) -> None:
    load_run(ledger, [[document(number, f"Anna {number}") for number in range(3)]], some_tags)

    def out_of_range(article: Article) -> Tags:
        tags = some_tags(article)
        low = 9.0 if article.body == "Bert 1" else 0.0
        return replace(tags, figures=(replace(tags.figures[0], low=low),))

    done = renew(ledger, NEW_CLEANER, *(Article(f"Bert {number}") for number in range(3)), tag=out_of_range)
    assert [each.failure is None for each in done] == [True, False, True]
    assert [body for body, _ in bodies(ledger)] == ["Bert 0", "Anna 1", "Bert 2"]
    assert len(find_staleness(ledger, NEW_CLEANER).revisions) == 1
    assert aliases(ledger) == {"Anna": 1, "Bert": 2}


def test_what_has_the_same_text_need_not_be_tagged_again(ledger: Ledger) -> None:
    load_run(ledger, [[document(0, "Anna sailed"), document(1, "Bert sailed")]], some_tags)
    first, second = stale(ledger, NEW_CLEANER)
    same, other = Article("Anna sailed", section="Ports"), Article("Bert sank")
    done = renew_batch(ledger, [Renewal(first, same, None), Renewal(second, other, None)], NEW_CLEANER)
    assert [each.failure for each in done] == [None, "load: its text has changed, but was not tagged"]
    assert rows(ledger, "SELECT body, section FROM v_articles ORDER BY key") == [
        ("Anna sailed", "Ports"),
        ("Bert sailed", None),
    ]
    assert len(rows(ledger, "SELECT * FROM v_mentions")) == 2
    assert find_staleness(ledger, NEW_CLEANER).lacking == {"clean": 1}


def test_nothing_is_renewed_of_nothing(ledger: Ledger) -> None:
    assert renew_batch(ledger, [], PROCESSORS) == []


def test_a_source_that_is_not_there_is_refused(ledger: Ledger) -> None:
    with pytest.raises(InputError, match="no source in the ledger is named 'nowhere'"):
        find_staleness(ledger, PROCESSORS, "nowhere")
