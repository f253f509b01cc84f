"""A ledger that an earlier newsledger filled is brought up, and goes on."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, create_engine, text

import schemas.migrations
from schemas.migrations import HEAD, VERSION_TABLE
from schemas.overrides import Override
from schemas.records import Article, Processor
from tasks.link.store import link_entities, link_overrides
from tasks.load.decide import content_hash
from tasks.load.fold import uri_hash
from tasks.load.store import open_ledger
from tests.load.making import begin, document, load, outcomes, rows
from tests.load.test_search import assert_in_step

URI = "file:///inbox/storm.txt"
OLD = Article("Storm shuts harbour for a week.", headline="Storm")
NEWER = Processor("clean", "2", "b")
# one article with all that 0001 stored of one, but for tags
FILLED = """\
INSERT INTO sources (id, name, created_at)
    VALUES (1, 'gazette', '{noon}');
INSERT INTO runs (id, flow, code_version, config_hash, status, started_at, documents, loaded, fetched)
    VALUES (1, 'ingest', '1', 'a', 'completed', '{noon}', 1, 1, 1);
INSERT INTO raw_documents (id, sha256, size, media_type, warc_file, warc_offset, first_fetched_at)
    VALUES (1, 'f00', 9, 'text/plain', 'raw.warc.gz', 0, '{noon}');
INSERT INTO articles (id, source_id, key, first_fetched_at)
    VALUES (1, 1, 'file:{uri}', '{noon}');
INSERT INTO article_keys (source_id, kind, value, article_id)
    VALUES (1, 'file', '{uri}', 1);
INSERT INTO revisions (id, article_id, number, content_hash, headline, body, word_count, modified_at,
    raw_document_id, appeared_at, created_at)
    VALUES (1, 1, 1, '{text}', 'Storm', '{body}', 6, '{noon}', 1, '{noon}', '{noon}');
UPDATE articles SET current_revision_id = 1;
INSERT INTO revision_authors (revision_id, number, name)
    VALUES (1, 0, 'Ada Byrne');
INSERT INTO removed_spans (revision_id, number, text, reason)
    VALUES (1, 0, 'Tap here', 'boilerplate:tap');
INSERT INTO processors (id, name, version, config_hash)
    VALUES (1, 'clean', '1', 'a');
INSERT INTO processings (revision_id, processor_id, found, is_current)
    VALUES (1, 1, 1, TRUE);
INSERT INTO fetches (run_id, number, source_id, uri, uri_hash, fetched_at, outcome, reason, raw_document_id,
    document_outcome, document_reason, article_id, revision_id)
    VALUES (1, 0, 1, '{uri}', '{hashed}', '{noon}', 'fetched', '', 1, 'loaded', 'a new article', 1, 1)"""


def fill(connection: Connection) -> None:
    """A ledger as 0001 made and filled it."""
    config = Config()
    config.set_main_option("script_location", str(Path(schemas.migrations.__file__).parent))
    config.attributes["connection"] = connection
    command.upgrade(config, "0001")
    noon = "2026-03-01 12:00:00" + ("+00:00" if connection.dialect.name == "postgresql" else ".000000")
    values = {"noon": noon, "uri": URI, "hashed": uri_hash(URI), "text": content_hash(OLD), "body": OLD.body}
    for statement in f"{FILLED.format(**values)};\n{NAMED}".split(";\n"):
        connection.exec_driver_sql(statement)
    if connection.dialect.name == "postgresql":  # its counters do not see ids that are given
        for table in ("sources", "runs", "raw_documents", "articles", "revisions", "processors", "entities"):
            connection.execute(text(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), 2)"))


# and the name of a person in it, without a first name
NAMED = """\
INSERT INTO processors (id, name, version, config_hash)
    VALUES (2, 'entities', '1', 'a');
INSERT INTO processings (revision_id, processor_id, found, is_current)
    VALUES (1, 2, 1, TRUE);
INSERT INTO entities (id, label, folded, name)
    VALUES (1, 'PERSON', 'storm', 'Storm');
INSERT INTO entity_aliases (entity_id, surface, mentions, linked_mentions)
    VALUES (1, 'Storm', 1, 1);
INSERT INTO mentions (revision_id, processor_id, number, field, span_start, span_end, text, label, entity_id)
    VALUES (1, 2, 0, 'body', 0, 5, 'Storm', 'PERSON', 1)"""


@pytest.fixture
def old_url(empty_url: str) -> str:
    """The URL of such a ledger."""
    engine = create_engine(empty_url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        fill(connection)
    engine.dispose()
    return empty_url


def test_a_filled_ledger_is_brought_up_with_all_it_has(old_url: str) -> None:
    with open_ledger(old_url) as ledger:
        assert rows(ledger, f"SELECT version_num FROM {VERSION_TABLE}") == [(HEAD,)]
        seen = "headline, body, authors, kind, section, keywords, agencies, headline_method, modified_on"
        assert rows(ledger, f"SELECT {seen} FROM v_articles") == [
            ("Storm", OLD.body, "Ada Byrne", "article", None, None, None, None, None)
        ]
        assert rows(ledger, "SELECT text, reason FROM v_removed") == [("Tap here", "boilerplate:tap")]
        assert rows(ledger, "SELECT source, articles, stubs FROM v_sources") == [("gazette", 1, 0)]


def test_what_was_stored_can_be_overruled(old_url: str) -> None:
    override = Override(article=URI, topic="weather", action="add", who="Ada", why="it is about a storm", line=2)
    with open_ledger(old_url) as ledger:
        link_overrides(ledger, [override], Path("/"))
        decided = rows(ledger, "SELECT headline, topic, action, name, score FROM v_overrides")
        assert decided == [("Storm", "weather", "add", URI, None)]


def test_what_was_stored_can_be_found(old_url: str) -> None:
    with open_ledger(old_url) as ledger:
        assert {"storm", "harbour"} < assert_in_step(ledger)


def test_what_was_stored_gains_metadata_when_it_is_cleaned_again(old_url: str) -> None:
    again = document(
        0, OLD.body, uri=URI, headline="Storm", kind="live_blog", section="Coast", keywords=("storm", "bread"),
        agencies=("PA",), authors=("Tom Hale",), headline_method="text", authors_method="text",
    )  # fmt: skip
    with open_ledger(old_url) as ledger:
        assert outcomes(load(ledger, begin(ledger), [again], cleaner=NEWER)) == ["unchanged"]
        seen = "authors, kind, section, keywords, agencies, headline_method, authors_method, revisions"
        assert rows(ledger, f"SELECT {seen} FROM v_articles") == [
            ("Tom Hale", "live_blog", "Coast", "storm; bread", "PA", "text", "text", 1)
        ]
        assert outcomes(load(ledger, begin(ledger), [again], cleaner=NEWER)) == ["unchanged"]
        assert rows(ledger, "SELECT count(*) FROM revisions") == [(1,)]


def test_what_was_stored_is_linked_anew(old_url: str) -> None:
    with open_ledger(old_url) as ledger:
        assert rows(ledger, "SELECT surface, mentions, revisions FROM entity_aliases") == [("Storm", 1, 1)]
        assert rows(ledger, "SELECT entity, rule, articles FROM v_entity_names") == [("Storm", None, 1)]
        link_entities(ledger)
        assert rows(ledger, "SELECT entity, rule, articles FROM v_entity_names") == [("Storm", "bare", 1)]
        assert rows(ledger, "SELECT entity, title FROM v_mentions") == [("Storm", None)]
