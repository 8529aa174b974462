"""Make the demonstration's releases of the simulated register anew and write them into the package."""

import os
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))
AT = datetime(2026, 7, 10, 9, 0, tzinfo=UTC)


def main() -> None:
    """Make them in an installation that is thrown away."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"LUOTSI_DATA_DIR": folder, "LUOTSI_DATABASE_URL": "", "LUOTSI_DEMO": "1"}
        os.environ["DJANGO_SETTINGS_MODULE"] = "luotsi.config.settings"
        import django

        django.setup()
        from django.core.management import call_command

        from luotsi.demo.releases.effects import PACKAGED, YEAR, as_effects_package
        from luotsi.demo.releases.loading import OWNER, as_package, made_anew
        from luotsi.demo.settling import load_organisations
        from luotsi.orgs.models import Organisation
        from luotsi.orgs.operations import load_geography
        from luotsi.register.effects.measuring import make_effects
        from luotsi.register.releases.queries import area_of_owner
        from luotsi.register.sealed import Sealed

        call_command("migrate", verbosity=0)
        load_geography(on=AT.date(), at=AT)
        load_organisations(at=AT)
        owner = Organisation.objects.select_related("subject").get(slug=OWNER)
        package = as_package(made_anew(owner, Path(folder) / "register", at=AT))
        sealed = Sealed.at(Path(folder) / "register" / "sealed")
        effects = as_effects_package(make_effects(sealed, YEAR, area=area_of_owner(owner), engine="duckdb"))
    for name, content in (("releases.json.gz", package), (PACKAGED, effects)):
        target = ROOT / "src" / "luotsi" / "demo" / "releases" / name
        target.write_bytes(content)
        print(f"{target.relative_to(ROOT)}: {len(content)} bytes")


if __name__ == "__main__":
    main()
