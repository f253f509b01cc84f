"""Names of runs."""

from datetime import UTC, datetime

from flows.naming import LONGEST, _name

DUE = datetime(2025, 10, 15, 6, 15, tzinfo=UTC)


def test_a_run_is_named_after_what_was_asked_for_and_when() -> None:
    asked: dict[str, object] = {"inputs": None, "source": None, "since": None, "soon": False, "group": "main"}
    assert _name("ingest", asked, DUE) == "ingest group main, 2025-10-15 06:15"
    assert _name("retag", {"source": None}, DUE) == "retag, 2025-10-15 06:15"
    assert (
        _name("ingest", {"inputs": ["a", "b"], "soon": True}, DUE) == "ingest inputs a, b soon True, 2025-10-15 06:15"
    )


def test_a_long_path_is_cut() -> None:
    assert len(_name("ingest", {"inputs": ["x" * 500]}, DUE)) < LONGEST + 50
