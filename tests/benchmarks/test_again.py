"""What a second run is measured by."""

from __future__ import annotations

import time

from benchmarks.again import CHANGE, TOPIC
from benchmarks.pages import ROOT
from benchmarks.processes import cpu


def test_the_processor_is_counted() -> None:
    before, started = cpu(), time.process_time()
    while time.process_time() < started + 0.2:
        pass
    assert cpu() - before >= 0.1


def test_the_topic_that_is_changed_has_what_is_changed() -> None:
    assert CHANGE[0] in (ROOT / TOPIC).read_text(encoding="utf-8")
