"""Normalised URLs."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.fetch.urls import normalise_url


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("HTTPS://News.Example.org:443/A/b#top", "https://news.example.org/A/b"),
        ("http://example.org", "http://example.org/"),
        ("http://example.org:8080/a", "http://example.org:8080/a"),
        ("http://example.org./a", "http://example.org/a"),
        (" https://example.org/a\n", "https://example.org/a"),
        ("https://user:secret@example.org/a", "https://example.org/a"),
        ("https://example.org/a?utm_source=x&id=7&fbclid=y&UTM_Medium=z", "https://example.org/a?id=7"),
        ("https://example.org/a?12345", "https://example.org/a?12345"),
        ("https://example.org/a?cid=7&ref=home&p=", "https://example.org/a?cid=7&ref=home&p="),
        ("https://example.org/a?b=2&a=1", "https://example.org/a?b=2&a=1"),
        ("https://example.org/é a%20b", "https://example.org/%C3%A9%20a%20b"),
        ("https://[::1]:8443/a", "https://[::1]:8443/a"),
    ],
)
def test_spellings_of_one_address_become_one(url: str, expected: str) -> None:
    assert normalise_url(url) == expected


@pytest.mark.parametrize(
    "url",
    [
        "",
        "example.org/a",
        "ftp://example.org/a",
        "javascript:alert(1)",
        "mailto:desk@example.org",
        "http://",
        "http://example.org:port/",
        "http://[::1/a",
        "http://example.org/\ud800",
        "http://example.org/" + "a" * 3_000,
    ],
)
def test_what_is_no_web_address_is_none(url: str) -> None:
    assert normalise_url(url) is None


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=60))
def test_normalising_twice_changes_nothing(rest: str) -> None:
    once = normalise_url("http://example.org/" + rest)
    assert once is None or normalise_url(once) == once
