"""Finding articles by their names, on both databases."""

import re
from pathlib import Path

import pytest

from schemas.errors import InputError
from schemas.overrides import Override
from schemas.records import Key
from tasks.link.store import link_overrides
from tasks.load.store import Ledger, forget_article
from tasks.report.explain import explain
from tasks.report.explanation import Decision
from tasks.report.io import run_query
from tasks.report.names_store import explain_article
from tasks.report.page import plain
from tests.load.making import NOON as BEGUN
from tests.load.making import document, load_run
from tests.report.articles import ARTICLE, TAGS
from tests.report.ledgers import FIRST_URI, PROCESSORS, drop_rows, fill

HERE = Path("/news")


def test_an_article_is_found_by_its_id(filled: Ledger) -> None:
    number = explain_article(filled, "tugs", HERE).article_id
    assert explain_article(filled, str(number), HERE).article.headline == ARTICLE.headline


def test_an_article_comes_back_as_it_was_stored(filled: Ledger) -> None:
    found = explain_article(filled, "tugs", HERE)
    assert found.source == "harbour"
    assert set(found.keys) == {Key("file", FIRST_URI), Key("guid", "tugs")}
    assert (found.revision, found.revisions) == (2, 2)
    assert found.article.headline == ARTICLE.headline
    assert found.article.published_at == ARTICLE.published_at
    assert found.article.removed == ARTICLE.removed
    assert found.article.captions == ARTICLE.captions
    assert found.article.credits == ARTICLE.credits
    assert found.tags == TAGS
    assert {made.name for made in found.processors} == {made.name for made in PROCESSORS.each}
    assert [event.outcome for event in found.events] == ["loaded", "updated"]
    assert found.origin is not None
    assert found.origin.uri == FIRST_URI
    assert found.origin.encoding is not None
    assert found.origin.encoding.repaired
    assert found.origin.location is not None
    assert found.origin.location.file == "raw-1.warc.gz"


def test_every_stored_article_has_a_page(filled: Ledger) -> None:
    with run_query(filled, "SELECT article_id FROM v_articles") as answer:
        ids = [str(row[0]) for row in answer.rows]
    pages = ["\n".join(plain(explain(explain_article(filled, asked, HERE)))) for asked in ids]
    assert len(pages) == 6
    assert sum(">>walked out on strike<<" in page for page in pages) == 2
    assert all("[boilerplate:social-follow]" in page or "Removed\n  nothing" in page for page in pages)


@pytest.mark.parametrize("asked", ["/coast/queue.txt", "../coast/queue.txt", "file:///coast/queue.txt"])
def test_a_file_is_found_by_its_path(filled: Ledger, asked: str) -> None:
    assert explain_article(filled, asked, HERE).article.headline == "Lorries queue for miles"


def test_an_article_is_found_by_its_address(filled: Ledger) -> None:
    asked = "https://coast.example:443/queue?utm_source=x#top"
    assert explain_article(filled, asked, HERE).article.headline == "Lorries queue for miles"


@pytest.mark.parametrize("asked", ["row-1", "rows.jsonl:1", "rows.jsonl#line=1", "file:///news/rows.jsonl#line=1"])
def test_a_row_is_found_by_its_id_or_its_line(filled: Ledger, asked: str) -> None:
    assert explain_article(filled, asked, HERE).article.headline == "Queue at the port"


def test_a_file_of_rows_lists_its_articles(filled: Ledger) -> None:
    with pytest.raises(InputError, match=r"names 2 articles.*Queue at the port.*Soup for rough weather"):
        explain_article(filled, "rows.jsonl", HERE)


def test_a_file_in_two_sources_lists_both(filled: Ledger) -> None:
    with pytest.raises(InputError, match=r"names 2 articles; choose one by its id: .*harbour.*mirror"):
        explain_article(filled, "harwich.txt", HERE)


