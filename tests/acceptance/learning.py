"""`python -m tests.acceptance.learning FOLDER` learns the boilerplate of an outlet's pages, and forgets it again.

After each step it says as JSON what the ledger shows: what people do with commands, in one process for speed.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path


def main(folder: Path) -> None:
    """Ingest, adopt, retag, drop, retag."""
    from flows.prefect_here import OFFLINE, QUIET

    os.environ.update(OFFLINE | QUIET)
    from flows.boilerplate import adopt_lines, drop_lines
    from flows.kit import load_kit
    from flows.server import prefect_server
    from schemas.settings import settings

    with prefect_server(schedules=False, meanwhile=lambda: load_kit(settings())):
        from flows.ingest import ingest
        from flows.retag import retag

        ingest([str(folder)])
        ids = show(done=0)
        for change in (adopt_lines, drop_lines):
            with redirect_stdout(StringIO()):
                change(ids)
            load_kit.cache_clear()  # as the next command would
            show(done=retag().cleaned)


def show(*, done: int) -> list[str]:
    """Write what the ledger shows; returns the ids of the lines that repeat."""
    from schemas.settings import settings
    from tasks.link.store import find_lines
    from tasks.load.store import open_existing
    from tests.load.making import rows
    from tests.load.public import public_rows

    with open_existing(settings().database_url) as ledger:
        lines = find_lines(ledger)
        aliases = rows(ledger, "SELECT surface, mentions FROM entity_aliases WHERE mentions > 0 ORDER BY 1, 2")
        found = {each.text: (each.articles, str(each.first_seen_on), str(each.last_seen_on)) for each in lines}
        said = {"done": done, "views": public_rows(ledger), "aliases": aliases, "lines": found}
    sys.stdout.write(json.dumps(said, default=str) + "\n")
    return [each.id for each in lines]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
