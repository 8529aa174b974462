"""The client register: taking an export in, looking at its faults, counting, and making one of nobody."""

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from luotsi.cli.installation import start
from luotsi.cli.outcomes import Refused
from luotsi.core.periods import Period, PeriodError, PeriodKind

if TYPE_CHECKING:
    from luotsi.register.importing import Export, Imported
    from luotsi.register.sealed import Sealed

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
TOLD = "export.json"


def _day(context: click.Context, parameter: click.Parameter, value: str | None) -> date | None:
    try:
        return None if value is None else date.fromisoformat(value)
    except ValueError as fault:
        raise click.BadParameter("write a day such as 2026-06-30") from fault


def month_option(context: click.Context, parameter: click.Parameter, value: str | None) -> Period | None:
    """Return the month that was written, or say how to write one."""
    try:
        period = None if value is None else Period.parse(value)
    except PeriodError as fault:
        raise click.BadParameter("write a month such as 2026-06") from fault
    if period is not None and period.kind is not PeriodKind.MONTH:
        raise click.BadParameter("write a month such as 2026-06")
    return period


@click.group()
def register() -> None:
    """Count what happens to clients, from an export of the client register.

    Rows of persons stay in a sealed folder of their own; nothing is shown before it is released.
    """


def _export_options(command: Any) -> Any:
    for option in (
        click.argument("folder", type=FOLDER),
        click.option("--profile", type=FILE, help="The YAML file that tells what the columns and codes mean."),
        click.option("--known-on", metavar="DAY", callback=_day, help="The last day to which the export is complete."),
        click.option("--since", metavar="MONTH", callback=month_option, help="The first month to count."),
    ):
        command = option(command)
    return command


@register.command("import")
@_export_options
def import_folder(folder: Path, profile: Path | None, known_on: date | None, since: Period | None) -> None:
    """Take in an export: pseudonyms first, checks, then a new snapshot in one step.

    Rows that cannot be used are listed in the sealed folder and counted here. Until the whole export is in, the former
    snapshot stands.
    """
    from luotsi.register.importing import import_export

    done = _with_export(import_export, folder, profile, known_on, since)
    for table, rows in done.rows.items():
        click.echo(f"{table:<12}{rows:>12}")
    click.echo(f"Snapshot {done.snapshot}; {done.changed_slices} files of it are new.")


@register.command("check")
@_export_options
def check_folder(folder: Path, profile: Path | None, known_on: date | None, since: Period | None) -> None:
    """Say what is wrong in an export, and keep nothing of it."""
    from luotsi.register.importing import check_export

    _with_export(check_export, folder, profile, known_on, since)


def _with_export(
    act: Any, folder: Path, profile: Path | None, known_on: date | None, since: Period | None
) -> "Imported":
    from luotsi.register.importing import REJECTED
    from luotsi.register.keys import read_or_make_key
    from luotsi.register.types import UnableToImport

    sealed, key_file = sealed_folder()
    try:
        export = _export(folder, profile, known_on, since)
        key = read_or_make_key(key_file, sealed=sealed.root)
        done: Imported = act(sealed, export, key, tell=lambda step: click.echo(f"{step.capitalize()} ..."))
    except UnableToImport as fault:
        raise Refused(f"Nothing was imported. {fault}") from fault
    for finding in done.findings:
        fate = "rejected" if finding.rejected else "kept"
        where = f" {finding.column}" if finding.column else ""
        click.echo(f"{fate:<9}{finding.rows:>10}  {finding.source}: {finding.check.replace('_', ' ')}{where}")
    if done.rejected:
        click.echo(f"{done.rejected} rows were rejected; {sealed.root / REJECTED} names each.")
    return done


def _export(folder: Path, profile: Path | None, known_on: date | None, since: Period | None) -> "Export":
    """Return the export with what the options or the file beside it tell.

    :raises UnableToImport: when neither tells the profile, the last day or the first month
    """
    from luotsi.register.importing import Export
    from luotsi.register.profiles import profile_of, read_profile
    from luotsi.register.types import UnableToImport

    told = _told(folder / TOLD)
    if profile is None and "profile" not in told:
        raise UnableToImport("Give the profile that tells what the columns mean: --profile FILE.")
    last = known_on or (date.fromisoformat(told["known_on"]) if "known_on" in told else None)
    first = since or (Period.parse(told["since"]) if "since" in told else None)
    if last is None or first is None:
        raise UnableToImport("Give the last day of the export and the first month to count: --known-on, --since.")
    read = read_profile(profile) if profile else profile_of(told["profile"])
    return Export(folder, read, last, first, simulated=bool(told.get("simulated")), told=told or None)


