"""Settings are read once a process; here each test may have its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from schemas.settings import settings


@pytest.fixture(autouse=True)
def fresh_settings() -> Iterator[None]:
    settings.cache_clear()
    yield
    settings.cache_clear()
