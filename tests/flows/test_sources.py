"""`newsledger sources`, against a site on loopback."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from flows.cli import app
from tests.fetch.web.copy import item, page, rss, text, urlset
from tests.fetch.web.depot import Depot, archive
from tests.fetch.web.site import RSS, Answer, Site, site

ROOT = Path(__file__).parents[2]
FRONT = (
    b'<html><head><link rel="alternate" type="application/rss+xml" href="/news.xml"></head><body>Hello</body></html>'
)


@pytest.fixture
def here() -> Iterator[Site]:
    with site() as opened:
        opened.answers = {
            "/": Answer(FRONT),
            "/news.xml": Answer(rss([item("Story", f"{opened.url}/a", said=text("Dover"))]), type=RSS),
            "/a": Answer(page("Dover")),
        }
        yield opened


@pytest.fixture(autouse=True)
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder without sources, in which commands run."""
    shutil.copytree(ROOT / "config", tmp_path / "config")
    for each in (tmp_path / "config" / "sources").glob("*.toml"):
        each.unlink()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NEWSLEDGER_DELAY_SECONDS", "0")
    monkeypatch.setenv("NEWSLEDGER_DATABASE_URL", "sqlite:///newsledger.db")  # others may have left theirs
    return tmp_path / "config" / "sources"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["sources", *arguments])


def test_a_source_is_added_listed_and_shown(here: Site, desk: Path) -> None:
    added = run("add", f"{here.url}/", "--allow-private-host", "localhost")
    assert added.exit_code == 0, added.exception
    assert "has 1 entry; written to" in added.output
    written = (desk / "localhost.toml").read_text(encoding="utf-8")
    assert f'urls = ["{here.url}/news.xml"]' in written
    assert "localhost  feed       1" in run("list").output
    assert f"urls  {here.url}/news.xml" in run("show", "localhost").output


def test_what_a_file_says_is_shown_in_its_own_words(desk: Path) -> None:
    head = 'kind = "files"\nname = "gazette"\npaths = ["in", "out"]\n'
    own = head + '[expect]\ndated = 0.9\n[selectors]\nheadline = ["h1.a", "h2"]\n'
    (desk / "gazette.toml").write_text(own)
    shown = run("show", "gazette").output.splitlines()
    assert {"expect  dated: 0.9", "selectors  headline: h1.a, h2"} <= {line.strip() for line in shown}


def test_what_is_there_already_is_not_added_again(here: Site, desk: Path) -> None:
    options = ("--allow-private-host", "localhost")
    run("add", f"{here.url}/", *options)
    assert "the source 'localhost' collects" in str(run("add", f"{here.url}/news.xml", *options).exception)
    assert "there is a source 'localhost' already" in str(run("add", here.url, "--name", "localhost").exception)
    assert len(list(desk.glob("*.toml"))) == 1


def test_a_site_without_a_feed_says_so(here: Site) -> None:
    here.answers = {"/": Answer(b"<html>Hello</html>")}
    assert "no feed is found" in str(run("add", here.url, "--allow-private-host", "localhost").exception)
    assert "leads into a private network" in str(run("add", here.url).exception)


def test_a_check_of_archives_says_how_large_they_are_and_what_the_first_holds(here: Site, desk: Path) -> None:
    here.answers["/warc.paths"] = Answer(b"crawl/a.warc.gz\n", type="text/plain")
    here.answers["/crawl/a.warc.gz"] = Depot(content := archive(100))
    said = f'kind = "archive"\nname = "crawl"\nurls = ["{here.url}/warc.paths"]\n'
    (desk / "crawl.toml").write_text(f'{said}allow_private_hosts = ["localhost"]\n')
    checked = run("check", "crawl")
    assert checked.exit_code == 0, checked.exception
    assert f"list {here.url}/warc.paths: fetched" in checked.output
    assert f"archive {here.url}/crawl/a.warc.gz: {len(content):,} bytes" in checked.output
    assert "https://marport.example/0: " in checked.output
    assert "https://marport.example/1: " not in checked.output
    del here.answers["/crawl/a.warc.gz"]
    checked = run("check", "crawl")
    assert checked.exit_code == 1
    assert f"{here.url}/crawl/a.warc.gz: gone: the server answers 404 Not Found" in checked.output


