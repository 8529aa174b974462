"""Long lines of bare figures are written by few columns; what is read back is what arrived, cell for cell."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from tests.cast import NOW, STATFIN

from luotsi.core.periods import Period, PeriodKind
from luotsi.core.values import Cell, Flag, Gap
from luotsi.indicators.ingest import ArrivingLine, UnableToIngest, publish_lines
from luotsi.indicators.models import Definition, Observation, Run, Series
from luotsi.indicators.numbering import first_of, next_version, period_of
from luotsi.indicators.reading import known_of_series, observations_of, periods_known
from luotsi.indicators.types import RunKind
from luotsi.orgs.models import Subject

JULY_21 = datetime(2026, 7, 21, 5, 0, 0, 250_000, tzinfo=UTC)
CELLS = [
    Cell.of(0),
    Cell.of(-3),
    Cell.of("12.80"),
    Cell.of("-0.004"),
    Cell.of(2**62),
    Cell.missing(Gap.HIDDEN),
    Cell.missing(Gap.UNDEFINED),
    Cell.of(7, Flag.PROVISIONAL),
    Cell(value=Decimal("12.5"), numerator=Decimal(1), denominator=Decimal(8)),
]


def months(count, first="1950-01"):
    return [Period.parse(first) + step for step in range(count)]


def take_in(periods, cells, *, codes=("KU046",), known_at=JULY_21):
    definition = Definition.objects.get(key="unemployed")
    lines = [
        ArrivingLine(definition, place, periods, cells, known_at) for place in Subject.objects.filter(code__in=codes)
    ]
    return publish_lines(lines, kind=RunKind.FETCH, source_key=STATFIN, at=NOW)


@pytest.mark.parametrize("count", [499, 500, 501, 1001])
@pytest.mark.parametrize("cells", [CELLS[:7], CELLS], ids=["bare", "flagged-and-divided"])
def test_every_cell_of_a_long_line_reads_back_as_it_arrived(cast, count, cells):
    periods = months(count)
    told = [cells[at % len(cells)] for at in range(count)]
    assert take_in(periods, told).rows_written == count
    one = Series.objects.get()
    found = observations_of([one.pk])
    assert [(row.period, row.cell, row.known_at) for row in found] == [
        (period, cell, JULY_21) for period, cell in zip(periods, told, strict=True)
    ]
    assert [row.pk for row in found] == [first_of(one.pk, period) for period in periods]
    light = known_of_series([one.pk], PeriodKind.MONTH)[one.pk]
    assert [(row.period, row.known_at) for row in light] == [(period, JULY_21) for period in periods]
    assert [(row.cell.value, row.cell.gap, row.cell.flags) for row in light] == [
        (cell.value, cell.gap, cell.flags) for cell in told
    ]
    assert periods_known([one.pk]) == set(periods)


def test_of_a_revised_line_what_changed_is_stored_beside_a_series_that_is_new(cast):
    periods = months(40)
    take_in(periods, [Cell.of(number) for number in range(40)])
    revised = [Cell.of(number + (number == 17)) for number in range(40)]
    run = take_in(periods, revised, codes=("KU046", "KU681"), known_at=JULY_21 + timedelta(microseconds=1))
    assert (run.rows_written, run.rows_revised) == (41, 1)
    for one in Series.objects.all():
        found = observations_of([one.pk])
        assert [row.value for row in found] == [cell.value for cell in revised]
    assert take_in(periods, revised, codes=("KU046", "KU681"), known_at=JULY_21 + timedelta(days=1)).rows_written == 0


def test_a_fault_in_the_middle_of_a_long_answer_leaves_nothing_of_it(cast):
    periods = [*months(600), Period.parse("2501-01")]
    with pytest.raises(UnableToIngest, match="2501"):
        take_in(periods, [Cell.of(1)] * 601, codes=("KU046", "KU681"))
    assert (Series.objects.count(), Observation.objects.count(), Run.objects.count()) == (0, 0, 0)
    assert take_in(periods[:600], [Cell.of(1)] * 600, codes=("KU046", "KU681")).rows_written == 1200


def test_the_database_refuses_a_number_of_another_series_and_a_gap_with_a_value(cast):
    take_in(months(1), [Cell.of(1)])
    one = Observation.objects.get()
    for wrong in ({"series_id": one.series_id + 1}, {"scaled": None}, {"gap": "hidden"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Observation.objects.filter(pk=one.pk).update(**wrong)
    assert connection.is_usable()


@pytest.mark.parametrize(
    "name",
    ["1850", "2500", "1850-01", "2500-12", "2026-06", "2026-Q1", "2026-Q4", "2026-H2", "2026-T2", "2026-LV", "2025-VK"],
)
def test_the_number_of_an_observation_tells_its_period_in_every_version(name):
    first = first_of(7, Period.parse(name))
    assert period_of(first) == period_of(next_version(first)) == Period.parse(name)