def _told(file: Path) -> dict[str, Any]:
    from luotsi.register.types import UnableToImport

    if not file.exists():
        return {}
    try:
        told = json.loads(file.read_text(encoding="utf-8"))
        date.fromisoformat(told.get("known_on", "2026-01-01"))
        Period.parse(told.get("since", "2026-01"))
    except (ValueError, AttributeError, TypeError) as fault:
        raise UnableToImport(f"{file.name} of the export cannot be read: {fault}") from fault
    return dict(told)


@register.command("calculate")
@click.option("--measure", "measures", multiple=True, help="Only this measure; can be given many times.")
def calculate_measures(measures: tuple[str, ...]) -> None:
    """Count every measure for the months in which something it reads has changed."""
    from luotsi.config import environment
    from luotsi.register.engine import calculate
    from luotsi.register.types import UnableToCalculate

    sealed, _key = sealed_folder()
    engine = environment.text("LUOTSI_REGISTER_ENGINE")
    try:
        done = calculate(
            sealed,
            engine=engine,
            address=environment.register_address(engine),
            measures=measures,
            tell=lambda measure: click.echo(f"Counting {measure} ..."),
        )
    except (UnableToCalculate, environment.BadSetting) as fault:
        raise Refused(str(fault)) from fault
    counted = sum(len(months) for months in done.counted.values())
    click.echo(f"{counted} months of {len(done.counted)} measures were counted; {done.stood} stood as they were.")
    for measure, months in done.without_law.items():
        stretches = ", ".join(f"{one[0].name} to {one[-1].name}" for one in _stretches(months))
        click.echo(f"{measure}: no law is recorded for {stretches}; not counted.")


def _stretches(months: Iterable[Period]) -> list[list[Period]]:
    """Return months in order as stretches that follow each other without a hole."""
    found: list[list[Period]] = []
    for month in months:
        if found and found[-1][-1] + 1 == month:
            found[-1].append(month)
        else:
            found.append([month])
    return found


@register.command("simulate")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--persons", type=click.IntRange(min=1), help="About how many persons; without it the whole country.")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed gives the same register.")
@click.option("--months", type=click.IntRange(min=2), default=60, show_default=True, help="Months up to June 2026.")
@click.option("--hostile", is_flag=True, help="Add faults of every kind, and one giant municipality.")
@click.option("--area", metavar="CODE", help="Only the clients of one employment area, by its number.")
def simulate_register(
    folder: Path, persons: int | None, seed: int, months: int, hostile: bool, area: str | None
) -> None:
    """Make an export of persons who do not exist, with the published stocks, for trying and teaching."""
    from luotsi.register.simulation.simulate import Simulation, simulate
    from luotsi.register.types import UnableToCalculate

    start()
    try:
        told = simulate(folder, Simulation(persons=persons, seed=seed, months=months, hostile=hostile, area=area))
    except (UnableToCalculate, OSError) as fault:
        raise Refused(f"Nothing was made. {fault}") from fault
    for table, rows in told["rows"].items():
        click.echo(f"{table:<12}{rows:>12}")
    click.echo(f"{told['notice']} What was planted stands in {folder / TOLD}.")


def sealed_folder() -> "tuple[Sealed, Path]":
    """Return the sealed folder and where the key of its pseudonyms stands."""
    start()
    from django.conf import settings

    from luotsi.config import environment
    from luotsi.register.sealed import Limits, Sealed

    folder = Path(environment.text("LUOTSI_REGISTER_DIR") or settings.DATA_DIR / "register")
    key = Path(environment.text("LUOTSI_REGISTER_KEY_FILE") or settings.DATA_DIR / "register-key")
    return Sealed.at(folder, Limits(memory_mb=environment.number("LUOTSI_REGISTER_MEMORY_MB"))), key
