"""What the desk says: why something was refused, how a proposal was found, what its details are called."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from luotsi.core.periods import PeriodKind
from luotsi.files.refusals import Reason, Refusal
from luotsi.strategy.intake.comparison import Fate
from luotsi.strategy.intake.types import ElementKind
from luotsi.strategy.types import ChangeKind

REFUSALS: Mapping[Reason, Promise] = {
    Reason.EMPTY: gettext_lazy("The file is empty. Choose another file."),
    Reason.TOO_LARGE: gettext_lazy("The file is larger than %(limit_mb)s MB. Leave out pictures or split the file."),
    Reason.EXECUTABLE: gettext_lazy(
        "The file is a program, whatever its name says. Programs are not accepted. Choose the document itself."
    ),
    Reason.IMAGE: gettext_lazy(
        "The file is a picture. Run text recognition on it first, or choose the document it was made from."
    ),
    Reason.ARCHIVE: gettext_lazy("The file is a compressed archive. Unpack it and choose one document."),
    Reason.OLD_OFFICE: gettext_lazy(
        "The file is in the Office format used before 2007. Save it as DOCX, PPTX, XLSX or PDF."
    ),
    Reason.UNSUPPORTED: gettext_lazy(
        "Files of the kind %(kind)s cannot be read. Save it as PDF, DOCX, PPTX, HTML or text."
    ),
    Reason.BINARY: gettext_lazy("The file holds neither text nor a document of a known kind."),
    Reason.ENCRYPTED: gettext_lazy("The file is protected with a password. Save it without one and choose it again."),
    Reason.MACROS: gettext_lazy("The file contains macros. Save it without macros (DOCX, PPTX or XLSX)."),
    Reason.EXPANDS_TOO_MUCH: gettext_lazy("The file unpacks to far more than a document holds, so it was not opened."),
    Reason.NESTED_ARCHIVE: gettext_lazy("The document has an archive packed inside it, so it was not opened."),
    Reason.MALFORMED: gettext_lazy(
        "The file is broken or incomplete. Open it in the program it was made with and save it again."
    ),
    Reason.NO_TEXT: gettext_lazy("The file has no text: it is a scan. Run text recognition on it first."),
    Reason.TOO_MANY_PAGES: gettext_lazy("The document has %(pages)s pages; at most %(limit)s are read. Split it."),
    Reason.TOO_MANY_CELLS: gettext_lazy("The tables have more than %(limit)s cells. Leave out raw tables."),
    Reason.TOO_MANY_COLUMNS: gettext_lazy("The table has %(columns)s columns; at most %(limit)s are read."),
    Reason.COLUMNS_UNNAMED: gettext_lazy(
        "A column has no name, or two have the same. Give each column a name of its own."
    ),
    Reason.TOO_MUCH_TEXT: gettext_lazy("The document has more than %(limit)s characters of text. Split it."),
    Reason.TOO_DEEP: gettext_lazy("The document nests its parts too deeply to be read."),
    Reason.TOO_SLOW: gettext_lazy("Reading the file took longer than %(limit_seconds)s seconds and was stopped."),
    Reason.TOO_MUCH_MEMORY: gettext_lazy("Reading the file needs more than %(limit_mb)s MB of memory and was stopped."),
    Reason.BUSY: gettext_lazy("Other documents are being read just now. Try again in a moment."),
}


def refusal_words(refusal: Refusal) -> str:
    """Return why a file was refused and what to do, in the reader's language."""
    return str(REFUSALS[refusal.reason]) % dict(refusal.parameters)


