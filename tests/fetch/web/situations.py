"""What servers do to a collector, and what becomes of it: each situation is a line of the table in docs/sources.md."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import brotli

from schemas.settings import Settings
from schemas.sources import Feeds, Pages, Sitemap, Web
from tests.fetch.web.copy import index, item, news, page, rss, text, urlset
from tests.fetch.web.crawling import HASTY, HURRIED
from tests.fetch.web.site import RSS, Answer, Asked, Script, Site

Answers = Mapping[str, Script]
DOVER, CALAIS, OSTEND = page("Dover"), page("Calais"), page("Ostend")
OWN = text("Dover")


@dataclass(frozen=True)
class Situation:
    """What a server does, and how the fetches of each run end that looks at it.

    `runs` has for each run its endings, as `PATH OUTCOME` or `PATH fetched/DOCUMENT_OUTCOME`, in
    the order of the paths.
    """

    name: str
    becomes: str
    answers: Callable[[Site], Answers]
    runs: Sequence[Sequence[str]]
    source: Callable[[Site], Web]
    reason: str = ""  # stands in one of the last run's reasons
    articles: int = 0
    settings: Settings = HASTY


def gazette(site: Site, path: str = "/feed.xml", **keys: object) -> Feeds:
    keys = {"allow_private_hosts": ("localhost",), "urls": (site.url + path,)} | keys
    return Feeds(name=f"site-{site.port}", **keys)


def feed(*links: str, site: Site, own: str = "", **answer: object) -> Answer:
    """A feed of these pages of the site."""
    items = [item(f"Story {link}", site.url + link, guid=link.partition("?")[0], said=own) for link in links]
    return Answer(rss(items), type=RSS, **answer)  # type: ignore[arg-type]


def one_page(answer: Script, *, own: str = "") -> Callable[[Site], Answers]:
    """A feed of one page, `/a`, which is answered like that."""
    return lambda site: {"/feed.xml": feed("/a", site=site, own=own), "/a": answer}


def one_feed(*answers: Answer, pages: Answers | None = None) -> Callable[[Site], Answers]:
    """A feed that is answered like that, and pages."""
    return lambda _: {"/feed.xml": answers, **(pages or {"/a": Answer(DOVER)})}


def sent_to(target: str, status: int = 302) -> Answer:
    return Answer(b"", status, headers={"Location": target})


def later(_: Asked) -> Answer:
    """Asks to wait until a date."""
    at = format_datetime(datetime.now(UTC) + timedelta(seconds=2), usegmt=True)
    return Answer(b"", 429, headers={"Retry-After": at})


def conditional(headers: Mapping[str, str]) -> Callable[[Site], Answers]:
    return lambda site: {"/feed.xml": feed("/a", site=site, headers=headers), "/a": Answer(DOVER, headers=headers)}


def bomb(encoding: str, body: bytes) -> Answer:
    return Answer(body, headers={"Content-Encoding": encoding})


def one_dated_entry(site: Site) -> Answers:
    """The page says nothing of its date."""
    dated = item("Story", f"{site.url}/a", guid="1", date="Mon, 09 Sep 2024 10:00:00 GMT")
    return {"/feed.xml": Answer(rss([dated]), type=RSS), "/a": Answer(page("Dover", date=None))}


def json_feed(_: Site) -> Answers:
    """Of a page, and of an entry that has none."""
    items = [{"id": 1, "url": "/a", "title": ["odd"]}, {"id": "b", "content_text": text("Calais")}]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Gazette", "items": items}
    return {"/feed.xml": Answer(json.dumps(feed).encode(), type="application/feed+json"), "/a": Answer(DOVER)}


def zipped(content: bytes) -> bytes:
    """A bomb."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("page.html", content)
    return file.getvalue()


def linkless(*entries: tuple[str, str | None]) -> Callable[[Site], Answers]:
    """A feed of entries that have no pages: titles and dates."""
    items = [item(title, None, date=date, said=text(title)) for title, date in entries]
    return lambda _: {"/feed.xml": Answer(rss(items), type=RSS)}


