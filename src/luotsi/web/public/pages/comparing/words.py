"""The words of a comparison: shares, references, verdicts, and how definitions differ."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from luotsi.comparison.types import Comparable, Origin
from luotsi.core.text import Text
from luotsi.register.calc.comparison import Verdict
from luotsi.register.words import meaning

VERDICTS: Mapping[Verdict, Promise] = {
    Verdict.WITHIN: gettext_lazy("within expected variation"),
    Verdict.ABOVE: gettext_lazy("more than expected"),
    Verdict.BELOW: gettext_lazy("fewer than expected"),
    Verdict.TOO_FEW: gettext_lazy("too few to compare"),
}
ORIGINS: Mapping[Origin, Promise] = {
    Origin.COUNTRY: gettext_lazy("Client register of the whole country"),
    Origin.EXCHANGE: gettext_lazy("Areas that share their figures"),
    Origin.PUBLISHED: gettext_lazy("Official statistics of the country"),
}
HOW: Mapping[Origin, Promise] = {
    Origin.COUNTRY: gettext_lazy("The shares of all clients of the country, the area’s own among them."),
    Origin.EXCHANGE: gettext_lazy(
        "The released figures of the other areas, added up. Where a number of an area is hidden, the area is left out "
        "of that division."
    ),
    Origin.PUBLISHED: gettext_lazy("The country’s shares as they are published, by the groups that the table tells."),
}
UNDIVIDED = gettext_lazy(
    "The country’s share as it is published. It is not divided by age or education, so that nothing of how the "
    "people differ is taken into account."
)
DIFFERENCES: Mapping[str, Promise] = {
    "long_term": gettext_lazy(
        "Both count those unemployed for a year without a break on the counting day. The statistics hold those too "
        "whose municipality is not known."
    ),
    "activation": gettext_lazy(
        "Both count persons in services on the counting day, of them and the unemployed together. Which services "
        "belong to them follows the statistics on one side and the client register on the other."
    ),
}
"""How a share of the register differs from the published one that it is compared with."""
FLOW_PAST_3 = Text("Virta yli 3 kuukauden", "Flöde över 3 månader", "Flow past 3 months")
_NAMES: Mapping[str, Text] = {
    "long-term-share": Text(
        "Pitkäaikaistyöttömien osuus työttömistä",
        "Andelen långtidsarbetslösa av de arbetslösa",
        "Long-term unemployed of the unemployed",
    ),
    "unemployment-rate": Text(
        "Työttömien osuus työvoimasta", "Andelen arbetslösa av arbetskraften", "Unemployed of the labour force"
    ),
    "activation-rate": Text(
        "Palveluissa olevien osuus (aktivointiaste)",
        "Andelen i tjänster (aktiveringsgrad)",
        "People in services (activation rate)",
    ),
    "flow_past-3": FLOW_PAST_3,
    "sustained_work-6": Text("Työssä 6 kuukauden kuluttua", "I arbete efter 6 månader", "In work after 6 months"),
}


def name_of(comparable: Comparable) -> Text:
    """Return the share in words."""
    return _NAMES.get(comparable.key) or meaning(comparable.measure).name
