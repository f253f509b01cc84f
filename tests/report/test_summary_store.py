"""What a run did, on both databases."""

from datetime import timedelta
from pathlib import Path

import pytest

from schemas.errors import InputError
from schemas.overrides import Override
from schemas.records import TAGGED, Action, Processors
from tasks.link.store import link_overrides
from tasks.load.store import Ledger
from tasks.report.explain import explain
from tasks.report.io import run_query
from tasks.report.names_store import explain_article
from tasks.report.page import plain
from tasks.report.status_store import read_status
from tasks.report.summary_store import read_run_summary
from tests.load.making import PROCESSORS as MADE_BY
from tests.load.making import document, load_run, some_tags
from tests.report.articles import NOON
from tests.report.ledgers import drop_rows, fill

HERE = Path("/news")
ENGLISH = Processors(MADE_BY.of_all[:1], {"en": MADE_BY.of_all[1:]})  # the only language with a model


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


def test_an_article_of_several_versions_counts_once(ledger: Ledger) -> None:
    versions = [document(n, f"Harwich {n}", uri="file:///a", fetched_at=NOON + timedelta(hours=n)) for n in range(3)]
    load_run(ledger, [versions], some_tags)
    summary = read_run_summary(ledger, read_status(ledger, NOON).runs[0].run_id)
    assert summary.outcomes == {"loaded": 1, "updated": 2}
    assert summary.topics == {"strike": 1}
    assert [(entity.name, entity.articles) for entity in summary.entities] == [("Harwich", 1)]


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