def xml(doctype: str, said: str) -> Callable[[Site], Answers]:
    def answers(site: Site) -> Answers:
        body = rss([item("Story", f"{site.url}/a", guid="a", said="SAID")], doctype=doctype)
        return {"/feed.xml": Answer(body.replace(b"SAID", said.encode()), type=RSS), "/a": Answer(DOVER)}

    return answers


def robots(answer: Script) -> Callable[[Site], Answers]:
    return lambda site: {"/robots.txt": answer, "/feed.xml": feed("/a", site=site), "/a": Answer(DOVER)}


def two_feeds(first: str, second: str, **pages: Script) -> Callable[[Site], Answers]:
    """A feed whose only item is another in the second run; SITE stands for the site's address."""

    def answers(site: Site) -> Answers:
        feeds = [Answer(rss([each.replace("SITE", site.url)]), type=RSS) for each in (first, second)]
        return {"/feed.xml": feeds, **{f"/{name}": script for name, script in pages.items()}}

    return answers


def sitemap(site: Site) -> Sitemap:
    return Sitemap(name=f"site-{site.port}", urls=(f"{site.url}/sitemap.xml",), allow_private_hosts=("localhost",))


def listed(site: Site) -> Pages:
    urls = (f"{site.url}/a", f"{site.url}/b")
    return Pages(name=f"site-{site.port}", urls=urls, allow_private_hosts=("localhost",))


def page_alone(site: Site) -> Pages:
    """What is asked for besides, robots.txt alone, may time out on a busy machine, to the same end."""
    return Pages(name=f"site-{site.port}", urls=(f"{site.url}/a",), allow_private_hosts=("localhost",))


def without_leave(site: Site) -> Web:
    return gazette(site, allow_private_hosts=())


BOMB = b"0" * 60_000_000
ENTITIES = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
WALL = (
    b"<!doctype html><html><head><title>Before you continue</title></head><body><div role=dialog id=consent>"
    b"<h1>Before you continue</h1><p>We and our partners use cookies to store and read information on your device.</p>"
    b"<button>Accept all</button><button>Reject all</button></div></body></html>"
)
PAYWALL = page(
    "Ostend",
    head='<script type="application/ld+json">{"@context":"https://schema.org","@type":"NewsArticle","headline":'
    '"Harbour of Ostend at a standstill","isAccessibleForFree":false}</script>',
    more="<div class=paywall>Subscribe to read on</div>",
)
LOADED, SAME = "fetched/loaded", "not_modified"

