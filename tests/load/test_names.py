from pathlib import Path

import pytest

from tasks.load.names import Name, article_id, name_of, parts_of, possible_keys, telling_part, written

HERE = Path("/news/today")


@pytest.mark.parametrize(
    ("asked", "number"), [("12", 12), ("0", 0), ("-1", None), ("1.5", None), ("x", None), ("", None), ("٣", None)]
)
def test_an_id_is_a_plain_number(asked: str, number: int | None) -> None:
    assert article_id(asked) == number


def test_a_number_that_no_database_can_hold_is_no_id() -> None:
    assert article_id("9" * 19) is None


def test_a_url_is_found_as_it_was_given_and_normalised() -> None:
    asked = "HTTPS://News.example:443/a?utm_source=x#top"
    assert possible_keys(asked, HERE) == (asked, "https://news.example/a")


@pytest.mark.parametrize(
    ("asked", "uri"),
    [
        ("a.txt", "file:///news/today/a.txt"),
        ("../a b.txt", "file:///news/a%20b.txt"),
        ("/elsewhere/a.txt", "file:///elsewhere/a.txt"),
        ("rows.jsonl:7", "file:///news/today/rows.jsonl#line=7"),
        ("rows.jsonl#line=7", "file:///news/today/rows.jsonl#line=7"),
        ("file:///x/rows.jsonl#line=7", "file:///x/rows.jsonl#line=7"),
        ("guid-1", "guid-1"),
    ],
)
def test_paths_and_keys(asked: str, uri: str) -> None:
    assert uri in possible_keys(asked, HERE)


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("guid:7", Name(("7",), ("guid",))),
        ("Vale Radio guid:tag:a b:7", Name(("tag:a b:7",), ("guid",), "Vale Radio")),
        (
            "gazette url:HTTPS://x.example/a#top",
            Name(("https://x.example/a", "HTTPS://x.example/a#top"), ("url",), "gazette"),
        ),
        ("file:file:///a%20b.txt", Name(("file:///a%20b.txt",), ("file",))),
        ("file:///a", Name(("file:///a",))),
        ("url:x", Name(possible_keys("url:x", HERE))),
    ],
)
def test_a_key_may_have_its_kind_and_source_before_it(asked: str, name: Name) -> None:
    assert name_of(asked, HERE) == name


@pytest.mark.parametrize("source", [None, "gazette", "Vale Radio"])
@pytest.mark.parametrize(
    ("kind", "value"), [("guid", "7"), ("guid", "a guid:7"), ("url", "https://x.example/"), ("file", "file:///a")]
)
def test_a_key_that_is_written_is_read(kind: str, value: str, source: str | None) -> None:
    name = name_of(written(kind, value, source), HERE)
    assert (value in name.values, kind in name.kinds, name.source) == (True, True, source)


def test_names_that_no_file_can_have_do_no_harm() -> None:
    assert possible_keys("http://[bad", HERE)[0] == "http://[bad"


def test_a_file_of_rows_or_entries_names_them_all() -> None:
    for name in ("rows.jsonl.gz", "rows.csv", "feed.xml"):
        assert parts_of(name, HERE) == f"file:///news/today/{name}#"
    assert parts_of("a.txt", HERE) is None
    assert parts_of("a.pdf", HERE) is None
    assert parts_of("https://news.example/rows.jsonl", HERE) is None


@pytest.mark.parametrize(
    ("asked", "part"),
    [
        ("news/harwich-strike.txt", "harwich-strike"),
        ("https://news.example/2025/tug%20boats.html?x=1", "tug boats"),
        ("ab", None),
        ("", None),
    ],
)
def test_the_telling_part(asked: str, part: str | None) -> None:
    assert telling_part(asked) == part
