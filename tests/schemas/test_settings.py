"""Settings: defaults that work, and one sentence for a value that does not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from schemas.errors import ConfigError
from schemas.settings import Settings, settings


@pytest.fixture(autouse=True)
def somewhere_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.chdir(tmp_path)
    settings.cache_clear()
    yield
    settings.cache_clear()


@pytest.mark.parametrize(
    ("url", "folder"),
    [
        ("sqlite:///newsledger.db", "newsledger-raw"),
        ("sqlite:///data/ledger.db", "data/newsledger-raw"),
        ("sqlite:////var/lib/ledger.db", "/var/lib/newsledger-raw"),
        ("postgresql://user@host/ledger", "newsledger-raw"),
    ],
)
def test_raw_documents_lie_beside_the_database(url: str, folder: str) -> None:
    assert Settings(database_url=url, raw_dir=None).raw_folder() == Path(folder)
    assert Settings(database_url=url, raw_dir=Path("raw")).raw_folder() == Path("raw")


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("NEWSLEDGER_TIMEZONE", "Europe", "NEWSLEDGER_TIMEZONE: 'Europe' is not a time zone"),
        ("NEWSLEDGER_TIMEZONE", "Mars/Base", "NEWSLEDGER_TIMEZONE: 'Mars/Base' is not a time zone"),
        ("NEWSLEDGER_BATCH_SIZE", "0", "NEWSLEDGER_BATCH_SIZE: must be 1 or more"),
        ("NEWSLEDGER_BATCH_SZE", "5", "NEWSLEDGER_BATCH_SZE is not a setting; did you mean NEWSLEDGER_BATCH_SIZE?"),
        ("NEWSLEDGER_SPACY_MODEL", "x", "NEWSLEDGER_SPACY_MODEL is no setting any more: config/languages/ says"),
        ("NEWSLEDGER_MAX_DOCUMENT_BYTES", "lots", "NEWSLEDGER_MAX_DOCUMENT_BYTES: must be a whole number"),
    ],
)
def test_a_value_that_is_not_valid_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ConfigError, match=said):
        settings()


def test_a_config_folder_that_is_not_there_is_one_sentence() -> None:
    with pytest.raises(ConfigError, match="there is no folder config: run newsledger where config/ lies"):
        settings().config_folder()


def test_other_variables_with_our_prefix_are_let_be(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("EVAL_DIR", "SEED_DIR", "TEST_POSTGRES_URL", "DB_PASSWORD", "DB_PORT", "INCOMING"):
        monkeypatch.setenv(f"NEWSLEDGER_{name}", "x")
    assert settings().batch_size == 500


def test_dot_env_is_read(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("NEWSLEDGER_BATCH_SIZE=7\n")
    assert settings().batch_size == 7


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (
            b"# ours\n\n\nNEWSLEDGER_DATABSE_URL=sqlite:///x.db\n",
            r"^\.env, line 4: NEWSLEDGER_DATABSE_URL is not a setting; did you mean NEWSLEDGER_DATABASE_URL\?$",
        ),
        (b"NEWSLEDGER_TIMEZONE=\xff", r"^\.env is not UTF-8 \(byte 20\): save it as that$"),
    ],
)
def test_what_is_wrong_in_dot_env_is_one_sentence(tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / ".env").write_bytes(content)
    with pytest.raises(ConfigError, match=said):
        settings()
