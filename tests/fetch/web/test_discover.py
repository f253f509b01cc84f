"""Feeds of a site, lists of feeds, and the files of new sources."""

from __future__ import annotations

import tomllib

import pytest

from schemas.errors import InputError
from tasks.fetch.web.discover import named_feeds, usual_feeds
from tasks.fetch.web.opml import Outline, read_opml
from tasks.fetch.web.writing import feed_source, name_for

PAGE = b"""<html><head><base href="/en/"><link rel="stylesheet" href="a.css">
 <link REL="Alternate" type="application/rss+xml; charset=utf-8"
 href="feed.xml"><link rel="alternate" type="text/html" href="/de/">
 <link rel="alternate feed" type="application/atom+xml"
 href="https://b.example/atom">
 <link rel=alternate type=application/rss+xml href="file:///etc/passwd"></head><body>"""


def test_a_page_names_its_feeds() -> None:
    assert named_feeds(PAGE, "https://a.example/x") == ["https://a.example/en/feed.xml", "https://b.example/atom"]


def test_what_is_no_page_names_none() -> None:
    assert named_feeds(b"\x00\xff" * 100, "https://a.example/") == []


def test_usual_places_are_below_the_page_and_the_root() -> None:
    found = usual_feeds("https://a.example/blog")
    assert found[0] == "https://a.example/blog/feed"
    assert "https://a.example/feed.xml" in found
    assert len(found) == len(set(found))


def test_a_list_of_feeds_is_read_folders_and_all() -> None:
    opml = b"""<?xml version="1.0"?><!DOCTYPE opml [<!ENTITY x SYSTEM "file:///etc/passwd">]><opml version="2.0"><body>
    <outline text="Ports"><outline text="Harbour Post" title="The Harbour Post" xmlUrl="https://post.example/rss"/>
    <outline text="&x;" xmlURL="https://post.example/rss"/></outline><outline text="No feed"/>
    <outline text="Crane" xmlUrl="https://crane.example/atom"/>
    <outline text="bad" xmlUrl="javascript:1"/></body></opml>"""
    bad: list[str] = []
    assert read_opml(opml, bad) == [
        Outline("The Harbour Post", "https://post.example/rss"),
        Outline("Crane", "https://crane.example/atom"),
    ]
    assert bad == ["javascript:1"]


@pytest.mark.parametrize("content", [b"", b"<html/>", b"text"])
def test_what_is_no_list_is_one_sentence(content: bytes) -> None:
    with pytest.raises(InputError, match="is no OPML"):
        read_opml(content, [])


def test_a_source_is_named_after_its_title_or_its_host() -> None:
    assert name_for("Épreuve & Cie: Ports!", "https://a.example/feed", ()) == "epreuve-cie-ports"
    assert name_for("", "https://www.news.example/feed", {"news-example"}) == "news-example-2"
    assert name_for("新聞", "https://a.example/", ()) == "a-example"


def test_a_source_is_written_as_toml_whatever_its_name() -> None:
    written = tomllib.loads(feed_source('A "quoted" name', "https://a.example/feed", "localhost"))
    assert written["name"] == 'A "quoted" name'
    assert (written["kind"], written["urls"]) == ("feed", ["https://a.example/feed"])
    assert written["allow_private_hosts"] == ["localhost"]
