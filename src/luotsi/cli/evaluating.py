"""Measuring how well documents are read, over a folder of them."""

import json
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from luotsi.cli.outcomes import Refused
from luotsi.files.refusals import UnableToRead
from luotsi.strategy.intake.types import DocumentText

if TYPE_CHECKING:
    from luotsi.strategy.intake.evaluation import Score

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
ENDINGS = frozenset({".pdf", ".docx", ".pptx", ".xlsx", ".html", ".md", ".txt"})


@click.command()
@click.argument("folder", type=FOLDER)
@click.option(
    "--truth",
    type=FOLDER,
    help="Folder of hand-made NAME.truth.json or NAME.label.json files; without it FOLDER itself.",
)
@click.option("--rules", is_flag=True, help="Tell also of each rule how many of its proposals are right.")
def evaluate(folder: Path, truth: Path | None, rules: bool) -> None:
    """Read every document of a folder and say how well it went.

    A document with a truth beside it is scored against it, as a whole and by element; of the others the number of
    proposals, the share of the text they cover and the time taken are told. Needs no database, changes nothing.
    """
    files = sorted(file for file in folder.iterdir() if file.suffix.lower() in ENDINGS)
    if not files:
        raise Refused(f"There are no documents in {folder}.")
    with click.progressbar(files, label="Reading", show_eta=True) as bar:
        lines = [line for file in bar for line in _line(file, truth or folder)]
    for line in [*lines, *(_by_rule(files, truth or folder) if rules else ())]:
        click.echo(line)


def _line(file: Path, truths: Path) -> Iterator[str]:
    from luotsi.strategy.intake.evaluation import score_document, survey

    truth = _truth(truths, file)
    try:
        document = _extracted(file)
    except UnableToRead as fault:
        yield f"{file.name}: not read. {fault}"
        return
    if truth is not None:
        result = score_document(file.name, truth, document)
        yield f"{file.name}: {_told(result.total)}; {result.links_right} of {result.links} under the right priority"
        yield from (f"    {element}: {_told(one)}" for element, one in result.elements.items() if one.found or one.true)
        return
    for one in survey([(file.name, document)], clock=time.monotonic):
        told = f"{sum(one.found.values())} proposals, {one.placed_share:.0%} of the text"
        yield f"{one.name}: {one.fault or told}, {one.seconds:.2f} s"


def _told(one: "Score") -> str:
    return f"F1 {one.f1:.2f} (found {one.found}, true {one.true}, matched {one.matched})"


def _by_rule(files: Sequence[Path], truths: Path) -> Iterator[str]:
    """Yield a line for each rule, the one with the most wrong proposals first."""
    from luotsi.strategy.intake.evaluation import Score, score_by_rule

    scores: dict[str, Score] = {}
    for file in files:
        truth = _truth(truths, file)
        for rule, one in score_by_rule(truth, _extracted(file)).items() if truth is not None else ():
            scores[rule] = scores.get(rule, Score()) + one
    for rule, one in sorted(scores.items(), key=lambda item: (item[1].matched - item[1].found, item[0])):
        yield f"{rule}: {one.matched} of {one.found} right"


def _truth(truths: Path, document: Path) -> dict[str, Any] | None:
    """Return the truth of a document, NAME.truth.json or NAME.label.json."""
    found = (truths / f"{document.stem}.{kind}.json" for kind in ("truth", "label"))
    file = next((one for one in found if one.exists()), None)
    if file is None:
        return None
    try:
        truth: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    except ValueError as fault:
        raise Refused(f"{file.name} is no JSON: {fault}") from fault
    return truth


def _extracted(file: Path) -> DocumentText:
    from luotsi.strategy.intake.extraction.extract import extract_safely

    return extract_safely(file.read_bytes(), file.name)
