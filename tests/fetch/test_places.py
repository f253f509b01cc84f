"""What the URI of a fetch says."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.fetch.places import enclosing, path_of, shown


@given(
    st.binary(min_size=1, max_size=20).filter(lambda name: not set(name) & set(b"/\0") and name not in (b".", b".."))
)
def test_a_path_comes_back_from_its_uri(name: bytes) -> None:
    path = Path("/news") / os.fsdecode(name)
    assert path_of(path.as_uri()) == path
    assert path_of(f"{path.as_uri()}#line=7") == path
    assert next(iter(enclosing(path.as_uri()))) == "file:///news"


@pytest.mark.parametrize("uri", ["https://gazette.example/a", "stdin:#line=3", ""])
def test_what_is_no_file_has_no_path_and_is_shown_as_it_is(uri: str) -> None:
    assert path_of(uri) is None
    assert shown(uri) == uri


@pytest.mark.parametrize(
    ("uri", "places"),
    [
        ("file:///a/b/c.txt", ["file:///a/b", "file:///a"]),
        ("file:///a/b.jsonl#line=7", ["file:///a/b.jsonl", "file:///a"]),
        ("file:///a", []),
        ("https://gazette.example/feed#entry=1", ["https://gazette.example/feed"]),
        ("https://gazette.example/news/1", []),
    ],
)
def test_a_file_lies_in_its_folders_and_a_line_in_its_file(uri: str, places: list[str]) -> None:
    assert list(enclosing(uri)) == places


def test_a_place_is_shown_as_people_write_it() -> None:
    assert shown("file:///news/two%20words.jsonl#line=7") == "/news/two words.jsonl, line 7"
    assert shown("file:///news/a.rss#entry=x%3D%2F1") == "/news/a.rss, entry x=/1"
    assert shown("file:///news/a.txt") == "/news/a.txt"
