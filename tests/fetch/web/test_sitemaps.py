"""Sitemaps, news sitemaps and indexes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.errors import InputError
from tasks.fetch.web.sitemaps import Listed, read_sitemap
from tests.fetch.web.copy import index, urlset

A, B = "https://a.example/1", "https://a.example/2"
NEWS = f"""<?xml version="1.0" encoding="iso-8859-1"?><!DOCTYPE u [<!ENTITY a "{"b" * 50}">]><!-- <urlset> is next -->
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="urn:news" xmlns:image="urn:image">
<url><image:image><image:loc>https://a.example/crane.png</image:loc></image:image><loc> {A} </loc>
<n:news><n:publication_date>2024-09-12</n:publication_date><n:title>Kran f\xe4llt &a;</n:title></n:news></url>
<url><loc>{B}</loc></url></urlset>""".encode("latin-1")


def test_a_news_sitemap_has_pages_and_when_they_were_published() -> None:
    assert list(read_sitemap(NEWS)) == [Listed("page", A, "2024-09-12", "2024-09-12"), Listed("page", B)]


def test_a_plain_one_has_when_they_changed() -> None:
    assert list(read_sitemap(urlset([(A, "2024-09-12"), (B, None)]))) == [
        Listed("page", A, "2024-09-12"), Listed("page", B, None),
    ]  # fmt: skip


def test_an_index_has_sitemaps() -> None:
    assert list(read_sitemap(index(A, B))) == [Listed("sitemap", A, None), Listed("sitemap", B, None)]


def test_a_list_of_lines_is_a_sitemap_too() -> None:
    assert list(read_sitemap(f"\ufeff{A}\r\n\r\n{B}\r\n".encode())) == [
        Listed("page", A, None),
        Listed("page", B, None),
    ]


def test_what_breaks_off_is_read_as_far_as_it_goes() -> None:
    assert next(read_sitemap(urlset([(A, None), (B, None)])[:-30])) == Listed("page", A, None)


@pytest.mark.parametrize("content", [b"", b"<html><body>urlset</body></html>", b"not a list"])
def test_what_is_none_is_refused(content: bytes) -> None:
    with pytest.raises(InputError, match="is no sitemap"):
        list(read_sitemap(content))


@given(st.integers(0, len(NEWS) - 1), st.binary(max_size=4))
def test_a_mutated_one_never_crashes(place: int, other: bytes) -> None:
    try:
        found = list(read_sitemap(NEWS[:place] + other + NEWS[place + 1 :]))
    except InputError:
        return
    assert len(found) <= 3
