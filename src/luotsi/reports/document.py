"""The format-neutral Document: blocks in reading order, every number with the ids of the observations behind it."""

from dataclasses import dataclass
from datetime import date

from luotsi.core.text import Language
from luotsi.figures.charts.specs import Chart
from luotsi.figures.charts.tables import Table


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside the document; level 2 is the highest below the title."""

    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; `observations` are those whose figures it tells."""

    text: str
    observations: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Items:
    """A list without an order."""

    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One figure worth a glance: its name, the value with its unit, when, and how it stands."""

    label: str
    value: str
    note: str
    status: str = ""
    status_words: str = ""
    observations: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class KeyFigures:
    """The few figures at the beginning."""

    figures: tuple[KeyFigure, ...]


@dataclass(frozen=True, slots=True)
class StatusLine:
    """A status with its word and its reason."""

    status: str
    words: str
    explanation: str
    override: str = ""
    """Who put a judgement of their own in place of the computed one, and why."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart with its title, sentence and table of the numbers drawn."""

    chart: Chart
    observations: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Grid:
    """A table that stands for itself."""

    table: Table
    observations: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """Something a reader must know before believing: an example target, simulated figures."""

    text: str


@dataclass(frozen=True, slots=True)
class Source:
    """Where a measure's figures come from, and which observations of it the document uses."""

    measure: str
    source: str
    observations: tuple[int, ...]
    trace: str
    """By what the observations are found again, in words: how many, of which periods and series, as known when."""


@dataclass(frozen=True, slots=True)
class Sources:
    """The list of sources that closes a document."""

    heading: str
    sources: tuple[Source, ...]


Block = Heading | Paragraph | Items | KeyFigures | StatusLine | Picture | Grid | Notice | Sources


@dataclass(frozen=True, slots=True)
class Document:
    """A report in one language, not yet in any format."""

    title: str
    organisation: str
    period: str
    language: Language
    made_on: date
    made_words: str
    """When it was made, in words: `Laadittu 22.11.2026 sen mukaan, mitä silloin tiedettiin.`"""
    blocks: tuple[Block, ...]
    is_demo: bool = False

    @property
    def observations(self) -> tuple[int, ...]:
        """The ids of every observation the document shows, each once, in order."""
        found: set[int] = set()
        for block in self.blocks:
            if isinstance(block, KeyFigures):
                found.update(one for figure in block.figures for one in figure.observations)
            elif isinstance(block, Sources):
                found.update(one for source in block.sources for one in source.observations)
            else:
                found.update(getattr(block, "observations", ()))
        return tuple(sorted(found))
