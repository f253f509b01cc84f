"""Feeds that others have thought up: those with which feedparser is tested, as they are and mutated.

They are taken from its source distribution when the tests run, and stay out of this repository.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tarfile
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

import pytest

from schemas.errors import InputError
from schemas.records import RawDocument
from tasks.clean.parse import ENTRY, parse
from tasks.fetch.bounded import TooLargeError
from tasks.fetch.feed_process import FeedProcess
from tests.fetch.reading import NOW

pytestmark = [pytest.mark.full, pytest.mark.xdist_group("feedparser")]

ROOT = Path(__file__).parents[2]
CRASHED = "cannot be read: "  # and the name of an exception that nobody foresaw
SECONDS = 20  # of processor time for one of them; they are small
TOKENS = [
    b"<", b">", b"&", b"&amp;", b"]]>", b"<![CDATA[", b"<!--", b"-->", b"<item>", b"</item>", b"<entry>", b"</entry>",
    b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"&a;", b"&#0;", b"&#xD800;", b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\"", b"'",
    b"<content type='xhtml'><div>", b"<?xml version='1.1' encoding='utf-7'?>", b"xml:base='http://['", b"<a:b:c>",
    b"<updated>0000-00-00T99:99:99Z</updated>", b"<pubDate>Fri, 31 Foo 99999 25:61:61 +9999</pubDate>", b"<category/>",
]  # fmt: skip


@pytest.fixture(scope="session")
def feeds(pytestconfig: pytest.Config) -> dict[str, bytes]:
    """The feeds by their names in the source distribution of the feedparser that is installed."""
    name = f"feedparser-{version('feedparser')}"
    assert pytestconfig.cache
    archive = pytestconfig.cache.mkdir("feedparser") / f"{name}.tar.gz"
    if not archive.exists():
        _download(archive)
    if sha256(archive.read_bytes()).hexdigest() not in (ROOT / "requirements.lock").read_text():
        archive.unlink()
        pytest.fail(f"{archive.name} is not the one in requirements.lock")
    return dict(_feeds_in(archive))


def _download(archive: Path) -> None:
    pip = [sys.executable, "-m", "pip", "download", "-q", "--no-binary", ":all:", "--no-deps", "--no-build-isolation"]
    wanted = archive.name.removesuffix(".tar.gz").replace("-", "==")
    ran = subprocess.run([*pip, "-d", str(archive.parent), wanted], capture_output=True, text=True, timeout=300)
    if not archive.exists():
        pytest.skip(f"feedparser's source distribution cannot be had: {ran.stderr.strip()[-300:]}")


def _feeds_in(archive: Path) -> Iterator[tuple[str, bytes]]:
    with tarfile.open(archive) as members:
        for member in members:
            _, _, name = member.name.partition("/tests/")
            if name.endswith(".xml") and (file := members.extractfile(member)):
                yield name, file.read()


def endings(contents: Iterable[bytes]) -> Counter[str]:
    """How reading them ended, by its first words; that of each is asserted to be foreseen."""
    counts: Counter[str] = Counter()
    with FeedProcess(seconds=SECONDS) as process:
        for content in contents:
            counts[_ending(process, content)] += 1
    return counts


def _ending(process: FeedProcess, content: bytes) -> str:
    entries = 0
    try:
        for entry in process.read(content):
            entries += 1
            _digest(entry)
    except (InputError, EOFError, TooLargeError) as error:
        said = str(error)
    else:
        return "entries" if entries else "no entries"
    assert not said.startswith(CRASHED), content
    return f"{'entries, ' if entries else ''}{' '.join(said.split()[:3])}"


def _digest(entry: bytes) -> None:
    """Each is an item that the next stage can read, or refuse."""
    assert isinstance(json.loads(entry), dict)
    with suppress(InputError):
        parse(RawDocument("feeds", "file:///feed.xml#entry=1", ENTRY, entry, sha256(entry).hexdigest(), NOW))


def mutated(contents: list[bytes], number: int, seed: int) -> Iterator[bytes]:
    """So many of them with some bytes taken away, doubled, changed, or put in from markup that hurts."""
    rng = random.Random(seed)
    for _ in range(number):
        content = bytearray(rng.choice(contents))
        for _ in range(rng.randint(1, 6)):
            place, length = rng.randrange(len(content) + 1), rng.randrange(1, 200)
            piece = content[place : place + length]
            with_ = rng.choice((b"", bytes(piece) * rng.choice((2, 50)), rng.choice(TOKENS), rng.randbytes(3)))
            content[place : place + rng.choice((0, length))] = with_
        yield bytes(content)


def test_every_feed_is_read_or_refused_in_one_sentence(feeds: dict[str, bytes]) -> None:
    assert len(feeds) > 1_900
    counts = endings(feeds.values())
    assert counts["entries"] > 1_000, counts


def test_mutations_of_them_are_too(feeds: dict[str, bytes]) -> None:
    counts = endings(mutated(list(feeds.values()), 500, seed=1))
    assert counts.total() == 500
    assert counts["entries"] > 100, counts


@pytest.mark.long
@pytest.mark.parametrize("seed", range(2, 12))
def test_many_mutations_of_them_are_too(feeds: dict[str, bytes], seed: int) -> None:
    assert endings(mutated(list(feeds.values()), 1_000, seed)).total() == 1_000
