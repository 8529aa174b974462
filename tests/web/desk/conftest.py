"""People at their desks, and a document under review."""

import pytest
from django.test import Client

from tests.documents import receive


@pytest.fixture(autouse=True)
def _uploads(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "uploads"
    settings.WAITING_ROOT = tmp_path / "waiting"


@pytest.fixture
def batch(cast):
    """Return area A's document under review."""
    return receive(cast.area_a, cast.aino)


@pytest.fixture
def titled(batch):
    """Return a proposal of the batch by the beginning of its wording."""
    return lambda beginning: batch.proposals.get(title__startswith=beginning)


def seat(person):
    """Return a browser in which the person is signed in."""
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def aino(cast):
    return seat(cast.aino)


@pytest.fixture
def eero(cast):
    return seat(cast.eero)


@pytest.fixture
def otso(cast):
    return seat(cast.otso)
