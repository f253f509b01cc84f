"""An article that was taken down is in no table and no file of the database any more, and does not come back."""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from pathlib import Path

from msgspec.structs import replace
from sqlalchemy import event, text

from schemas.records import Article, Cause, Entity, Exchange, Failure, Key, Mention, Outcome, Quote, Tags, Tombstone
from tasks.fetch.web.memory import Place
from tasks.link.store import count_days, link_entities
from tasks.load.decide import LoadItem
from tasks.load.store import (
    Ledger,
    LedgerMemory,
    expire_texts,
    find_held,
    find_known,
    find_removed,
    forget_article,
    open_ledger,
    scrub,
    store_tombstones,
    switch_over,
)
from tasks.load.store.scrubbing import IN_USE, STATISTICS
from tasks.load.tombstones import bytes_digest
from tests.load.making import NOON, begin, counted, document, failure, load, load_run, outcomes, rows
from tests.load.public import public_rows
from tests.load.test_switching import ENTITIES, stage

LATER = NOON + timedelta(days=1)
NAME = "Marigold"
REASON = "a court has ordered it"


def names(article: Article) -> Tags:
    """Every word with a capital is a person, who says it."""
    words = [word.strip(".") for word in article.body.split() if word[0].isupper()]
    places = [(article.body.index(word), word) for word in words]
    mentions = tuple(Mention("body", at, at + len(word), word, "PERSON") for at, word in places)
    entities = tuple(Entity(word, "PERSON", (n,)) for n, word in enumerate(words))
    quotes = tuple(Quote("body", at, at + len(word), word, n, "said") for n, (at, word) in enumerate(places))
    return Tags(mentions, entities, (), quotes)


def secret(number: int = 0, body: str = f"{NAME} sailed with Anna.", **parts: object) -> LoadItem:
    parts = {"uri": "file:///inbox/marigold.txt", "headline": f"{NAME} sails", **parts}
    return document(number, body, **parts)  # type: ignore[arg-type]


OTHER = document(1, "Anna stayed with Bert.", headline="Home", credits=("PA",))


def id_of(ledger: Ledger, headline: str = f"{NAME} sails") -> int:
    (found,) = rows(ledger, f"SELECT article_id FROM v_articles WHERE headline = '{headline}'")
    return int(found[0])


def everything(ledger: Ledger) -> str:
    """All that stands in any table, and on SQLite in any byte of its files, packed or not."""
    if ledger.engine.dialect.name == "sqlite":
        path = Path(str(ledger.engine.url.database))
        return "".join(each.read_bytes().decode("latin-1") for each in path.parent.glob(f"{path.name}*")).lower()
    tables = "SELECT quote_ident(nspname) || '.' || quote_ident(relname) FROM pg_class JOIN pg_namespace AS n"
    tables += " ON n.oid = relnamespace WHERE relkind IN ('r', 'm') AND nspname <> 'pg_toast'"
    found = []
    for (name,) in rows(ledger, tables):
        found += rows(ledger, f"SELECT string_agg(CAST(each AS text), ' ') FROM {name} AS each")
    return str(found).lower()


def test_nothing_of_it_is_left(ledger: Ledger) -> None:
    load_run(ledger, [[secret(), OTHER, document(2, "Carl rowed. " * 300)]], names)
    load_run(ledger, [[secret(body=f"{NAME} sank.", fetched_at=LATER)]], names)
    scrub(ledger, whole=False)
    assert NAME.lower() in everything(ledger)
    assert "stayed" in everything(ledger)
    before = public_rows(ledger)
    known = forget_article(ledger, id_of(ledger), REASON, LATER)
    link_entities(ledger)
    assert scrub(ledger, whole=True) == ""
    assert NAME.lower() not in everything(ledger)
    assert (len(known.versions), len(known.raws), known.fetches) == (2, 2, 2)
    left = public_rows(ledger)
    for view in ("v_articles", "v_removed", "v_untagged", "v_quotes"):
        assert left[view] == [row for row in before[view] if NAME not in str(row)]


def test_what_a_database_has_learned_of_the_last_article_goes_or_is_said_to_stay(ledger: Ledger) -> None:
    load_run(ledger, [[secret()]], names)
    scrub(ledger, whole=False)
    forget_article(ledger, id_of(ledger), REASON, LATER)
    if ledger.engine.dialect.name == "postgresql":
        with ledger.write() as connection:
            connection.execute(text("CREATE ROLE clerk IN ROLE pg_read_all_data"))
        try:
            clerk = ledger.engine.url.update_query_dict({"options": "-c role=clerk"})
            with open_ledger(clerk.render_as_string(hide_password=False)) as theirs:
                assert scrub(theirs, whole=True) == STATISTICS
        finally:
            with ledger.write() as connection:
                connection.execute(text("DROP ROLE clerk"))
    assert scrub(ledger, whole=True) == ""
    assert NAME.lower() not in everything(ledger)


