"""docs/configuration.md names every setting with its default, and every folder under config/."""

from __future__ import annotations

import re
from pathlib import Path

from schemas.settings import Settings
from tests.docs.workspace import ROOT

PAGE = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")


def test_every_setting_is_documented_with_its_default() -> None:
    documented = dict(re.findall(r"^\| `(NEWSLEDGER_\w+)` \| (?:`([^`]*)`)? *\| .+ \|$", PAGE, re.MULTILINE))
    defaults = {f"NEWSLEDGER_{name.upper()}": field.default for name, field in Settings.model_fields.items()}
    assert documented == {name: "" if value is None else str(value) for name, value in defaults.items()}


def test_every_folder_of_the_configuration_is_documented() -> None:
    documented = re.findall(r"^\| `(config/\w+)/` \|", PAGE, re.MULTILINE)
    assert sorted(documented) == sorted(str(folder.relative_to(ROOT)) for folder in folders(ROOT / "config"))


def folders(parent: Path) -> list[Path]:
    return [path for path in parent.iterdir() if path.is_dir() and any(path.iterdir())]
