"""The main job, end to end: what a user would see, on real input."""

import pytest

# so that their checks say what differs
pytest.register_assert_rewrite("tests.acceptance.expected", "tests.acceptance.samples")
