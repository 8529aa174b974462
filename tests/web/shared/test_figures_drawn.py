"""A figure is drawn once for the same specification, and anew for any other."""

from dataclasses import replace

import pytest

from luotsi.core.periods import Period
from luotsi.core.units import Unit
from luotsi.core.values import Cell, Flag
from luotsi.figures.charts.specs import LineChart, Point, Series
from luotsi.web.shared.figure import figure


def chart(*values, title="Työttömät"):
    points = tuple(Point(Period.parse("2026-01") + at, Cell.of(value)) for at, value in enumerate(values))
    return LineChart(title, "Lause.", Unit.PERSONS, (Series("Savonlinna", points),))


def shown(spec=None, language="fi", name="viiva", wide=720):
    found = figure(spec or chart(41, 42, 43), language, name=name, wide=wide)
    return found.title, found.wide, found.narrow, found.table


def test_the_same_specification_gives_the_same_figure():
    assert shown() == shown(chart(41, 42, 43))


@pytest.mark.parametrize(
    "other",
    [
        {"spec": chart(41, 42, 44)},
        {"spec": chart(41, 42, 43, title="Avoimet paikat")},
        {"spec": replace(chart(41, 42, 43), unit=Unit.PERCENT)},
        {
            "spec": replace(
                chart(),
                series=(Series("Savonlinna", (Point(Period.parse("2026-01"), Cell.of(41, Flag.PROVISIONAL)),)),),
            )
        },
        {"language": "sv"},
        {"name": "kartta"},
        {"wide": 540},
    ],
    ids=["a-value", "the-title", "the-unit", "a-flag", "the-language", "the-name", "the-width"],
)
def test_what_differs_in_anything_gives_another_figure(other):
    first = shown()
    assert shown(**other) != first
    assert shown() == first
