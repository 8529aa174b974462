"""The ladder of the municipal share as rows that SQL texts join to, and the months for which all of it is known."""

from datetime import date
from functools import cache
from itertools import pairwise

from luotsi.core.periods import Period
from luotsi.law.dated import is_silent, provisions
from luotsi.register.calendar import NEVER

LADDER_COLUMNS = (
    "benefit VARCHAR, step VARCHAR, first_day INTEGER, last_day INTEGER, per_mille INTEGER, valid_from DATE, "
    "valid_to DATE"
)
RULE = "municipal_share"
SINCE = date(2025, 1, 1)  # the ladders before it stood on what a day was paid for, which the register does not tell
_NO_LAST_DAY = 999_999


@cache
def ladder_rows() -> tuple[tuple[object, ...], ...]:
    """Return a row of LADDER_COLUMNS for each step of which the municipality pays a part.

    Every ladder is divided where any of them has a step, so that a step has one name whatever the benefit.
    """
    law = [one for one in provisions(RULE) if one.valid_to is None or one.valid_to >= SINCE]
    firsts = sorted({step.first_day for one in law for step in one.value.steps})
    rows = []
    for one in law:
        for first, following in pairwise([*firsts, _NO_LAST_DAY + 1]):
            last = following - 1
            per_mille = one.value.step(first).percent * 10
            if per_mille != int(per_mille):
                raise ValueError(f"{per_mille} is no whole number of thousandths")
            name = f"{first}-{'' if last == _NO_LAST_DAY else last}"
            if per_mille:
                until = one.valid_to or NEVER
                rows.append((one.key["benefit"], name, first, last, int(per_mille), one.valid_from, until))
    return tuple(rows)


def is_known(month: Period) -> bool:
    """Tell whether the law of the month has been read for every benefit; a part of them would pass for the whole."""
    return not is_silent(RULE, month.end)
