"""Make the demonstration's releases of the simulated register anew and write them into the package."""

from throwaway import AT, ROOT, installation


def main() -> None:
    """Make them in an installation that is thrown away."""
    with installation() as folder:
        from luotsi.demo.releases.effects import PACKAGED, YEAR, as_effects_package
        from luotsi.demo.releases.loading import OWNER, as_package, made_anew
        from luotsi.demo.settling import load_organisations
        from luotsi.orgs.models import Organisation
        from luotsi.register.effects.measuring import make_effects
        from luotsi.register.releases.queries import area_of_owner
        from luotsi.register.sealed import Sealed

        load_organisations(at=AT)
        owner = Organisation.objects.select_related("subject").get(slug=OWNER)
        package = as_package(made_anew(owner, folder / "register", at=AT))
        sealed = Sealed.at(folder / "register" / "sealed")
        effects = as_effects_package(make_effects(sealed, YEAR, area=area_of_owner(owner), engine="duckdb"))
    for name, content in (("releases.json.gz", package), (PACKAGED, effects)):
        target = ROOT / "src" / "luotsi" / "demo" / "releases" / name
        target.write_bytes(content)
        print(f"{target.relative_to(ROOT)}: {len(content)} bytes")


if __name__ == "__main__":
    main()
