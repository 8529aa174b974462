"""Fixtures of every room."""

import os

import pytest
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as properties
from tools.compile_messages import compile_messages

from tests.architecture.source import ROOT

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # the browser's driver has a loop of its own
# No test is timed: a machine with other work takes its time over an example too.
properties.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
properties.load_profile("untimed")
compile_messages(ROOT / "src")  # before anything is translated: git does not hold the compiled catalogues


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Begin with the journeys, the longest of all: begun last, one would keep a single processor at work."""
    items.sort(key=lambda item: item.get_closest_marker("journey") is None)


@pytest.fixture(autouse=True)
def _static_files_without_manifest(settings):
    """Let `{% static %}` answer without a collection of the files."""
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


@pytest.fixture(autouse=True)
def _language_of_the_site():
    """Forget in which language a test before this one read its last page: addresses are made in the active one."""
    translation.deactivate()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Lay places and catalogue once, before the first test that reads the database."""
    from tests.cast import lay_ground

    with django_db_blocker.unblock():
        lay_ground()


@pytest.fixture(autouse=True)
def _ground(request):
    """Lay places and catalogue again where a test of real transactions before this one has emptied the database."""
    if "db" in request.fixturenames or request.node.get_closest_marker("django_db"):
        from tests.cast import lay_ground

        request.getfixturevalue("db")
        lay_ground()


@pytest.fixture(autouse=True)
def _quick_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def cast(db):
    """Return the fixed cast, in a database of its own."""
    from tests.cast import make_cast

    return make_cast()
