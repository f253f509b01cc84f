"""Credentials of a paid source, with everything logged: nothing of a run's folder has them, packed or not."""

from __future__ import annotations

import gzip
import sqlite3
from base64 import b64decode, b64encode
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.acceptance.desks import make_desk, newsledger
from tests.fetch.warcs import pages, warc
from tests.fetch.web.copy import item, page, rss
from tests.fetch.web.depot import Depot
from tests.fetch.web.site import RSS, Answer, Asked, Script, Site, site
from tests.prefects import copy_home

USER, PASSWORD, KEY = "desk", "vX7-harbour-Quay-19", "kZ4-lantern-Mole-88"
BASIC = b64encode(f"{USER}:{PASSWORD}".encode()).decode()
SOUGHT = [PASSWORD.encode(), KEY.encode(), BASIC.encode(), b64encode(PASSWORD.encode()).rstrip(b"=")]
LOUD = {
    "PREFECT_LOGGING_LEVEL": "DEBUG",
    "PREFECT_LOGGING_ROOT_LEVEL": "DEBUG",
    "PREFECT_LOGGING_EXTRA_LOGGERS": "httpx,httpcore,urllib3,tasks,flows",
    "PREFECT_DEBUG_MODE": "true",
}
WITH_BASIC = '[auth]\nuser_env = "WIRE_USER"\npassword_env = "WIRE_PASSWORD"\n'
WITH_HEADER = '[auth]\nheader = "X-Api-Key"\nvalue_env = "WIRE_KEY"\n'


class Guarded:
    """Answers those who say the word, and sends the others away."""

    def __init__(self, answer: Script) -> None:
        self.answer, self.refused = answer, 0

    def __call__(self, asked: Asked) -> Answer:
        if asked.headers.get("authorization") != f"Basic {BASIC}" and asked.headers.get("x-api-key") != KEY:
            self.refused += 1
            return Answer(b"Who are you?", 401)
        assert not isinstance(self.answer, list)
        return self.answer(asked) if callable(self.answer) else self.answer  # type: ignore[return-value]


@pytest.fixture
def wire() -> Iterator[Site]:
    """A paid feed, of whose pages one breaks off, one leads elsewhere and one is no HTTP; and an archive."""
    with site() as opened:
        items = [item(f"Story {n}", f"{opened.url}/{n}", guid=str(n)) for n in range(4)]
        answers: dict[str, Script] = {
            "/feed.xml": Answer(rss(items), type=RSS),
            "/0": Answer(page("Dover")),
            "/1": Answer(page("Calais"), headers={"Content-Length": "9000"}),
            "/2": Answer(b"", 302, headers={"Location": "http://127.0.0.1:1/2"}),
            "/3": Answer(raw=b"no HTTP at all\r\n\r\n"),
            "/a.warc.gz": Depot(warc(*pages(3))),
        }
        opened.answers = {path: Guarded(answer) for path, answer in answers.items()}
        yield opened


def source(kind: str, name: str, url: str, auth: str) -> str:
    said = f'kind = "{kind}"\nname = "{name}"\nurls = ["{url}"]\n'
    return f'{said}delay_seconds = 0\nallow_private_hosts = ["localhost"]\n{auth}'


def everything(folder: Path) -> Iterator[tuple[Path, bytes]]:
    """Every file, with what is packed in it."""
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            content = path.read_bytes()
            yield path, content + (gzip.decompress(content) if path.suffix == ".gz" else b"")


@pytest.mark.full
def test_credentials_are_nowhere(wire: Site, tmp_path: Path) -> None:
    desk = make_desk(
        tmp_path,
        source("feed", "wire", f"{wire.url}/feed.xml", WITH_BASIC),
        source("archive", "vault", f"{wire.url}/a.warc.gz", WITH_HEADER),
        source("feed", "nowhere", f"{wire.url}/none.xml", WITH_HEADER),
    )
    words = {
        "WIRE_USER": USER,
        "WIRE_PASSWORD": PASSWORD,
        "WIRE_KEY": KEY,
        "PREFECT_HOME": str(copy_home(desk / "prefect")),
    }
    for arguments in (["ingest"], ["sources", "check"], ["quarantine", "list"]):
        done = newsledger(desk, *arguments, **words, **LOUD)
        with (desk / "log").open("a") as log:
            log.write(done.stdout + done.stderr)
    with closing(sqlite3.connect(desk / "newsledger.db")) as ledger:
        assert ledger.execute("SELECT count(*) FROM articles").fetchone() == (4,)
    assert all(each.refused == 0 for each in wire.answers.values() if isinstance(each, Guarded))
    found = dict(everything(desk))
    assert b"httpcore.http11" in found[desk / "log"]
    assert any(path.is_relative_to(desk / "prefect") and path.suffix == ".db" for path in found)
    assert any(b"WARC/1" in content for content in found.values())
    assert {(path, word) for path, content in found.items() for word in SOUGHT if word in content} == set()


def test_what_is_sought_is_what_is_sent() -> None:
    assert b64decode(BASIC) == f"{USER}:{PASSWORD}".encode()
