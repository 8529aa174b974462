"""What a chart shows: frozen specifications of cells and periods, without a colour or a coordinate."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from luotsi.core.periods import Period
from luotsi.core.units import Unit
from luotsi.core.values import Cell, Flag


@dataclass(frozen=True, slots=True)
class Point:
    """A cell in its period; `low` and `high` bound an estimate or a forecast."""

    period: Period
    cell: Cell
    low: Decimal | None = None
    high: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """Cells of one kind of period in order of time; periods left out are gaps.

    `breaks` are the first periods of a new way of counting, with values or not: nothing compares across one.
    """

    name: str
    points: tuple[Point, ...]
    breaks: tuple[Period, ...] = ()

    def __post_init__(self) -> None:
        periods = [point.period for point in self.points]
        if len({period.kind for period in periods}) > 1:
            raise ValueError(f"the series {self.name!r} mixes periods of different kinds")
        if any(later <= earlier for earlier, later in pairwise(periods)):
            raise ValueError(f"the periods of the series {self.name!r} are not in order of time, each once")

    @classmethod
    def of(cls, name: str, values: Mapping[str, Cell | Decimal | int | str | None]) -> "Series":
        """Return a series from period names to values, in any order; None is missing."""
        cells = {
            Period.parse(period): value
            if isinstance(value, Cell)
            else Cell.missing()
            if value is None
            else Cell.of(value)
            for period, value in values.items()
        }
        return cls(name, tuple(Point(period, cells[period]) for period in sorted(cells)))

    @property
    def broken_at(self) -> frozenset[Period]:
        """The first of its periods after each break."""
        periods = [point.period for point in self.points]
        after = (next((period for period in periods if period >= one), None) for one in self.breaks)
        return frozenset(period for period in after if period is not None)

    @property
    def last_known(self) -> Point | None:
        """The latest point that has a number."""
        return next((point for point in reversed(self.points) if point.cell.value is not None), None)


@dataclass(frozen=True, slots=True)
class TargetPath:
    """The way to a target: the points the straight path runs through, the target itself last."""

    label: str
    points: tuple[tuple[Period, Decimal], ...]

    def __post_init__(self) -> None:
        if not self.points:
            raise ValueError("a target path needs at least the target itself")


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits to stay within; one of them may be open."""

    label: str
    low: Decimal | None = None
    high: Decimal | None = None


@dataclass(frozen=True, slots=True)
class LineChart:
    """One or several series over time, with the target's path and limits where there are any.

    The vertical axis begins at zero for amounts; for shares and scores it begins where the reader sees the change, and
    says so. `from_zero` decides it by hand.
    """

    title: str
    sentence: str
    unit: Unit
    series: tuple[Series, ...]
    target: TargetPath | None = None
    limits: Limits | None = None
    decimals: int | None = None
    from_zero: bool | None = None


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: a municipality, a group, a unit."""

    name: str
    cell: Cell
    is_highlighted: bool = False


@dataclass(frozen=True, slots=True)
class Reference:
    """A value that bars are set against: the whole area, the country, the target."""

    label: str
    value: Decimal


@dataclass(frozen=True, slots=True)
class BarChart:
    """Horizontal bars in the order given; `by` names what the bars are (Kunta, Municipality)."""

    title: str
    sentence: str
    unit: Unit
    bars: tuple[Bar, ...]
    by: str = ""
    reference: Reference | None = None
    decimals: int | None = None


@dataclass(frozen=True, slots=True)
class SmallMultiples:
    """A line for each panel on the same scales, `common` (the whole area) in grey behind each."""

    title: str
    sentence: str
    unit: Unit
    panels: tuple[Series, ...]
    common: Series | None = None
    target: TargetPath | None = None
    decimals: int | None = None
    from_zero: bool | None = None


@dataclass(frozen=True, slots=True)
class Sparkline:
    """A word-sized line beside a number."""

    title: str
    sentence: str
    unit: Unit
    series: Series
    decimals: int | None = None


@dataclass(frozen=True, slots=True)
class Outline:
    """A place as drawn on a map, in steps of a grid whose y grows southwards.

    `path` is SVG's, `box` holds it (west, north, east, south), `label` lies inside, `room` steps from every border.
    """

    path: str
    box: tuple[int, int, int, int]
    label: tuple[int, int]
    room: int


@dataclass(frozen=True, slots=True)
class MapArea:
    """A place on a map with its cell; with `url` it leads there."""

    name: str
    cell: Cell
    outline: Outline
    url: str = ""
    is_highlighted: bool = False


@dataclass(frozen=True, slots=True)
class AreaMap:
    """Places on a map: shares and scores as shades in classes, amounts as circles, gaps hatched.

    `by` names what the areas are, `credit` says whose borders they are.
    """

    title: str
    sentence: str
    unit: Unit
    areas: tuple[MapArea, ...]
    by: str = ""
    credit: str = ""
    decimals: int | None = None


@dataclass(frozen=True, slots=True)
class DotRow:
    """One row of dots: a place or group with a cell for each of the chart's columns; limits are of the last one."""

    name: str
    cells: tuple[Cell, ...]
    is_highlighted: bool = False
    low: Decimal | None = None
    high: Decimal | None = None


