"""A feed's entries as items of JSON Feed."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.errors import InputError
from tasks.fetch.bounded import TooLargeError
from tasks.fetch.charset import SAVE
from tasks.fetch.feeds import read_feed


def items(feed: str | bytes) -> list[dict[str, object]]:
    return [json.loads(item) for item in read_feed(feed.encode() if isinstance(feed, str) else feed, 100)]


def rss(item: str, before: str = "") -> str:
    names = 'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    return f'{before}<rss version="2.0" {names}><channel><title>x</title><item>{item}</item></channel></rss>'


def test_an_rss_item() -> None:
    (item,) = items(
        rss(
            """<title>Crane &amp;amp; drivers &lt;b&gt;strike&lt;/b&gt;</title><link>https://marport.example/1</link>
            <guid isPermaLink="false">m-1</guid><pubDate>Fri, 31 Jul 2015 14:05:00 +0100</pubDate>
            <dc:creator>Anna Weiss</dc:creator><description>Short.</description>
            <content:encoded><![CDATA[<p>Crane drivers walked out.</p><script>x()</script>]]></content:encoded>"""
        )
    )
    assert item == {
        "id": "m-1",
        "url": "https://marport.example/1",
        "title": "Crane & drivers strike",
        "content_html": "<p>Crane drivers walked out.</p><script>x()</script>",
        "authors": [{"name": "Anna Weiss"}],
        "date_published": "2015-07-31T13:05:00Z",
    }


def test_an_atom_entry() -> None:
    (item,) = items(
        """<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>urn:1</id><title>One</title>
        <link href="https://marport.example/1"/><published>2015-07-31T14:05:00Z</published>
        <updated>2015-08-01</updated><author><name>Jo Brown</name></author><author><name>Ann Lee</name></author>
        <summary>Short.</summary><content type="text">Plain &lt; text.</content></entry></feed>"""
    )
    assert item == {
        "id": "urn:1",
        "url": "https://marport.example/1",
        "title": "One",
        "content_text": "Plain < text.",
        "authors": [{"name": "Jo Brown"}, {"name": "Ann Lee"}],
        "date_published": "2015-07-31T14:05:00Z",
        "date_modified": "2015-08-01",
    }


def test_an_entry_that_says_little() -> None:
    assert items(rss("<title>Only that</title>")) == [{"title": "Only that", "content_html": ""}]


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("Fri, 31 Jul 2015 14:05:00 GMT", "2015-07-31T14:05:00Z"),
        ("Fri, 31 Jul 2015 14:05:00 EDT", "2015-07-31T18:05:00Z"),
        ("Fri, 31 Jul 2015 14:05 BST", "Fri, 31 Jul 2015 14:05 BST"),  # feedparser takes it for GMT
        ("2015-07-31T14:05:00", "2015-07-31T14:05:00"),  # whose clock, the source knows
        ("2015-07-31", "2015-07-31"),
        ("31 July", "31 July"),
    ],
)
def test_a_date_says_what_is_printed_and_no_more(printed: str, read: str) -> None:
    (item,) = items(rss(f"<description>x</description><pubDate>{printed}</pubDate>"))
    assert item["date_published"] == read


def test_where_a_feed_only_says_when_it_was_updated_that_is_the_date() -> None:
    feed = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
    xmlns:dc="http://purl.org/dc/elements/1.1/"><item><title>x</title><dc:date>2015-07-31</dc:date></item></rdf:RDF>"""
    assert [item["date_published"] for item in items(feed)] == ["2015-07-31"]


def test_what_is_not_well_formed_is_read_as_far_as_it_goes() -> None:
    broken = rss("<title>One</title><description>a&nbsp;b</description>").replace("</item>", "")
    assert [item["title"] for item in items(broken)] == ["One"]


def test_the_encoding_is_what_is_declared_or_else_what_fits() -> None:
    feed = rss("<title>Café</title>", '<?xml version="1.0" encoding="iso-8859-1"?>')
    assert [item["title"] for item in items(feed.encode("latin-1"))] == ["Café"]
    assert [item["title"] for item in items(feed.encode("utf-8"))] == ["Café"]  # a lie
    assert [item["title"] for item in items(feed.encode("utf-16"))] == ["Café"]


