"""The ladder of the municipal share as rows that SQL texts join to, and the months for which all of it is known."""

from functools import cache

from luotsi.core.periods import Period
from luotsi.law.dated import is_silent, provisions
from luotsi.law.types import Step
from luotsi.register.calendar import NEVER

LADDER_COLUMNS = (
    "benefit VARCHAR, step VARCHAR, first_day INTEGER, last_day INTEGER, per_mille INTEGER, valid_from DATE, "
    "valid_to DATE"
)
RULE = "municipal_share"
_NO_LAST_DAY = 999_999


@cache
def ladder_rows() -> tuple[tuple[object, ...], ...]:
    """Return a row of LADDER_COLUMNS for each step of each provision of which the municipality pays a part."""
    return tuple(
        (one.key["benefit"], *_step(step), one.valid_from, one.valid_to or NEVER)
        for one in provisions(RULE)
        for step in one.value.steps
        if step.percent
    )


def is_known(month: Period) -> bool:
    """Tell whether the law of the month has been read for every benefit; a part of them would pass for the whole."""
    return not is_silent(RULE, month.end)


def _step(step: Step) -> tuple[str, int, int, int]:
    per_mille = step.percent * 10
    if per_mille != int(per_mille):
        raise ValueError(f"{step.percent} % is no whole number of thousandths")
    last = _NO_LAST_DAY if step.last_day is None else step.last_day
    return f"{step.first_day}-{step.last_day or ''}", step.first_day, last, int(per_mille)
