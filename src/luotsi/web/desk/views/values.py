"""Values entered by hand: one field for each subject of the chosen period."""

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from luotsi.core.periods import Period, PeriodKind
from luotsi.figures.cells import CellText
from luotsi.indicators.entered.checking import Entry, UnableToEnter, repeated
from luotsi.indicators.entry.drafts.operations import take_values
from luotsi.indicators.entry.queries import grounds_of, open_drafts, period_is_closed
from luotsi.indicators.entry.rules import last_ended
from luotsi.indicators.entry.types import NO_GROUNDS, DraftState, Grounds
from luotsi.indicators.models import Measure, Observation
from luotsi.indicators.queries import Line, bounds_of, end_of_day, entered_lines
from luotsi.indicators.writing import Writing
from luotsi.orgs.models import Subject
from luotsi.web.desk.access import Frame, Seat, known_for, show, value_seat
from luotsi.web.desk.forms.fields import LinkedError, errors_of, put_in_place
from luotsi.web.desk.forms.figures import EntryForm
from luotsi.web.desk.queries import periods_offered, subjects_of, versions_of_values
from luotsi.web.desk.typed_values import doubt, is_judged
from luotsi.web.desk.views.measures import get_measure, is_entered, measured, observation_text
from luotsi.web.desk.words import ENTRY_REASONS
from luotsi.web.shared.known import KnownOn
from luotsi.web.shared.language import reader_language

COLUMNS_BEFORE = 4


@dataclass(frozen=True, slots=True)
class Told:
    """An observation in words, with who entered it and when."""

    observation: Observation
    text: CellText

    @property
    def who(self) -> str:
        """Who entered it; nobody for what came from elsewhere."""
        return str(self.observation.entered_by or "")


@dataclass(slots=True)
class SubjectRow:
    """One subject on the page: its form, the values before, the versions of this one."""

    subject: Subject
    form: EntryForm
    before: list[Told | None]
    history: list[Told]
    earlier: Observation | None

    @property
    def is_unreported(self) -> bool:
        """Whether the period has neither a value nor one on its way."""
        return self.form.current is None and self.form.draft is None

    @property
    def is_to_be_sent(self) -> bool:
        """Whether a value is kept that has not been sent for approval, or came back."""
        return self.form.draft is not None and self.form.draft.state != DraftState.SUBMITTED


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def values(request: HttpRequest, organisation: str, measure: str) -> HttpResponse:
    """Those who may enter: GET shows the period's fields, POST enters what was typed, all or none. Fourteen queries."""
    seat = value_seat(request, organisation)
    one = get_measure(seat, measure)
    if not is_entered(one):
        raise Http404
    today, known = timezone.localdate(), known_for(request)
    if known.day is not None:
        return _then(request, seat, one, known, known.day)
    offered = periods_offered(PeriodKind(one.definition.period_kind), today)
    period = _chosen_period(request, offered, last_ended(offered[0].kind, today))
    rows = _rows(seat, one, period, request.POST if request.method == "POST" else None)
    errors: list[LinkedError] = []
    if request.method == "POST":
        entries, errors = _entries(rows, period, same=request.POST.get("act") == "unchanged")
        state = DraftState.DRAFT if request.POST.get("act") == "draft" else DraftState.SUBMITTED
        errors = errors or _enter(seat, one, rows, entries, state)
        if not errors:
            _tell(request, one, entries)
            return redirect(f"{seat.address('desk-values', one.slug)}?kausi={period.name}")
    context = {
        "measure": one,
        "rows": rows,
        "period": period,
        "periods": offered,
        "is_closed": period_is_closed(seat.organisation, period, today),
        "errors": errors,
        "can_repeat": any(row.is_unreported and row.earlier is not None for row in rows),
    }
    return show(request, "desk/values.html", seat, _frame(one, known), context, status=422 if errors else 200)


def _frame(measure: Measure, known: KnownOn) -> Frame:
    return Frame("desk-measures", _("Values: %(measure)s") % {"measure": measured(measure).name}, known=known)


@dataclass(frozen=True, slots=True)
class RowThen:
    """One subject as its values were known on a day: those before, the one asked for, its versions by then."""

    subject: Subject
    before: list[Told | None]
    told: Told | None
    grounds: Grounds
    history: list[Told]


def _then(request: HttpRequest, seat: Seat, measure: Measure, known: KnownOn, day: date) -> HttpResponse:
    """Show the period's values as they were known on the day, without fields. Nine queries."""
    offered = periods_offered(PeriodKind(measure.definition.period_kind), day)
    context: dict[str, object] = {"measure": measure, "rows": [], "periods": offered}
    if offered:
        period = _chosen_period(request, offered, last_ended(offered[0].kind, day))
        rows = _rows_then(seat, measure, period, day)
        context |= {"rows": rows, "period": period, "is_known": any(row.told for row in rows)}
    return show(request, "desk/values_then.html", seat, _frame(measure, known), context)


