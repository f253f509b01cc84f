"""Files that commands and people both edit."""

from __future__ import annotations

import time
from pathlib import Path
from threading import Thread

from schemas.config import read_edited
from tasks.link.io import edited_alone, write_edited


def test_who_edits_second_reads_what_the_first_has_written(tmp_path: Path) -> None:
    path = tmp_path / "overrides.csv"

    def add() -> None:
        with edited_alone(tmp_path):
            text = read_edited(path)
            time.sleep(0.01)
            write_edited(path, f"{text}x")

    threads = [Thread(target=add) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert path.read_text() == "xxxxx"
