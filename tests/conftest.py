"""Fixtures of every room."""

import os

import pytest

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # the browser's driver has a loop of its own


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Lay places and catalogue once, before the first test that reads the database."""
    from tests.cast import lay_ground

    with django_db_blocker.unblock():
        lay_ground()


@pytest.fixture(autouse=True)
def _quick_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def cast(db):
    """Return the fixed cast, in a database of its own."""
    from tests.cast import make_cast

    return make_cast()
