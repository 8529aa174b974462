"""An organisation that is no place, such as a network: its measures hold values and targets of its own."""

from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from luotsi.core.periods import PeriodKind
from luotsi.core.text import Text
from luotsi.indicators.entry.rules import last_ended
from luotsi.indicators.models import Target
from luotsi.indicators.queries import lines_of, statuses_of
from luotsi.orgs.operations import found_organisation, give_role
from luotsi.orgs.types import OrganisationKind, Role
from tests.cast import NOW, adopt
from tests.web.desk.conftest import seat
from tests.web.desk.test_figures import TARGET
from tests.web.reading import text_of

DESK = "/ohjausverkosto/tyopoyta/mittarit/agreements/"


@pytest.fixture
def network(cast):
    name = Text("Ohjausverkosto")
    made = found_organisation(slug="ohjausverkosto", name=name, kind=OrganisationKind.NETWORK, actor=None, at=NOW)
    give_role(person=cast.aino, organisation=made, role=Role.EDITOR, actor=None, at=NOW)
    return made


@pytest.fixture
def agreements(network):
    return adopt(network, "agreements")


@pytest.fixture
def period():
    return last_ended(PeriodKind.YEAR, timezone.localdate())


@pytest.fixture
def aino(cast, network):
    return seat(cast.aino)


@pytest.fixture
def entered(aino, network, agreements, period):
    code = network.subject.code
    typed = {"kausi": period.name, "act": "save", f"{code}-value": "12", f"{code}-gap": "", f"{code}-note": ""}
    return aino.post(f"{DESK}arvot/", typed | {f"{code}-seen": "0"})


def test_a_network_enters_its_value_and_everybody_sees_it(entered, aino, network, agreements, period):
    assert entered.status_code == 302
    assert f'name="{network.subject.code}-value"' in aino.get(f"{DESK}arvot/").content.decode()
    line = lines_of(agreements, [network.subject])[network.subject.pk]
    assert line.at(period).value == Decimal(12)
    page = text_of(Client().get("/ohjausverkosto/mittarit/agreements/"))
    assert "Ohjausverkosto" in page
    assert "12" in page


def test_a_network_sets_a_target_and_is_judged_by_it(entered, aino, network, agreements, period):
    typed = {"kind": "at_least", "value": "10", "due": str(period.start.year + 1), "kohde": network.subject.code}
    aino.post(f"{DESK}tavoite/", TARGET | typed)
    target = Target.objects.get()
    assert target.subject == network.subject
    status = statuses_of([agreements], [network.subject])[agreements.pk, network.subject.pk]
    assert status.target == target
