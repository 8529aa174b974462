"""A small area with figures, a target, a plan and its document."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from luotsi.core.periods import Period
from luotsi.core.text import Text
from luotsi.core.values import Cell, Gap
from luotsi.indicators.operations import NewTarget, judge_measures, mark_headline, set_target
from luotsi.indicators.types import TargetKind, TargetOrigin
from luotsi.orgs.queries import municipalities_of
from luotsi.strategy.intake.types import ElementKind
from luotsi.strategy.models import Element, Place, SourceDocument
from luotsi.strategy.operations import draft_version, found_plan, link_measure, move_version
from luotsi.strategy.types import ElementStanding, PlanKind, VersionState
from tests.cast import NOW, TODAY, adopt, publish_june, publish_values

JULY = datetime(2026, 7, 21, 5, tzinfo=UTC)


@pytest.fixture
def rate(cast):
    """The unemployment rate of area A with June 2026, an example target and its judgement."""
    publish_june()
    measure = adopt(cast.area_a, "unemployment-rate", "tyottomyysaste")
    target = NewTarget(
        TargetKind.AT_MOST,
        Period.parse("2027-12"),
        TargetOrigin.EXAMPLE,
        value=Decimal("8.0"),
        baseline=Decimal("12.6"),
        baseline_period=Period.parse("2025-12"),
        tolerance=Decimal("0.3"),
    )
    set_target(measure=measure, subject=cast.area_a.subject, target=target, actor=cast.aino, at=NOW)
    mark_headline(measure=measure, is_headline=True, actor=cast.aino, at=NOW)
    judge(cast, measure)
    return measure


@pytest.fixture
def young(cast, rate):
    """The unemployed under 25: hidden in Enonkoski, zero in Sulkava."""
    hidden = Cell.missing(Gap.HIDDEN)
    publish_values("unemployed-under-25", {("KU046", "2026-06"): hidden, ("KU768", "2026-06"): 0}, JULY)
    measure = adopt(cast.area_a, "unemployed-under-25", "nuoret")
    judge(cast, measure)
    return measure


def judge(cast, measure):
    subjects = [cast.area_a.subject, *municipalities_of(cast.area_a, on=TODAY)]
    judge_measures(measures=[measure], subjects=subjects, at=NOW)


TEXT = "Strategia\nAsiakaslähtöisyys\nPalvelujen laatu\nTunnetut palvelut\nTyöttömyysaste\nPalvelemme yrityksiä"


@pytest.fixture
def plan(cast, rate):
    """A decided plan of area A whose measure and promise are shown by the rate."""
    plan = found_plan(
        owner=cast.area_a,
        slug="strategia",
        name=Text("Savonlinnan seudun työllisyysalueen strategia"),
        kind=PlanKind.STRATEGY,
        actor=cast.aino,
        at=NOW,
        level_names={"priority": {"fi": "Strateginen painopiste", "sv": "Strategisk tyngdpunkt", "en": "Priority"}},
    )
    version = draft_version(plan=plan, actor=cast.aino, at=NOW, drafted_on=TODAY)
    version.document = a_document(cast)
    version.save()
    write(version, ElementKind.VISION, "Suomen vaikuttavin työllisyysalue.")
    write(version, ElementKind.MISSION, "Tuemme ihmisiä työllistymään.")
    write(version, ElementKind.VALUE, "Asiakaslähtöisyys", body="Kysymme ensin.", line=2)
    priority = write(version, ElementKind.PRIORITY, "Palvelujen laatu", line=3)
    write(version, ElementKind.GOAL, "Tunnetut palvelut", parent=priority, line=4)
    shown = write(version, ElementKind.MEASURE, "Kuntakohtainen työttömyysaste", parent=priority, line=5)
    promise = write(version, ElementKind.PROMISE, "Palvelemme nopeasti.", audience="yritysasiakkaille", sketch=True)
    write(version, ElementKind.PROMISE, "Olemme paikalla.", audience="jäsenkunnille")
    link_measure(element=shown, measure=rate, actor=cast.aino, at=NOW)
    link_measure(element=promise, measure=rate, actor=cast.aino, at=NOW)
    decide(version, cast)
    return plan


def write(version, kind, title, *, parent=None, body="", audience="", sketch=False, line=0):
    last = version.elements.last()
    element = Element.objects.create(
        version=version,
        lineage=uuid4(),
        kind=kind,
        position=last.position + 1 if last else 0,
        parent=parent,
        title=Text(title),
        body=Text(body),
        audience=Text(audience),
        standing=ElementStanding.SKETCH if sketch else ElementStanding.SETTLED,
    )
    if line:
        Place.objects.create(
            element=element, document=version.document, page=1, first_line=line, last_line=line, start=0, end=1
        )
    return element


def decide(version, cast):
    body = {"decided_on": TODAY - timedelta(days=360), "decided_by": "Alueellinen työllisyysjaosto"}
    move_version(version=version, to=VersionState.DECIDED, actor=cast.aino, at=NOW, **body)
    move_version(version=version, to=VersionState.IN_FORCE, actor=cast.aino, at=NOW)


def a_document(cast):
    lines, start = [], 0
    for line in TEXT.split("\n"):
        lines.append([start, start + len(line), 1, ""])
        start += len(line) + 1
    return SourceDocument.objects.create(
        owner=cast.area_a,
        sha256="a" * 64,
        filename="strategia.txt",
        media_type="text/plain",
        size=len(TEXT),
        pages=1,
        text=TEXT,
        lines=lines,
        added_at=NOW,
        is_public=True,
    )
