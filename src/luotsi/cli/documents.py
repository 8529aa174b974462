"""Reading a strategy document, and bringing it in for review."""

import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import click

from luotsi.cli.installation import now, start_with_database
from luotsi.cli.outcomes import Refused
from luotsi.files.refusals import UnableToRead
from luotsi.strategy.intake.types import Certainty, DocumentText, Proposal, Reading

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("file", type=FILE)
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of an outline.")
def read(file: Path, as_json: bool) -> None:
    """Read a strategy document and print what it proposes for a plan.

    Takes PDF, DOCX, PPTX, XLSX, HTML, Markdown and text. Needs no database, changes nothing and sends nothing.
    """
    from luotsi.strategy.intake.reading.truth import as_truth

    document, reading = _read(file, file.read_bytes())
    if as_json:
        click.echo(json.dumps(as_truth(reading), ensure_ascii=False, indent=1))
        return
    for line in _outline(document, reading):
        click.echo(line)


@click.command(name="import")
@click.argument("file", type=FILE)
@click.option("--organisation", required=True, metavar="SLUG", help="The organisation whose document it is.")
def import_document(file: Path, organisation: str) -> None:
    """Read a document and leave it for review on the desk.

    Nothing enters a plan before a person has accepted it. The same document again changes nothing.
    """
    start_with_database()
    from django.conf import settings

    from luotsi.files.uploads import store
    from luotsi.orgs.models import Organisation
    from luotsi.strategy.intake.operations import Upload, receive_document

    owner = Organisation.objects.filter(slug=organisation).first()
    if owner is None:
        known = ", ".join(Organisation.objects.values_list("slug", flat=True)) or "none yet"
        raise Refused(f"There is no organisation {organisation!r}. There are: {known}.")
    content = file.read_bytes()
    document, reading = _read(file, content)
    store(content, settings.MEDIA_ROOT)
    received = receive_document(
        owner=owner,
        upload=Upload(file.name, sha256(content).hexdigest(), len(content)),
        document=document,
        reading=reading,
        actor=None,
        at=now(),
    )
    if not received.is_new:
        click.echo(f"{owner} has this document already; nothing was changed.")
        return
    click.echo(f"{len(reading.proposals)} proposals wait for review on the desk of {owner}.")


def _read(file: Path, content: bytes) -> tuple[DocumentText, Reading]:
    from luotsi.strategy.intake.extraction.extract import extract_safely
    from luotsi.strategy.intake.reading.reader import read as read_lines

    try:
        document = extract_safely(content, file.name)
    except UnableToRead as fault:
        raise Refused(f"{file.name} was not read. {fault}") from fault
    return document, read_lines(document)


def _outline(document: DocumentText, reading: Reading) -> Iterator[str]:
    about = [reading.organisation, reading.period, reading.document_date, reading.handled_by]
    yield " · ".join(part for part in about if part) or "Organisation and period were not found."
    yield f"{document.pages} pages, {len(reading.proposals)} proposals"
    yield ""
    depths: dict[int, int] = {}
    for proposal in reading.proposals:
        depths[proposal.key] = 0 if proposal.parent is None else depths.get(proposal.parent, 0) + 1
    for proposal in reading.proposals:
        yield _line(proposal, depths[proposal.key])
        description = proposal.details.get("description")
        if description:
            yield f"{'  ' * depths[proposal.key]}    {description}"


def _line(proposal: Proposal, depth: int) -> str:
    kind = proposal.kind.replace("_", " ")
    place = proposal.places[0]
    doubt = "" if proposal.certainty is Certainty.SURE else f", {proposal.certainty}"
    return f"{'  ' * depth}{kind}: {proposal.title}  (page {place.page}, line {place.first_line}{doubt})"
