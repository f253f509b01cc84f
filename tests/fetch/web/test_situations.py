"""What servers do to us, over real HTTP on loopback: `situations.py` and the table in docs/sources.md."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from tasks.load.store import Ledger, open_ledger
from tests.fetch.web.crawling import HASTY, HURRIED, Ending, crawl, select
from tests.fetch.web.site import Site, site
from tests.fetch.web.situations import SITUATIONS, Situation

pytestmark = pytest.mark.xdist_group("situations")  # in one process, since all share a site and its runs

DOCS = Path(__file__).parents[3] / "docs" / "sources.md"


@dataclass(frozen=True)
class Played:
    """A situation after its runs."""

    situation: Situation
    site: Site
    runs: list[list[Ending]]

    def said(self, run: list[Ending]) -> list[str]:
        found = (
            f"{_path(each.uri, self.site)} {each.outcome}{f'/{each.document}' * bool(each.document)}" for each in run
        )
        return sorted(found)


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    with open_ledger(f"sqlite:///{tmp_path_factory.mktemp('situations') / 'ledger.db'}") as opened:
        yield opened


@pytest.fixture(scope="module")
def played(ledger: Ledger, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Played]]:
    """All at once, as a run collects its sources; those apart that have to wait until a request has timed out."""
    raw = tmp_path_factory.mktemp("raw")
    with ExitStack() as stack:
        found = {each.name: Played(each, stack.enter_context(site()), []) for each in SITUATIONS}
        for each in found.values():
            each.site.answers = dict(each.situation.answers(each.site))
        for number in range(max(len(each.runs) for each in SITUATIONS)):
            left = [each for each in found.values() if len(each.situation.runs) > number]
            for settings in (HASTY, HURRIED):
                some = [each for each in left if each.situation.settings is settings]
                rows = crawl(ledger, [each.situation.source(each.site) for each in some], raw, settings)
                for each in some:
                    each.runs.append([row for row in rows if row.source == f"site-{each.site.port}"])
        yield found


@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda each: each.name)
def test_each_fetch_ends_as_foretold(situation: Situation, played: dict[str, Played], ledger: Ledger) -> None:
    found = played[situation.name]
    assert len(found.runs) == len(situation.runs)
    for run, expected in zip(found.runs, situation.runs, strict=True):
        said = found.said(run)
        assert len(said) == len(expected), run
        assert all(re.fullmatch(re.escape(each).replace(r"\*", r"\w+"), one) for each, one in zip(expected, said)), run  # noqa: B905
    assert not situation.reason or any(situation.reason in row.reason for row in found.runs[-1]), found.runs[-1]
    stored = select(ledger, f"SELECT count(*) FROM v_articles WHERE source = 'site-{found.site.port}'")
    assert stored == [(situation.articles,)]


def test_each_situation_has_its_line_in_the_documentation() -> None:
    section = DOCS.read_text(encoding="utf-8").partition("### What servers do")[2].partition("\n## ")[0]
    table = re.findall(r"^\| ([^|]+) \| ([^|]+) \|$", section, re.MULTILINE)
    assert table[1:] == [(each.name, each.becomes) for each in SITUATIONS]


def test_there_are_forty_and_more() -> None:
    assert len({each.name for each in SITUATIONS}) == len(SITUATIONS) >= 40


def _path(uri: str, at: Site) -> str:
    path = uri.removeprefix(at.url)
    return "#entry" if "#entry=" in path else path
