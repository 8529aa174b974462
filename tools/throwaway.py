"""An installation that is thrown away, in which the demonstration's packages are made."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
AT = datetime(2026, 7, 10, 9, 0, tzinfo=UTC)


@contextmanager
def installation() -> Iterator[Path]:
    """Set up an empty installation with the places of the country, and yield its folder."""
    sys.path.insert(0, str(ROOT / "src"))
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"LUOTSI_DATA_DIR": folder, "LUOTSI_DATABASE_URL": "", "LUOTSI_DEMO": "1"}
        os.environ["DJANGO_SETTINGS_MODULE"] = "luotsi.config.settings"
        import django

        django.setup()
        from django.core.management import call_command

        from luotsi.orgs.operations import load_geography

        call_command("migrate", verbosity=0)
        load_geography(on=AT.date(), at=AT)
        yield Path(folder)
