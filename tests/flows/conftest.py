"""Settings are read once a process; here each test may have its own, and leaves none behind."""

from __future__ import annotations

import os
from collections.abc import Iterator
from unittest.mock import patch

import pytest

from schemas.settings import settings


@pytest.fixture(autouse=True)
def fresh_settings() -> Iterator[None]:
    settings.cache_clear()
    with patch.dict(os.environ):  # `--database` makes itself the setting
        yield
    settings.cache_clear()
