"""Who wrote what into one cell and when: the values that counted and the drafts on the way."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from luotsi.core.values import Cell, Gap
from luotsi.indicators.entry.queries import acts_on
from luotsi.indicators.reading import end_of_day
from luotsi.indicators.writing import Writing
from luotsi.orgs.models import AuditEntry
from luotsi.web.desk.forms.gaps import GAPS
from luotsi.web.desk.grid import GridCell
from luotsi.web.desk.queries import versions_of_values
from luotsi.web.shared.language import reader_language

ACTS: Mapping[str, Promise] = {
    "indicators.draft.write": gettext_lazy("Kept a draft"),
    "submitted": gettext_lazy("Sent for approval"),
    "indicators.draft.submit": gettext_lazy("Sent for approval"),
    "indicators.draft.return": gettext_lazy("Returned it"),
    "indicators.draft.approve": gettext_lazy("Approved it"),
    "indicators.draft.discard": gettext_lazy("Took the draft back"),
}


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to a value."""

    at: datetime
    who: str
    what: str
    value: str
    note: str = ""
    counts: bool = False


def history_of_cell(cell: GridCell, *, as_known_on: date | None = None) -> list[Event]:
    """Return what happened to a value up to the end of a day, the newest first. Three queries."""
    writing = Writing.of(cell.measure.definition, reader_language(), is_exact=True)
    versions = versions_of_values(cell.measure, cell.period, as_known_on=as_known_on).get(cell.subject.pk, [])
    events = [
        Event(one.known_at, str(one.entered_by or ""), "", writing.value(one), one.note, counts=True)
        for one in versions
    ]
    acts = acts_on(cell.measure, cell.subject, cell.period)
    if as_known_on is not None:
        acts = [one for one in acts if one.at < end_of_day(as_known_on)]
    events += [event for one in acts if (event := _event(one, cell, writing)) is not None]
    return sorted(events, key=lambda event: (event.at, event.counts), reverse=True)


def _event(act: AuditEntry, cell: GridCell, writing: Writing) -> Event | None:
    raw = act.changes.get("value")
    states, values = act.changes.get("state"), raw if isinstance(raw, list) else [None, raw]
    key = states[1] if isinstance(states, list) and states[1] == "submitted" else act.kind
    if key not in ACTS:
        return None
    value = values[0] if act.kind.endswith("discard") else values[-1]
    return Event(act.at, act.actor_name, str(ACTS[key]), _shown(value, cell, writing), act.changes.get("note", ""))


def _shown(raw: str | None, cell: GridCell, writing: Writing) -> str:
    """Return a value of the audit trail as its reader sees it."""
    if raw is None or cell.is_long:
        return raw or ""
    if raw in set(Gap):
        return str(GAPS[Gap(raw)])
    return writing.cell(Cell.of(raw))
