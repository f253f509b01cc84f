"""Texts go when their source allows no more; what the article was about stays."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from flows.expiry import expire, expired
from flows.forgetting import learn_tombstones
from schemas.errors import StoreError
from schemas.records import Article, Processors, Renewal
from schemas.sources import Files
from tasks.fetch.raw_store import RawWriter, iterate_raw
from tasks.fetch.raw_tombstones import remembered
from tasks.fetch.web.memory import Place
from tasks.load.decide import LoadItem
from tasks.load.store import (
    Ledger,
    LedgerMemory,
    find_removed,
    find_staleness,
    find_untagged,
    open_ledger,
    read_stale,
    read_texts,
    renew_batch,
    stage_batch,
)
from tasks.report.explain import explain
from tasks.report.names_store import explain_article
from tasks.report.page import plain
from tests.load.making import NOON, PROCESSORS, document, load_run, outcomes, rows, some_tags
from tests.load.test_forgetting import everything

GAZETTE = Files(name="gazette", paths=("inbox",), retention_days=90)
FOREVER = Files(name="courier", paths=("inbox",))
NOW = NOON + timedelta(days=100)


@pytest.fixture
def raw_folder(tmp_path: Path) -> Path:
    return tmp_path / "raw"


def landed(folder: Path, items: Sequence[LoadItem], name: str = "run") -> list[LoadItem]:
    with RawWriter(folder, name) as writer:
        return [replace(item, location=writer.append(item.raw)) for item in items]


def old(**parts: object) -> LoadItem:
    return document(0, "Marigold sailed far away", headline="Ferry", credits=("Quillfeather",), **parts)  # type: ignore[arg-type]


def filled(ledger: Ledger, raw_folder: Path) -> None:
    """One article that is too old, one that was changed lately, and one of a source that allows all."""
    changed = document(1, "Anna stayed", uri="file:///inbox/1.txt")
    load_run(ledger, [landed(raw_folder, [old(), changed, document(2, "Bert rowed", source="courier")])], some_tags)
    lately = document(0, "Anna left", uri="file:///inbox/1.txt", fetched_at=NOON + timedelta(days=50))
    load_run(ledger, [landed(raw_folder, [lately], "later")], some_tags)


def test_texts_and_bytes_go_and_what_they_were_about_stays(ledger: Ledger, raw_folder: Path) -> None:
    filled(ledger, raw_folder)
    daily = rows(ledger, "SELECT day, source, topic, articles FROM v_topic_daily")
    named = rows(ledger, "SELECT entity, articles FROM v_entity_daily ORDER BY entity")
    assert {name: len(ids) for name, ids in expired(ledger, [GAZETTE, FOREVER], NOW).items()} == {"gazette": 1}
    assert expire(ledger, [GAZETTE, FOREVER], raw_folder, NOW) == 1
    seen = "headline, standfirst, body, word_count, text_removed_at IS NULL"
    assert rows(ledger, f"SELECT {seen} FROM v_articles ORDER BY body") == [
        ("Ferry", None, "", 4, 0),
        (None, None, "Anna left", 2, 1),
        (None, None, "Bert rowed", 2, 1),
    ]
    assert rows(ledger, "SELECT day, source, topic, articles FROM v_topic_daily") == daily
    assert rows(ledger, "SELECT entity, articles FROM v_entity_daily ORDER BY entity") == named
    assert rows(ledger, "SELECT count(*) FROM v_figures") == [(3,)]
    assert {row[0] for row in rows(ledger, "SELECT text FROM v_quotes")} == {"Anna", "Bert"}
    for word in ("far away", "quillfeather"):
        assert word not in everything(ledger)
    assert sorted(raw.content[:4] for _, raw in iterate_raw(raw_folder)) == [b"Anna", b"Anna", b"Bert"]


def test_it_is_done_once_and_the_same_bytes_are_not_taken_in_again(ledger: Ledger, raw_folder: Path) -> None:
    filled(ledger, raw_folder)
    expire(ledger, [GAZETTE], raw_folder, NOW)
    assert expire(ledger, [GAZETTE], raw_folder, NOW) == 0
    (again,) = find_removed(ledger, [old().raw]).values()
    assert again.reason == "its text was removed on 2026-06-09: its source allows 90 days"
    with open_ledger(str(ledger.engine.url.render_as_string(hide_password=False))) as same:
        learn_tombstones(same, raw_folder)
        assert rows(same, "SELECT count(*) FROM tombstones") == [(1,)]


def test_bytes_that_two_articles_share_go_with_the_last_of_them(ledger: Ledger, raw_folder: Path) -> None:
    courier = Files(name="courier", paths=("inbox",), retention_days=90)
    load_run(ledger, [landed(raw_folder, [old(), replace(old(source="courier"), number=1)])], some_tags)
    assert expire(ledger, [GAZETTE], raw_folder, NOW) == 1
    assert expire(ledger, [GAZETTE], raw_folder, NOW) == 0
    assert len(list(iterate_raw(raw_folder))) == 2  # the bytes, and that they came again
    assert expire(ledger, [GAZETTE, courier], raw_folder, NOW) == 1
    assert expire(ledger, [GAZETTE, courier], raw_folder, NOW) == 0
    assert rows(ledger, "SELECT count(*) FROM tombstones") == [(2,)]
    assert list(iterate_raw(raw_folder)) == []
    assert find_removed(ledger, [old().raw, old(source="courier").raw]).keys() == {0, 1}


def test_bytes_that_two_share_go_when_both_have_to(ledger: Ledger, raw_folder: Path) -> None:
    courier = Files(name="courier", paths=("inbox",), retention_days=90)
    load_run(ledger, [landed(raw_folder, [old(), replace(old(source="courier"), number=1)])], some_tags)
    assert expire(ledger, [GAZETTE, courier], raw_folder, NOW) == 2
    assert list(iterate_raw(raw_folder)) == []


def test_a_line_that_a_power_cut_left_unfinished_costs_no_other(ledger: Ledger, raw_folder: Path) -> None:
    filled(ledger, raw_folder)
    raw_folder.mkdir(exist_ok=True)
    (raw_folder / "tombstones.jsonl").write_bytes(b'{"tombstone": {"sour')
    expire(ledger, [GAZETTE], raw_folder, NOW)
    assert len(list(remembered(raw_folder))) == 1
    with (raw_folder / "tombstones.jsonl").open("ab") as file:
        file.write(b'{"tombstone": 1}\n')
    with pytest.raises(StoreError, match=r"tombstones.jsonl, line 2, is damaged"):
        list(remembered(raw_folder))


def test_a_ledger_made_anew_knows_what_was_removed(ledger: Ledger, raw_folder: Path, tmp_path: Path) -> None:
    filled(ledger, raw_folder)
    expire(ledger, [GAZETTE], raw_folder, NOW)
    with open_ledger(f"sqlite:///{tmp_path / 'anew.db'}") as anew:
        learn_tombstones(anew, raw_folder)
        assert find_removed(anew, [old().raw]).keys() == {0}


def test_the_same_text_in_other_markup_goes_again(ledger: Ledger, raw_folder: Path) -> None:
    filled(ledger, raw_folder)
    expire(ledger, [GAZETTE], raw_folder, NOW)
    item = old(fetched_at=NOW)
    content = b"<p>" + item.raw.content
    marked = replace(item, raw=replace(item.raw, content=content, sha256="f" * 64))
    assert outcomes(load_run(ledger, [[marked]], some_tags)) == ["unchanged"]
    assert expire(ledger, [GAZETTE], raw_folder, NOW + timedelta(days=1)) == 1
    assert rows(ledger, "SELECT count(*) FROM raw_documents WHERE sha256 LIKE 'ff%'") == [(0,)]


def test_a_text_that_is_new_is_kept_as_long_again(ledger: Ledger, raw_folder: Path) -> None:
    filled(ledger, raw_folder)
    expire(ledger, [GAZETTE], raw_folder, NOW)
    new = document(0, "Marigold came back", fetched_at=NOW)
    assert outcomes(load_run(ledger, [landed(raw_folder, [new], "new")], some_tags)) == ["updated"]
    assert rows(ledger, "SELECT body FROM v_articles WHERE body LIKE 'Marigold%'") == [("Marigold came back",)]
    assert expired(ledger, [GAZETTE], NOW + timedelta(days=89)).get("gazette") == [
        row[0] for row in rows(ledger, "SELECT article_id FROM v_articles WHERE body = 'Anna left'")
    ]


def test_what_has_no_text_is_not_tagged_again_and_still_explained(ledger: Ledger, raw_folder: Path) -> None:
    filled(ledger, raw_folder)
    expire(ledger, [GAZETTE], raw_folder, NOW)
    newer = Processors(tuple(replace(each, version="2") for each in PROCESSORS.of_all))
    assert find_staleness(ledger, newer).articles == 2
    (id_,) = rows(ledger, "SELECT article_id FROM v_articles WHERE headline = 'Ferry'")[0]
    shown = "\n".join(plain(explain(explain_article(ledger, str(id_), Path("/")))))
    assert shown.startswith("Ferry")
    assert "strike" in shown


def test_what_a_feed_said_of_it_goes_too(ledger: Ledger, raw_folder: Path) -> None:
    page = Place("gazette", "page", "https://a.example/1", NOON, NOON, entry='{"content_text": "sailed far away"}')
    memory = LedgerMemory(ledger, lambda: NOW)
    memory.keep([page, replace(page, url="https://a.example/2"), replace(page, source="courier")])
    load_run(ledger, [landed(raw_folder, [old(uri="https://a.example/1#entry")])], some_tags)
    expire(ledger, [GAZETTE], raw_folder, NOW)
    kept = "SELECT sources.name, url, entry IS NULL FROM places JOIN sources ON sources.id = source_id"
    assert sorted(rows(ledger, kept)) == [
        ("courier", page.url, 0),
        ("gazette", page.url, 1),
        ("gazette", "https://a.example/2", 0),
    ]


def test_what_was_being_tagged_again_meanwhile_is_dropped(ledger: Ledger, raw_folder: Path) -> None:
    filled(ledger, raw_folder)
    newer = Processors(tuple(replace(each, version="2") for each in PROCESSORS.of_all)).taggers
    read = list(read_texts(ledger, find_untagged(ledger, newer).of_all, 1_000))
    expire(ledger, [GAZETTE], raw_folder, NOW)
    stage_batch(ledger, [Renewal(stale, article, some_tags(article)) for stale, article in read], newer)
    assert {row[0] for row in rows(ledger, "SELECT text FROM quotes")} == {"Anna", "Bert"}


def test_what_was_being_cleaned_again_meanwhile_is_not_written_back(ledger: Ledger, raw_folder: Path) -> None:
    filled(ledger, raw_folder)
    cleaner, *taggers = PROCESSORS.of_all
    newer = Processors((replace(cleaner, version="2"), *taggers))
    read = list(read_stale(ledger, find_staleness(ledger, newer).revisions))
    expire(ledger, [GAZETTE], raw_folder, NOW)
    article = Article("Marigold sailed again", "Ferry")
    renew_batch(ledger, [Renewal(each, article, some_tags(article)) for each in read], newer)
    bodies = "SELECT body, text_removed_at IS NULL FROM revisions ORDER BY id"
    assert ("", 0) in rows(ledger, bodies)
    assert (article.body, 0) not in rows(ledger, bodies)