@pytest.mark.parametrize(
    ("asked", "source"),
    [(f"mirror file:{FIRST_URI}", "mirror"), (f"harbour file:{FIRST_URI}", "harbour"), ("guid:tugs", "harbour")],
)
def test_a_key_with_its_kind_and_source_names_one(filled: Ledger, asked: str, source: str) -> None:
    assert explain_article(filled, asked, HERE).source == source


def test_a_source_that_has_no_such_key_is_heeded(filled: Ledger) -> None:
    for asked in ("mirror guid:tugs", "harbour url:https://coast.example/queue"):
        with pytest.raises(InputError, match="no article"):
            explain_article(filled, asked, HERE)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("/coast/bad.txt", "'/coast/bad.txt' gave no article: quarantined, clean: the text has no end"),
        ("../coast/gone.txt", "'../coast/gone.txt' gave no article: gone, no such file"),
    ],
)
def test_a_document_without_an_article_is_told_why(filled: Ledger, asked: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        explain_article(filled, asked, HERE)


@pytest.mark.parametrize(
    "asked", ["/coast/queue.txt", "queue-7", "coast guid:queue-7", "https://coast.example/queue?fbclid=x"]
)
def test_what_was_taken_down_is_said_to_be(ledger: Ledger, asked: str) -> None:
    keys = (Key("guid", "queue-7"), Key("url", "https://coast.example/queue"), Key("file", "file:///coast/queue.txt"))
    load_run(ledger, [[document(0, "Lorries queue.", source="coast", uri="file:///coast/queue.txt", keys=keys)]])
    forget_article(ledger, explain_article(ledger, asked, HERE).article_id, "a court order", BEGUN)
    with pytest.raises(InputError, match=f"^{re.escape(repr(asked))} was forgotten on 2026-03-01: a court order$"):
        explain_article(ledger, asked, HERE)
    with pytest.raises(InputError, match="no article"):
        explain_article(ledger, "herald guid:queue-7", HERE)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("cms.csv:2", "'cms.csv:2' gave no article: dropped, no text is left after cleaning"),
        ("cms.csv", "'cms.csv' gave no article: dropped, was published on 2015-06-30, before 2015-07-01"),
    ],
)
def test_a_dropped_document_is_told_why_by_its_place(ledger: Ledger, asked: str, said: str) -> None:
    drop_rows(ledger)
    with pytest.raises(InputError, match=said):
        explain_article(ledger, asked, HERE)


def test_who_asks_for_what_may_have_been_dropped_is_told_to_ask_by_its_place(ledger: Ledger) -> None:
    with pytest.raises(InputError) as none:
        explain_article(ledger, "https://cms.example/a103", HERE)
    assert "FILE:7" not in str(none.value)
    drop_rows(ledger)
    with pytest.raises(InputError, match="is known by its place alone: FILE, or FILE:7 for a row on line 7"):
        explain_article(ledger, "https://cms.example/a103", HERE)


def test_an_unknown_name_is_told_what_is_near(filled: Ledger) -> None:
    with pytest.raises(InputError, match=r"no article '/elsewhere/queue\.html' .*near it: .*queue\.txt"):
        explain_article(filled, "/elsewhere/queue.html", HERE)


@pytest.mark.parametrize("asked", ["nowhere", "999", "0", "%", "a'b", "", "a\0b", "\ud800", "9" * 30])
def test_an_unknown_name_is_told_how_to_list(filled: Ledger, asked: str) -> None:
    with pytest.raises(InputError, match="no article"):
        explain_article(filled, asked, HERE)


def test_decisions_are_part_of_the_page_and_the_tags_stay(ledger: Ledger) -> None:
    fill(ledger)
    removed = Override(article="guid:tugs", topic="strike", action="remove", who="Ada", why="x", line=2)
    link_overrides(ledger, [removed], HERE)
    found = explain_article(ledger, "guid:tugs", HERE)
    assert found.decisions == (Decision("strike", "remove", "Ada", "x", "guid:tugs"),)
    assert [tag.topic for tag in found.tags.topics] == ["strike"]
