"""What the public catalogue calls themes, units, periods and ways of rolling up."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from luotsi.core.periods import PeriodKind
from luotsi.indicators.types import RollUp

THEMES: Mapping[str, Promise] = {
    "employment": _("Employment and unemployment"),
    "clients": _("Clients and their paths"),
    "costs": _("Costs and effectiveness"),
    "cooperation": _("Cooperation"),
    "personnel": _("Personnel"),
    "development": _("Development work"),
    "services": _("Services"),
    "administration": _("Administration"),
    "municipality": _("The municipality and its residents"),
}
PERIODS: Mapping[PeriodKind, Promise] = {
    PeriodKind.MONTH: _("every month"),
    PeriodKind.QUARTER: _("every quarter"),
    PeriodKind.HALF: _("every half-year"),
    PeriodKind.YEAR: _("every year"),
    PeriodKind.SCHOOL_TERM: _("every school term"),
    PeriodKind.SCHOOL_YEAR: _("every school year"),
    PeriodKind.COUNCIL_TERM: _("every council term"),
}
ROLL_UPS: Mapping[RollUp, Promise] = {
    RollUp.SUM: _("The area’s figure is the sum of its municipalities."),
    RollUp.RATIO: _("The area’s share is computed from the sums of its municipalities, not as a mean of their shares."),
    RollUp.MEAN: _("The area’s figure is the mean of its municipalities, each weighed by its size."),
    RollUp.NONE: _("The area’s figure is not computed from its municipalities."),
}


def theme_name(theme: str) -> str:
    """Return what a theme is called; an organisation's own theme goes by its key."""
    return str(THEMES.get(theme, theme))
