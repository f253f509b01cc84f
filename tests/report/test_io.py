"""Reading a ledger, on both databases."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from schemas.errors import InputError
from schemas.overrides import Override
from schemas.records import SILENCE, TAGGED, Action, Article, Failure, Key, Loaded, Outcome, Processors
from tasks.link.store import link_overrides
from tasks.load.store import Ledger, end_run, forget_article, show_life
from tasks.report.explain import explain
from tasks.report.explanation import Decision
from tasks.report.io import explain_article, read_run_summary, read_status, run_query
from tasks.report.page import plain
from tests.load.making import NOON as BEGUN
from tests.load.making import PROCESSORS as MADE_BY
from tests.load.making import begin, document, load, load_run
from tests.report.articles import ARTICLE, NOON, TAGS
from tests.report.ledgers import FIRST_URI, PROCESSORS, fill, item, run

HERE = Path("/news")
ENGLISH = Processors(MADE_BY.of_all[:1], {"en": MADE_BY.of_all[1:]})  # the only language with a model


# -- explain


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


def drop_rows(ledger: Ledger) -> None:
    """A run over a file whose rows give no article, for three reasons of which two differ by the day alone."""
    nothing = Article(body="", headline="Ferries stop")
    early = [Loaded(Outcome.DROPPED, f"was published on 2015-06-{day}, before 2015-07-01") for day in (29, 30)]
    results: list[Article | Loaded] = [nothing, *early]
    run(ledger, [item(n, "cms", f"file:///news/cms.csv#line={n + 2}", each) for n, each in enumerate(results)], {}, {})


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


# -- status


def test_an_empty_ledger_is_healthy(ledger: Ledger) -> None:
    status = read_status(ledger, NOON)
    assert status.healthy
    assert (status.runs, status.sources, status.processors, status.quarantined) == ((), (), (), 0)
    assert status.size
    assert "-" not in status.schema_version


def test_a_run_that_gives_no_sign_of_life_is_lost(ledger: Ledger) -> None:
    killed, going_on = begin(ledger), begin(ledger)
    later = BEGUN + SILENCE + timedelta(minutes=1)
    show_life(ledger, going_on, later - SILENCE)
    assert [run.status for run in read_status(ledger, later).runs] == ["running", "lost"]
    assert not read_status(ledger, later).healthy
    end_run(ledger, going_on, "completed", later)
    assert read_status(ledger, later).healthy
    end_run(ledger, killed, "failed", later)
    assert [run.status for run in read_status(ledger, later).runs] == ["completed", "failed"]


def test_a_run_that_has_not_ended_shows_what_it_stored_so_far(ledger: Ledger) -> None:
    killed = begin(ledger)
    load(ledger, killed, [document(0, "Crews walked out."), document(1, Failure("clean", "the text has no end"))])
    done = {"loaded": 1, "quarantined": 1}
    (line,) = read_status(ledger, BEGUN).runs
    assert (line.status, line.documents, line.outcomes) == ("running", 2, done)
    load_run(ledger, [[document(0, "Crews walked out."), document(2, "Crews went back.")]])
    after, line = read_status(ledger, BEGUN + SILENCE + timedelta(minutes=1)).runs
    assert (line.status, line.documents, line.outcomes) == ("lost", 2, done)
    assert after.outcomes == {"loaded": 1, "unchanged": 1}


def test_two_runs_at_once_both_go_on(ledger: Ledger) -> None:
    begin(ledger)
    begin(ledger)
    status = read_status(ledger, BEGUN + SILENCE)
    assert [run.status for run in status.runs] == ["running", "running"]
    assert status.healthy


def test_status_counts_what_is_there(filled: Ledger) -> None:
    status = read_status(filled, NOON)
    assert [run.outcomes for run in status.runs] == [{"updated": 1}, {"loaded": 6, "quarantined": 1}]
    assert [(source.name, source.articles, source.undated) for source in status.sources] == [
        ("coast", 2, 1),
        ("harbour", 3, 1),
        ("mirror", 1, 0),
    ]
    coast = status.sources[0]
    assert (coast.fetches, coast.fetches_not_had, coast.last_fetched_at) == (4, 1, NOON)
    assert status.quarantined == 2
    assert set(status.processors) == set(PROCESSORS.each)


# -- the end of a run


def test_a_run_is_summed_up(filled: Ledger) -> None:
    summary = read_run_summary(filled, read_status(filled, NOON).runs[-1].run_id)
    assert summary.documents == sum(summary.outcomes.values()) == 7
    assert summary.outcomes == {"loaded": 6, "quarantined": 1}
    assert summary.fetches == {"fetched": 7, "gone": 1}
    assert summary.removed == {"boilerplate:social-follow": 3}
    assert summary.topics == {"strike": 2, "traffic": 2}
    assert summary.untagged == 2
    assert [(entity.name, entity.articles) for entity in summary.entities] == [
        ("Ada Marsh", 2),
        ("Harwich", 2),
        ("Port of Harwich", 2),
    ]
    assert summary.troubles_in_all == 2
    assert {trouble.where for trouble in summary.troubles} == {"quarantined", "gone"}


def test_what_was_dropped_is_counted_by_reason_whatever_the_day(ledger: Ledger) -> None:
    drop_rows(ledger)
    summary = read_run_summary(ledger, read_status(ledger, NOON).runs[0].run_id)
    assert list(summary.dropped.items()) == [
        ("was published before 2015-07-01", 2),
        ("no text is left after cleaning", 1),
    ]


def test_only_what_the_run_itself_did_is_counted(filled: Ledger) -> None:
    summary = read_run_summary(filled, read_status(filled, NOON).runs[0].run_id)
    assert summary.outcomes == {"updated": 1}
    assert summary.topics == {"strike": 1}
    assert summary.troubles == ()


def decision(line: int, article: str, topic: str, action: Action = "add") -> Override:
    return Override(article=article, topic=topic, action=action, who="Ada", why="x", line=line)


def test_topics_are_counted_as_editors_have_decided(ledger: Ledger) -> None:
    fill(ledger)
    link_overrides(
        ledger,
        [
            decision(2, "guid:row-2", "strike"),
            decision(3, "guid:tugs", "strike", "remove"),
            decision(4, "guid:row-1", "traffic"),
        ],
        HERE,
    )
    latest, first = read_status(ledger, NOON).runs
    summary = read_run_summary(ledger, first.run_id)
    assert summary.topics == {"strike": 2, "traffic": 2}
    assert (summary.untagged, summary.decided) == (2, {"add": 2, "remove": 1})
    summary = read_run_summary(ledger, latest.run_id)
    assert (summary.topics, summary.untagged, summary.decided) == ({}, 1, {"remove": 1})


def test_decisions_are_part_of_the_page_and_the_tags_stay(ledger: Ledger) -> None:
    fill(ledger)
    link_overrides(ledger, [decision(2, "guid:tugs", "strike", "remove")], HERE)
    found = explain_article(ledger, "guid:tugs", HERE)
    assert found.decisions == (Decision("strike", "remove", "Ada", "x", "guid:tugs"),)
    assert [tag.topic for tag in found.tags.topics] == ["strike"]


def test_a_run_that_never_was(filled: Ledger) -> None:
    with pytest.raises(InputError, match="there is no run 9"):
        read_run_summary(filled, 9)


def test_articles_that_are_longer_than_what_is_tagged_are_counted(ledger: Ledger) -> None:
    long, short = "é" * (TAGGED + 1), "é" * TAGGED
    read = [(long, "en"), (short, "en"), (long, "de")]
    texts = [document(n, body, language=language) for n, (body, language) in enumerate(read)]
    load_run(ledger, [texts], processors=ENGLISH)
    assert read_run_summary(ledger, 1).tagged_in_part == 1


def test_articles_in_a_language_without_a_model_are_counted(ledger: Ledger) -> None:
    texts = [document(n, f"Text {n}.", language=code) for n, code in enumerate(("en", "de", "de", "es"))]
    load_run(ledger, [texts], processors=ENGLISH)
    assert read_status(ledger, NOON).without_model == {"de": 2, "es": 1}
    assert read_run_summary(ledger, 1).without_model == {"de": 2, "es": 1}
    with run_query(ledger, "SELECT min(article_id) FROM v_articles WHERE language = 'de'") as answer:
        ((german,),) = answer.rows
    page = "\n".join(plain(explain(explain_article(ledger, str(german), HERE))))
    assert "not looked for: no model is installed for its language, de" in page
