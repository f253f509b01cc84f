"""Archives and feeds larger than memory should be: how much is held does not grow with them."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest

from tasks.fetch.feed_process import MOST
from tests.fetch.reading import documents, failures, read, write
from tests.fetch.warcs import Page, members

READ = """
import resource, sys
from datetime import UTC, datetime
from tasks.fetch.io import read_documents
found = read_documents(sys.argv[1:], source=None, max_bytes=20_000_000, now=lambda: datetime.now(UTC))
print(sum(len(getattr(each, "content", b"")) for each in found))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""
PIECE = 100_000  # bytes of one page


def memory(path: Path) -> tuple[int, int]:
    """The bytes that are in a file's documents, and the kilobytes that reading it takes at most."""
    ran = subprocess.run([sys.executable, "-c", READ, str(path)], capture_output=True, text=True, check=True)
    content, most = map(int, ran.stdout.split())
    return content, most


def archive(path: Path, number: int, *, gzip: bool) -> Path:
    """So many pages of noise, which cannot be compressed."""
    rng = random.Random(1)
    with path.open("wb") as file:
        for n in range(number):
            body = rng.randbytes(PIECE // 2).hex().encode()
            file.writelines(members([Page(f"https://marport.example/{n}", body)], gzip=gzip))
    return path


@pytest.mark.long
@pytest.mark.parametrize("gzip", [True, False])
def test_an_archive_of_300_megabytes_takes_the_memory_of_one_of_20(tmp_path: Path, gzip: bool) -> None:
    small, few = memory(archive(tmp_path / "small.warc", 200, gzip=gzip))
    large, many = memory(archive(tmp_path / "large.warc", 3_000, gzip=gzip))
    assert (small, large) == (200 * PIECE, 3_000 * PIECE)
    assert many < 1.1 * few


@pytest.mark.full
def test_of_a_feed_of_100_000_entries_as_many_are_read_as_are_allowed(tmp_path: Path) -> None:
    item = "<item><guid>%d</guid><title>Crane %d</title><description>It is at work again.</description></item>"
    feed = f"<rss version='2.0'><channel>{''.join(item % (n, n) for n in range(100_000))}</channel></rss>"
    found = read(write(tmp_path / "feed.xml", feed), max_bytes=20_000_000)
    assert len(documents(found)) == MOST
    (failed,) = failures(found)
    assert "NEWSLEDGER_MAX_FEED_ENTRIES" in failed.reason
