"""The demonstration, loaded once for a module and taken back after it."""

import pytest
from django.db import transaction
from django.test import override_settings

from tests.cast import NOW


@pytest.fixture(scope="module")
def demonstration(django_db_setup, django_db_blocker):
    """Load the demonstration; what a test of the module writes after that is its own."""
    from luotsi.demo.load import load

    with django_db_blocker.unblock(), override_settings(DEMO=True), transaction.atomic():
        load(at=NOW, tell=lambda _step: None)
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _is_demonstration(settings):
    settings.DEMO = True
