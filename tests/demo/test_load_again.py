"""A load that is refused, and one that was killed half way."""

import pytest

from luotsi.demo.load import STEPS, UnableToDemonstrate, load
from luotsi.demo.plans import NotInPlan, elements_of
from luotsi.indicators.models import Observation, Run
from luotsi.orgs.models import Organisation, Person
from luotsi.strategy.models import Plan
from tests.cast import NOW

pytestmark = pytest.mark.django_db


class Killed(Exception):
    """The load ends here."""


def stop_before(step):
    def tell(name):
        if name == step:
            raise Killed

    return tell


def test_the_demonstration_is_refused_where_it_is_not_asked_for(settings):
    settings.DEMO = False
    with pytest.raises(UnableToDemonstrate, match="LUOTSI_DEMO"):
        load(at=NOW, tell=lambda _step: None)
    assert not Organisation.objects.exists()


def test_the_demonstration_is_refused_where_people_work(cast):
    with pytest.raises(UnableToDemonstrate, match="people of its own"):
        load(at=NOW, tell=lambda _step: None)
    assert not Person.objects.filter(is_demo=True).exists()


@pytest.mark.slow
def test_a_load_that_was_killed_is_finished_by_the_next(settings):
    for step in ("organisations", "measures, targets and statuses"):
        with pytest.raises(Killed):
            load(at=NOW, tell=stop_before(step))
    assert Plan.objects.count() == 5
    figures = Observation.objects.count(), Run.objects.count()
    told = []
    load(at=NOW, tell=told.append)
    assert told == [step.name for step in STEPS]
    assert Observation.objects.filter(series__owner_key="national").count() == figures[0]
    with pytest.raises(NotInPlan):
        elements_of("savonlinna", in_plan="a measure that nobody wrote", shows=())
