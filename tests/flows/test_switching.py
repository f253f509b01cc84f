"""`newsledger retag` where no article is tagged; with `--back`, what counted before counts again, with its counts."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from flows.cli import main
from flows.kit import load_kit
from schemas.overrides import Override
from schemas.records import Processors, Renewal
from schemas.settings import settings
from tasks.link.store import count_days, link_overrides
from tasks.load.store import Ledger, find_untagged, open_ledger, read_texts, stage_batch, switch_over
from tests.load.making import PROCESSORS, document, load_run, no_tags, rows, some_tags

CONFIG = Path(__file__).parents[2] / "config"
NEW = Processors(tuple(replace(each, version="2") for each in PROCESSORS.of_all))
DECIDED = Override(article="file:///inbox/1.txt", topic="housing", action="add", who="Ada", why="because", line=2)
DAILY = "SELECT topic, articles FROM v_topic_daily ORDER BY topic"


@pytest.fixture
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, migrated_sqlite: Path) -> Iterator[Ledger]:
    """A ledger in a folder with the configuration."""
    shutil.copytree(CONFIG, tmp_path / "config")
    shutil.copy(migrated_sqlite, tmp_path / "newsledger.db")
    monkeypatch.chdir(tmp_path)
    for name in ("NEWSLEDGER_CONFIG_DIR", "NEWSLEDGER_DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    with open_ledger(settings().database_url) as opened:
        yield opened


def retag(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *options: str) -> tuple[int, str]:
    monkeypatch.setattr(sys, "argv", ["newsledger", "retag", *options])
    with pytest.raises(SystemExit) as ended:
        main()
    out, err = capsys.readouterr()
    return int(ended.value.code or 0), out + err


def test_it_goes_back_and_on_and_editors_have_the_last_word(
    ledger: Ledger, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    load_run(ledger, [[document(0, "Anna sailed"), document(1, "Bert sailed")]], some_tags)
    link_overrides(ledger, [DECIDED], Path("/"))
    taggers = NEW.taggers
    texts = read_texts(ledger, find_untagged(ledger, taggers).of_all, 1_000)
    stage_batch(ledger, [Renewal(stale, article, no_tags(article)) for stale, article in texts], taggers)
    switch_over(ledger, taggers)
    count_days(ledger)
    assert rows(ledger, DAILY) == [("housing", 1)]
    for expected in ([("housing", 1), ("strike", 2)], [("housing", 1)]):
        status, said = retag(capsys, monkeypatch, "--back")
        assert (status, said.splitlines()[0]) == (
            0,
            "2 articles switched back to what counted before; the same command undoes it",
        )
        assert rows(ledger, DAILY) == expected


def test_a_label_that_is_edited_is_shown_though_nothing_runs(
    ledger: Ledger, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    label = "SELECT label FROM topics WHERE name = 'strike'"
    assert retag(capsys, monkeypatch, "--dry-run")[0] == 0
    assert rows(ledger, label) == []
    path = Path("config/topics/strike.toml")
    path.write_text(re.sub("^label = .*", 'label = "Walk-outs"', path.read_text(), flags=re.MULTILINE))
    load_kit.cache_clear()  # as another process
    assert retag(capsys, monkeypatch)[0] == 0
    assert rows(ledger, label) == [("Walk-outs",)]
    assert rows(ledger, "SELECT count(*) FROM runs") == [(0,)]


def test_where_nothing_is_kept_it_says_so(
    ledger: Ledger, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    load_run(ledger, [[document(0, "Anna sailed")]], some_tags)
    said = "Nothing to go back to: no results are kept that counted before.\n"
    assert retag(capsys, monkeypatch, "--back") == (0, said)
    for option in (["--dry-run"], ["--source", "gazette"]):
        assert retag(capsys, monkeypatch, "--back", *option)[0] == 2
