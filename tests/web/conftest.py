"""What every test of pages needs: static files without a manifest, and compiled translations."""

from pathlib import Path

import pytest
from hatch_build import compile_messages

SOURCE = Path(__file__).resolve().parents[2] / "src"


@pytest.fixture(scope="session", autouse=True)
def _translations():
    """Compile the catalogues, which git does not hold."""
    compile_messages(SOURCE)


@pytest.fixture(autouse=True)
def _static_files_without_manifest(settings):
    """Let `{% static %}` answer without a collection of the files."""
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
