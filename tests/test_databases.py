"""What the tests' own databases leave behind."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from tests import databases


def test_a_server_that_does_not_start_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(databases, "_programs", lambda: tmp_path / "no-programs")
    with pytest.raises(OSError, match="initdb"), databases.own_server():
        pass
    assert list(tmp_path.iterdir()) == []
