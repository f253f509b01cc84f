"""Links and headings are found as they stand."""

from __future__ import annotations

from pathlib import Path

from tests.docs.links import anchors, broken_links

PAGE = """\
# What it *knows*: `config/`
## Again
## Again
```sh
# not a heading
```
"""


def test_headings_are_named_as_on_github(tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text(PAGE)
    assert anchors(tmp_path / "page.md") == {"what-it-knows-config", "again", "again-1"}


def test_a_link_leads_to_a_file_and_a_heading(tmp_path: Path) -> None:
    links = "[a](#again) [b](#never) [c](page.md) [d](gone.md) [e](page.md#gone) [f](https://example.org) [g](.)"
    (tmp_path / "page.md").write_text(PAGE + links)
    assert broken_links(tmp_path / "page.md") == ["#never", "gone.md", "page.md#gone"]