REVIEW_REASONS: Mapping[str, Promise] = {
    "not_open": gettext_lazy("This import is closed already, so nothing was changed."),
    "changed_meanwhile": gettext_lazy("Another reviewer changed this meanwhile. See the change and save again."),
    "empty_title": gettext_lazy("Write the wording, or leave the proposal out."),
    "wrong_parent": gettext_lazy("An element cannot hang below itself. Choose another place."),
    "taken_already": gettext_lazy("Somebody has taken this sentence in already."),
    "nothing_accepted": gettext_lazy("Nothing has been accepted yet. Accept at least one proposal first."),
    "no_plan": gettext_lazy("Give the plan a name."),
    "draft_exists": gettext_lazy(
        "The plan has a draft already. Decide it or set it aside on its page, then write this one."
    ),
    "period_backwards": gettext_lazy("The plan would end before it starts. Check the years."),
}
EDIT_REASONS: Mapping[str, Promise] = {
    "not_draft": gettext_lazy("This version is no longer a draft, so its words do not change. Nothing was changed."),
    "changed_meanwhile": gettext_lazy("Somebody else changed this line meanwhile. It is shown as it is now."),
    "removed": gettext_lazy("Somebody else took this line out meanwhile."),
    "place_gone": gettext_lazy("The lines there were changed meanwhile. Look at them as they are now and try again."),
    "wrong_parent": gettext_lazy("A line cannot hang below itself. Choose another place."),
    "empty_title": gettext_lazy("Write the wording."),
    "put_back_already": gettext_lazy("Somebody else put it back already."),
}
ENTRY_REASONS: Mapping[str, Promise] = {
    "not_manual": gettext_lazy("The values of this measure are not entered by hand."),
    "period_kind": gettext_lazy("The period is not one of this measure's. Choose a period from the list."),
    "future": gettext_lazy("The period has not begun yet. Choose an earlier one."),
    "off_scale": gettext_lazy("The value is not on the scale of the measure."),
    "closed": gettext_lazy("The period is closed. An approver can open it again."),
    "needs_approval": gettext_lazy("The value is to be approved first. Send it for approval."),
    "changed_meanwhile": gettext_lazy(
        "Somebody entered another value meanwhile; it is shown below the field. "
        "What you typed is still here. Save again to put it in its place."
    ),
}
APPROVAL_REASONS: Mapping[str, Promise] = {
    "own": gettext_lazy("You entered this value. Somebody else approves it."),
    "no_note": gettext_lazy("Say what is to be mended, so that the value can be returned."),
    "changed_meanwhile": gettext_lazy(
        "The value changed or was decided meanwhile, so nothing was done. The list shows it as it is now."
    ),
    "parts_wait": gettext_lazy("Decide on the values of the municipalities for the same period first."),
    "value_changed": gettext_lazy(
        "Another value was approved after this one was entered. Return this one, so that it is looked at again."
    ),
}
CHOICE_REASONS: Mapping[str, Promise] = {
    "changed_meanwhile": gettext_lazy("Somebody else chose a source meanwhile. Load the page again and see it."),
    "no_reason": gettext_lazy("Say why this source is shown."),
    "no_values": gettext_lazy("The source has no values of this measure."),
    "shown": gettext_lazy("Your own values are the ones shown. Choose another source first."),
}
BREAK_REASONS: Mapping[str, Promise] = {
    "period_kind": gettext_lazy("The period is of another length than the measure's. Write one of the measure's own."),
    "no_text": gettext_lazy("Say in words what changed."),
    "no_source": gettext_lazy("Say where it is told."),
    "stands_already": gettext_lazy("A break of that period is told already. Mend that one."),
    "changed_meanwhile": gettext_lazy(
        "Somebody else changed or withdrew this break meanwhile. The list shows it as it is now."
    ),
}
OPENING_REASONS: Mapping[str, Promise] = {
    "reason": gettext_lazy("Say why the period is opened."),
    "through": gettext_lazy("Choose a day from today on."),
}
PERIOD_KINDS: Mapping[PeriodKind, Promise] = {
    PeriodKind.MONTH: gettext_lazy("Months"),
    PeriodKind.QUARTER: gettext_lazy("Quarters"),
    PeriodKind.HALF: gettext_lazy("Half years"),
    PeriodKind.YEAR: gettext_lazy("Years"),
    PeriodKind.SCHOOL_TERM: gettext_lazy("School terms"),
    PeriodKind.SCHOOL_YEAR: gettext_lazy("School years"),
    PeriodKind.COUNCIL_TERM: gettext_lazy("Council terms"),
}
TARGET_REASONS: Mapping[str, Promise] = {
    "tolerance": gettext_lazy("A tolerance is zero or more."),
    "value": gettext_lazy("Write the level to be reached."),
    "upper": gettext_lazy("A range needs an upper bound above the lower one."),
    "baseline": gettext_lazy("This kind of target is set against a baseline. Write it."),
    "note": gettext_lazy("Write the target in words as its note."),
    "baseline_period": gettext_lazy("The baseline's period must end before the target is due."),
}

_MANNERS: Mapping[str, Promise] = {
    "headed": gettext_lazy("Stands under a heading that names it."),
    "listed": gettext_lazy("An item of a list under a heading that names it."),
    "numbered": gettext_lazy("Follows a numbered heading."),
    "labelled": gettext_lazy("Follows a label on the same line."),
    "in_line": gettext_lazy("One of several on the same line."),
    "before_dash": gettext_lazy("Stands before a dash in a heading."),
    "subtitle": gettext_lazy("A subtitle inside a section."),
    "over_columns": gettext_lazy("The head of a column."),
    "over_goals": gettext_lazy("A title with goals below it."),
    "under_priority": gettext_lazy("Stands below a priority."),
    "approved": gettext_lazy("Stands where the document tells of its approval."),
    "body_and_day": gettext_lazy("Names the body and the day."),
    "beside_goals": gettext_lazy("Stands beside goals; its place is not sure."),
    "unit.objective": gettext_lazy("An objective of a unit; its place is not sure."),
    "table": gettext_lazy("Stands in a column of a table."),
    "prose": gettext_lazy("Said in running text."),
    "outline": gettext_lazy("Follows from the order of headings and lists."),
    "project": gettext_lazy("Stands in the plan of a project."),
    "unit": gettext_lazy("Stands in the chapter of a unit."),
    "focus": gettext_lazy("Named as the focus of a year."),
    "by_hand": gettext_lazy("Taken from the text by a person."),
    "learned": gettext_lazy("Looks and reads like those of other strategies, and no heading names it; look at it."),
    "doubted": gettext_lazy("Stands where an element might, but reads like none of other strategies."),
}


