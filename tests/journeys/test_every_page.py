"""Every kind of public page of the demonstration in three languages, and the page that a link in a letter opens."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from luotsi.indicators.entry.models import EntryLink
from luotsi.indicators.entry.queries import hashed
from luotsi.indicators.models import Measure
from luotsi.orgs.models import Person
from tests.journeys.crawling import check, crawl, pages_at


def make_link():
    """Return the path that a letter to Ilona would hold."""
    measure = Measure.objects.get(slug="sopimukset-ja-kumppanuudet")
    now = timezone.now()
    EntryLink.objects.create(
        token_sha256=hashed("salaisuus"),
        person=Person.objects.get(name="Ilona"),
        measure=measure,
        subject=measure.owner.subject,
        period_name="2024",
        made_at=now,
        expires_at=now + timedelta(days=1),
    )
    return "/kirjaa/salaisuus/"


@pytest.mark.journey
@pytest.mark.django_db(transaction=True)
def test_every_kind_of_public_page_is_valid_accessible_and_fits_a_phone(demo, page):
    kinds = crawl(Client())
    assert len(kinds) >= 60, sorted(kinds)
    check(page, demo, kinds, pages_at(Client(), make_link()))
