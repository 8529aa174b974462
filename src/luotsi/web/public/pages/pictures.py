"""The values of a measure of one place with those around it, and every picture that can be drawn of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from luotsi.core.text import Language
from luotsi.core.values import Bounds
from luotsi.figures.charts.specs import Chart
from luotsi.indicators.calc.targets import TargetLine
from luotsi.indicators.models import Measure, Target
from luotsi.indicators.queries import Line, bounds_of_line, lines_of, target_line, targets_of
from luotsi.indicators.writing import Writing
from luotsi.orgs.models import Subject
from luotsi.web.public.pages import measure_charts
from luotsi.web.public.pages.place_lines import PlaceLine, place_lines, years_shown
from luotsi.web.public.pages.subjects import Wanted


class Picture(StrEnum):
    """A picture of a measure; the value stands in the address of its file."""

    LINE = "viiva"
    MAP = "kartta"
    SIDE_BY_SIDE = "vertailu"
    MULTIPLES = "kunnat"


@dataclass(frozen=True)
class Values:
    """What is known of a measure: the line of the wanted place, and the places to set beside it."""

    measure: Measure
    wanted: Wanted
    writing: Writing
    line: Line | None
    target: Target | None
    places: dict[int, PlaceLine]
    bounds: Mapping[int, Bounds] = field(default_factory=dict)
    """Between which numbers estimated values of the line lie, by the observation's id."""

    @property
    def is_whole(self) -> bool:
        """Whether the organisation's own place is looked at and not one of its municipalities."""
        return self.wanted.subject is not None and self.wanted.subject == self.wanted.subjects.own

    @cached_property
    def parts(self) -> list[PlaceLine]:
        """The municipalities that have any value."""
        return [self.places[one.pk] for one in self.wanted.subjects.parts if self.places[one.pk].values]

    @property
    def target_line(self) -> TargetLine | None:
        """The target as numbers."""
        return target_line(self.target) if self.target else None


def values_of(measure: Measure, wanted: Wanted, language: Language) -> Values:
    """Return the values in seven queries at most, however many municipalities there are."""
    subject, day = wanted.subject, wanted.as_known_on
    writing = Writing.of(measure.definition, language)
    if subject is None:
        return Values(measure, wanted, writing, None, None, {one.pk: PlaceLine(one, ()) for one in wanted.subjects.all})
    line = lines_of(measure, [subject], as_known_on=day)[subject.pk]
    since = years_shown(line, all_of_them=subject == wanted.subjects.own)
    places = place_lines(measure, wanted.subjects.all, writing, since=since, as_known_on=day)
    target = targets_of([measure], [subject], as_known_on=day).get((measure.pk, subject.pk))
    bounds = bounds_of_line(line, as_known_on=day)
    return Values(measure, wanted, writing, line, target, places, bounds)


def draw(picture: Picture, values: Values, *, url_of: Callable[[Subject], str] | None = None) -> Chart | None:
    """Return what the picture shows, or None where there is nothing to draw; places of a map lead to `url_of` them."""
    measure, line, writing, parts = values.measure, values.line, values.writing, values.parts
    subject = values.wanted.subject
    if subject is None or line is None or not writing.unit.is_number:
        return None
    whole = values.places[subject.pk]
    match picture:
        case Picture.LINE:
            is_known = any(one.value is not None for one in line.observations)
            if not is_known:
                return None
            return measure_charts.line_chart(measure, line, values.target_line, writing, values.bounds)
        case Picture.MAP:
            own = values.wanted.subjects.own
            area = values.places[own.pk] if own is not None else None
            return measure_charts.area_map(measure, area, parts, writing, current=subject, url_of=url_of)
        case Picture.SIDE_BY_SIDE:
            is_told = values.is_whole and len(parts) > 1
            return measure_charts.side_by_side(measure, whole, parts, writing) if is_told else None
        case Picture.MULTIPLES:
            is_told = values.is_whole and len(parts) > 1 and max(len(one.values) for one in parts) > 2
            return measure_charts.multiples(measure, whole, parts, writing) if is_told else None
