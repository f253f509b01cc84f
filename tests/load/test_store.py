"""What becomes of documents in the ledger: outcomes, revisions, results, quarantine."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace
from sqlalchemy import text

from schemas.records import (
    Article,
    Entity,
    Failure,
    FetchFailure,
    FetchOutcome,
    Key,
    Mention,
    Processor,
    RawLocation,
    Removed,
    Tags,
    Timestamp,
)
from tasks.link.store import count_days
from tasks.load.decide import LoadItem
from tasks.load.store import Ledger, end_run, find_arrivals, known_raw, open_ledger, store_batch
from tasks.load.store.identity import claim_articles, ensure_sources, keyed
from tests.databases import emptied
from tests.load.making import (
    CLEANER,
    NOON,
    PROCESSORS,
    begin,
    counted,
    document,
    load,
    load_run,
    no_tags,
    outcomes,
    rows,
    some_tags,
)

LATER = NOON + timedelta(hours=1)
COUNTS = "documents, loaded, updated, unchanged, duplicate, dropped, quarantined"


LATER_RUN = 1_000_000


def test_a_second_run_adds_nothing_but_its_own_records(ledger: Ledger) -> None:
    batch = [document(n, f"Text {n}.") for n in range(5)]
    assert outcomes(load_run(ledger, [batch], some_tags)) == ["loaded"] * 5
    before = counted(ledger)
    assert outcomes(load_run(ledger, [batch], some_tags)) == ["unchanged"] * 5
    added = counted(ledger) - before
    assert added == {"runs": 1, "fetches": 5}
    assert rows(ledger, f"SELECT {COUNTS} FROM runs ORDER BY id") == [(5, 5, 0, 0, 0, 0, 0), (5, 0, 0, 5, 0, 0, 0)]


def test_a_text_that_changes_makes_a_revision(ledger: Ledger) -> None:
    uri = "file:///inbox/a.txt"
    load_run(ledger, [[document(0, "Ten lorries.", uri=uri)]], some_tags)
    changed = document(0, "Twelve lorries.", uri=uri, fetched_at=LATER)
    assert outcomes(load_run(ledger, [[changed]], some_tags)) == ["updated"]
    assert rows(ledger, "SELECT body, revisions FROM v_articles") == [("Twelve lorries.", 2)]
    assert rows(ledger, "SELECT text FROM v_quotes") == [("Twelve",)]


def test_what_is_not_the_text_makes_no_revision(ledger: Ledger) -> None:
    uri = "file:///inbox/a.txt"
    load_run(ledger, [[document(0, "Text.", uri=uri)]])
    again = document(
        0, "Text.", uri=uri, fetched_at=LATER, captions=("New.",), removed=(Removed("x", "boilerplate:y"),)
    )
    endings = load_run(ledger, [[again]])
    assert [(end.outcome, end.reason) for end in endings] == [
        ("unchanged", "the text is what it was at the last fetch")
    ]
    assert counted(ledger)["revisions"] == 1


def test_a_text_that_goes_back_is_current_again_without_a_third_revision(ledger: Ledger) -> None:
    uri = "file:///inbox/a.txt"
    for hour, body in enumerate(["First.", "Second.", "First."]):
        item = document(0, body, uri=uri, fetched_at=NOON + timedelta(hours=hour))
        endings = load_run(ledger, [[item]])
    assert outcomes(endings) == ["updated"]
    assert rows(ledger, "SELECT body, revisions FROM v_articles") == [("First.", 2)]


def test_the_same_article_twice_in_a_run_is_a_duplicate_also_across_batches(ledger: Ledger) -> None:
    keys = (Key("url", "https://gazette.example/a"),)
    first, second, third = (document(n, "Text.", keys=keys) for n in range(3))
    assert outcomes(load_run(ledger, [[first, second], [third]])) == ["loaded", "duplicate", "duplicate"]
    assert counted(ledger)["revisions"] == 1


def test_of_two_runs_at_once_the_one_that_fetched_later_may_store_first(ledger: Ledger) -> None:
    keys = [Key("url", "https://gazette.example/a")]

    def fetched(minute: int, number: int, body: str) -> LoadItem:
        at = NOON + timedelta(minutes=minute)
        return document(number, body, keys=keys, uri=f"file:///inbox/{number}.txt", fetched_at=at)

    one, other = begin(ledger), begin(ledger)
    load(ledger, other, [fetched(3, 0, "First.")], some_tags)
    load(ledger, one, [fetched(1, 0, "First.")], some_tags)
    load(ledger, one, [fetched(2, 1, "Second.")], some_tags)
    load(ledger, other, [fetched(4, 1, "Second.")], some_tags)
    assert rows(ledger, "SELECT body, revisions FROM v_articles") == [("Second.", 2)]
    load(ledger, other, [fetched(0, 2, "First.")], some_tags)
    assert rows(ledger, "SELECT body, revisions FROM v_articles") == [("Second.", 2)]


def test_two_texts_of_an_article_in_one_run_are_both_kept(ledger: Ledger) -> None:
    keys = (Key("url", "https://gazette.example/a"),)
    batch = [document(0, "One.", keys=keys), document(1, "Two.", keys=keys)]
    assert outcomes(load_run(ledger, [batch])) == ["loaded", "updated"]
    assert outcomes(load_run(ledger, [batch])) == ["unchanged", "unchanged"]
    assert counted(ledger)["revisions"] == 2


def test_an_article_is_found_by_any_of_its_keys(ledger: Ledger) -> None:
    guid, url = Key("guid", "7"), Key("url", "https://gazette.example/a")
    load_run(ledger, [[document(0, "One.", keys=[guid, url])]])
    load_run(ledger, [[document(0, "Two.", keys=[url], fetched_at=LATER)]])
    elsewhere = document(0, "Three.", keys=[url], source="courier", fetched_at=LATER)
    assert outcomes(load_run(ledger, [[elsewhere]])) == ["loaded"]
    assert rows(ledger, "SELECT source, key, body FROM v_articles ORDER BY source") == [
        ("courier", "url:https://gazette.example/a", "Three."),
        ("gazette", "guid:7", "Two."),
    ]


def test_an_article_is_called_the_same_whichever_of_its_keys_came_first(ledger: Ledger) -> None:
    guid, url = Key("guid", "7"), Key("url", "https://gazette.example/a")
    load_run(ledger, [[document(0, "Text.", keys=[url])], [document(1, "Text.", keys=[guid, url])]])
    load_run(ledger, [[document(2, "Text.", keys=[url])]])
    assert rows(ledger, "SELECT source, key FROM v_articles") == [("gazette", "guid:7")]


@pytest.mark.full
def test_two_who_make_an_article_at_once_by_different_keys_make_one(migrated_postgresql: str) -> None:
    guid, url = Key("guid", "7"), Key("url", "https://gazette.example/a")
    with open_ledger(migrated_postgresql) as ledger, open_ledger(migrated_postgresql) as other:
        emptied(ledger)
        load_run(ledger, [[document(0, "Another.")]])
        with ledger.write() as connection, ThreadPoolExecutor() as pool:
            held = keyed([document(1, "Text.", keys=[url])], [0], ensure_sources(connection, ["gazette"], NOON))
            claim_articles(connection, held)
            second = pool.submit(load_run, other, [[document(2, "Text.", keys=[guid, url])]])
            while not connection.scalar(text("SELECT count(*) FROM pg_locks WHERE NOT granted")):
                time.sleep(0.02)
            connection.commit()
            assert outcomes(second.result()) == ["loaded"]
        assert rows(ledger, "SELECT key, revisions FROM v_articles WHERE body = 'Text.'") == [("guid:7", 1)]
        assert counted(ledger)["articles"] == 2


def test_what_this_run_itself_has_met_is_not_unchanged_but_met_twice(ledger: Ledger) -> None:
    run_id, item = begin(ledger), document(0, "Text.")
    assert outcomes(load(ledger, run_id, [item])) == ["loaded"]
    assert find_arrivals(ledger, run_id, [item.raw], CLEANER).unchanged == {}
    assert outcomes(load(ledger, run_id, [replace(item, number=1)])) == ["duplicate"]


def test_other_bytes_under_a_new_cleaner_are_noted_so_that_the_next_run_skips_them(ledger: Ledger) -> None:
    item, newer = document(0, "Text."), replace(CLEANER, version="2")
    load_run(ledger, [[item]])
    assert set(find_arrivals(ledger, LATER_RUN, [item.raw], CLEANER).unchanged) == {0}
    assert find_arrivals(ledger, LATER_RUN, [item.raw], newer).unchanged == {}
    run_id = begin(ledger)
    assert outcomes(load(ledger, run_id, [item], cleaner=newer)) == ["unchanged"]
    end_run(ledger, run_id, "completed", NOON)
    assert set(find_arrivals(ledger, LATER_RUN, [item.raw], newer).unchanged) == {0}
    assert find_arrivals(ledger, LATER_RUN, [item.raw], CLEANER).unchanged == {}
    current = "SELECT version FROM processings JOIN processors ON id = processor_id WHERE name = 'clean' AND is_current"
    assert rows(ledger, current) == [("2",)]


def test_what_a_new_cleaner_took_out_stands_in_the_place_of_what_the_old_one_did(ledger: Ledger) -> None:
    uri, newer = "file:///inbox/a.txt", replace(CLEANER, version="2")
    parts = "SELECT text FROM captions UNION ALL SELECT text FROM credits UNION ALL SELECT text FROM removed_spans"

    def run(cleaner: Processor, *removed: str, version: int = 0) -> list[tuple[object, ...]]:
        pieces = tuple(Removed(text, "boilerplate:follow") for text in removed)
        made = {"captions": removed[:1], "credits": (), "removed": pieces, "byline": str(version)}
        item = document(0, "Text.", uri=uri, **made)  # type: ignore[arg-type]
        load(ledger, begin(ledger), [item], cleaner=cleaner)
        found = "SELECT version, found FROM processings JOIN processors ON id = processor_id"
        return rows(ledger, f"{found} WHERE name = 'clean' AND is_current") + rows(ledger, parts)

    assert run(CLEANER, "Old.") == [("1", 1), ("Old.",), ("Old.",)]
    assert run(CLEANER, "Other bytes.", version=1) == [("1", 1), ("Old.",), ("Old.",)]
    assert run(newer, "One.", "Two.") == [("2", 2), ("One.",), ("One.",), ("Two.",)]
    assert run(CLEANER, version=2) == [("1", 0)]


def test_a_document_without_text_is_dropped_with_a_reason(ledger: Ledger) -> None:
    endings = load_run(ledger, [[document(0, " \n "), document(1, "Text.")]])
    assert [(end.outcome, end.reason) for end in endings[:1]] == [("dropped", "no text is left after cleaning")]
    assert rows(ledger, f"SELECT {COUNTS} FROM runs") == [(2, 1, 0, 0, 0, 1, 0)]


def test_what_a_stage_could_not_digest_waits_in_quarantine_until_it_comes_through(ledger: Ledger) -> None:
    whole = document(0, "Text.")
    broken = replace(whole, document=None, result=Failure("clean", "it is not HTML"))
    for _ in range(2):
        assert outcomes(load_run(ledger, [[broken, document(1, "Other.")]]))[0] == "quarantined"
    waiting = "SELECT stage, error, attempts, replayed_at IS NULL FROM quarantine"
    assert rows(ledger, waiting) == [("clean", "clean: it is not HTML", 2, True)]
    assert outcomes(load_run(ledger, [[whole]])) == ["loaded"]
    assert rows(ledger, waiting) == [("clean", "clean: it is not HTML", 2, False)]


def test_a_file_that_was_mended_waits_no_longer(ledger: Ledger) -> None:
    uri = "file:///inbox/a.txt"
    broken = document(0, Failure("clean", "the file is empty"), uri=uri)
    load_run(ledger, [[broken, document(1, Failure("clean", "the file is empty"))]])
    assert outcomes(load_run(ledger, [[document(0, "Text.", uri=uri)]])) == ["loaded"]
    assert rows(ledger, "SELECT uri FROM quarantine WHERE replayed_at IS NULL") == [("file:///inbox/1.txt",)]
    assert rows(ledger, "SELECT in_quarantine FROM v_sources") == [(1,)]


def test_what_failed_in_this_very_run_still_waits(ledger: Ledger) -> None:
    uri = "file:///inbox/a.txt"
    load_run(ledger, [[document(0, "Text.", uri=uri), document(1, Failure("clean", "it is empty"), uri=uri)]])
    assert rows(ledger, "SELECT in_quarantine FROM v_sources") == [(1,)]


@pytest.mark.parametrize("cut", [2, 1])
def test_a_bad_file_that_is_named_twice_waits_once(ledger: Ledger, cut: int) -> None:
    bad = document(0, Failure("clean", "the file is empty"), uri="file:///inbox/empty.txt")
    batch = [bad, replace(bad, number=1), document(2, "Text.")]
    assert outcomes(load_run(ledger, [batch[:cut], batch[cut:]])) == ["quarantined", "quarantined", "loaded"]
    assert rows(ledger, "SELECT uri, attempts FROM quarantine") == [("file:///inbox/empty.txt", 1)]
    load_run(ledger, [batch])
    assert rows(ledger, "SELECT attempts FROM quarantine") == [(2,)]


def test_what_could_not_be_had_is_stored_with_its_batch_or_not_at_all(ledger: Ledger) -> None:
    run_id = begin(ledger)
    failure = FetchFailure("gazette", "file:///inbox/x.txt", FetchOutcome.GONE, "it is not there", NOON)
    nowhere = replace(document(1, "Text."), location="somewhere")
    with pytest.raises(AttributeError):
        store_batch(ledger, run_id, [nowhere], {0: Tags()}, PROCESSORS, NOON, {0: failure})
    assert counted(ledger)["fetches"] == counted(ledger)["sources"] == 0


def test_fetches_that_failed_are_counted(ledger: Ledger) -> None:
    run_id = begin(ledger)
    failure = FetchFailure("gazette", "file:///inbox/x.txt", FetchOutcome.TOO_LARGE, "it has 9 GB", NOON)
    failures = {0: failure, 1: replace(failure, outcome=FetchOutcome.FAILED)}
    store_batch(ledger, run_id, [document(2, "Text.")], {0: Tags()}, PROCESSORS, NOON, failures)
    end_run(ledger, run_id, "completed", NOON)
    assert rows(ledger, "SELECT fetched, too_large, failed, documents, loaded, status FROM runs") == [
        (1, 1, 1, 1, 1, "completed")
    ]
    assert rows(ledger, "SELECT fetches, fetches_not_had FROM v_sources") == [(3, 2)]


def test_storing_a_batch_again_in_its_run_is_storing_it_once(ledger: Ledger) -> None:
    run_id, batch = begin(ledger), [document(0, "One."), document(1, "Two.")]
    first = store_batch(ledger, run_id, batch, {0: Tags(), 1: Tags()}, PROCESSORS, NOON)
    before = counted(ledger)
    assert store_batch(ledger, run_id, batch, {0: Tags(), 1: Tags()}, PROCESSORS, NOON) == first
    assert counted(ledger) == before


def _poisons() -> dict[str, tuple[object, ...]]:
    bad_label = Tags((Mention("body", 0, 4, "Text", "ANIMAL"),), (Entity("Text", "ANIMAL", (0,)),))  # type: ignore[arg-type]
    return {
        "a NUL": (document(1, "Te\0xt."), no_tags),
        "half a character": (document(1, "Te\ud800xt."), no_tags),
        "NUL in a caption": (document(1, "Text.", captions=("\0",)), no_tags),
        "a time without a zone": (
            document(1, "Text.", published_at=Timestamp(datetime(2026, 1, 1), "day", "x")),  # noqa: DTZ001 -- the point
            no_tags,
        ),
        "no such precision": (
            document(1, "Text.", published_at=Timestamp(date(2026, 1, 1), "year", "x")),  # type: ignore[arg-type]
            no_tags,
        ),
        "no such label": (document(1, "Text."), lambda article: bad_label if article.body == "Text." else Tags()),
    }


@pytest.mark.parametrize("name", _poisons())
def test_one_poisoned_document_goes_to_quarantine_and_its_batch_goes_on(ledger: Ledger, name: str) -> None:
    poisoned, tag = _poisons()[name]
    batch = [document(0, "Before."), poisoned, *(document(n, f"After {n}.") for n in range(2, 6))]
    endings = load_run(ledger, [batch], tag)  # type: ignore[list-item, arg-type]
    assert outcomes(endings) == ["loaded", "quarantined", *["loaded"] * 4], endings
    assert rows(ledger, f"SELECT {COUNTS} FROM runs") == [(6, 5, 0, 0, 0, 0, 1)]
    assert rows(ledger, "SELECT stage, attempts FROM quarantine") == [("load", 1)]
    assert counted(ledger)["articles"] == counted(ledger)["article_keys"] == 5


def test_numbers_may_be_whole_or_not(ledger: Ledger) -> None:
    def tag(article: Article) -> Tags:
        tags = some_tags(article)
        (topic,), (piece,) = tags.topics, tags.topics[0].evidence
        return replace(tags, topics=(replace(topic, score=3, evidence=(replace(piece, weight=1), piece)),))

    assert outcomes(load_run(ledger, [[document(0, "One.")]], tag)) == ["loaded"]
    assert rows(ledger, "SELECT weight FROM topic_evidence ORDER BY weight") == [(1.0,), (3.0,)]


def test_addresses_that_no_database_stores_are_stored_all_the_same(ledger: Ledger) -> None:
    item = document(0, "Text.", uri="file:///a\0b\ud800", keys=[Key("file", "file:///a\0b\ud800" + "x" * 9_000)])
    assert outcomes(load_run(ledger, [[item]])) == ["loaded"]
    assert outcomes(load_run(ledger, [[item]])) == ["unchanged"]


def test_a_text_that_turns_out_new_but_was_not_tagged_is_tried_again(ledger: Ledger) -> None:
    endings = store_batch(ledger, begin(ledger), [document(0, "Text.")], {}, PROCESSORS, NOON)
    assert outcomes(endings) == ["quarantined"]
    assert rows(ledger, "SELECT error FROM quarantine") == [("load: its text is new, but was not tagged",)]


def test_processors_that_found_nothing_have_run_all_the_same(ledger: Ledger) -> None:
    load_run(ledger, [[document(0, "Text.")]])
    found = "SELECT name, found FROM processings JOIN processors ON id = processor_id ORDER BY name"
    assert rows(ledger, found) == sorted((processor.name, 0) for processor in PROCESSORS.each)
    assert rows(ledger, "SELECT topics_tried FROM v_untagged") == [(2,)]


def test_times_come_back_as_they_were(ledger: Ledger) -> None:
    evening = datetime(2026, 3, 1, 23, 30, tzinfo=ZoneInfo("America/New_York"))
    load_run(ledger, [[document(0, "Text.", published_at=Timestamp(evening, "minute", "meta"))]])
    from sqlalchemy import select

    from schemas.tables import revisions

    with ledger.read() as connection:
        stored = connection.execute(select(revisions.c.published_at, revisions.c.published_on)).one()
    assert stored == (evening, date(2026, 3, 2))
    assert stored.published_at.tzinfo is UTC


def test_days_are_those_of_the_time_zone_that_is_set(database_url: str) -> None:
    evening = Timestamp(datetime(2026, 3, 1, 23, 30, tzinfo=UTC), "minute", "meta")
    printed = Timestamp(date(2026, 3, 1), "day", "text")
    with open_ledger(database_url, ZoneInfo("Europe/Berlin")) as ledger:
        load_run(ledger, [[document(0, "One.", published_at=evening), document(1, "Two.", published_at=printed)]])
        days = rows(ledger, "SELECT cast(published_on AS VARCHAR) FROM v_articles ORDER BY body")
    assert days == [("2026-03-02",), ("2026-03-01",)]


def test_daily_views_state_their_denominator(ledger: Ledger) -> None:
    day = Timestamp(date(2026, 3, 1), "day", "text")
    batch = [document(n, f"Dover {n}.", published_at=day) for n in range(3)]
    load_run(ledger, [[*batch, document(3, "Undated.")]], lambda a: some_tags(a) if a.body != "Dover 2." else Tags())
    count_days(ledger)
    daily = "SELECT cast(day AS VARCHAR), articles, of_articles FROM v_topic_daily ORDER BY articles"
    assert rows(ledger, daily) == [(None, 1, 1), ("2026-03-01", 2, 3)]
    entities = "SELECT entity, articles, mentions, of_articles FROM v_entity_daily ORDER BY entity"
    assert rows(ledger, entities) == [("Dover", 2, 2, 3), ("Undated.", 1, 1, 1)]


def test_a_stub_is_stored_and_named_but_not_counted(ledger: Ledger) -> None:
    day = Timestamp(date(2026, 3, 1), "day", "text")
    batch = [document(0, "Dover.", published_at=day), document(1, "Dover teaser.", published_at=day, kind="stub")]
    load_run(ledger, [batch], some_tags)
    assert rows(ledger, "SELECT body, kind FROM v_articles ORDER BY body") == [
        ("Dover teaser.", "stub"),
        ("Dover.", "article"),
    ]
    count_days(ledger)
    assert rows(ledger, "SELECT articles, of_articles FROM v_topic_daily") == [(1, 1)]
    assert rows(ledger, "SELECT articles, stubs FROM v_sources") == [(2, 1)]
    load_run(ledger, [[document(2, "Calais teaser.", kind="stub"), document(3, "Calais.")]])
    assert rows(ledger, "SELECT headline, topics_tried FROM v_untagged") == [(None, 2)]


def test_an_article_that_goes_behind_a_wall_keeps_its_text(ledger: Ledger) -> None:
    uri, later = "file:///inbox/a.html", NOON + timedelta(days=1)
    whole = document(0, "The whole text.", uri=uri)
    stub = document(0, "The teaser.", uri=uri, kind="stub", fetched_at=later)
    assert outcomes(load_run(ledger, [[whole]])) == ["loaded"]
    assert outcomes(load_run(ledger, [[stub]])) == ["updated"]
    assert rows(ledger, "SELECT body, kind, revisions FROM v_articles") == [("The whole text.", "article", 2)]
    back = document(0, "The whole text, at last.", uri=uri, fetched_at=NOON)
    assert outcomes(load_run(ledger, [[back]])) == ["updated"]
    assert rows(ledger, "SELECT body, kind FROM v_articles") == [("The whole text, at last.", "article")]


def test_a_place_shows_what_was_fetched_last_and_not_what_was_stored_last(ledger: Ledger) -> None:
    uri, hour = "file:///inbox/a.html", timedelta(hours=1)
    load_run(ledger, [[document(0, "Ferries sail.", uri=uri, fetched_at=NOON + hour)]])
    late = document(0, "Ferries stop.", uri=uri, keys=[Key("file", uri)], fetched_at=NOON)
    assert outcomes(load_run(ledger, [[late]])) == ["updated"]
    assert rows(ledger, "SELECT body FROM v_articles") == [("Ferries sail.",)]
    back = document(0, "Ferries stop.", uri=uri, fetched_at=NOON + 2 * hour)
    assert outcomes(load_run(ledger, [[back]])) == ["updated"]
    assert rows(ledger, "SELECT body FROM v_articles") == [("Ferries stop.",)]


def test_captures_of_one_batch_count_by_when_they_were_fetched(ledger: Ledger) -> None:
    def fetched(number: int, body: str, hours: int) -> LoadItem:
        return document(number, body, uri="file:///inbox/a.html", fetched_at=NOON + timedelta(hours=hours))

    load_run(ledger, [[fetched(0, "Ferries sail.", 2)]])
    batch = [fetched(0, "Ferries stop.", 3), fetched(1, "Ferries sail.", 1), fetched(2, "Ferries sail.", 4)]
    assert outcomes(load_run(ledger, [batch])) == ["updated", "unchanged", "updated"]
    assert rows(ledger, "SELECT body FROM v_articles") == [("Ferries sail.",)]


def test_an_article_has_the_address_that_its_current_text_came_with(ledger: Ledger) -> None:
    def fetched(body: str, hours: int) -> LoadItem:
        url = f"https://coast.example/{body}"
        at = NOON + timedelta(hours=hours)
        return document(0, body, uri="file:///inbox/a.html", canonical_url=url, fetched_at=at)

    addresses = []
    for item in (fetched("one", 1), fetched("two", 2), fetched("none", 0), fetched("one", 3)):
        load_run(ledger, [[item]])
        addresses += rows(ledger, "SELECT canonical_url FROM v_articles")
    assert [url.rpartition("/")[2] for (url,) in addresses] == ["one", "two", "two", "one"]


def test_a_version_of_another_day_leaves_nothing_on_the_day_of_the_one_before(ledger: Ledger) -> None:
    for day in (1, 2):
        when = Timestamp(date(2026, 3, day), "day", "meta")
        at = NOON + timedelta(days=day)
        item = document(0, f"Dover {day}.", uri="file:///inbox/a.html", published_at=when, fetched_at=at)
        load_run(ledger, [[item]], some_tags)
        count_days(ledger)
        counted_on = rows(ledger, "SELECT cast(day AS VARCHAR) FROM v_topic_daily")
        assert counted_on == [(f"2026-03-0{day}",)]


def test_known_raw_says_where_bytes_stand(ledger: Ledger) -> None:
    item = document(3, "Text.")
    load_run(ledger, [[item]])
    assert known_raw(ledger, [item.raw.sha256, "0" * 64]) == {item.raw.sha256: RawLocation("raw.warc.gz", 3)}


def test_an_article_keeps_all_its_parts(ledger: Ledger) -> None:
    said: dict[str, Any] = {"section": "News", "keywords": ("K", "L"), "agencies": ("PA",), "headline_method": "meta"}
    when: dict[str, Any] = {"modified_at": Timestamp(date(2026, 3, 2), "day", "meta"), "authors_method": "page"}
    parts: dict[str, Any] = {"authors": ("A", "B"), "captions": ("C",), "credits": ("D",)}
    item = document(0, "Text.", headline="H", byline="By A and B", **parts, **said, **when)
    load_run(ledger, [[item]])
    assert isinstance(item.result, Article)
    found = "kind, section, keywords, agencies, headline_method, authors_method"
    assert rows(ledger, f"SELECT {found} FROM v_articles") == [("article", "News", "K; L", "PA", "meta", "page")]
    modified = "cast(modified_on AS VARCHAR), modified_at, modified_precision, modified_method"
    assert rows(ledger, f"SELECT {modified} FROM v_articles") == [("2026-03-02", None, "day", "meta")]
    assert rows(ledger, "SELECT headline, byline, authors, word_count FROM v_articles") == [
        ("H", "By A and B", "A; B", 1)
    ]
    assert rows(ledger, "SELECT text FROM captions") == [("C",)]
    assert rows(ledger, "SELECT text FROM credits") == [("D",)]


def test_what_a_place_brought_last_is_seen_there_whatever_became_of_it(ledger: Ledger) -> None:
    items = [document(0, "News"), document(1, ""), document(2, Failure("clean", "it is broken"))]
    load_run(ledger, [items])
    raws = [item.raw for item in items]
    elsewhere = replace(raws[0], uri="file:///copy.txt")
    asked = [*raws, elsewhere, replace(raws[0], media_type="text/html"), replace(raws[0], sha256=raws[1].sha256)]
    assert find_arrivals(ledger, LATER_RUN, asked, CLEANER, lambda _: False).seen == {0, 1, 2}
    assert find_arrivals(ledger, LATER_RUN, asked, CLEANER, lambda reason: "no text is left" in reason).seen == {0, 2}
    load_run(ledger, [[document(0, "Other news", uri=raws[0].uri)]])
    assert find_arrivals(ledger, LATER_RUN, asked, CLEANER, lambda _: False).seen == {1, 2}
