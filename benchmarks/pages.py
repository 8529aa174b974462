"""Pages at national scale: 45 areas, 308 municipalities, 100 plans, 300 measures, ten years of months.

The rival is the same page over a fiftieth of the data. Each page is asked as a browser asks it, through every layer but
the web server: once cold, in a process where another page was served, and then many times. How often the database is
asked must be the same for much as for little, and both must give the same figures. `QUICK=1` takes three years and
fewer rounds.
"""

import gzip
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import uuid4

QUICK = bool(os.environ.get("QUICK"))
YEARS = 3 if QUICK else 10
ROUNDS = 15 if QUICK else 60
SIZES = {"fiftieth": {"areas": 1, "plans": 2, "measures": 6}, "national": {"areas": 45, "plans": 100, "measures": 300}}
ROOT = Path(__file__).parent.parent
AT = datetime(2026, 11, 22, 8, tzinfo=UTC)
TODAY = date(2026, 11, 22)
FOCUS = "41"  # Turku: the employment area with the most municipalities, 23
SOURCE = "statfin-12r5"
PAGES = {
    "front page": "/",
    "organisation": "/alue-41/",
    "strategy": "/alue-41/strategia/s-0/",
    "measures": "/alue-41/mittarit/",
    "measure": "/alue-41/mittarit/unemployment-rate/",
    "measure of amounts": "/alue-41/mittarit/unemployed/",
    "measure as known on": "/alue-41/mittarit/unemployment-rate/?tiedossa=2026-09-01",
    "organisation as known on": "/alue-41/?tiedossa=2026-09-01",
    "measures as known on": "/alue-41/mittarit/?tiedossa=2026-09-01",
    "municipality as known on": "/alue-41/kunnat/{municipality}/?tiedossa=2026-09-01",
    "measure of a place": "/alue-41/mittarit/unemployment-rate/?kunta={municipality}",
    "measure as table": "/alue-41/mittarit/unemployment-rate.csv",
    "measure framed": "/alue-41/mittarit/unemployment-rate/upotus/",
    "municipalities": "/alue-41/kunnat/",
    "municipality": "/alue-41/kunnat/{municipality}/",
    "promises": "/alue-41/lupaukset/",
    "reports": "/alue-41/raportit/",
    "catalogue": "/mittaristo/",
    "desk": "/alue-41/tyopoyta/",
    "desk measures": "/alue-41/tyopoyta/mittarit/",
}


def figure(code: str, month: int, content: int) -> int:
    """Return the made figure of a place, the same wherever it is asked."""
    return 40 + (sum(map(ord, code)) * 7919 + month * 104_729 + content * 1_299_709) % 900 + content * 1000


def make(size: dict[str, int]) -> str:
    """Fill the empty database, and return the address of a municipality of the area that is looked at."""
    from django.core.management import call_command

    from luotsi.core.text import Text
    from luotsi.indicators.models import Definition
    from luotsi.indicators.operations import load_catalogue
    from luotsi.orgs import geography
    from luotsi.orgs.models import Subject
    from luotsi.orgs.operations import found_organisation, give_role, load_geography, register_person
    from luotsi.orgs.types import OrganisationKind, Role

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    load_geography(on=TODAY, at=AT)
    load_catalogue(at=AT)
    codes = [area.code for area in geography.areas() if area.in_law]
    codes = [FOCUS, *(code for code in codes if code != FOCUS)][: size["areas"]]
    person = register_person(email="aino@example.org", name="Aino", password="a long word", actor=None, at=AT)
    owners = []
    for code in codes:
        subject = Subject.objects.get(code=f"TA{code}")
        owner = found_organisation(
            slug=f"alue-{code}",
            name=Text(f"Alue {code}"),
            kind=OrganisationKind.AREA,
            subject=subject,
            actor=None,
            at=AT,
        )
        give_role(person=person, organisation=owner, role=Role.EDITOR, actor=None, at=AT)
        owners.append(owner)
    definitions = list(Definition.objects.filter(source_table=SOURCE).order_by("key"))
    places = [one.subject_code for code in codes for one in geography.members(code, TODAY)]
    fill(definitions, [*places, *(f"TA{code}" for code in codes), "SSS"])
    adopt(owners, size["measures"])
    write_plans(owners, size["plans"])
    return Subject.objects.get(code=places[0]).slug


