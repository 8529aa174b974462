"""Released effects of services: which year is asked for, and every figure as rows of a file."""

from collections.abc import Mapping
from decimal import Decimal

from django.utils.translation import gettext as _

from luotsi.register.effects.queries import EffectFigure, effects_of
from luotsi.register.models import EffectRelease
from luotsi.web.shared.effects import OUTCOMES, name_of, silence_words


def header() -> list[str]:
    """Return the heads of the columns of the file."""
    return [
        _("Year"),
        _("Service"),
        _("What is compared"),
        _("Months later"),
        _("Took part, per cent"),
        _("Others like them, per cent"),
        _("Difference, percentage points"),
        _("Interval from"),
        _("Interval to"),
        _("Took part and were compared"),
        _("Nobody comparable"),
        _("Persons compared with"),
        _("Withstands hidden differences, times"),
        _("Why there is no value"),
        _("Notes"),
    ]


def rows(release: EffectRelease) -> list[list[str | Decimal | None]]:
    """Return every effect of a release, for a file."""
    note = _("simulated") if release.is_simulated else ""
    return [_file_row(release.year, one, note) for one in effects_of(release)]


def _file_row(year: int, one: EffectFigure, note: str) -> list[str | Decimal | None]:
    counts = [None if count is None else Decimal(count) for count in (one.matched, one.left_out, one.comparable)]
    return [
        str(year),
        name_of(one),
        str(OUTCOMES[one.asked.outcome]),
        Decimal(one.asked.months),
        one.with_service.value,
        one.without_service.value,
        one.difference.value,
        one.low,
        one.high,
        *counts,
        one.bias_withstood,
        "" if one.is_told else silence_words(one.silence),
        note,
    ]


def chosen(releases: Mapping[int, EffectRelease], wanted: str) -> EffectRelease | None:
    """Return the release of the wanted year, else of the newest one; None when nothing is out."""
    named = {str(year): release for year, release in releases.items()}
    return named.get(wanted) or next(iter(releases.values()), None)