def test_a_check_says_what_would_happen_and_stores_nothing(here: Site, desk: Path) -> None:
    run("add", f"{here.url}/", "--allow-private-host", "localhost", "--name", "good")
    checked = run("check")
    assert checked.exit_code == 0, checked.exception
    assert f"feed {here.url}/news.xml: fetched" in checked.output
    assert "Harbour of Dover at a standstill (2024-09-12T10:00:00+00:00" in checked.output
    assert "set NEWSLEDGER_CONTACT" in checked.output
    bad = 'kind = "feed"\nname = "bad"\nurls = ["{}/gone.xml"]\nallow_private_hosts = ["localhost"]'
    (desk / "bad.toml").write_text(bad.format(here.url), encoding="utf-8")
    checked = run("check")
    assert checked.exit_code == 1
    assert f"{here.url}/gone.xml: gone: the server answers 404 Not Found" in checked.output
    assert run("check", "good").exit_code == 0
    assert "did you mean 'good'" in str(run("check", "goad").exception)
    assert not (desk.parents[1] / "newsledger.db").exists()


def test_a_check_of_files_reads_the_first(desk: Path) -> None:
    (desk / "inbox.toml").write_text('kind = "files"\nname = "inbox"\npaths = ["inbox"]', encoding="utf-8")
    (desk.parents[1] / "inbox").mkdir()
    assert "nothing is there yet" in run("check").output
    (desk.parents[1] / "inbox" / "a.html").write_bytes(page("Calais"))
    assert "Harbour of Calais at a standstill" in run("check").output


def test_a_check_says_where_a_list_stands_and_that_nothing_would_be_fetched(here: Site, desk: Path) -> None:
    kinds = {
        "list": 'kind = "pages"\nfile = "pages.txt"',
        "map": f'kind = "sitemap"\nurls = ["{here.url}/map.xml"]\ndays = 9',
    }
    for name, said in kinds.items():
        (desk / f"{name}.toml").write_text(f'name = "{name}"\nallow_private_hosts = ["localhost"]\n{said}')
    here.answers["/map.xml"] = Answer(urlset([(f"{here.url}/a", "2020-01-01")]))
    (desk.parents[1] / "pages.txt").write_text("# none yet\n")
    checked = run("check")
    assert f"list {desk.parents[1] / 'pages.txt'}: fetched" in " ".join(checked.output.split())
    assert checked.output.count("no page would be fetched") == 2


def test_a_list_of_feeds_is_imported_once(desk: Path, tmp_path: Path) -> None:
    opml = '<opml version="2.0"><body>{}</body></opml>'
    outline = '<outline text="Harbour Post" xmlUrl="https://{}.example/rss"/>'
    (tmp_path / "list.opml").write_text(opml.format(outline.format("a") + outline.format("b")), encoding="utf-8")
    assert "2 sources written to" in run("import", "list.opml").output
    assert sorted(path.name for path in desk.glob("*.toml")) == ["harbour-post-2.toml", "harbour-post.toml"]
    assert "0 sources written" in run("import", "list.opml").output
    (tmp_path / "odd.opml").write_text(
        opml.format(outline.format("c") + '<outline xmlUrl="feed:x"/>'), encoding="utf-8"
    )
    said = "1 source written to config/sources; left out, since they are no addresses of the web: 'feed:x'"
    assert said in " ".join(run("import", "odd.opml").output.split())
    assert "list.txt: cannot be read" in str(run("import", "list.txt").exception)


def test_no_source_is_one_sentence() -> None:
    assert "newsledger sources add URL writes one" in run("list").output
    assert "no source is named 'x'" in str(run("show", "x").exception)