def fill(definitions: list[Any], places: list[str]) -> None:
    """Publish ten years of months of every place; a share is made of its parts."""
    from luotsi.core.periods import Period
    from luotsi.core.values import Cell, ratio
    from luotsi.indicators.ingest import Arrival, publish
    from luotsi.indicators.types import RunKind
    from luotsi.orgs.models import Subject

    subjects = {one.code: one for one in Subject.objects.filter(code__in=places)}
    months = [Period.parse(f"{year}-{month:02}") for year in range(2026 - YEARS, 2026) for month in range(7, 13)]
    months += [Period.parse(f"{year}-{month:02}") for year in range(2027 - YEARS, 2027) for month in range(1, 7)]
    numbers = {one.pk: index for index, one in enumerate(definitions)}
    known = datetime(2026, 7, 21, 5, tzinfo=UTC)

    def cell(definition: Any, code: str, month: int) -> Cell:
        if definition.numerator_id in numbers and definition.denominator_id in numbers:
            parts = [
                Cell.of(figure(code, month, numbers[pk])) for pk in (definition.numerator_id, definition.denominator_id)
            ]
            return ratio(parts[0], parts[1], scale=100, decimals=1)
        return Cell.of(figure(code, month, numbers[definition.pk]))

    publish(
        (
            Arrival(definition, subjects[code], period, cell(definition, code, index), known)
            for definition in definitions
            for code in places
            for index, period in enumerate(sorted(months))
        ),
        kind=RunKind.PACKAGED,
        source_key=SOURCE,
        at=known,
    )


