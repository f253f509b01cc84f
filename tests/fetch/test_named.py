"""Addresses among the inputs."""

from __future__ import annotations

import pytest

from schemas.errors import InputError
from schemas.sources import Archives, Auth, Feeds, Files
from tasks.fetch.named import files_among, named_archives

URL = "https://crawl.example/march.warc.gz"
AUTH = Auth(header="X-Key", value_env="KEY")
PAID = Archives(name="paid", urls=("https://crawl.example/a.warc",), auth=AUTH, delay_seconds=7)


def test_files_are_those_of_this_machine() -> None:
    assert files_among(["a.txt", URL, "-", "HTTP://a.example/a.warc"]) == ["a.txt", "-"]


def test_archives_are_named_after_their_hosts_and_collected_together() -> None:
    found = named_archives(["a.txt", URL, "https://www.other.example/b.warc", f"{URL}#top"], None, [])
    assert [(each.name, each.urls) for each in found] == [
        ("crawl.example", (URL, URL)), ("other.example", ("https://www.other.example/b.warc",)),
    ]  # fmt: skip


@pytest.mark.parametrize("url", [URL, "https://crawl.example/b.WARC", "https://crawl.example/2025/warc.paths.gz?a=1"])
def test_archives_and_lists_of_them_are_known_by_their_endings(url: str) -> None:
    assert named_archives([url], None, [])[0].urls == (url,)


def test_what_its_source_says_of_servers_counts() -> None:
    (found,) = named_archives([URL], "paid", [PAID])
    assert (found.name, found.urls, found.delay_seconds, found.auth) == ("paid", (URL,), 7, AUTH)


def test_credentials_stay_with_the_servers_that_the_source_names() -> None:
    (found,) = named_archives([URL, "https://evil.example/a.warc"], "paid", [PAID])
    assert (found.auth, found.delay_seconds) == (None, 7)
    (found,) = named_archives(["http://crawl.example/a.warc"], "paid", [PAID])
    assert found.auth is None


def test_a_source_of_another_kind_will_do() -> None:
    feed = Feeds(name="gazette", urls=("https://gazette.example/feed",), allow_private_hosts=("inside.example",))
    (found,) = named_archives([URL], "gazette", [Files(name="desk", paths=("a",)), feed])
    assert found.allow_private_hosts == ("inside.example",)
    assert named_archives([URL], "desk", [Files(name="desk", paths=("a",))])[0].name == "desk"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("https://news.example/story", "is no archive by its address"),
        ("https://news.example/a.warc.zip", "is no archive by its address"),
        ("http://", "is no address"),
        ("https://desk:hush@news.example/a.warc", "credentials have no place in an address"),
    ],
)
def test_what_is_none_is_refused(given: str, said: str) -> None:
    with pytest.raises(InputError, match=said) as error:
        named_archives([given], None, [])
    assert "hush" not in str(error.value)
