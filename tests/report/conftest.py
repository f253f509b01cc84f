from collections.abc import Iterator

import pytest

from tasks.load.store import Ledger, open_ledger
from tests.conftest import ON_EACH
from tests.report.ledgers import fill


@pytest.fixture(scope="session", params=ON_EACH)
def filled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """A small ledger with a bit of everything, on each database; for tests that only read."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path_factory.mktemp('filled') / 'ledger.db'}"
    else:
        url = request.getfixturevalue("server").new_database()
    with open_ledger(url) as ledger:
        fill(ledger)
        yield ledger