def adopt(owners: list[Any], count: int) -> None:
    """Let the organisations adopt measures in turn, those with figures first, with a target each, and judge them."""
    from luotsi.core.periods import Period
    from luotsi.indicators.models import Definition
    from luotsi.indicators.operations import NewTarget, adopt_measure, judge_measures, mark_headline, set_target
    from luotsi.indicators.types import TargetKind, TargetOrigin

    rows = list(Definition.objects.filter(is_supporting=False).order_by("key"))
    rows.sort(key=lambda one: (one.key not in {"unemployment-rate", "unemployed"}, one.source_table != SOURCE))
    target = NewTarget(TargetKind.AT_MOST, Period.parse("2028-12"), TargetOrigin.EXAMPLE, value=Decimal(9))
    for index in range(count):
        owner, definition = owners[index % len(owners)], rows[index // len(owners)]
        measure = adopt_measure(owner=owner, definition=definition, slug=definition.key, actor=None, at=AT)
        if definition.unit_of_value.is_number:
            set_target(measure=measure, subject=owner.subject, target=target, actor=None, at=AT)
        if index // len(owners) < 3:
            mark_headline(measure=measure, is_headline=True, actor=None, at=AT)
        judge_measures(measures=[measure], subjects=[owner.subject], at=AT)


def write_plans(owners: list[Any], count: int) -> None:
    """Found plans with four priorities, four goals below each, and a measure linked to each goal."""
    from luotsi.core.text import Text
    from luotsi.indicators.models import Measure
    from luotsi.strategy.intake.types import ElementKind
    from luotsi.strategy.models import Element
    from luotsi.strategy.operations import draft_version, found_plan, link_measure, move_version
    from luotsi.strategy.types import PlanKind, VersionState

    for index in range(count):
        owner = owners[index % len(owners)]
        plan = found_plan(
            owner=owner,
            slug=f"s-{index // len(owners)}",
            name=Text("Strategia"),
            kind=PlanKind.STRATEGY,
            actor=None,
            at=AT,
        )
        version = draft_version(plan=plan, actor=None, at=AT, drafted_on=TODAY)
        measures = list(Measure.objects.filter(owner=owner))
        priority = None
        for number in range(20):
            is_priority = number % 5 == 0
            element = Element.objects.create(
                version=version,
                lineage=uuid4(),
                position=number,
                parent=None if is_priority else priority,
                title=Text(f"Kohta {number}"),
                kind=ElementKind.PRIORITY if is_priority else ElementKind.GOAL,
            )
            if is_priority:
                priority = element
            else:
                link_measure(element=element, measure=measures[number % len(measures)], actor=None, at=AT)
        move_version(
            version=version, to=VersionState.DECIDED, actor=None, at=AT, decided_on=TODAY, decided_by="Hallitus"
        )
        move_version(version=version, to=VersionState.IN_FORCE, actor=None, at=AT)


def made(size: str) -> str:
    """Make the data in a process of its own; return the address of a municipality."""
    import django

    django.setup()
    return make(SIZES[size])


def measured(municipality: str) -> dict[str, Any]:
    """Ask each page in a process that has started as a served one does, and return what each took."""
    from luotsi.config import wsgi

    assert wsgi.application is not None
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from luotsi.orgs.models import Person

    client = Client(headers={"accept-encoding": "identity"})
    client.get("/saavutettavuus/")
    found: dict[str, Any] = {}
    for name, pattern in PAGES.items():
        if name == "desk":
            client.force_login(Person.objects.get())
        address = pattern.format(municipality=municipality)
        start = time.perf_counter()
        answer = client.get(address)
        cold = time.perf_counter() - start
        assert answer.status_code == 200, f"{address} answers {answer.status_code}"
        with CaptureQueriesContext(connection) as queries:
            body = client.get(address).content
            asked = len(queries)
        times, busy = [], time.process_time()
        for _ in range(ROUNDS):
            start = time.perf_counter()
            client.get(address)
            times.append(time.perf_counter() - start)
        busy = (time.process_time() - busy) / ROUNDS
        times.sort()
        found[name] = {
            "cold_ms": cold * 1000,
            "median_ms": statistics.median(times) * 1000,
            "p99_ms": times[min(len(times) - 1, round(len(times) * 0.99))] * 1000,
            "cpu_ms": busy * 1000,
            "queries": asked,
            "html_kb": len(gzip.compress(body, 6)) / 1024,
        }
    table = client.get(PAGES["measure as table"]).content.decode("utf-8-sig").splitlines()
    found["figures"] = sorted(line for line in table if ";TA41;" in line or ";KU" in line)
    found["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return found


def in_a_process(step: str, given: str, environment: dict[str, str]) -> Any:
    """Return what a step gives in a fresh process."""
    command = [sys.executable, __file__, step, given]
    answer = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=environment)
    return json.loads(answer.stdout.strip().splitlines()[-1])


def main() -> None:
    """Measure both sizes in processes of their own and print the worst of the national pages as the last line."""
    runs = {}
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            environment = os.environ | {
                "LUOTSI_DATA_DIR": folder,
                "PYTHONPATH": str(ROOT / "src"),
                "DJANGO_SETTINGS_MODULE": "luotsi.config.settings",
                "LUOTSI_HOSTS": "testserver",
            }
            municipality = in_a_process("made", size, environment)
            runs[size] = in_a_process("measured", municipality, environment)
    small, national = runs["fiftieth"], runs["national"]
    assert small["figures"] == national["figures"], "the figures of the page differ"
    columns = ("median_ms", "cpu_ms", "p99_ms", "cold_ms", "queries", "html_kb")
    print(f"{'page':22}", *(f"{name:>10}" for name in (*columns, "a fiftieth")))
    for name in PAGES:
        shown = [*(national[name][column] for column in columns), small[name]["median_ms"]]
        print(f"{name:22}", *(f"{value:10.1f}" for value in shown))
        assert small[name]["queries"] == national[name]["queries"], f"{name} asks more often when there is more"
    worst = " ".join(f"{column}={max(national[name][column] for name in PAGES):.1f}" for column in columns)
    ratio = sum(small[name]["median_ms"] for name in PAGES) / sum(national[name]["median_ms"] for name in PAGES)
    slowest = max(PAGES, key=lambda name: national[name]["median_ms"]).replace(" ", "-")
    peak = f"peak_mb={national['peak_mb']:.0f}"
    print(f"pages ratio={ratio:.2f} rival=a-fiftieth-of-the-data {peak} {worst} slowest={slowest}")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps({"made": made, "measured": measured}[sys.argv[1]](sys.argv[2])))
    else:
        main()