@dataclass(frozen=True, slots=True)
class DotChart:
    """Dots on a common scale, such as a year ago and now; `columns` names the dots, the last one is filled.

    `is_change` tells that the dots are differences: they get their signs, and those of shares are percentage points.
    """

    title: str
    sentence: str
    unit: Unit
    columns: tuple[str, ...]
    rows: tuple[DotRow, ...]
    by: str = ""
    reference: Reference | None = None
    decimals: int | None = None
    is_change: bool = False

    def __post_init__(self) -> None:
        if any(len(row.cells) != len(self.columns) for row in self.rows):
            raise ValueError("each row of dots needs a cell for each column")


@dataclass(frozen=True, slots=True)
class FunnelPoint:
    """A place in a funnel: how much its figure rests on, and the figure."""

    name: str
    size: Decimal
    cell: Cell
    is_highlighted: bool = False

    def __post_init__(self) -> None:
        if self.size <= 0:
            raise ValueError(f"the figure of {self.name!r} rests on nothing, so it has no place in a funnel")


@dataclass(frozen=True, slots=True)
class ControlLimits:
    """Where figures of each size would lie by chance: (size, low, high) in order of size."""

    label: str
    curve: tuple[tuple[Decimal, Decimal, Decimal], ...]

    def __post_init__(self) -> None:
        sizes = [size for size, _low, _high in self.curve]
        if len(sizes) < 2 or sizes[0] <= 0 or any(later <= earlier for earlier, later in pairwise(sizes)):
            raise ValueError(f"the limits {self.label!r} need two sizes at least above zero, in order of size")

    def at(self, size: Decimal) -> tuple[Decimal, Decimal] | None:
        """Return the limits for the size, straight between those given, or None beyond them."""
        for (left, low, high), (right, next_low, next_high) in pairwise(self.curve):
            if left <= size <= right:
                along = (size - left) / (right - left)
                return low + (next_low - low) * along, high + (next_high - high) * along
        return None


@dataclass(frozen=True, slots=True)
class FunnelPlot:
    """Figures against what they rest on, with limits of chance given as data, the innermost first."""

    title: str
    sentence: str
    unit: Unit
    size_name: str
    points: tuple[FunnelPoint, ...]
    limits: tuple[ControlLimits, ...]
    centre: Reference
    by: str = ""
    decimals: int | None = None

    def limits_at(self, size: Decimal) -> tuple[Decimal, Decimal] | None:
        """Return the outermost limits for the size, or None where there are none."""
        return self.limits[-1].at(size) if self.limits else None


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """A share in per cent after so many days or months, with its limits where it is estimated."""

    after: int
    cell: Cell
    low: Decimal | None = None
    high: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Curve:
    """A share of a group, point by point in order of time since its beginning."""

    name: str
    points: tuple[CurvePoint, ...]

    def __post_init__(self) -> None:
        if any(later.after <= earlier.after for earlier, later in pairwise(self.points)):
            raise ValueError(f"the points of the curve {self.name!r} are not in order, each once")


@dataclass(frozen=True, slots=True)
class CurveChart:
    """Shares that shrink or grow with time, from 0 to 100 per cent; `after_name` says what is counted along it.

    `is_stepped` holds the share until the next point, as an estimate of survival is. `mark` is a point of time with
    its label, such as the limit of the law.
    """

    title: str
    sentence: str
    after_name: str
    curves: tuple[Curve, ...]
    mark: tuple[int, str] | None = None
    is_stepped: bool = False


@dataclass(frozen=True, slots=True)
class FlowPicture:
    """How many came in, are there, went out and why; those who came and went are drawn to one scale."""

    title: str
    sentence: str
    unit: Unit
    came: tuple[Bar, ...]
    here: Bar
    went: tuple[Bar, ...]
    by: str = ""


Chart = LineChart | BarChart | SmallMultiples | Sparkline | AreaMap | DotChart | FunnelPlot | CurveChart | FlowPicture


def is_lower_bound(cell: Cell) -> bool:
    """Tell whether the number is known only to be at least so much."""
    return Flag.AT_LEAST in cell.flags
