"""What a page says of itself, as plain strings."""

from __future__ import annotations

from tasks.clean.clues import LONGEST_BYLINE, Clues, PrintedTime
from tasks.clean.page import parse_page


def clues(html: str) -> Clues:
    return parse_page(html).clues


def test_every_kind_is_collected_in_page_order() -> None:
    found = clues("""<html lang="en-GB"><head><title>Storm\n closes harbour | Gazette</title>
        <meta property="OG:Title" content="Storm  closes &amp;amp; opens"><meta name="author" content="Ada Byrne">
        <meta name="author" content="Tom Hale"><meta itemprop="datePublished" content="2015-07-31">
        <link rel="Canonical" href="/storm"><link rel="stylesheet" href="/x.css">
        <script type="application/LD+json">{"@type": "NewsArticle"}</script><script>var author = 1</script></head>
        <body><h1>Storm <i>closes</i></h1><a rel="author" href="/ada">Ada Byrne</a>
        <div class="c-byline">By <b>Tom</b></div>
        <time datetime="2015-07-31T14:05Z">Friday</time>
        <span itemprop="dateModified">1 August 2015</span></body></html>""")
    assert found.languages == ("en-GB",)
    assert found.titles == ("Storm closes harbour | Gazette",)
    assert found.headings == ("Storm closes",)
    assert found.meta["og:title"] == ("Storm closes & opens",)
    assert found.meta["author"] == ("Ada Byrne", "Tom Hale")
    assert found.canonical == ("/storm",)
    assert found.json_ld == ('{"@type": "NewsArticle"}',)
    assert found.bylines == ("Ada Byrne", "By | Tom")
    assert found.times == (
        PrintedTime("2015-07-31", "datePublished", marked=False),
        PrintedTime("2015-07-31T14:05Z", None, marked=True),
        PrintedTime("1 August 2015", "dateModified", marked=False),
    )


def test_what_is_called_an_author_and_is_long_is_about_one() -> None:
    assert clues(f"<p class=author>{'x' * (LONGEST_BYLINE + 1)}</p>").bylines == ()


def test_links_to_the_pages_of_authors_come_behind_what_is_called_a_byline() -> None:
    found = clues("""<a href="/news/storm">Storm</a> <a href="https://a.example/authors/tom-hale">Tom Hale</a>
        <a href="/authors/">Our authors</a> <p class="byline">By
          <a href="/author/ada">Ada Byrne</a></p>""")
    assert found.bylines == ("By | Ada Byrne", "Tom Hale", "Ada Byrne")


def test_a_page_may_say_nothing() -> None:
    assert clues("<p>Text</p>") == Clues((), (), (), {}, (), (), (), ())