BOMB = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "bomb"}">' for n in range(9))


@pytest.mark.parametrize(
    "declared",
    [BOMB, '<!ENTITY e8 SYSTEM "file:///etc/hostname">', '<!ENTITY % e8 SYSTEM "http://127.0.0.1:9/"> %e8;'],
)
def test_entities_of_its_own_are_never_resolved(declared: str) -> None:
    (item,) = items(rss("<title>a &e8; b</title>", f"<?xml version='1.0'?><!DOCTYPE rss [{declared}]>"))
    assert item["title"] == "a &e8; b"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is no feed: it has no markup"),
        (b"plain", "is no feed: it has no markup"),
        (b"<?xml version='1.0'?><urlset/>", "is no feed: it begins with <urlset>, not with <rss>, <feed> or <rdf:RDF>"),
        (b"<!doctype html><html><p>x</html>", "is no feed: it begins with <html>, not with <rss>, <feed> or <rdf:RDF>"),
        (b"%PDF-1.7 <rss>", f"is not text: it is a PDF file; {SAVE}"),
    ],
)
def test_what_is_no_feed_is_one_sentence(content: bytes, sentence: str) -> None:
    with pytest.raises(InputError) as error:
        items(content)
    assert str(error.value) == sentence


def test_an_empty_feed_has_no_entries() -> None:
    assert items('<rss version="2.0"><channel><title>x</title></channel></rss>') == []


def test_warnings_before_a_feed_and_remarks_behind_it_are_passed_over() -> None:
    feed = f"<br /><b>Warning</b>: too slow{rss('<title>One</title>')}<!-- cached by something, 0.3 s -->"
    assert [item["title"] for item in items(feed)] == ["One"]


def test_a_feed_that_breaks_off_says_so_behind_its_entries() -> None:
    feed = rss("<title>One</title><description>whole</description></item><item><title>Two</title><description>half")
    read = read_feed(feed.partition("half")[0].encode(), 100)
    assert [json.loads(next(read))["title"], json.loads(next(read))["title"]] == ["One", "Two"]
    with pytest.raises(EOFError, match="it breaks off, and its last entry may be incomplete"):
        next(read)


def test_no_more_entries_are_read_than_asked_for() -> None:
    feed = (
        f"<rss version='2.0'><channel>{''.join(f'<item><title>{n}</title></item>' for n in range(5))}</channel></rss>"
    )
    read = read_feed(feed.encode(), 3)
    assert [json.loads(next(read))["title"] for _ in range(3)] == ["0", "1", "2"]
    with pytest.raises(TooLargeError, match="has more than 3 entries"):
        next(read)
    assert len(list(read_feed(feed.encode(), 5))) == 5


def test_an_entry_that_brings_feedparser_down_costs_no_other() -> None:
    chapters = (
        '<p:chapters xmlns:p="http://podlove.org/simple-chapters" version="1.2"><p:chapter title="x"/></p:chapters>'
    )
    odd = f"<item><title>Two</title>{chapters}</item>"  # a chapter that begins at no time
    read = read_feed(rss(f"<title>One</title></item>{odd}<item><title>Three</title>").encode(), 100)
    assert [json.loads(next(read))["title"] for _ in range(2)] == ["One", "Three"]
    with pytest.raises(InputError, match="1 of its 3 entries cannot be read"):
        next(read)


@pytest.mark.parametrize("reference", ["&#xD800;", "&#55296;", "&#xdfff;", "&#57343"])
def test_half_a_character_is_none(reference: str) -> None:
    broken = rss(f"<title>a {reference} b</title>").replace("</item>", "")  # feedparser reads that another way
    assert [item["title"] for item in items(broken)] == ["a \ufffd b"]


PIECES = [
    "<item>",
    "</item>",
    "<title>",
    "</title>",
    "&",
    "&amp;",
    "<![CDATA[",
    "]]>",
    "<!--",
    "é",
    "\0",
    "\ud800",
    "]>",
]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=15))
def test_any_markup_gives_entries_or_one_sentence(pieces: list[str]) -> None:
    try:
        found = items(rss("".join(pieces)).encode("utf-8", "surrogatepass"))
    except (InputError, EOFError):
        return
    assert all(isinstance(item, dict) for item in found)