SITUATIONS = (
    Situation(
        "ETag only",
        "sent back at the next look; a 304 is `not_modified`",
        conditional({"ETag": '"v1"'}),
        [[f"/a {LOADED}"], [f"/a {SAME}", f"/feed.xml {SAME}"]],
        gazette,
        articles=1,
    ),
    Situation(
        "Last-Modified only",
        "the same",
        conditional({"Last-Modified": "Mon, 09 Sep 2024 10:00:00 GMT"}),
        [[f"/a {LOADED}"], [f"/a {SAME}", f"/feed.xml {SAME}"]],
        gazette,
        articles=1,
    ),
    Situation(
        "Neither, and the same bytes",
        "`not_modified`: bytes are compared",
        one_page(Answer(DOVER)),
        [[f"/a {LOADED}"], [f"/a {SAME}", f"/feed.xml {SAME}"]],
        gazette,
        reason="byte for byte",
        articles=1,
    ),
    Situation(
        "ETag repeated with a changed body",
        "the body counts: what is new in it is fetched",
        lambda site: {
            "/feed.xml": [
                feed(*links, site=site, headers={"ETag": '"v1"'}, validated=False) for links in (["/a"], ["/b", "/a"])
            ],
            "/a": Answer(DOVER),
            "/b": Answer(CALAIS),
        },
        [[f"/a {LOADED}"], [f"/a {SAME}", f"/b {LOADED}"]],
        gazette,
        articles=2,
    ),
    Situation(
        "ETag changed with the same body",
        "`not_modified`",
        lambda site: {
            "/feed.xml": [feed("/a", site=site, headers={"ETag": etag}) for etag in ('"v1"', '"v2"')],
            "/a": Answer(DOVER),
        },
        [[f"/a {LOADED}"], [f"/a {SAME}", f"/feed.xml {SAME}"]],
        gazette,
        articles=1,
    ),
    Situation(
        "304 that nobody asked for",
        "`failed`",
        one_page(Answer(b"", 304, None)),
        [["/a failed"]],
        gazette,
        reason="it was not asked that",
    ),
    Situation(
        "301 chain",
        "followed; where it ends is the article's address",
        lambda site: {
            "/feed.xml": feed("/a", site=site),
            "/a": sent_to("/b", 301),
            "/b": sent_to("/c", 301),
            "/c": Answer(DOVER),
        },
        [[f"/a {LOADED}"]],
        gazette,
        articles=1,
    ),
    Situation(
        "Redirect loop",
        "`failed`",
        lambda site: {"/feed.xml": feed("/a", site=site), "/a": sent_to("/b"), "/b": sent_to("/a")},
        [["/a failed"]],
        gazette,
        reason="in a circle",
    ),
    Situation(
        "More redirects than NEWSLEDGER_MAX_REDIRECTS",
        "`failed`",
        lambda site: {"/feed.xml": feed("/0", site=site), **{f"/{n}": sent_to(f"/{n + 1}") for n in range(9)}},
        [["/0 failed"]],
        gazette,
        reason="sent on more than 5 times",
    ),
    Situation(
        "Redirect to a private address",
        "`blocked`; nothing is sent there",
        lambda site: one_page(sent_to(f"http://127.0.0.1:{site.port}/b"))(site),
        [["/a blocked"]],
        gazette,
        reason="127.0.0.1 leads into a private network",
    ),
    Situation(
        "Redirect to a cloud's metadata",
        "`blocked`",
        one_page(sent_to("http://169.254.169.254/latest/meta-data/")),
        [["/a blocked"]],
        gazette,
        reason="169.254.169.254 leads into a private network",
    ),
    Situation(
        "Redirect to a file",
        "`blocked`",
        one_page(sent_to("file:///etc/passwd")),
        [["/a blocked"]],
        gazette,
        reason="which is no address of the web",
    ),
    Situation(
        "Name that resolves to a private address",
        "`blocked`, unless the source names it under `allow_private_hosts`",
        one_page(Answer(DOVER)),
        [["/feed.xml blocked"]],
        without_leave,
        reason="localhost leads into a private network",
    ),
    Situation(
        "429 with Retry-After in seconds",
        "waited for, up to a minute",
        one_page([Answer(b"", 429, headers={"Retry-After": "1"}), Answer(DOVER)]),
        [[f"/a {LOADED}"]],
        gazette,
        articles=1,
    ),
    Situation(
        "429 with Retry-After as a date",
        "the same",
        one_page([later, Answer(DOVER)]),
        [[f"/a {LOADED}"]],
        gazette,
        articles=1,
    ),
    Situation(
        "429 with Retry-After of an hour",
        "`failed`; until then nothing is sent to that server",
        one_page(Answer(b"", 429, headers={"Retry-After": "3600"})),
        [["/a failed"], []],
        gazette,
    ),
    Situation(
        "503, then fine",
        "tried again at once, with a pause that grows",
        one_page([Answer(b"", 503), Answer(DOVER)]),
        [[f"/a {LOADED}"]],
        gazette,
        articles=1,
    ),
    Situation(
        "500 for ever",
        "`failed`; the feed's own text is loaded, and the page is asked for again",
        one_page(Answer(b"", 500), own=OWN),
        [["/a failed", f"/a#entry {LOADED}"], ["/a failed", f"/feed.xml {SAME}"]],
        gazette,
        reason="answers 500",
        articles=1,
    ),
    Situation(
        "Slow headers",
        "`timed_out` after NEWSLEDGER_REQUEST_SECONDS",
        lambda _: {"/a": Answer(raw=b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", drip=1.0)},
        [["/a timed_out"]],
        page_alone,
        reason="no whole answer within 1 second",
        settings=HURRIED,
    ),
    Situation(
        "Slow body",
        "the same, however steadily it drips",
        lambda _: {"/a": Answer(DOVER, drip=0.05)},
        [["/a timed_out"]],
        page_alone,
        reason="no whole answer within 1 second",
        settings=HURRIED,
    ),
    Situation(
        "Truncated body",
        "`failed`",
        one_page(Answer(DOVER, headers={"Content-Length": str(len(DOVER) + 50)})),
        [["/a failed"]],
        gazette,
        reason="without sending complete message body",
    ),
    Situation(
        "Content-Length that is too small",
        "read up to there",
        one_page(Answer(DOVER, headers={"Content-Length": str(len(DOVER) - 20)})),
        [[f"/a {LOADED}"]],
        gazette,
        articles=1,
    ),
    Situation(
        "Content-Length above NEWSLEDGER_MAX_DOWNLOAD_BYTES",
        "`too_large`; nothing is read",
        one_page(Answer(DOVER, headers={"Content-Length": str(10**12)})),
        [["/a too_large"]],
        gazette,
    ),
    Situation(
        "What is no HTTP",
        "`failed`",
        one_page(Answer(raw=b"SSH-2.0-harbour\r\n")),
        [["/a failed"]],
        gazette,
        reason="sends no valid answer",
    ),
    Situation(
        "Headers without end",
        "`failed`",
        one_page(Answer(raw=b"HTTP/1.1 200 OK\r\n" + b"X-Pad: harbour\r\n" * 20_000)),
        [["/a failed"]],
        gazette,
    ),
    Situation(
        "Page with the wrong Content-Type",
        "read as the page that its bytes are",
        one_page(Answer(DOVER, type="application/octet-stream")),
        [[f"/a {LOADED}"]],
        gazette,
        articles=1,
    ),
    Situation(
        "Link to an image",
        "`wrong_type`",
        one_page(Answer(b"\x89PNG\r\n", type="image/png")),
        [["/a wrong_type"]],
        gazette,
        reason="calls it image/png",
    ),
    Situation(
        "Link to a ZIP archive",
        "`wrong_type`; nothing is unpacked",
        one_page(Answer(zipped(b"<p>" * 10_000_000), type="application/zip")),
        [["/a wrong_type"]],
        gazette,
    ),
    Situation(
        "Wrong charset",
        "bytes that are not what they are said to be are read as what they are",
        one_page(Answer(page("Orléans").decode().encode("cp1252").replace(b"<meta charset=utf-8>", b""))),
        [[f"/a {LOADED}"]],
        gazette,
        articles=1,
    ),
    Situation(
        "gzip, deflate, br, zstd",
        "read",
        one_page(bomb("br", brotli.compress(DOVER))),
        [[f"/a {LOADED}"]],
        gazette,
        articles=1,
    ),
    Situation(
        "gzip bomb",
        "`too_large`, cut off at NEWSLEDGER_MAX_DOCUMENT_BYTES",
        one_page(bomb("gzip", gzip.compress(BOMB, 1))),
        [["/a too_large"]],
        gazette,
        reason="swollen from",
    ),
    Situation(
        "Brotli bomb",
        "the same",
        one_page(bomb("br", brotli.compress(BOMB, quality=1))),
        [["/a too_large"]],
        gazette,
        reason="swollen from",
    ),
    Situation(
        "What is not compressed as it says",
        "`failed`",
        one_page(bomb("gzip", DOVER)),
        [["/a failed"]],
        gazette,
        reason="no valid gzip",
    ),
    Situation(
        "Entity bomb in a feed",
        "document types are cut off before reading; the entries are read",
        xml(f'<!DOCTYPE rss [<!ENTITY e0 "ha">{ENTITIES}]>', "&e11;"),
        [[f"/a {LOADED}"]],
        gazette,
        articles=1,
    ),
    Situation(
        "External entity in a feed",
        "the same; no file is opened",
        xml('<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>', "&x;"),
        [[f"/a {LOADED}"]],
        gazette,
        articles=1,
    ),
    Situation(
        "100,000 entries",
        "`too_large`, by its bytes",
        lambda _: {
            "/feed.xml": Answer(rss(item(f"Story {n}", f"https://a.example/{n}") for n in range(100_000)), type=RSS)
        },
        [["/feed.xml too_large"]],
        gazette,
    ),
    Situation(
        "More entries than NEWSLEDGER_MAX_FEED_ENTRIES",
        "the first are read; the feed is noted as `too_large`",
        lambda site: {"/feed.xml": feed("/a", *(f"/{n}" for n in range(3_000)), site=site), "/a": Answer(DOVER)},
        [[f"/a {LOADED}", "/feed.xml too_large"]],
        lambda site: gazette(site, max_pages=1),
        reason="has more than 2,000 entries, and the others are left unread",
        articles=1,
    ),
    Situation(
        "Feed moved for good",
        "followed, and asked for at its new address from then on",
        lambda site: {"/feed.xml": sent_to("/new.xml", 301), "/new.xml": feed("/a", site=site), "/a": Answer(DOVER)},
        [[f"/a {LOADED}"], [f"/a {SAME}", f"/feed.xml {SAME}"]],
        gazette,
        articles=1,
    ),
    Situation(
        "Feed gone",
        "`gone`; asked for less and less often, never given up",
        lambda _: {"/feed.xml": Answer(b"", 410)},
        [["/feed.xml gone"], ["/feed.xml gone"]],
        gazette,
    ),
    Situation(
        "Feed without entries",
        "nothing to do",
        one_feed(Answer(rss([]), type=RSS)),
        [[], [f"/feed.xml {SAME}"]],
        gazette,
    ),
    Situation(
        "Feed of no bytes",
        "`wrong_type`",
        one_feed(Answer(b"", type=RSS)),
        [["/feed.xml wrong_type"]],
        gazette,
    ),
    Situation(
        "Feed that is HTML",
        "`wrong_type`",
        one_feed(Answer(DOVER)),
        [["/feed.xml wrong_type"]],
        gazette,
        reason="newsledger sources add finds its feed",
    ),
    Situation(
        "Feed that breaks off",
        "read up to its last whole entry; the feed is noted as `failed`",
        lambda site: {
            "/feed.xml": Answer(feed("/a", "/b", site=site).body[:-60], type=RSS),
            "/a": Answer(DOVER),
            "/b": Answer(CALAIS),
        },
        [[f"/a {LOADED}", "/feed.xml failed"]],
        gazette,
        reason="breaks off",
        articles=1,
    ),
    Situation(
        "Feed called text/html",
        "read as what it is",
        lambda site: {"/feed.xml": Answer(feed("/a", site=site).body), "/a": Answer(DOVER)},
        [[f"/a {LOADED}"]],
        gazette,
        articles=1,
    ),
    Situation(
        "robots.txt that disallows",
        "`blocked`",
        robots(Answer(b"User-agent: *\nDisallow: /a\n", type="text/plain")),
        [["/a blocked"]],
        gazette,
        reason="asks us to leave it alone",
    ),
    Situation(
        "robots.txt that times out",
        "`timed_out`; nothing is fetched until it can be had",
        robots(Answer(b"User-agent: *\n" * 9, type="text/plain", drip=1.0)),
        [["/feed.xml timed_out"]],
        gazette,
        reason="so nothing is fetched",
        settings=HURRIED,
    ),
    Situation(
        "robots.txt that fails",
        "`failed`; the same",
        robots(Answer(b"", 500)),
        [["/feed.xml failed"]],
        gazette,
        reason="so nothing is fetched",
    ),
    Situation(
        "No robots.txt", "everything is allowed", robots(Answer(b"", 404)), [[f"/a {LOADED}"]], gazette, articles=1
    ),
    Situation(
        "Page that changes",
        "a new revision",
        one_page(
            [Answer(DOVER), Answer(page("Dover", more="<p>The strike ended at noon on Tuesday, the union said.</p>"))]
        ),
        [[f"/a {LOADED}"], ["/a fetched/updated", f"/feed.xml {SAME}"]],
        gazette,
        articles=1,
    ),
    Situation(
        "Page gone",
        "`gone`, and asked for no more; the feed's own text is loaded",
        one_page(Answer(b"", 404), own=OWN),
        [["/a gone", f"/a#entry {LOADED}"], [f"/feed.xml {SAME}"]],
        gazette,
        articles=1,
    ),
    Situation(
        "Page that wants a login",
        "`blocked`",
        one_page(Answer(b"", 403)),
        [["/a blocked"]],
        gazette,
        reason="403 Forbidden",
    ),
    Situation(
        "GUID that changes",
        "the same article, by its address",
        two_feeds(item("Story", "SITE/a", guid="1"), item("Story", "SITE/a", guid="2"), a=Answer(DOVER)),
        [[f"/a {LOADED}"], [f"/a {SAME}"]],
        gazette,
        articles=1,
    ),
    Situation(
        "Address that changes",
        "the same article, by its GUID",
        two_feeds(
            item("Story", "SITE/a", guid="1"),
            item("Story", "SITE/b", guid="1"),
            a=Answer(DOVER),
            b=Answer(DOVER + b" "),
        ),
        [[f"/a {LOADED}"], [f"/a {SAME}", "/b fetched/unchanged"]],
        gazette,
        articles=1,
    ),
    Situation(
        "One GUID for several pages",
        "it names none of them",
        lambda site: {
            "/feed.xml": Answer(rss(item("Story", site.url + path, guid="0") for path in ("/a", "/b")), type=RSS),
            "/a": Answer(DOVER),
            "/b": Answer(CALAIS),
        },
        [[f"/a {LOADED}", f"/b {LOADED}"]],
        gazette,
        articles=2,
    ),
    Situation(
        "Tracking parameters",
        "left out of the address",
        two_feeds(item("Story", "SITE/a?utm_source=1"), item("Story", "SITE/a?utm_source=2"), a=Answer(DOVER)),
        [[f"/a {LOADED}"], [f"/a {SAME}"]],
        gazette,
        articles=1,
    ),
    Situation(
        "AMP and print forms",
        "the same article",
        lambda site: {
            "/feed.xml": feed("/story/", "/story/amp", "/story?print=1", site=site),
            "/story/": Answer(DOVER),
            "/story/amp": Answer(DOVER + b" "),
            "/story?print=1": Answer(DOVER + b"  "),
        },
        [["/story/ fetched/*", "/story/amp fetched/*", "/story?print=1 fetched/*"]],
        gazette,
        articles=1,
    ),
    Situation(
        "Canonical link",
        "the same article, if the address ends alike; one for all pages is not believed",
        lambda site: {
            "/feed.xml": feed("/news/standstill-at-dover", "/live/standstill-at-dover", site=site),
            "/news/standstill-at-dover": Answer(DOVER),
            "/live/standstill-at-dover": Answer(
                page("Dover", head=f"<link rel=canonical href={site.url}/news/standstill-at-dover>")
            ),
        },
        [["/live/standstill-at-dover fetched/*", "/news/standstill-at-dover fetched/*"]],
        gazette,
        articles=1,
    ),
    Situation(
        "Duplicates inside one feed",
        "asked for once",
        lambda site: {"/feed.xml": feed("/a", "/a", "/a?utm_medium=rss", site=site), "/a": Answer(DOVER)},
        [[f"/a {LOADED}"]],
        gazette,
        articles=1,
    ),
    Situation(
        "Feed that re-dates its entries",
        "nothing new",
        two_feeds(
            item("Story", "SITE/a", date="Mon, 09 Sep 2024 10:00:00 GMT"),
            item("Story", "SITE/a", date="Tue, 10 Sep 2024 10:00:00 GMT"),
            a=Answer(DOVER),
        ),
        [[f"/a {LOADED}"], [f"/a {SAME}"]],
        gazette,
        articles=1,
    ),
    Situation(
        "Entries without links",
        "loaded as the feed has them",
        linkless(("Dover", None), ("Calais", None)),
        [["#entry fetched/loaded", "#entry fetched/loaded"]],
        gazette,
        articles=2,
    ),
    Situation(
        "Entries without dates",
        "no date is made up",
        one_page(Answer(page("Dover", date=None))),
        [[f"/a {LOADED}"]],
        gazette,
        articles=1,
    ),
    Situation(
        "Undated page of a dated entry",
        "the entry's date counts, as `published_method` says: `feed`",
        one_dated_entry,
        [[f"/a {LOADED}"]],
        gazette,
        articles=1,
    ),
    Situation(
        "JSON Feed",
        "read as the others are",
        json_feed,
        [[f"#entry {LOADED}", f"/a {LOADED}"], [f"/a {SAME}", f"/feed.xml {SAME}"]],
        gazette,
        articles=2,
    ),
    Situation(
        "JSON Feed with items that are no objects",
        "the others are read; the feed is noted as `wrong_type`",
        one_feed(Answer(json.dumps({"items": [7, {"id": 1, "url": "/a"}, []]}).encode())),
        [[f"/a {LOADED}", "/feed.xml wrong_type"]],
        gazette,
        reason="2 items of it cannot be read",
        articles=1,
    ),
    Situation(
        "Feed that is JSON of another kind",
        "`wrong_type`",
        one_feed(Answer(b'{"error": "no such feed"}', type="application/json")),
        [["/feed.xml wrong_type"]],
        gazette,
        reason="is no JSON Feed: it has no list of items",
    ),
    Situation(
        "Dates in the future and in 1970",
        "loaded; cleaning judges the dates",
        linkless(("Dover", "Fri, 01 Jan 2100 00:00:00 GMT"), ("Calais", "Thu, 01 Jan 1970 00:00:00 GMT")),
        [["#entry fetched/loaded", "#entry fetched/loaded"]],
        gazette,
        articles=2,
    ),
    Situation(
        "Feed with the whole text (`full_text = true`)",
        "loaded as it is, and no page is asked for",
        one_page(Answer(DOVER), own=OWN),
        [[f"/a#entry {LOADED}"], [f"/feed.xml {SAME}"]],
        lambda site: gazette(site, full_text=True),
        articles=1,
    ),
    Situation(
        "Cookie wall",
        "`dropped`, or a stub: there is no text",
        one_page(Answer(WALL)),
        [["/a fetched/dropped"]],
        gazette,
    ),
    Situation(
        "Paywalled stub",
        "loaded, and marked as a stub",
        one_page(Answer(PAYWALL)),
        [[f"/a {LOADED}"]],
        gazette,
        articles=1,
    ),
    Situation(
        "News sitemap",
        "its pages are fetched",
        lambda site: {
            "/sitemap.xml": Answer(urlset([(f"{site.url}/a", "2024-09-12"), (f"{site.url}/b", None)])),
            "/a": Answer(DOVER),
            "/b": Answer(CALAIS),
        },
        [[f"/a {LOADED}", f"/b {LOADED}"]],
        sitemap,
        articles=2,
    ),
    Situation(
        "Undated page of a news sitemap",
        "the sitemap's date counts, as `published_method` says: `feed`",
        lambda site: {
            "/sitemap.xml": Answer(news((f"{site.url}/a", "2024-09-12T10:00:00+01:00"))),
            "/a": Answer(page("Dover", date=None)),
        },
        [[f"/a {LOADED}"]],
        sitemap,
        articles=1,
    ),
    Situation(
        "Index of sitemaps, as .gz",
        "followed; a sitemap that lists itself is read once",
        lambda site: {
            "/sitemap.xml": Answer(index(f"{site.url}/s.xml.gz", f"{site.url}/sitemap.xml")),
            "/s.xml.gz": Answer(gzip.compress(urlset([(f"{site.url}/a", None)])), type="application/gzip"),
            "/a": Answer(DOVER),
        },
        [[f"/a {LOADED}"]],
        sitemap,
        articles=1,
    ),
    Situation(
        "Sitemap that is HTML",
        "`wrong_type`",
        lambda _: {"/sitemap.xml": Answer(DOVER)},
        [["/sitemap.xml wrong_type"]],
        sitemap,
        reason="is no sitemap",
    ),
    Situation(
        "List of pages",
        "fetched",
        lambda _: {"/a": Answer(DOVER), "/b": Answer(CALAIS)},
        [[f"/a {LOADED}", f"/b {LOADED}"], [f"/a {SAME}", f"/b {SAME}"]],
        listed,
        articles=2,
    ),
)
