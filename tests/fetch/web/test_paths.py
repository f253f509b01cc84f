"""Lists of archives."""

from __future__ import annotations

import pytest

from schemas.errors import InputError
from tasks.fetch.web.paths import is_list, read_paths

URL = "https://data.crawl.example/crawl-data/2025/03/warc.paths.gz"


def test_paths_begin_at_the_root_and_addresses_are_whole() -> None:
    content = b"# March\ncrawl-data/a.warc.gz\r\n\n /b.warc \nhttps://other.example/c.warc.gz\ncrawl-data/a.warc.gz\n"
    assert read_paths(content, URL, 100) == [
        "https://data.crawl.example/crawl-data/a.warc.gz",
        "https://data.crawl.example/b.warc",
        "https://other.example/c.warc.gz",
    ]


@pytest.mark.parametrize("content", [b"", b"\n\n", b"<html>\n<p>hello</p>", b"file:///etc/passwd", b"a/warc.paths\n"])
def test_what_is_none_is_refused(content: bytes) -> None:
    with pytest.raises(InputError, match="is no list of archives"):
        read_paths(content, URL, 100)


@pytest.mark.parametrize(
    ("url", "is_one"), [(URL, True), ("https://a.example/x.PATHS?y", True), ("https://a.example/paths", False)]
)
def test_lists_are_known_by_their_endings(url: str, is_one: bool) -> None:
    assert is_list(url) == is_one


def test_of_a_list_without_end_no_more_is_read_than_shows_that_it_is_too_long() -> None:
    assert len(read_paths(b"a/b.warc.gz\n" + b"".join(b"%d.warc.gz\n" % n for n in range(1000)), URL, 5)) == 6
