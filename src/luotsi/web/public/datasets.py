"""Values as files of others read them: rows of a table, and the JSON-stat 2.0 of statistical offices."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from luotsi.core.text import Language
from luotsi.core.values import Bounds, Cell, Gap
from luotsi.figures.cells import GAP_SIGNS, flag_words, gap_words
from luotsi.indicators.calc.breaks import firsts
from luotsi.indicators.labels import label
from luotsi.indicators.models import Measure
from luotsi.web.public.pages.place_lines import PlaceLine
from luotsi.web.public.pages.values import bare, day_in_helsinki

Row = Sequence[str | Decimal | date | None]


def header() -> list[str]:
    """Return the heads of the columns."""
    return [
        _("Measure"),
        _("Place code"),
        _("Place"),
        _("Period"),
        pgettext("of a measure", "Value"),
        _("Lower limit, 95%"),
        _("Upper limit, 95%"),
        _("Unit"),
        _("Why there is no value"),
        _("Notes"),
        _("Known on"),
        _("Source"),
        _("Break in the series"),
    ]


def rows(
    measure: Measure, lines: Iterable[PlaceLine], bounds: Mapping[int, Bounds], language: Language
) -> Iterator[Row]:
    """Yield one row for each place and period; a gap has its reason, a zero is the number 0, an estimate its limits."""
    definition = measure.definition
    name, source = bare(measure.shown_name, language), bare(definition.source_name, language)
    unit = str(label(definition.unit_of_value))
    for line in lines:
        broken = firsts(line.breaks, [one.period for one in line.values])
        code, place = line.subject.code, bare(line.subject.name, language)
        for period, cell, known_at, pk in line.values:
            apart = broken.get(period)
            yield [
                name,
                code,
                place,
                period.name,
                cell.value,
                *bounds.get(pk, (None, None)),
                unit,
                gap_words(cell.gap, language) if cell.gap else "",
                ", ".join(flag_words(flag, language) for flag in sorted(cell.flags)),
                day_in_helsinki(known_at),
                source,
                apart.text.in_language(language).text if apart else "",
            ]


def json_stat(measure: Measure, lines: Sequence[PlaceLine], bounds: Mapping[int, Bounds], language: Language) -> bytes:
    """Return the values as a JSON-stat 2.0 dataset of places and periods; gaps are null with their sign as status.

    Breaks in the series are notes of the dataset and of the periods in which something new begins. The limits of
    estimates stand in the dataset's extension, by the place of their value.
    """
    definition = measure.definition
    periods = sorted({one.period for line in lines for one in line.values})
    cells: list[Cell] = []
    limits: dict[int, Bounds] = {}
    for line in lines:
        known = {one.period: one for one in line.values}
        for period in periods:
            one = known.get(period)
            if one is not None and one.pk in bounds:
                limits[len(cells)] = bounds[one.pk]
            cells.append(one.cell if one is not None else Cell.missing())
    updated = max((one.known_at for line in lines for one in line.values), default=None)
    notes = _notes(lines, language)
    dataset = {
        "version": "2.0",
        "class": "dataset",
        "label": bare(measure.shown_name, language),
        "source": bare(definition.source_name, language),
        **({"updated": updated.strftime("%Y-%m-%dT%H:%M:%SZ")} if updated else {}),
        **({"note": [note for told in notes.values() for note in told]} if notes else {}),
        "id": ["place", "period", "content"],
        "size": [len(lines), len(periods), 1],
        "role": {"geo": ["place"], "time": ["period"], "metric": ["content"]},
        "dimension": _dimensions(measure, lines, [period.name for period in periods], notes, language),
        "value": [_number(cell.value) for cell in cells],
        "status": {str(index): _sign(cell) for index, cell in enumerate(cells) if _sign(cell)},
        "extension": {"licence": definition.licence, "table": definition.source_table} | _interval(limits),
    }
    return json.dumps(dataset, ensure_ascii=False).encode()


def _interval(limits: Mapping[int, Bounds]) -> dict[str, Any]:
    """Return the limits as two objects keyed like the dataset's status, nothing where no value has any."""
    if not limits:
        return {}
    low, high = ({str(at): _number(one[end]) for at, one in limits.items()} for end in (0, 1))
    return {"interval": {"coverage": 0.95, "low": low, "high": high}}


def _notes(lines: Iterable[PlaceLine], language: Language) -> dict[str, list[str]]:
    """Return what is told of the breaks, by the name of the first period after each, each note once."""
    found: dict[str, list[str]] = {}
    for line in lines:
        for period, one in firsts(line.breaks, [one.period for one in line.values]).items():
            text = one.text.in_language(language).text
            note = _("Break in the series, {period}: {text}").format(period=one.period.name, text=text)
            if note not in found.setdefault(period.name, []):
                found[period.name].append(note)
    return dict(sorted(found.items()))


def _dimensions(
    measure: Measure, lines: Sequence[PlaceLine], periods: list[str], notes: dict[str, list[str]], language: Language
) -> dict[str, Any]:
    definition = measure.definition
    places = {line.subject.code: bare(line.subject.name, language) for line in lines}
    return {
        "place": {"label": _("Place"), "category": {"index": list(places), "label": places}},
        "period": {"label": _("Period"), "category": {"index": periods, **({"note": notes} if notes else {})}},
        "content": {
            "label": _("Measure"),
            "category": {
                "index": [definition.key],
                "label": {definition.key: bare(measure.shown_name, language)},
                "unit": {
                    definition.key: {"label": str(label(definition.unit_of_value)), "decimals": definition.decimals}
                },
            },
        },
    }


def _number(value: Decimal | None) -> int | float | None:
    """Return the number as JSON has it; a float prints the same digits as the decimal it was made of."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _sign(cell: Cell) -> str:
    """Return the sign of a gap as official statistics print it, or the flags of a value."""
    if cell.gap is not None:
        return GAP_SIGNS[Gap(cell.gap)]
    return ",".join(sorted(cell.flags))
