"""`python -m tests.acceptance.counting FOLDER` ingests a folder twice and says as JSON what work each run was."""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

COUNTED: Counter[str] = Counter()


def counting(module: object, name: str, count: Callable[..., Counter[str]]) -> None:
    """Have each call of `module.name` counted, before it is done."""
    real = getattr(module, name)

    def counted(*arguments: Any, **named: Any) -> Any:
        COUNTED.update(count(*arguments, **named))
        return real(*arguments, **named)

    setattr(module, name, counted)


def watch() -> None:
    """Count pages, words, statements and tasks from now on."""
    from prefect import task_engine
    from sqlalchemy import Engine, event

    import tasks.clean.page
    import tasks.clean.selection
    from tasks.tag.model import Recogniser

    counting(tasks.clean.page, "HTMLParser", lambda *_, **__: Counter(parses=1))
    counting(tasks.clean.selection, "BeautifulSoup", lambda *_, **__: Counter(parses=1))
    counting(task_engine, "run_task_sync", lambda task, **_: Counter({f"task {task.name}": 1}))
    event.listen(Engine, "before_cursor_execute", lambda *_: COUNTED.update(statements=1))
    find = Recogniser.find

    def find_and_count(self: Recogniser, texts: Iterable[str]) -> Iterator[Any]:
        return find(self, (counted(text) for text in texts))

    def counted(text: str) -> str:
        COUNTED["words"] += len(text.split())
        return text

    Recogniser.find = find_and_count  # type: ignore[method-assign]


def main(folder: str) -> None:
    """Ingest it twice."""
    from flows.prefect_here import OFFLINE, QUIET

    os.environ.update(OFFLINE | QUIET)
    from flows.kit import load_kit
    from flows.server import prefect_server
    from schemas.settings import settings
    from tasks.load.store import open_ledger

    open_ledger(settings().database_url).close()  # making the tables is no work of a run
    with prefect_server(schedules=False, meanwhile=lambda: load_kit(settings())):
        from flows.ingest import ingest

        watch()
        for _ in range(2):
            ingest([folder])
            sys.stdout.write(json.dumps(COUNTED) + "\n")
            COUNTED.clear()


if __name__ == "__main__":
    main(str(Path(sys.argv[1])))
