"""Judging every measure of the installation, after what is computed from other measures is computed."""

from datetime import datetime

from luotsi.indicators.formulas import compute_formulas
from luotsi.indicators.operations import judge_measures
from luotsi.indicators.queries import HELSINKI
from luotsi.orgs.models import Organisation
from luotsi.orgs.queries import municipalities_of


def judge_all(*, at: datetime) -> int:
    """Compute the formulas and judge the measures of every organisation; return how many statuses changed."""
    compute_formulas(at=at)
    changed = 0
    on = at.astimezone(HELSINKI).date()
    for organisation in Organisation.objects.select_related("subject").prefetch_related("measures__definition"):
        compute_formulas(owner=organisation, at=at)
        own = [organisation.subject] if organisation.subject else []
        subjects = own + [one for one in municipalities_of(organisation, on=on) if one not in own]
        changed += len(judge_measures(measures=organisation.measures.all(), subjects=subjects, at=at))
    return changed
