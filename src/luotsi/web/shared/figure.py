"""A chart as a page shows it: two pictures of it, one for a wide page and one for a phone, and its table."""

from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from luotsi.core.text import Language
from luotsi.figures.charts.render import NARROW, WIDE, to_svg
from luotsi.figures.charts.specs import Chart
from luotsi.figures.charts.tables import Table, to_table


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture with its title, its sentence and its numbers."""

    title: str
    sentence: str
    wide: SafeString
    narrow: SafeString
    table: Table


def figure(spec: Chart, language: Language, *, name: str, wide: int = WIDE) -> Figure:
    """Draw the chart; `name` is unlike that of any other figure of the page, `wide` the pixels of the wide picture."""
    return Figure(
        title=spec.title,
        sentence=spec.sentence,
        wide=_drawn(spec, language, f"{name}-wide", wide),
        narrow=_drawn(spec, language, f"{name}-narrow", NARROW),
        table=to_table(spec, language),
    )


def _drawn(spec: Chart, language: Language, prefix: str, width: int) -> SafeString:
    return mark_safe(to_svg(spec, language, prefix=prefix, width=width))  # noqa: S308  every text in it is escaped