def test_words_that_a_search_had_are_gone(ledger: Ledger) -> None:
    load_run(ledger, [[secret(), OTHER]], names)
    forget_article(ledger, id_of(ledger), REASON, LATER)
    scrub(ledger, whole=True)
    if ledger.engine.dialect.name == "sqlite":
        assert rows(ledger, "SELECT count(*) FROM revision_words WHERE revision_words MATCH 'marigold'") == [(0,)]
        with ledger.write() as connection:  # raises if the words in it are not those of the texts
            connection.execute(text("INSERT INTO revision_words (revision_words) VALUES ('integrity-check')"))
    else:
        assert rows(ledger, "SELECT count(*) FROM revision_words WHERE words @@ 'marigold'::tsquery") == [(0,)]


def test_what_is_left_is_what_a_ledger_has_that_never_had_it(
    ledger: Ledger, migrated_sqlite: Path, tmp_path: Path
) -> None:
    load_run(ledger, [[secret(), OTHER]], names)
    forget_article(ledger, id_of(ledger), REASON, LATER)
    link_entities(ledger)
    fresh = tmp_path / "fresh.db"
    fresh.write_bytes(migrated_sqlite.read_bytes())
    with open_ledger(f"sqlite:///{fresh}") as never:
        load_run(never, [[OTHER]], names)
        link_entities(never)
        same = (
            "SELECT folded, name FROM entities ORDER BY name",
            "SELECT surface, mentions FROM entity_aliases ORDER BY surface",
        )
        for query in same:
            assert rows(ledger, query) == rows(never, query)
        assert public_rows(ledger) == public_rows(never)


def test_that_it_was_fetched_stays_and_counts(ledger: Ledger) -> None:
    load_run(ledger, [[secret(), OTHER]], names)
    before = rows(ledger, "SELECT fetches, fetches_not_had, in_quarantine FROM v_sources")
    forget_article(ledger, id_of(ledger), REASON, LATER)
    assert rows(ledger, "SELECT fetches, fetches_not_had, in_quarantine FROM v_sources") == before
    assert rows(ledger, "SELECT documents, loaded FROM runs") == [(2, 2)]
    assert rows(ledger, "SELECT uri, document_reason FROM fetches ORDER BY id")[0] == ("forgotten:", "forgotten")


def test_other_rows_stay(ledger: Ledger) -> None:
    tables = ("articles", "article_keys", "revisions", "mentions", "quotes", "raw_documents", "entities")
    load_run(ledger, [[OTHER]], names)
    before = counted(ledger)
    load_run(ledger, [[secret()]], names)
    forget_article(ledger, id_of(ledger), REASON, LATER)
    after = counted(ledger)
    assert {table: after[table] for table in tables} == {table: before[table] for table in tables}


def test_it_does_not_come_back_from_its_place_nor_with_its_bytes_nor_under_its_keys(ledger: Ledger) -> None:
    key = (Key("guid", "7"), Key("file", "file:///inbox/marigold.txt"))
    load_run(ledger, [[secret(keys=key)]], names)
    forget_article(ledger, id_of(ledger), REASON, LATER)
    again = [
        secret(0, keys=key),
        secret(1, body="Another text."),
        secret(2, body="A third text.", uri="file:///elsewhere.txt", keys=key[:1]),
        secret(3, source="courier", keys=key),
        secret(4, source="courier", body="Another text.", keys=key),
        replace(OTHER, number=5),
    ]
    run_id = begin(ledger)
    removed = find_removed(ledger, [item.raw for item in again])
    forgotten = f"was forgotten on 2026-03-02: {REASON}"
    assert {index: end.reason for index, end in removed.items()} == {0: forgotten, 3: forgotten}
    again[3] = replace(again[3], location=None, result=removed[3])
    endings = load(ledger, run_id, again, names)
    assert outcomes(endings) == ["dropped", "dropped", "dropped", "dropped", "loaded", "loaded"]
    assert {end.reason for end in endings[:4]} == {forgotten}
    assert rows(ledger, "SELECT count(*) FROM fetches WHERE uri = 'forgotten:'") == [(5,)]
    assert counted(ledger)["raw_documents"] == 2


def test_texts_that_expired_may_come_under_another_source(ledger: Ledger) -> None:
    load_run(ledger, [[secret()]], names)
    held = find_held(ledger, [id_of(ledger)], [id_of(ledger)])
    expire_texts(ledger, [id_of(ledger)], held, Tombstone("gazette", Cause.EXPIRED, "its source allows 1 day", LATER))
    assert find_removed(ledger, [secret().raw, secret(source="courier").raw]).keys() == {0}


