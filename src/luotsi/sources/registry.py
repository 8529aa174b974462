"""The sources that this installation knows by name, how well each is known, and when its figures come.

Which of their hosts may be asked is a setting.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from luotsi.core.periods import PeriodKind
from luotsi.core.text import NO_TEXT, Text
from luotsi.sources.schedule import Rhythm
from luotsi.sources.types import gettext_noop


class Grade(StrEnum):
    """How well it is known that a connector reads its source; each is written in `GRADE_SENTENCES`."""

    RECORDED = "recorded"
    DOCUMENTED = "documented"
    UNVERIFIED = "unverified"
    OPEN = "open"


GRADE_SENTENCES: Mapping[Grade, str] = {
    Grade.RECORDED: gettext_noop("Recorded: tested against answers that the source itself has given."),
    Grade.DOCUMENTED: gettext_noop("Documented: tested against the published description, not against an answer."),
    Grade.UNVERIFIED: gettext_noop("Unverified: the original has not been seen; check the first answer in a preview."),
    Grade.OPEN: gettext_noop("Open: any table; whoever connects it checks the preview."),
}


@dataclass(frozen=True, slots=True)
class Source:
    """A source, whose it is, on what terms its figures may be used, and what is not known of it.

    `host` is empty where the address is given by whoever connects a measure; `rhythm` is None where figures come
    when their publisher pleases. `reads`, `why`, `limits` and `unknown` stand in the documents, in English.
    """

    key: str
    name: Text
    connector: str
    grade: Grade
    why: str
    reads: str
    limits: str
    unknown: str
    host: str = ""
    base_url: str = ""
    licence: str = ""
    attribution: Text = NO_TEXT
    rhythm: Rhythm | None = None


STATFIN = Source(
    key="statfin",
    name=Text("Tilastokeskus, StatFin", "Statistikcentralen, StatFin", "Statistics Finland, StatFin"),
    connector="pxweb",
    grade=Grade.RECORDED,
    why="Four tables as the interface gave them in 2025 and 2026; JSON-stat written from the same figures.",
    reads="Tables of PxWeb 1: limits, metadata, figures",
    limits="Cells and calls as `?config` says; larger questions are split, calls are paced",
    unknown="When it moves to version 2; `pxweb2` is ready for that",
    host="pxdata.stat.fi",
    base_url="https://pxdata.stat.fi/PxWeb/api/v1",
    licence="CC BY 4.0",
    attribution=Text(
        "Lähde: Tilastokeskus / KEHA-keskus, Työnvälitystilasto",
        "Källa: Statistikcentralen / KEHA-centret, Arbetsförmedlingsstatistik",
        "Source: Statistics Finland / KEHA Centre, Employment service statistics",
    ),
    rhythm=Rhythm(PeriodKind.MONTH, publication_day=21),
)
KELA = Source(
    key="kela",
    name=Text(
        "Kela, kunnan osarahoittama työttömyysturva",
        "FPA, utkomstskydd som kommunen delfinansierar",
        "Kela, unemployment benefits paid in part by municipalities",
    ),
    connector="kela",
    grade=Grade.UNVERIFIED,
    why="Real totals, but in a republisher's columns; Kela's own description of earlier years, no file of its own.",
    reads="Monthly CSV of the whole country and by municipality: rows of totals only",
    limits="Classes, benefits and municipalities are never added up; rows of classes are never shown; 64 MB",
    unknown="The original column names from 2025 on, the file's address and size, the columns by employment area",
    host="avoindata.suomi.fi",
    base_url="https://avoindata.suomi.fi/data/fi/organization/kela",
    licence="CC BY",
    attribution=Text("Lähde: Kela", "Källa: FPA", "Source: Kela"),
    rhythm=Rhythm(PeriodKind.MONTH, publication_day=20),
)
SOTKANET = Source(
    key="sotkanet",
    name=Text("THL, Sotkanet", "THL, Sotkanet", "Finnish Institute for Health and Welfare, Sotkanet"),
    connector="sotkanet",
    grade=Grade.RECORDED,
    why="The list of places as the interface gave it, figures of five municipalities, titles out of its own list.",
    reads="Yearly indicators by municipality and for the country, both sexes together",
    limits="One indicator a question; its title is checked each time",
    unknown="Which small counts are left out, the day of publication, the limits of calls",
    host="sotkanet.fi",
    base_url="https://sotkanet.fi/rest/1.1",
    licence="CC BY 4.0",
    attribution=Text("Lähde: THL, Sotkanet", "Källa: THL, Sotkanet", "Source: THL, Sotkanet"),
)
SCB = Source(
    key="scb",
    name=Text("Ruotsin tilastokeskus SCB", "Statistikmyndigheten SCB", "Statistics Sweden"),
    connector="pxweb2",
    grade=Grade.RECORDED,
    why="Limits, list of tables, metadata and figures as the interface gave them in 2026, and Norway's figures.",
    reads="Tables of PxWeb 2: list of tables, limits, metadata, figures",
    limits="Cells and calls as `/config` says, else thirty calls a minute; larger questions are split",
    unknown="The signs of missing figures in each country; an unknown one refuses the answer",
    host="statistikdatabasen.scb.se",
    base_url="https://statistikdatabasen.scb.se/api/v2",
    licence="CC0 1.0",
    attribution=Text("Lähde: SCB", "Källa: SCB", "Source: Statistics Sweden"),
)
VIPUNEN = Source(
    key="vipunen",
    name=Text("Vipunen, opetushallinnon tilastot", "Vipunen, utbildningsstatistik", "Vipunen, education statistics"),
    connector="vipunen",
    grade=Grade.DOCUMENTED,
    why="The list of data sets as the interface gave it; columns as its keeper publishes them; no rows were at hand.",
    reads="Rows of any resource, by a saved mapping of columns",
    limits="500 000 rows in pages of 5 000; rows are never added up, so every further column has its value chosen",
    unknown="Rows as they come; the limits of calls, the day of publication, which small groups are left out",
    host="api.vipunen.fi",
    base_url="https://api.vipunen.fi/api",
    licence="CC BY 4.0",
    attribution=Text(
        "Lähde: Vipunen – opetushallinnon tilastopalvelu",
        "Källa: Vipunen – utbildningsförvaltningens statistiktjänst",
        "Source: Vipunen – Education Statistics Finland",
    ),
)
JSON_STAT = Source(
    key="jsonstat",
    name=Text("JSON-stat-aineisto", "JSON-stat-data", "JSON-stat dataset"),
    connector="jsonstat",
    grade=Grade.OPEN,
    why="The format is a standard; the datasets of the tests pass its validator.",
    reads="Any address that answers with a JSON-stat 2.0 dataset",
    limits="One time variable; further variables have one value each",
    unknown="Publisher, licence and rhythm are told by whoever connects it",
)
TABULAR = Source(
    key="tabular",
    name=Text("Oma taulukko", "Egen tabell", "A table of one's own"),
    connector="tabular",
    grade=Grade.OPEN,
    why="Any table; the preview shows every figure as understood before one is taken in.",
    reads="CSV, XLSX, Parquet or JSON-stat by address or upload, by a saved mapping of columns",
    limits="500 000 rows, 200 columns, 50 MB; all rows or none",
    unknown="Publisher, licence and rhythm are told by whoever connects it",
)
SOURCES = {source.key: source for source in (STATFIN, KELA, SOTKANET, VIPUNEN, SCB, JSON_STAT, TABULAR)}


def source_of(key: str) -> Source | None:
    """Return the source that a key of series belongs to, or None: `statfin-12r5` is a table of StatFin.

    >>> source_of("kela_municipal_share").name.en
    'Kela, unemployment benefits paid in part by municipalities'
    """
    return SOURCES.get(key.replace("_", "-").partition("-")[0])
