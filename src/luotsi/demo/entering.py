"""Values on their way in, each made if its measure has none yet: one waits for approval, one came back with a note."""

from dataclasses import dataclass
from datetime import datetime
from importlib import resources

import yaml

from luotsi.core.periods import PeriodKind
from luotsi.core.text import NO_TEXT, Text
from luotsi.core.values import Cell, Gap
from luotsi.indicators.entered.checking import Entry
from luotsi.indicators.entry.drafts.operations import write_draft
from luotsi.indicators.entry.models import DraftValue
from luotsi.indicators.entry.operations import return_draft, set_entry
from luotsi.indicators.entry.rules import last_ended
from luotsi.indicators.entry.types import Grounds
from luotsi.indicators.models import Measure
from luotsi.indicators.queries import HELSINKI
from luotsi.orgs.models import Person


@dataclass(frozen=True, slots=True)
class DraftStory:
    """A value that a person sent for approval, and the note with which an approver returned it, if so."""

    owner: str
    measure: str
    author: str
    approver: str
    words: Text = NO_TEXT
    value: str = ""
    note: str = ""
    evidence: str = ""
    returned: str = ""


def load_drafts(*, at: datetime) -> None:
    """Send the values of the stories for approval, of the last period that has ended."""
    text = resources.files("luotsi.demo.stories").joinpath("entering.yaml").read_text(encoding="utf-8")
    for raw in yaml.safe_load(text):
        story = DraftStory(**raw | {"words": Text.of(raw.get("words"))})
        rows = Measure.objects.select_related("definition", "owner__subject")
        measure = rows.get(owner__slug=story.owner, slug=story.measure)
        if not DraftValue.objects.filter(measure=measure).exists():
            _send(story, measure, at)


def _send(story: DraftStory, measure: Measure, at: datetime) -> None:
    author, approver = (Person.objects.get(name=name, is_demo=True) for name in (story.author, story.approver))
    today, subject = at.astimezone(HELSINKI).date(), measure.owner.subject
    period = last_ended(PeriodKind(measure.definition.period_kind), today)
    assert subject is not None
    assert period is not None
    set_entry(measure=measure, needs_approval=True, responsible_person=author, actor=approver, at=at)
    cell = Cell.of(story.value) if story.value else Cell.missing(Gap.NOT_APPLICABLE)
    grounds = Grounds(today, story.evidence) if story.evidence else Grounds()
    entry = Entry(period, cell, story.words, story.note, grounds=grounds)
    draft = write_draft(measure=measure, subject=subject, entry=entry, actor=author, at=at)
    if story.returned:
        return_draft(draft=draft, seen=draft.revision, note=story.returned, actor=approver, at=at)
