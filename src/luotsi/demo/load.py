"""Fill an empty installation with the demonstration: places, catalogue, official figures, organisations, plans."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction

from luotsi.demo.connecting import load_connection
from luotsi.demo.country.loading import load_country
from luotsi.demo.entering import load_drafts
from luotsi.demo.exchange.loading import load_exchange
from luotsi.demo.exemplifying import load_examples
from luotsi.demo.numbers import load_education, load_formulas, load_kela, load_statfin
from luotsi.demo.plans import load_plans
from luotsi.demo.releases.effects import load_effects
from luotsi.demo.releases.loading import load_releases
from luotsi.demo.settling import load_measures, load_organisations, load_people
from luotsi.indicators.operations import load_catalogue
from luotsi.orgs.models import Person
from luotsi.orgs.operations import load_geography


class UnableToDemonstrate(RuntimeError):
    """The demonstration is not loaded here; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Step:
    """A part of the load that lands whole or not at all; doing it again changes nothing."""

    name: str
    run: Callable[[datetime], object]


STEPS = (
    Step("places", lambda at: load_geography(on=at.date(), at=at)),
    Step("catalogue", lambda at: load_catalogue(at=at)),
    Step("figures of StatFin", lambda at: load_statfin(at=at)),
    Step("figures of education", lambda at: load_education(at=at)),
    Step("figures of Kela", lambda at: load_kela(at=at)),
    Step("formulas over the figures", lambda at: load_formulas(at=at)),
    Step("organisations", lambda at: load_organisations(at=at)),
    Step("people", lambda at: load_people(at=at)),
    Step("documents and plans", lambda at: load_plans(at=at)),
    Step("measures, targets and statuses", lambda at: load_measures(at=at)),
    Step("example values", lambda at: load_examples(at=at)),
    Step("a connected table", lambda at: load_connection(at=at)),
    Step("released figures of a simulated register", lambda at: load_releases(at=at)),
    Step("areas that share figures to compare with", lambda at: load_exchange(at=at)),
    Step("a month of the whole country to compare with", lambda at: load_country(at=at)),
    Step("effects of services in it", lambda at: load_effects(at=at)),
    Step("values that wait for approval", lambda at: load_drafts(at=at)),
)


def load(*, at: datetime, tell: Callable[[str], None]) -> None:
    """Write everything the demonstration shows; `tell` hears the name of each step before it begins.

    A load that was killed can be run again: every step is one transaction and finds what is there already.

    :raises UnableToDemonstrate: when the installation is not in demonstration mode or has people of its own
    """
    check()
    for step in STEPS:
        tell(step.name)
        with transaction.atomic():
            step.run(at)


def check() -> None:
    """Refuse an installation in real use: anybody may sign in as the people of the demonstration.

    :raises UnableToDemonstrate: when the installation is not in demonstration mode or has people of its own
    """
    if not settings.DEMO:
        raise UnableToDemonstrate("the demonstration is loaded only where LUOTSI_DEMO is 1")
    if Person.objects.filter(is_demo=False).exists():
        raise UnableToDemonstrate(
            "this installation has people of its own; choose an empty data folder for the demonstration"
        )
