"""Make the releases of the demonstration's neighbouring areas anew and write them into the package; minutes of work."""

import gzip
import json
import os
import sys
import tempfile
from dataclasses import astuple
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))
AT = datetime(2026, 7, 10, 9, 0, tzinfo=UTC)


def main() -> None:
    """Make each area's months in an installation that is thrown away, as if no other area released anything."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"LUOTSI_DATA_DIR": folder, "LUOTSI_DATABASE_URL": "", "LUOTSI_DEMO": "1"}
        os.environ["DJANGO_SETTINGS_MODULE"] = "luotsi.config.settings"
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import transaction

        from luotsi.demo.exchange.loading import NEIGHBOURS, found, made_anew
        from luotsi.orgs.operations import load_geography

        call_command("migrate", verbosity=0)
        load_geography(on=AT.date(), at=AT)
        told = {}
        for code in NEIGHBOURS:
            with transaction.atomic():
                made = made_anew(found(code, at=AT), Path(folder) / code, at=AT)
                transaction.set_rollback(True)
            told[code] = [
                {
                    "month": one.month.name,
                    "cells": [astuple(cell) for cell in one.cells],
                    "hidden": one.hidden,
                    "fingerprint": one.fingerprint,
                    "known_on": one.known_on.isoformat(),
                }
                for one in made
            ]
            print(code, *(f"{one.month.name}: {len(one.cells)} figures" for one in made), flush=True)
    target = ROOT / "src" / "luotsi" / "demo" / "exchange" / "releases.json.gz"
    package = gzip.compress(json.dumps(told, sort_keys=True).encode(), mtime=0)
    target.write_bytes(package)
    print(f"{target.relative_to(ROOT)}: {len(package)} bytes")


if __name__ == "__main__":
    main()
