"""The command line: what a user can cause is one sentence on standard error, and an exit status."""

from __future__ import annotations

import shutil
import sys
from importlib.metadata import version
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from flows.cli import main
from flows.kit import load_kit
from schemas.migrations import HEAD
from tasks.load.store import open_ledger
from tests.databases import migrate
from tests.load.making import document, load_run

CONFIG = Path(__file__).parents[2] / "config"


@pytest.fixture(autouse=True)
def somewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder with a copy of the configuration."""
    shutil.copytree(CONFIG, tmp_path / "config")
    monkeypatch.chdir(tmp_path)
    for name in ("NEWSLEDGER_CONFIG_DIR", "NEWSLEDGER_DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    load_kit.cache_clear()
    return tmp_path


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr(sys, "argv", ["newsledger", *arguments])
    with pytest.raises(SystemExit) as ended:
        main()
    return int(ended.value.code or 0)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["ingest", "nowhere.txt"], "nowhere.txt"),
        (["ingest", "empty/*.txt"], "empty/*.txt"),
        (["ingest", "--source", "gazette"], "no source is named 'gazette' under config/sources"),
        (["ingest", "config", "--database", "mysql://host/x"], "a ledger cannot be kept in 'mysql'"),
        (["ingest", "config", "--database", "sqlite:///no/such/folder/x.db"], "does not exist"),
        (["clean", "nowhere.jsonl", "-"], "nowhere.jsonl cannot be read"),
        (["tag", "config/topics/strike.toml", "/nowhere/out.jsonl"], "/nowhere/out.jsonl cannot be written"),
        (["migrate"], "there is no ledger at newsledger.db"),
        (["status"], "there is no ledger at newsledger.db; newsledger ingest makes one"),
        (["explain", "1"], "there is no ledger at newsledger.db"),
        (["query", "SELECT 1"], "there is no ledger at newsledger.db"),
        (["search", "ferry"], "there is no ledger at newsledger.db"),
        (["search", "-ferry"], "there are only words to be left out in the search"),
        (["export", "v_articles", "--out", "a.csv"], "there is no ledger at newsledger.db"),
        (["export", "v_article", "--out", "a.csv"], "no view 'v_article' can be exported; did you mean 'v_articles'?"),
    ],
)
def test_what_cannot_work_is_one_sentence(
    arguments: list[str], said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, *arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("newsledger: ")
    assert said in err
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["ingest", "config", "--since", "15/10/2025"], "'--since': '15/10/2025' is not a day; write it as 2025-10-15"),
        (["ingest", "config", "--until", "2025-13-01"], "'--until': '2025-13-01' is not a day; write it as 2025-10-15"),
        (["search", "ferry", "--since", "2025"], "'--since': '2025' is not a day; write it as 2025-10-15"),
        (["search", "ferry", "--sorce", "x"], "'WORDS': there is no option '--sorce'"),
        (["export", "all", "--out", "x", "--format", "xml"], "'--format': 'xml' is not one of 'parquet', 'csv', "),
        (["explain", "1", "--only", "figure"], "'--only': 'figure' is not one of 'topics', 'removed', "),
        (
            ["quarantine", "list", "--stage", "store"],
            "'--stage': 'store' is not one of 'fetch', 'clean', 'tag', 'load'",
        ),
    ],
)
def test_an_option_that_cannot_be_is_told_what_can(
    arguments: list[str], said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, *arguments) == 2
    assert f"Invalid value for {said}" in capsys.readouterr().err


@pytest.mark.parametrize("group", [[], ["quarantine"], ["boilerplate"], ["topics"], ["override"]])
def test_no_command_is_cut_short_in_the_help(
    group: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert run(monkeypatch, *group, "--help") == 0
    commands = capsys.readouterr().out.partition("Commands:\n")[2].splitlines()
    assert commands
    assert [line for line in commands if not line.endswith(".") or line.endswith("...")] == []


@pytest.mark.parametrize("said", ["-- lorries by day\nSELECT 1", "--lorries = 40\nSELECT 1", "-- SELECT 1\r\nSELECT 1"])
def test_a_query_may_begin_with_a_comment(
    said: str, somewhere: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with open_ledger(f"sqlite:///{somewhere / 'newsledger.db'}"):
        pass
    assert run(monkeypatch, "query", said, "--format", "csv") == 0
    assert capsys.readouterr().out.splitlines() == ["1", "1"]
    assert run(monkeypatch, "query", "--format", "csv", "--", said) == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--formt", "csv", "SELECT 1"], "No such option: --formt"),
        (["-- nothing is asked"], "the statement returns no rows"),
    ],
)
def test_a_query_that_is_only_an_option_or_a_comment_is_told_so(
    arguments: list[str],
    said: str,
    somewhere: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with open_ledger(f"sqlite:///{somewhere / 'newsledger.db'}"):
        pass
    assert run(monkeypatch, "query", *arguments) == 2
    assert said in capsys.readouterr().err


def test_without_sources_there_is_nothing_to_ingest(
    somewhere: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.rmtree(somewhere / "config/sources")
    assert run(monkeypatch, "ingest") == 2
    said = "nothing to ingest: name a file or folder; no source is configured under config/sources"
    assert said in capsys.readouterr().err


def test_a_misspelt_key_is_found_before_anything_starts(
    somewhere: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    topic = somewhere / "config/topics/strike.toml"
    topic.write_text(topic.read_text().replace("threshold", "treshold", 1))
    (somewhere / "a.txt").write_text("Text.")
    assert run(monkeypatch, "ingest", "a.txt") == 2
    assert "config/topics/strike.toml:" in (err := capsys.readouterr().err)
    assert "unknown key 'treshold'; did you mean 'threshold'?" in err


def test_without_config_it_says_where_to_run(
    somewhere: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.rmtree(somewhere / "config")
    assert run(monkeypatch, "topics", "check") == 2
    said = "there is no folder config: run newsledger where config/ lies, or name it in NEWSLEDGER_CONFIG_DIR"
    assert capsys.readouterr().err == f"newsledger: {said}\n"


def test_an_error_cannot_steer_the_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "ingest", "\x1b[2Jnowhere.txt") == 2
    assert "\x1b" not in capsys.readouterr().err


def test_prefect_without_a_home_is_said_at_once(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PREFECT_HOME", "/proc/nowhere")
    assert run(monkeypatch, "ingest", "config") == 2
    assert "name a folder that can be written in PREFECT_HOME" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["ingest", "serve"])
def test_a_home_in_dot_env_counts_like_one_in_the_environment(
    command: str, somewhere: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PREFECT_HOME", "so that it is put back afterwards")
    monkeypatch.delenv("PREFECT_HOME")
    (somewhere / ".env").write_text("PREFECT_HOME=/proc/nowhere\n")
    assert run(monkeypatch, command, "config") == 2
    assert "Prefect cannot keep its state in /proc/nowhere" in capsys.readouterr().err


def test_the_environment_wins_over_dot_env(
    somewhere: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PREFECT_HOME", "/proc/elsewhere")
    (somewhere / ".env").write_text("PREFECT_HOME=/proc/nowhere\n")
    assert run(monkeypatch, "ingest", "config") == 2
    assert "Prefect cannot keep its state in /proc/elsewhere" in capsys.readouterr().err


def test_migrate_says_what_it_did(
    somewhere: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    url = f"sqlite:///{somewhere / 'old.db'}"
    engine = create_engine(url)
    with engine.begin() as connection:
        migrate(connection, "0001")
    engine.dispose()
    assert run(monkeypatch, "migrate", "--database", url) == 0
    assert capsys.readouterr().out == f"The ledger was brought from schema 0001 to {HEAD}.\n"
    assert run(monkeypatch, "migrate", "--database", url) == 0
    assert capsys.readouterr().out == f"The ledger is at the newest schema, {HEAD}.\n"


def test_topics_check_says_which_example_is_wrong(
    somewhere: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "topics", "check") == 0
    assert capsys.readouterr().out.endswith(" 0 wrong\n")
    with (somewhere / "config/topics/strike.toml").open("a") as topic:
        topic.write('\n[[examples.positive]]\nheadline = "Lions feed at dusk"\n')
    assert run(monkeypatch, "topics", "check") == 1
    said = capsys.readouterr().out
    assert "strike: positive example" in said
    assert "(Lions feed at dusk) scores 0 <" in said


@pytest.mark.parametrize(
    ("example", "named"),
    [
        ('body = "Lions feed at dusk."', "(Lions feed at dusk.)"),
        (f'headline = "{"Lions feed " * 20}"', f"({'Lions feed ' * 5}…)"),
        ('headline = "Lions\\u001b[2J feed"', "(Lions[2J feed)"),
    ],
)
def test_a_wrong_example_is_shown_by_how_it_begins(
    example: str, named: str, somewhere: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with (somewhere / "config/topics/strike.toml").open("a") as topic:
        topic.write(f"\n[[examples.positive]]\n{example}\n")
    assert run(monkeypatch, "topics", "check") == 1
    assert f"{named} scores 0 <" in capsys.readouterr().out


def test_topics_check_counts_one_topic_as_one(
    somewhere: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for path in set(somewhere.glob("config/topics/*.toml")) - {somewhere / "config/topics/strike.toml"}:
        path.unlink()
    assert run(monkeypatch, "topics", "check") == 0
    assert capsys.readouterr().out.startswith("1 topic, ")


def test_a_wrong_option_is_a_usage_error(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(monkeypatch, "ingest", "--sauce", "x") == 2
    assert "No such option: --sauce" in capsys.readouterr().err


def test_the_version_is_that_of_the_distribution(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "--version") == 0
    assert capsys.readouterr().out == f"{version('newsledger')}\n"


def test_days_in_the_wrong_order_are_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "ingest", "config", "--since", "2026-03-02", "--until", "2026-03-01") == 2
    assert "nothing was published both since 2026-03-02 and until 2026-03-01" in capsys.readouterr().err


def test_words_that_begin_with_a_minus_are_left_out_and_no_options(
    somewhere: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with open_ledger(f"sqlite:///{somewhere / 'newsledger.db'}") as ledger:
        load_run(
            ledger, [[document(0, "Harbour strike."), document(1, "Ferry strike."), document(2, "Ferry strike, home.")]]
        )
    assert run(monkeypatch, "search", "strike", "-harbour", "-h*", "--limit", "5") == 0
    assert ">>strike<<." in (out := capsys.readouterr().out)
    assert out.endswith("\n1 article\n")


def test_a_reader_is_for_postgresql(
    somewhere: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    open_ledger(f"sqlite:///{somewhere / 'newsledger.db'}").close()
    assert run(monkeypatch, "migrate", "--reader", "reporter") == 2
    assert "SQLite has no users" in capsys.readouterr().err