def _rows_then(seat: Seat, measure: Measure, period: Period, day: date) -> list[RowThen]:
    subjects = subjects_of(seat.organisation, today=timezone.localdate())
    lines = entered_lines([measure], subjects, as_known_on=day)[measure.pk]
    versions = versions_of_values(measure, period, as_known_on=day)
    current = {pk: one for pk, line in lines.items() if (one := line.at(period)) is not None}
    grounds = grounds_of((one.pk for one in current.values()), known_by=end_of_day(day))
    backs = [back for back in range(COLUMNS_BEFORE, 0, -1) if _exists(period, back)]
    return [
        RowThen(
            subject,
            before=[_told(lines[subject.pk].at(period - back), measure) for back in backs],
            told=_told(one := current.get(subject.pk), measure),
            grounds=grounds.get(one.pk, NO_GROUNDS) if one else NO_GROUNDS,
            history=[told for one in versions.get(subject.pk, []) if (told := _told(one, measure))],
        )
        for subject in subjects
    ]


def _chosen_period(request: HttpRequest, offered: list[Period], usual: Period | None) -> Period:
    wanted = request.POST.get("kausi") or request.GET.get("kausi")
    if not wanted:
        return usual if usual in offered else offered[0]
    found = next((period for period in offered if period.name == wanted), None)
    if found is None:
        raise Http404
    return found


def _exists(period: Period, back: int) -> bool:
    if period.kind is PeriodKind.COUNCIL_TERM:
        return period.year - 4 * back >= 2025
    return True


def _rows(seat: Seat, measure: Measure, period: Period, sent: QueryDict | None) -> list[SubjectRow]:
    subjects = subjects_of(seat.organisation, today=timezone.localdate())
    lines = entered_lines([measure], subjects)[measure.pk]
    versions = versions_of_values(measure, period)
    drafts = open_drafts(measure.pk, period, subjects)
    shown = [one.pk for line in lines.values() if (one := line.at(period)) is not None]
    unit = measure.definition.unit_of_value
    grounds, bounds = grounds_of(shown) if is_judged(unit) else {}, bounds_of(shown) if unit.is_number else {}
    backs = [back for back in range(COLUMNS_BEFORE, 0, -1) if _exists(period, back)]
    found = []
    for subject in subjects:
        line = lines[subject.pk]
        current = line.at(period)
        form = EntryForm(
            measure,
            current,
            sent,
            prefix=subject.code,
            draft=drafts.get(subject.pk),
            grounds=grounds.get(current.pk, NO_GROUNDS) if current else NO_GROUNDS,
            bounds=bounds.get(current.pk) if current else None,
        )
        found.append(
            SubjectRow(
                subject,
                form,
                before=[_told(line.at(period - back), measure) for back in backs],
                history=[told for one in versions.get(subject.pk, []) if (told := _told(one, measure))],
                earlier=_before(line, period),
            )
        )
    return found


def _before(line: Line, period: Period) -> Observation | None:
    return next((one for one in reversed(line.observations) if one.period < period), None)


def _told(observation: Observation | None, measure: Measure) -> Told | None:
    return None if observation is None else Told(observation, observation_text(observation, measure))


Entries = list[tuple[Subject, Entry]]


def _entries(rows: list[SubjectRow], period: Period, *, same: bool) -> tuple[Entries, list[LinkedError]]:
    """Return what to enter; with `same` the value before for every subject that has none yet."""
    if same:
        earlier = [(row.subject, row.earlier) for row in rows if row.is_unreported and row.earlier is not None]
        is_judgement = is_judged(rows[0].form.unit) if earlier else False
        grounds = Grounds(timezone.localdate()) if is_judgement else NO_GROUNDS
        return [
            (subject, Entry(period, repeated(one.cell), one.words, _("No change"), grounds=grounds))
            for subject, one in earlier
        ], []
    errors = [
        LinkedError(error.target, f"{row.subject}: {error.label}", error.text)
        for row in rows
        for error in ([] if row.form.is_valid() else errors_of(row.form))
    ]
    if errors:
        return [], errors
    entries = ((row.subject, row.form.entry(period)) for row in rows if row.form.has_changed() or row.is_to_be_sent)
    return [(subject, entry) for subject, entry in entries if entry is not None], []


def _enter(
    seat: Seat, measure: Measure, rows: list[SubjectRow], entries: Entries, state: DraftState
) -> list[LinkedError]:
    """Enter all or none; a refusal is shown at its field, where the value of the other person is seen as well."""
    try:
        take_values(measure=measure, entries=entries, actor=seat.person, at=timezone.now(), state=state)
    except UnableToEnter as refused:
        row = next(row for row in rows if row.subject == refused.subject)
        row.form.add_error("value", str(ENTRY_REASONS[refused.reason]))
        put_in_place(row.form, "seen", row.form.current.pk if row.form.current else 0)
        put_in_place(row.form, "revision", row.form.draft.revision if row.form.draft else 0)
        return [LinkedError(error.target, f"{row.subject}: {error.label}", error.text) for error in errors_of(row.form)]
    return []


def _tell(request: HttpRequest, measure: Measure, entries: Entries) -> None:
    count = len(entries)
    if not count:
        messages.warning(request, _("Nothing was typed, so nothing was saved."))
        return
    words = ngettext("%(count)d value saved.", "%(count)d values saved.", count)
    if measure.needs_approval and request.POST.get("act") != "draft":
        words = ngettext("%(count)d value sent for approval.", "%(count)d values sent for approval.", count)
    messages.success(request, words % {"count": count})
    writing = Writing.of(measure.definition, reader_language(), is_exact=True)
    for subject, entry in entries:
        doubtful = doubt(entry.cell, measure.definition)
        if doubtful:
            messages.warning(request, f"{subject}, {writing.cell(entry.cell)}: {doubtful}")
