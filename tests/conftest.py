"""Fixtures of every room."""

import os

import pytest

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # the browser's driver has a loop of its own


@pytest.fixture
def cast(db):
    """Return the fixed cast, in a database of its own."""
    from tests.cast import make_cast

    return make_cast()
