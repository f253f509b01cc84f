"""`newsledger query` reads, and does nothing else, on both databases."""

import time

import pytest

from schemas.errors import InputError
from schemas.examples import EXAMPLES
from schemas.views import VIEWS
from tasks.load.store import Ledger
from tasks.report.answer import Limits
from tasks.report.io import run_query
from tests.report.hostile_queries import ANYWHERE, POSTGRES, SQLITE

SHORT = Limits(seconds=0.3)
PATIENT = Limits(seconds=1)


def ask(ledger: Ledger, sql: str, limits: Limits | None = None) -> list[tuple[object, ...]]:
    with run_query(ledger, sql, limits) as answer:
        return list(answer.rows)


def contents(ledger: Ledger) -> list[tuple[object, ...]]:
    """What an attack could have changed."""
    return ask(ledger, "SELECT id, key FROM articles ORDER BY id") + ask(ledger, "SELECT name FROM sources ORDER BY id")


def hostile(ledger: Ledger) -> tuple[str, ...]:
    return ANYWHERE + (SQLITE if ledger.engine.dialect.name == "sqlite" else POSTGRES)


def is_refused(ledger: Ledger, sql: str) -> bool:
    """Whether a statement ends in one sentence instead of rows."""
    try:
        ask(ledger, sql, SHORT)
    except InputError as refusal:
        return "\n" not in str(refusal)
    return False


def test_rows_and_columns(filled: Ledger) -> None:
    with run_query(
        filled, "SELECT source, count(*) AS articles FROM v_articles GROUP BY source ORDER BY source"
    ) as answer:
        assert answer.columns == ("source", "articles")
        assert list(answer.rows) == [("coast", 2), ("harbour", 3), ("mirror", 1)]


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT 1",
        "SELECT 1;",
        "  select 1 -- done",
        "/* ; */ SELECT ';'",
        "-- lorries; by day\nSELECT 1",
        "VALUES (1)",
        "WITH one AS (SELECT 1 AS n) SELECT n FROM one",
        "SELECT 'DROP TABLE articles; pg_sleep(1)'",
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5) SELECT max(i) FROM n",
    ],
)
def test_what_only_reads_is_answered(filled: Ledger, sql: str) -> None:
    assert len(ask(filled, sql)) == 1


@pytest.mark.parametrize("view", [view.name for view in VIEWS])
def test_every_view_has_an_example_that_finds_something(filled: Ledger, view: str) -> None:
    assert ask(filled, EXAMPLES[view])


def test_an_answer_without_rows_has_columns(filled: Ledger) -> None:
    with run_query(filled, "SELECT key FROM articles WHERE 1 = 0") as answer:
        assert answer.columns == ("key",)
        assert list(answer.rows) == []


def test_many_rows_arrive_in_order(filled: Ledger) -> None:
    sql = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1234) SELECT i FROM n"
    assert ask(filled, sql) == [(n,) for n in range(1, 1235)]


def test_reading_may_stop_early(filled: Ledger) -> None:
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000) SELECT i FROM n"
    with run_query(filled, endless) as answer:
        assert next(answer.rows) == (1,)


def test_what_does_not_only_read_is_refused_in_one_sentence(filled: Ledger) -> None:
    before = contents(filled)
    assert [sql for sql in hostile(filled) if not is_refused(filled, sql)] == []
    assert contents(filled) == before


def test_the_nearest_view_is_named(filled: Ledger) -> None:
    with pytest.raises(InputError, match=r"no table or view 'v_article_topic'; did you mean 'v_article_topics'\?"):
        ask(filled, "SELECT * FROM v_article_topic")
    with pytest.raises(InputError, match="the views are v_articles, "):
        ask(filled, "SELECT * FROM zzz")


def test_a_query_is_stopped_in_time(filled: Ledger) -> None:
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
    with pytest.raises(InputError, match=r"the query took longer than 0\.3 seconds"):
        ask(filled, endless, SHORT)


def test_a_reader_may_take_his_time(filled: Ledger) -> None:
    sql = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1234) SELECT i FROM n"
    with run_query(filled, sql, PATIENT) as answer:
        first = next(answer.rows)
        time.sleep(PATIENT.seconds)  # the database has none of it
        assert [first, *answer.rows] == [(n,) for n in range(1, 1235)]


def test_an_error_shows_no_text_that_acts(filled: Ledger) -> None:
    if filled.engine.dialect.name == "sqlite":
        sql = "SELECT [a\x1b] FROM articles"
    else:
        sql = "SELECT CAST(chr(27) || '[2J' AS integer)"
    with pytest.raises(InputError) as refusal:
        ask(filled, sql)
    assert str(refusal.value).isprintable()


def test_the_ledger_can_be_used_after_a_refusal(filled: Ledger) -> None:
    with pytest.raises(InputError):
        ask(filled, "DELETE FROM articles")
    assert ask(filled, "SELECT count(*) FROM articles") == [(6,)]


def test_what_is_not_postgresqls_own_is_called_only_if_it_just_computes(filled: Ledger) -> None:
    if filled.engine.dialect.name == "sqlite":
        pytest.skip("SQLite keeps no functions in a database")
    with filled.write() as connection:
        for name, kind in (("loot", "VOLATILE"), ("double", "IMMUTABLE")):
            made = f"CREATE OR REPLACE FUNCTION {name}(n integer) RETURNS integer {kind} LANGUAGE sql AS 'SELECT 2 * n'"
            connection.exec_driver_sql(made)
    assert ask(filled, "SELECT double(21)") == [(42,)]
    for call in ("loot(21)", "public.loot(21)", '"loot"(21)', "(21).loot", "(21::integer) . loot"):
        with pytest.raises(InputError, match="loot is not PostgreSQL's own, and may do more"):
            ask(filled, f"SELECT {call}")


def test_rows_that_are_too_large_are_refused_before_they_fill_the_memory(filled: Ledger) -> None:
    if filled.engine.dialect.name == "sqlite":
        sql, said = f"SELECT {', '.join(['zeroblob(60000000)'] * 30)}", "more memory than there is"
    else:
        sql, said = "SELECT repeat('x', 60000000) FROM generate_series(1, 50)", "the rows are too large"
    with pytest.raises(InputError, match=said):
        ask(filled, sql, Limits(seconds=60))


def test_large_rows_arrive_few_at_a_time(filled: Ledger) -> None:
    sqlite = filled.engine.dialect.name == "sqlite"
    large = "hex(zeroblob(5000000))" if sqlite else "repeat('0', 10000000)"
    with run_query(filled, f"SELECT {large} FROM v_articles, v_articles AS other") as answer:
        assert {len(str(row[0])) for row in answer.rows} == {10_000_000}


def test_postgresql_reads_without_a_superusers_rights(filled: Ledger) -> None:
    if filled.engine.dialect.name == "sqlite":
        pytest.skip("SQLite has no rights to take away")
    rights = "SELECT current_setting('is_superuser'), current_setting('transaction_read_only')"
    assert ask(filled, rights) == [("off", "on")]