def test_what_expired_in_one_source_and_was_taken_down_in_another_was_taken_down(ledger: Ledger) -> None:
    expired = Tombstone("courier", Cause.EXPIRED, "its source allows 1 day", LATER)
    store_tombstones(ledger, [(expired, [bytes_digest("courier", secret().raw.sha256)])])
    load_run(ledger, [[secret()]], names)
    forget_article(ledger, id_of(ledger), REASON, LATER)
    (end,) = find_removed(ledger, [secret(source="courier").raw]).values()
    assert end.reason == f"was forgotten on 2026-03-02: {REASON}"


def test_bytes_with_which_another_article_came_stay_for_it(ledger: Ledger) -> None:
    mirrored = secret(1, source="courier")
    load_run(ledger, [[secret(), mirrored]], names)
    (other, article_id) = (row[0] for row in rows(ledger, "SELECT article_id FROM v_articles ORDER BY source"))
    known = find_known(ledger, article_id)
    assert known.kept == {mirrored.raw.sha256}
    assert known.owners == {other: "courier"}
    forget_article(ledger, article_id, REASON, LATER)
    assert counted(ledger)["raw_documents"] == 1
    assert find_removed(ledger, [secret().raw, mirrored.raw]).keys() == {0}
    third = secret(2, source="herald")
    assert find_removed(ledger, [third.raw]) == {}
    forget_article(ledger, other, REASON, LATER)
    assert find_removed(ledger, [secret().raw, mirrored.raw, third.raw]).keys() == {0, 1, 2}


def test_another_of_its_source_with_the_same_bytes_goes_on(ledger: Ledger) -> None:
    twin = secret(1, uri="file:///inbox/twin.txt")
    load_run(ledger, [[secret(), twin]], names)
    (article_id,) = (row[0] for row in rows(ledger, "SELECT article_id FROM v_articles WHERE key LIKE '%marigold.txt'"))
    forget_article(ledger, article_id, REASON, LATER)
    assert find_removed(ledger, [secret().raw, twin.raw]) == {}
    endings = load(ledger, begin(ledger), [secret(), replace(twin, number=1)], names)
    assert outcomes(endings) == ["dropped", "unchanged"]


def test_what_had_expired_before_it_was_taken_down_does_not_say_where_it_was(ledger: Ledger) -> None:
    load_run(ledger, [[secret()]], names)
    held = find_held(ledger, [id_of(ledger)], [id_of(ledger)])
    expire_texts(ledger, [id_of(ledger)], held, Tombstone("gazette", Cause.EXPIRED, "its source allows 1 day", LATER))
    forget_article(ledger, id_of(ledger), REASON, LATER)
    (end,) = find_removed(ledger, [secret().raw]).values()
    assert end.reason == f"was forgotten on 2026-03-02: {REASON}"


def test_a_tombstone_says_nothing_of_it(ledger: Ledger) -> None:
    load_run(ledger, [[secret()]], names)
    forget_article(ledger, id_of(ledger), REASON, LATER)
    assert rows(ledger, "SELECT cause, reason FROM tombstones") == [("forgotten", REASON)]
    digests = [row[0] for row in rows(ledger, "SELECT digest FROM tombstone_keys")]
    assert len(digests) == 3  # its place; its bytes, there and anywhere
    assert all(len(digest) == 64 for digest in digests)


def test_what_waits_in_quarantine_at_its_place_goes(ledger: Ledger) -> None:
    load_run(ledger, [[secret()]], names)
    broken = document(0, Failure("clean", f"{NAME} is no word"), uri="file:///inbox/marigold.txt")
    load_run(ledger, [[broken]])
    assert counted(ledger)["quarantine"] == 1
    forget_article(ledger, id_of(ledger), REASON, LATER)
    assert (counted(ledger)["quarantine"], counted(ledger)["raw_documents"]) == (0, 0)
    scrub(ledger, whole=True)
    assert NAME.lower() not in everything(ledger)
    assert Outcome.QUARANTINED in {row[0] for row in rows(ledger, "SELECT document_outcome FROM fetches")}


def test_what_gave_no_text_there_nor_elsewhere_is_not_barred_elsewhere(ledger: Ledger) -> None:
    load_run(ledger, [[secret()]], names)
    wall = Failure("clean", "a consent wall")
    here = document(0, wall, uri="file:///inbox/marigold.txt")
    others = [document(1, wall, uri="file:///inbox/b.txt"), document(2, wall, source="courier")]
    load_run(ledger, [[here, *others]])
    known = find_known(ledger, id_of(ledger))
    assert known.kept == {here.raw.sha256}
    forget_article(ledger, id_of(ledger), REASON, LATER)
    assert find_removed(ledger, [here.raw, *(each.raw for each in others), secret().raw]).keys() == {3}
    assert (counted(ledger)["quarantine"], counted(ledger)["raw_documents"]) == (2, 1)


