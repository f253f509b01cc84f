"""What a plain `pip install .` takes along: the packages, and the learned files that they read beside them."""

from __future__ import annotations

import tomllib
from pathlib import Path

PROJECT = Path(__file__).parents[1]
SETUPTOOLS = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]


def test_what_is_learned_is_installed_with_its_hashes() -> None:
    assert "models" in SETUPTOOLS["packages"]["find"]["include"]
    globs = SETUPTOOLS["package-data"]["models"]
    taken = {path.name for pattern in globs for path in (PROJECT / "models").glob(pattern)}
    listed = (PROJECT / "models" / "SHA256SUMS").read_text(encoding="utf-8").split()[1::2]
    assert taken >= {"SHA256SUMS", *(name for name in listed if name.endswith(".json"))}
