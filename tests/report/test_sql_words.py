import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.errors import InputError
from tasks.report.sql_words import words


def names(sql: str) -> list[str]:
    return [name for name, _ in words(sql)]


def calls(sql: str) -> list[str]:
    return [name for name, called in words(sql) if called]


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT pg_sleep(1)",
        'SELECT "pg_sleep"(1)',
        "SELECT PG_SLEEP (1)",
        "SELECT pg_sleep/* here */(1)",
        "SELECT pg_sleep -- here\n (1)",
        "SELECT pg_catalog . pg_sleep\n(1)",
        "SELECT $a$ ' $a$, pg_sleep(1)",
        "SELECT $é$ ' $é$, pg_sleep(1)",
        r"SELECT E'\'', pg_sleep(1)",
        r"SELECT '\', pg_sleep(1), ''",
        "SELECT /* /* */ ' */ pg_sleep(1)",
        'SELECT "a""b", pg_sleep(1)',
        "SELECT 1.0,pg_sleep(1)",
        "SELECT x'00',pg_sleep(1)",
        "SELECT u&pg_sleep(1)",
        "SELECT (1.0).pg_sleep",
        'SELECT (1.0) /* */ . -- here\n "pg_sleep"',
        "SELECT (ARRAY[1.0])[1].pg_sleep FROM t",
    ],
)
def test_a_call_is_seen_however_it_is_written(sql: str) -> None:
    assert "pg_sleep" in calls(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT 'pg_sleep(1)'",
        "SELECT 1 -- pg_sleep(1)",
        "SELECT 1 /* pg_sleep(1) */",
        "SELECT $$pg_sleep(1)$$",
        "SELECT $tag$pg_sleep(1)$$$tag$",
        r"SELECT E'\'pg_sleep(1)'",
        "SELECT 'it''s pg_sleep(1)'",
    ],
)
def test_text_and_comments_are_no_calls(sql: str) -> None:
    assert "pg_sleep" not in names(sql)


def test_a_name_alone_is_no_call() -> None:
    assert list(words('SELECT Pg_Sleep FROM "T"')) == [
        ("select", False),
        ("pg_sleep", False),
        ("from", False),
        ("T", False),
    ]


@pytest.mark.parametrize(
    "sql",
    ["SELECT 'open", 'SELECT "open', "SELECT /* open", "SELECT $a$ open", "SELECT E'open\\'", 'SELECT U&"\\0070"'],
)
def test_what_cannot_be_read_for_certain_is_refused(sql: str) -> None:
    with pytest.raises(InputError):
        names(sql)


@settings(max_examples=50, deadline=None)
@given(st.text(alphabet="aE$'\"/*-\\ \n(é1&u", max_size=60))
def test_any_text_is_read_or_refused(sql: str) -> None:
    try:
        found = names(sql)
    except InputError:
        return
    assert all(name == "" or name.lower() in sql.lower().replace('""', '"') for name in found)
