"""Make the releases of the demonstration's neighbouring areas anew and write them into the package; minutes of work."""

import gzip
import json
from dataclasses import astuple

from throwaway import AT, ROOT, installation


def main() -> None:
    """Make each area's months in an installation that is thrown away, as if no other area released anything."""
    with installation() as folder:
        from django.db import transaction

        from luotsi.demo.exchange.loading import NEIGHBOURS, found, made_anew

        told = {}
        for code in NEIGHBOURS:
            with transaction.atomic():
                made = made_anew(found(code, at=AT), folder / code, at=AT)
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
