"""Every kind of page of the desk in three languages, as an editor and as an approver see it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from luotsi.indicators.models import Measure
from luotsi.orgs.models import Organisation, Person
from luotsi.sources.models import Connection
from luotsi.sources.operations import Step, begin_connection, keep_step
from luotsi.sources.questions import VariableQuestion, as_saved, offered_variables
from luotsi.sources.selections import Metadata, Variable
from tests.cast import NOW
from tests.journeys.crawling import FRONT, check, crawl, pages_at

DESK = "/savonlinna/tyopoyta"
TEXT = "Arvot\n• Rohkeus\nPainopiste 1: Nopea alku\nTavoitteet\n• Keskustelu viidessä päivässä\n"
VARIABLES = (
    Variable("Kuukausi", "Kuukausi", ("2026M06",), ("2026M06",), eliminable=False, is_time=True),
    Variable("Alue", "Alue", ("SSS", "KU046"), ("KOKO MAA", "Enonkoski"), eliminable=True, is_time=False),
    Variable("Tiedot", "Tiedot", ("A", "B"), ("Avoimet", "Uudet"), eliminable=False, is_time=False),
)


def sit_down(page, site, name):
    """Return a client of somebody who is signed in, in the browser too."""
    client = Client()
    client.force_login(Person.objects.get(name=name, is_demo=True))
    page.context.clear_cookies()
    page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site}])
    return client


def leave_work(client, aino):
    """Leave on the desk what the demonstration has done already: a draft, a review, a table of statistics."""
    client.post(f"{DESK}/suunnitelmat/strategia/1/luonnos/")
    owner = Organisation.objects.get(slug="savonlinna")
    client.post(f"{DESK}/tuonti/", {"document": SimpleUploadedFile("strategia.txt", TEXT.encode())})
    at = {"actor": aino, "at": NOW}
    begun = begin_connection(owner=owner, measure="avoimet-tyopaikat", source="statfin", **at)
    asked = VariableQuestion(version=1, base_url="", language="fi", table="t", time="Kuukausi", place="Alue")
    offered = offered_variables(Metadata("Avoimet työpaikat", VARIABLES))
    step = Step(as_saved(asked) | {"about": {"title": "Avoimet työpaikat"}}, offered)
    keep_step(connection=begun, seen=0, step=step, **at)


@pytest.mark.journey
@pytest.mark.django_db(transaction=True)
def test_every_kind_of_page_of_the_desk_is_valid_accessible_and_fits_a_phone(demo, page):
    aino = Person.objects.get(name="Aino", is_demo=True)
    client = sit_down(page, demo, "Aino")
    leave_work(client, aino)
    pk = Connection.objects.get(source="tabular").pk
    steps = [f"{DESK}/lahteet/yhteydet/{pk}/{step}" for step in ("", "merkitys/", "esikatselu/")]
    addresses = [*FRONT, *(f"{prefix}{step}" for prefix in ("", "/sv", "/en") for step in steps)]
    kinds = crawl(client, starts=addresses, deep="desk")
    wanted = {"edit", "element", "new-element", "import", "connection", "connection-meaning", "connection-preview"}
    assert {f"desk-{name}" for name in wanted} <= {name for _language, name in kinds}
    check(page, demo, kinds)
    helmi = sit_down(page, demo, "Helmi")
    check(page, demo, pages_at(helmi, f"{DESK}/", f"{DESK}/hyvaksynnat/", f"{DESK}/jaksot/"))


@pytest.mark.journey
@pytest.mark.django_db(transaction=True)
def test_every_page_of_the_desk_that_looks_back_is_valid_accessible_and_fits_a_phone(demo, page):
    client = sit_down(page, demo, "Aino")
    rate, staff = f"{DESK}/mittarit/tyottomyysaste", f"{DESK}/mittarit/henkilosto"
    parts = ["tavoite", "tila", "nakyva-lahde", "katkokset"]
    pages = [f"{DESK}/", f"{DESK}/mittarit/", f"{DESK}/arvot/", f"{staff}/arvot/", f"{DESK}/rekisteri/simulaattori/"]
    measure = Measure.objects.get(owner__slug="savonlinna", slug="henkilosto")
    pages += [f"{rate}/{part}/" for part in parts]
    day = timezone.localdate().isoformat()
    known = [f"{one}?tiedossa={day}" for one in pages]
    known.append(f"{DESK}/arvot/historia/?solu={measure.pk}-{measure.owner.subject_id}-2026-Q3&tiedossa={day}")
    check(page, demo, pages_at(client, *known, f"{pages[1]}?tiedossa=eilen"))
