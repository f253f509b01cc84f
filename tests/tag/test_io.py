from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from schemas.errors import ConfigError
from schemas.languages import load_languages
from tasks.tag.io import load_names

PROJECT = Path(__file__).parents[2]
HEADER = "name,label,aliases,wikidata\n"


def written(folder: Path, rows: str) -> Path:
    (folder / "bodies.csv").write_text(rows, encoding="utf-8")
    return folder


def test_a_row_is_a_known_name(tmp_path: Path) -> None:
    (known,) = load_names(written(tmp_path, HEADER + "Guildhall Bank,ORG,GB|Guildhall,Q42\n"))
    assert (known.name, known.label, known.aliases, known.wikidata) == (
        "Guildhall Bank",
        "ORG",
        ("GB", "Guildhall"),
        "Q42",
    )


@pytest.mark.parametrize(
    ("rows", "line", "says"),
    [
        ("name,kind\n", 1, "first line must be name,label,aliases,wikidata"),
        (HEADER + "Sarn,PLACE,,\nSarn,PLAC,,\n", 3, "label: must be .*, not 'PLAC'; did you mean 'PLACE'"),
        (HEADER + "Sarn,PLACE,,42\n", 2, "wikidata"),
        (HEADER + "Sarn,PLACE\n", 2, "must have 4 cells"),
        (HEADER + "Sarn,PLACE,,,more\n", 2, "must have 4 cells"),
        (HEADER + ",PLACE,,\n", 2, "name"),
        (HEADER + 'Sarn,PLACE,,\n"Tarn,PLACE,,\nVarn,PLACE,,\n', 3, "is not CSV"),
        (HEADER + f'Sarn,PLACE,,\n"{"a" * 200_000}",PLACE,,\n', 3, "is not CSV"),
        (HEADER + "Sarn,PLACE,,\nTa\0rn,PLACE,,\n", 3, "holds a NUL character"),
    ],
)
def test_an_error_names_file_and_line(tmp_path: Path, rows: str, line: int, says: str) -> None:
    with pytest.raises(ConfigError, match=says) as raised:
        load_names(written(tmp_path, rows))
    assert f"bodies.csv:{line}: " in str(raised.value)


def test_a_file_that_a_spreadsheet_has_saved_is_read(tmp_path: Path) -> None:
    (known,) = load_names(written(tmp_path, "\ufeff" + HEADER.replace("\n", "\r\n") + "Sarn,PLACE,,\r\n\r\n"))
    assert (known.name, known.label) == ("Sarn", "PLACE")


def test_a_file_in_another_encoding_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "bodies.csv").write_bytes((HEADER + "Café,ORG,,\n").encode("latin-1"))
    with pytest.raises(ConfigError, match=r"bodies\.csv: cannot be read: 'utf-8' codec"):
        load_names(tmp_path)


def test_what_a_missing_model_says_to_do_installs_although_all_was_installed_before(tmp_path: Path) -> None:
    for name in ("Makefile", "requirements.lock", "pyproject.toml"):
        shutil.copy(PROJECT / name, tmp_path)
    python = tmp_path / "python"  # notes what it is asked to do, and makes environments of itself
    python.write_text(
        '#!/bin/sh\necho "$*" >> asked\n[ "$2" != venv ] || { mkdir -p .venv/bin; cp "$0" .venv/bin/python; }\n'
    )
    python.chmod(0o755)
    (again,) = (each.install for each in load_languages(PROJECT / "config" / "languages").values() if each.default)
    for command in ("make setup", again):
        (tmp_path / "asked").write_text("")
        subprocess.run([*command.split(), f"PYTHON={python}"], cwd=tmp_path, check=True, capture_output=True)
        assert "pip install" in (tmp_path / "asked").read_text()