def rule_words(rule: str) -> str:
    """Return how a proposal was found; a rule without words of its own is named as it is."""
    subject, _point, manner = rule.partition(".")
    for key in (rule, manner, subject):
        if key in _MANNERS:
            return str(_MANNERS[key])
    return _("Found by the rule “%(rule)s”.") % {"rule": rule}


_NOTES: Mapping[str, Promise] = {
    "page_without_text": gettext_lazy(
        "A page without text: it may be a picture or a scan. Look at it in the original."
    ),
    "hidden_sheet": gettext_lazy("A hidden sheet of the workbook. Show it and import again if it belongs to the plan."),
}


def reading_note(note: str) -> str:
    """Return what the reading of a file could not take; a note without words of its own is named as it is."""
    words = _NOTES.get(note)
    return _("A part of the file (%(note)s).") % {"note": note} if words is None else str(words)


DETAILS: Mapping[str, Promise] = {
    "number": gettext_lazy("Number"),
    "level": gettext_lazy("Called in the document"),
    "description": gettext_lazy("Description"),
    "audience": gettext_lazy("To whom"),
    "status": gettext_lazy("State"),
    "stage": gettext_lazy("State"),
    "year": gettext_lazy("Year"),
    "responsible": gettext_lazy("Responsible"),
    "schedule": gettext_lazy("Schedule"),
    "cost_eur": gettext_lazy("Cost, €"),
    "baseline": gettext_lazy("Baseline"),
    "target": gettext_lazy("Target"),
    "date": gettext_lazy("Day"),
    "body": gettext_lazy("Decided by"),
    "section": gettext_lazy("Section"),
    "presenter": gettext_lazy("Presenter"),
    "proposal": gettext_lazy("Proposal for decision"),
    "outcome": gettext_lazy("Outcome"),
    "start": gettext_lazy("Begins"),
    "end": gettext_lazy("Ends"),
    "cost_total_eur": gettext_lazy("Cost in all, €"),
    "funding_eur": gettext_lazy("Funding, €"),
    "value": pgettext_lazy("measured", "Value"),
}
CHANGES: Mapping[ChangeKind, Promise] = {
    ChangeKind.ADDED: pgettext_lazy("line", "New"),
    ChangeKind.REMOVED: gettext_lazy("Gone"),
    ChangeKind.CHANGED: gettext_lazy("Reworded"),
    ChangeKind.MOVED: gettext_lazy("Moved"),
    ChangeKind.SAME: gettext_lazy("As before"),
}
FATES: Mapping[Fate, Promise] = {
    Fate.SAME: gettext_lazy("The same as in the plan"),
    Fate.REWORDED: gettext_lazy("Said otherwise"),
    Fate.NEW: gettext_lazy("New in this document"),
    Fate.GONE: gettext_lazy("No longer said"),
}
GROUP_NAMES: Mapping[ElementKind, Promise] = {
    ElementKind.MISSION: gettext_lazy("Mission"),
    ElementKind.VISION: gettext_lazy("Vision"),
    ElementKind.VALUE: gettext_lazy("Values"),
    ElementKind.PRIORITY: gettext_lazy("Priorities with their goals, measures and actions"),
    ElementKind.ANNUAL_FOCUS: gettext_lazy("Focus of the year"),
    ElementKind.GOAL: gettext_lazy("Goals outside the priorities"),
    ElementKind.MEASURE: gettext_lazy("Measures without a goal"),
    ElementKind.ACTION: gettext_lazy("Actions without a goal"),
    ElementKind.PROMISE: gettext_lazy("Service promises"),
    ElementKind.UNIT: gettext_lazy("Units"),
    ElementKind.PRESENT_STATE: gettext_lazy("Present state"),
    ElementKind.STRENGTH: gettext_lazy("Strengths"),
    ElementKind.WEAKNESS: gettext_lazy("Weaknesses"),
    ElementKind.CHALLENGE: gettext_lazy("Challenges"),
    ElementKind.DEVELOPMENT_VIEW: gettext_lazy("Development views"),
    ElementKind.STATUS_REVIEW: gettext_lazy("Situation reviews"),
    ElementKind.CONTEXT_GOAL: gettext_lazy("Goals of higher plans"),
    ElementKind.PROJECT: gettext_lazy("Projects"),
    ElementKind.WORK_PACKAGE: gettext_lazy("Work packages"),
    ElementKind.PROJECT_TARGET: gettext_lazy("Project targets"),
    ElementKind.DECISION: gettext_lazy("Decisions"),
    ElementKind.UNPLACED: gettext_lazy("Waiting for a place"),
}
