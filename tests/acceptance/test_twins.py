"""The two sample articles come out as their expected results say."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.acceptance import expected as demands
from tests.acceptance.conftest import Reading
from tests.acceptance.expected import Expected

TWINS = Path(__file__).parents[2] / "samples" / "twins"
Read = Callable[[Path], Reading]

pytestmark = pytest.mark.parametrize("name", ["portsmouth", "cherbourg"])


def twin(read: Read, name: str) -> tuple[Reading, Expected]:
    return read(TWINS / f"{name}.txt"), Expected.read(TWINS / "expected" / f"{name}.json")


def test_parts(read: Read, name: str) -> None:
    reading, expected = twin(read, name)
    demands.check_parts(reading.article, expected)
    assert reading.article.captions == tuple(expected.captions)


def test_no_line_is_lost(read: Read, name: str) -> None:
    reading, _ = twin(read, name)
    demands.check_nothing_lost(reading.source, reading.article)


def test_topics(read: Read, name: str) -> None:
    reading, expected = twin(read, name)
    demands.check_topics(reading.tags, reading.article, expected)


def test_entities(read: Read, name: str) -> None:
    reading, expected = twin(read, name)
    demands.check_entities(reading.tags, expected)


def test_figures(read: Read, name: str) -> None:
    reading, expected = twin(read, name)
    demands.check_figures(reading.tags, expected)


def test_quotes(read: Read, name: str) -> None:
    reading, expected = twin(read, name)
    demands.check_quotes(reading.tags, expected)
