"""The main job, end to end: what a user would see, on real input."""

import pytest

pytest.register_assert_rewrite("tests.acceptance.expected")  # so that its checks say what differs