def test_what_gave_no_text_there_alone_is_barred_there_alone(ledger: Ledger) -> None:
    load_run(ledger, [[secret()]], names)
    here = document(0, Failure("clean", f"{NAME} is no word"), uri="file:///inbox/marigold.txt")
    load_run(ledger, [[here]])
    forget_article(ledger, id_of(ledger), REASON, LATER)
    elsewhere = document(1, Failure("clean", f"{NAME} is no word"), source="courier")
    assert find_removed(ledger, [here.raw, elsewhere.raw]).keys() == {0}
    assert counted(ledger)["raw_documents"] == 0


def impatient(connection: sqlite3.Connection, *_: object) -> None:
    """Wait a moment for other processes, not a minute."""
    connection.execute("PRAGMA busy_timeout = 100")


def test_a_reader_that_has_the_old_pages_keeps_them_from_being_overwritten(
    tmp_path: Path, migrated_sqlite: Path
) -> None:
    path = tmp_path / "ledger.db"
    path.write_bytes(migrated_sqlite.read_bytes())
    with open_ledger(f"sqlite:///{path}") as ledger, open_ledger(f"sqlite:///{path}") as reader:
        event.listen(ledger.engine, "checkout", impatient)
        load_run(ledger, [[secret()]], names)
        with reader.read() as connection:
            connection.execute(text("SELECT count(*) FROM articles")).all()
            forget_article(ledger, id_of(ledger), REASON, LATER)
            assert scrub(ledger, whole=False) == IN_USE
        assert scrub(ledger, whole=True) == ""
        assert NAME.lower() not in everything(ledger)


PAGE = "https://www.gazette.example/marigold"


def fetched(number: int = 0) -> LoadItem:
    """The article as a page of the web, to which the entry of a feed led."""
    keys = (Key("guid", "marigold-7"), Key("url", PAGE), Key("url", PAGE.replace("www.", "")))
    item = secret(number, uri=PAGE, keys=keys)
    return replace(item, raw=replace(item.raw, exchange=Exchange(f"{PAGE}?page=1", 200, guid="marigold-7")))


def test_its_places_on_the_web_are_gone_and_not_asked_for_any_more(ledger: Ledger) -> None:
    memory = LedgerMemory(ledger, lambda: NOON)
    page = Place("gazette", "page", PAGE, NOON, NOON, guid="marigold-7", entry='{"title": "Marigold sails"}')
    mobile = replace(page, url="https://m.gazette.example/marigold", guid=None)
    unread = replace(page, url="https://gazette.example/feed.xml#entry=marigold-7")
    other = replace(page, url="https://gazette.example/other", guid="other", entry=None)
    feed = replace(other, role="feed", url="https://gazette.example/feed.xml")
    memory.keep([page, mobile, unread, other, feed])
    load_run(ledger, [[fetched(), OTHER]], names, [failure(5, PAGE)])
    forget_article(ledger, id_of(ledger), REASON, LATER)
    link_entities(ledger)
    assert scrub(ledger, whole=True) == ""
    assert NAME.lower() not in everything(ledger)
    memory.keep([page, mobile, unread, replace(feed, etag="new")])
    assert rows(ledger, "SELECT url, etag FROM places ORDER BY url") == [(feed.url, "new"), (other.url, None)]
    elsewhere = replace(page, source="courier")
    memory.keep([elsewhere])
    assert memory.due("courier", "page", 9, soon=True) == [PAGE]


def test_it_is_taken_off_its_days(ledger: Ledger, migrated_sqlite: Path, tmp_path: Path) -> None:
    load_run(ledger, [[secret(), OTHER]], names)
    link_entities(ledger)
    count_days(ledger)
    forget_article(ledger, id_of(ledger), REASON, LATER)
    link_entities(ledger)
    assert count_days(ledger) == 1
    fresh = tmp_path / "fresh.db"
    fresh.write_bytes(migrated_sqlite.read_bytes())
    with open_ledger(f"sqlite:///{fresh}") as never:
        load_run(never, [[OTHER]], names)
        link_entities(never)
        count_days(never)
        daily = "SELECT day, source, entity, articles, mentions FROM v_entity_daily ORDER BY entity"
        assert rows(ledger, daily) == rows(never, daily)
        assert len(rows(ledger, daily)) == 2


def test_what_counts_no_more_and_what_does_not_count_yet_goes_too(ledger: Ledger) -> None:
    load_run(ledger, [[secret(), OTHER]], names)
    stage(ledger, ENTITIES, lambda article: Tags() if NAME in article.body else names(article))
    switch_over(ledger, ENTITIES.taggers)
    assert (NAME, 0) in rows(ledger, "SELECT surface, mentions FROM entity_aliases")
    forget_article(ledger, id_of(ledger), REASON, LATER)
    link_entities(ledger)
    assert scrub(ledger, whole=True) == ""
    assert NAME.lower() not in everything(ledger)
