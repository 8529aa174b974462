"""Make the demonstration's month of the whole country anew and write it into the package; minutes of work.

The packages of the areas (`make_demo_releases.py`, `make_demo_exchange.py`) come first: it is protected beside them.
"""

from throwaway import AT, ROOT, installation


def main() -> None:
    """Make it in an installation that is thrown away, and attack it before it is written."""
    with installation() as folder:
        from luotsi.demo.country.loading import MONTH, found
        from luotsi.demo.country.making import made_anew
        from luotsi.demo.exchange.loading import load_exchange
        from luotsi.demo.numbers import load_statfin
        from luotsi.demo.releases.loading import as_package, load_releases
        from luotsi.demo.settling import load_organisations, load_people
        from luotsi.indicators.operations import load_catalogue
        from luotsi.register.releases.attacking import attack_releases
        from luotsi.register.releases.queries import earlier_of

        steps = (load_catalogue, load_statfin, load_organisations, load_people, load_releases, load_exchange)
        for load in steps:
            load(at=AT)
        country = found(at=AT)
        made, sealed = made_anew(country, folder / "country", at=AT)
        told = earlier_of(MONTH, country).told
        if small := attack_releases(sealed, told):
            raise SystemExit(f"{len(small)} hidden numbers can be told, the first {small[0].name}")
        package = as_package([made])
    target = ROOT / "src" / "luotsi" / "demo" / "country" / "releases.json.gz"
    target.write_bytes(package)
    print(f"{target.relative_to(ROOT)}: {len(package)} bytes, {len(made.cells)} figures of {made.month.name}")


if __name__ == "__main__":
    main()
