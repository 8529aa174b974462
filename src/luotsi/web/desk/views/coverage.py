"""The document of a version as a page where each sentence shows what became of it."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from luotsi.strategy.lint import lint_plan
from luotsi.strategy.models import Element, Import, Place, PlanVersion, SourceDocument
from luotsi.strategy.queries import Outline, outline_of
from luotsi.strategy.types import ImportState, ProposalState
from luotsi.web.desk.access import editor_seat, show
from luotsi.web.desk.anchored import TextPage, pages_of
from luotsi.web.desk.plan_lines import PlanLine, aims_without_measure, level_word, lines_of
from luotsi.web.desk.views.plans import get_version
from luotsi.web.desk.views.remarks import frame_of
from luotsi.web.shared.language import reader_language

NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Became:
    """What became of a stretch of text: an element of the plan, or a proposal left out or never decided."""

    pk: int
    places: list[list[int]]
    state: str
    kind: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class Shares:
    """How many characters of a text became what, spaces left out."""

    signs: Counter[str]

    def percent(self, state: str) -> int:
        """Return the share in whole per cent, rounded down so that all means all."""
        total = self.signs.total()
        return 100 * self.signs[state] // total if total else 0

    @property
    def placed(self) -> int:
        """The share that stands in the plan."""
        return self.percent(ProposalState.ACCEPTED)

    @property
    def left_out(self) -> int:
        """The share that a reviewer left out."""
        return self.percent(ProposalState.REJECTED)


@dataclass(frozen=True, slots=True)
class CoveredPage:
    """A page of the document with how much of it stands in the plan."""

    page: TextPage
    shares: Shares


@require_safe
@login_required
def text(request: HttpRequest, organisation: str, plan: str, number: int) -> HttpResponse:
    """Editors: GET shows the document with what became of each sentence. Thirteen queries, however long it is."""
    seat = editor_seat(request, organisation)
    version = get_version(seat, plan, number)
    outline = outline_of(version)
    document = version.document
    batch = _import_of(version)
    lines = lines_of(outline)
    pages = [] if document is None else list(_covered(document, [*_placed(lines, document), *_left(batch, version)]))
    context = {
        "version": version,
        "document": document,
        "language": batch.language if batch else "fi",
        "pages": pages,
        "shares": Shares(sum((one.shares.signs for one in pages), Counter())),
        "unmeasured": [
            (one.element, level_word(version.plan, one.element.kind)) for one in aims_without_measure(outline)
        ],
        "unspoken": _goals_without_measure(version, outline),
        "elsewhere": sum(not _places_in(line, document) for line in lines),
    }
    return show(request, "desk/coverage.html", seat, frame_of(seat, version, _("The text")), context)


def _goals_without_measure(version: PlanVersion, outline: Outline) -> list[Element]:
    """Return the goals that no measure of their aim speaks of, as the remarks on the plan have it."""
    remarks = lint_plan(version, language=reader_language(), outline=outline)
    found = {one.element for one in remarks if one.rule == "goal-without-measure"}
    return [one.element for one in outline.walk() if str(one.element.lineage) in found]


def _import_of(version: PlanVersion) -> Import | None:
    """Return the import that wrote the version's document into the plan."""
    written = Import.objects.filter(plan=version.plan, document=version.document, state=ImportState.WRITTEN)
    return written.first() if version.document else None


def _places_in(line: PlanLine, document: SourceDocument | None) -> list[Place]:
    return [place for place in line.element.places.all() if document and place.document_id == document.pk]


def _placed(lines: Iterable[PlanLine], document: SourceDocument) -> Iterator[Became]:
    for line in lines:
        places = [[one.first_line, one.last_line, one.start, one.end, one.page] for one in _places_in(line, document)]
        yield Became(line.element.pk, places, ProposalState.ACCEPTED, line.kind)


def _left(batch: Import | None, version: PlanVersion) -> Iterator[Became]:
    """Yield what was proposed and is not in the plan; its keys are negative, apart from those of elements."""
    if batch is None:
        return
    for row in batch.proposals.exclude(state=ProposalState.ACCEPTED).select_related("decided_by"):
        by = row.decided_by.name if row.decided_by else ""
        yield Became(-row.pk, row.places, row.state, level_word(version.plan, row.kind), by)


def _covered(document: SourceDocument, found: list[Became]) -> Iterator[CoveredPage]:
    for page in pages_of(document.text, document.lines, found):
        signs: Counter[str] = Counter()
        for piece in (piece for line in page.lines for piece in line.pieces):
            state = piece.proposal.state if isinstance(piece.proposal, Became) else NOTHING
            signs[state] += len("".join(piece.text.split()))
        yield CoveredPage(page, Shares(signs))
