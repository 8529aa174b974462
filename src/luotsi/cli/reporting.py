"""Reports to member municipalities, one or all of them."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from luotsi.cli.installation import now, start_with_database
from luotsi.cli.outcomes import Refused
from luotsi.core.periods import Period, PeriodError
from luotsi.core.text import Language

if TYPE_CHECKING:
    from luotsi.orgs.models import Organisation, Subject

PATH = click.Path(path_type=Path)


@dataclass(frozen=True, slots=True)
class Order:
    """A report as it was asked for."""

    owner: "Organisation"
    period: Period
    language: Language
    form: str
    output: Path | None
    at: datetime
    known_on: date | None

    def file_for(self, municipality: "Subject") -> Path:
        """Return the file to write; an output that is no folder is the file itself."""
        day = f"-{self.known_on}" if self.known_on else ""
        name = f"{self.owner.slug}-{self.period}-{municipality.slug}{day}-{self.language}.{self.form}"
        if self.output is None:
            return Path(name)
        return self.output / name if self.output.is_dir() else self.output


def _period(context: click.Context, parameter: click.Parameter, value: str) -> Period:
    try:
        return Period.parse(value)
    except PeriodError as fault:
        raise click.BadParameter(str(fault)) from fault


@click.command()
@click.argument("organisation")
@click.argument("period", callback=_period)
@click.option("--municipality", metavar="SLUG", help="The municipality; without it every member gets its own.")
@click.option("--lang", type=click.Choice(["fi", "sv", "en"]), default="fi", show_default=True, help="Language.")
@click.option("--format", "form", type=click.Choice(["pdf", "html"]), default="pdf", show_default=True, help="Form.")
@click.option("--output", type=PATH, help="File to write, or a folder; without it the working folder.")
@click.option("--known-on", type=click.DateTime(["%Y-%m-%d"]), help="Tell figures as they were known on a day.")
def report(
    organisation: str,
    period: Period,
    municipality: str | None,
    lang: Language,
    form: str,
    output: Path | None,
    known_on: datetime | None,
) -> None:
    """Write the report to a member municipality: its figures, their statuses with reasons, and the promises.

    PERIOD is the last period told, such as 2026-06. Figures are as known now, or with --known-on as known
    on that day. The PDF is tagged for screen readers.
    """
    start_with_database()
    from luotsi.indicators.queries import HELSINKI
    from luotsi.orgs.models import Organisation
    from luotsi.orgs.queries import municipalities_of

    owner = Organisation.objects.select_related("subject").filter(slug=organisation).first()
    if owner is None:
        known = ", ".join(Organisation.objects.values_list("slug", flat=True)) or "none yet"
        raise Refused(f"There is no organisation {organisation!r}. There are: {known}.")
    at, day = now(), known_on.date() if known_on else None
    today = at.astimezone(HELSINKI).date()
    if day is not None and day > today:
        raise Refused(f"{day} has not come yet.")
    members = municipalities_of(owner, on=today)
    chosen = [one for one in members if municipality in {None, one.slug}]
    if not chosen:
        known = ", ".join(one.slug for one in members) or "none"
        raise Refused(f"{owner} has no municipality {municipality or ''!r}. It has: {known}.")
    if len(chosen) > 1 and output is not None and not output.is_dir():
        raise Refused(f"{output} is no folder; {len(chosen)} reports need one.")
    order = Order(owner, period, lang, form, output, at, day)
    with click.progressbar(chosen, label="Writing") as bar:
        written = [_write(order, one) for one in bar]
    for file in written:
        click.echo(file)


def _write(order: Order, municipality: "Subject") -> Path:
    from django.conf import settings

    from luotsi.reports.builders.municipality import UnableToBuild, build
    from luotsi.reports.writers.html import write_html
    from luotsi.reports.writers.pdf import write_pdf

    try:
        document = build(
            organisation=order.owner,
            municipality=municipality,
            period=order.period,
            language=order.language,
            at=order.at,
            as_known_on=order.known_on,
            is_demo=settings.DEMO,
        )
    except UnableToBuild as fault:
        raise Refused(f"There is nothing to report: {fault}.") from fault
    file = order.file_for(municipality)
    try:
        file.write_bytes(write_pdf(document) if order.form == "pdf" else write_html(document))
    except OSError as fault:
        raise Refused(f"{file} cannot be written: {fault.strerror}.") from fault
    return file
