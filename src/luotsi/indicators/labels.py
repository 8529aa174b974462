"""What the kinds and states of this room are called, in the reader's language."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from luotsi.core.units import Unit, WrittenUnit
from luotsi.indicators import types

LABELS: dict[type[StrEnum], dict[StrEnum, Promise]] = {
    Unit: {
        Unit.PERSONS: _("persons"),
        Unit.PERCENT: _("per cent"),
        Unit.PERCENTAGE_POINTS: _("percentage points"),
        Unit.EUR: _("euros"),
        Unit.DAYS: _("days"),
        Unit.WORKING_DAYS: _("working days"),
        Unit.COUNT: _("number"),
        Unit.SCORE_1_5: _("mean on a scale from 1 to 5"),
        Unit.SCORE_1_3: _("mean on a scale from 1 to 3"),
        Unit.HOURS: _("hours"),
        Unit.WORDS: _("in words"),
        Unit.YES_NO: _("yes or no"),
        Unit.DIRECTION: _("which way it went"),
    },
    WrittenUnit: {
        WrittenUnit.ONE: _("the unit of the measure"),
        WrittenUnit.THOUSAND: _("thousands"),
        WrittenUnit.MILLION: _("millions"),
        WrittenUnit.SHARE: _("a share of one, such as 0.128"),
        WrittenUnit.PERMILLE: _("per mille"),
        WrittenUnit.WEEKS: _("weeks"),
        WrittenUnit.MONTHS: _("months"),
        WrittenUnit.CENTS: _("cents"),
    },
    types.Direction: {
        types.Direction.UP: _("Higher is better"),
        types.Direction.DOWN: _("Lower is better"),
        types.Direction.NEITHER: _("Neither way is better as such"),
    },
    types.MethodKey: {
        types.MethodKey.OPEN_DATA: _("Open data"),
        types.MethodKey.REGISTER: _("Client register"),
        types.MethodKey.SURVEY: _("Survey"),
        types.MethodKey.ACTIVITY: _("Activity log"),
        types.MethodKey.WORK: _("Work in Luotsi"),
        types.MethodKey.FORMULA: _("Formula"),
        types.MethodKey.MANUAL: _("Entered by a person"),
    },
    types.RollUp: {
        types.RollUp.SUM: _("Sum of the municipalities"),
        types.RollUp.RATIO: _("Sum over sum"),
        types.RollUp.MEAN: _("Weighted mean of the municipalities"),
        types.RollUp.NONE: _("Not rolled up"),
    },
    types.BreakKind: {
        types.BreakKind.DEFINITION: _("Change of definition"),
        types.BreakKind.CLASSIFICATION: _("Change of classification"),
        types.BreakKind.AREA: _("Change of area"),
        types.BreakKind.SOURCE: _("Change of source"),
        types.BreakKind.METHOD: _("Change of method"),
        types.BreakKind.LAW: _("Change of law"),
    },
    types.TargetKind: {
        types.TargetKind.AT_LEAST: _("Reach at least"),
        types.TargetKind.AT_MOST: _("Stay at most"),
        types.TargetKind.WITHIN: _("Stay within"),
        types.TargetKind.KEEP: _("Keep the level"),
        types.TargetKind.MOVE_UP: _("Move up"),
        types.TargetKind.MOVE_DOWN: _("Move down"),
        types.TargetKind.MILESTONE: _("Have it done, or be there, by then"),
        types.TargetKind.WORDS: _("In words, which a person judges"),
    },
    types.PathKind: {
        types.PathKind.STRAIGHT: _("Straight path"),
        types.PathKind.STEPPED: _("Only at the target's date"),
    },
    types.TargetOrigin: {
        types.TargetOrigin.DECIDED: _("Decided"),
        types.TargetOrigin.PROPOSED: _("Proposed"),
        types.TargetOrigin.EXAMPLE: _("Example made for the demonstration"),
    },
    types.FindingKind: {
        types.FindingKind.HIDDEN: _("Some groups are hidden"),
        types.FindingKind.MISSING: _("Some groups have no figure"),
        types.FindingKind.ROUNDING: _("The figures are rounded"),
        types.FindingKind.OVERLAPS: _("One person can be in several groups"),
        types.FindingKind.PARTIAL: _("The groups do not cover everybody"),
        types.FindingKind.UNEXPLAINED: _("The source does not say why"),
    },
    types.RunKind: {
        types.RunKind.FETCH: _("Fetched"),
        types.RunKind.PACKAGED: _("Packaged figures"),
        types.RunKind.ENTRY: _("Entered"),
        types.RunKind.ROLL_UP: _("Rolled up"),
        types.RunKind.FORMULA: _("Computed from other measures"),
        types.RunKind.RELEASE: _("Released from the client register"),
    },
}


def label(member: StrEnum) -> Promise:
    """Return what the member is called, in the language of whoever reads."""
    return LABELS[type(member)][member]
