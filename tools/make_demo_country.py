"""Make the demonstration's month of the whole country anew and write it into the package; minutes of work.

The packages of the areas (`make_demo_releases.py`, `make_demo_exchange.py`) come first: it is protected beside them.
"""

import os
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))
AT = datetime(2026, 7, 10, 9, 0, tzinfo=UTC)


def main() -> None:
    """Make it in an installation that is thrown away, and attack it before it is written."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"LUOTSI_DATA_DIR": folder, "LUOTSI_DATABASE_URL": "", "LUOTSI_DEMO": "1"}
        os.environ["DJANGO_SETTINGS_MODULE"] = "luotsi.config.settings"
        import django

        django.setup()
        from django.core.management import call_command

        from luotsi.demo.country.loading import MONTH, found
        from luotsi.demo.country.making import made_anew
        from luotsi.demo.exchange.loading import load_exchange
        from luotsi.demo.numbers import load_statfin
        from luotsi.demo.releases.loading import as_package, load_releases
        from luotsi.demo.settling import load_organisations, load_people
        from luotsi.indicators.operations import load_catalogue
        from luotsi.orgs.operations import load_geography
        from luotsi.register.releases.attacking import attack_releases
        from luotsi.register.releases.queries import earlier_of

        call_command("migrate", verbosity=0)
        load_geography(on=AT.date(), at=AT)
        steps = (load_catalogue, load_statfin, load_organisations, load_people, load_releases, load_exchange)
        for load in steps:
            load(at=AT)
        country = found(at=AT)
        made, sealed = made_anew(country, Path(folder) / "country", at=AT)
        told = earlier_of(MONTH, country).told
        if small := attack_releases(sealed, told):
            raise SystemExit(f"{len(small)} hidden numbers can be told, the first {small[0].name}")
        package = as_package([made])
    target = ROOT / "src" / "luotsi" / "demo" / "country" / "releases.json.gz"
    target.write_bytes(package)
    print(f"{target.relative_to(ROOT)}: {len(package)} bytes, {len(made.cells)} figures of {made.month.name}")


if __name__ == "__main__":
    main()
