"""Judging every measure of the installation, after what is summed and computed is computed."""

from datetime import datetime

from luotsi.indicators.formulas import compute_formulas
from luotsi.indicators.operations import judge_measures
from luotsi.indicators.own_rollups import roll_up_own
from luotsi.indicators.queries import HELSINKI
from luotsi.orgs.models import Organisation
from luotsi.orgs.queries import municipalities_of


def judge_all(*, at: datetime) -> int:
    """Sum own figures, compute formulas, judge the measures of every organisation; return how many statuses changed."""
    compute_formulas(at=at)
    changed = 0
    on = at.astimezone(HELSINKI).date()
    for organisation in Organisation.objects.select_related("subject").prefetch_related("measures__definition"):
        roll_up_own(owner=organisation, at=at)
        compute_formulas(owner=organisation, at=at)
        own = [organisation.subject] if organisation.subject else []
        subjects = own + [one for one in municipalities_of(organisation, on=on) if one not in own]
        changed += len(judge_measures(measures=organisation.measures.all(), subjects=subjects, at=at))
    return changed
