"""The interfaces that this installation knows by name; which of them may be asked is a setting."""

from dataclasses import dataclass

from luotsi.core.text import Text


@dataclass(frozen=True, slots=True)
class Source:
    """An interface, whose it is and on what terms its figures may be used."""

    key: str
    name: Text
    host: str
    base_url: str
    licence: str
    attribution: Text


STATFIN = Source(
    key="statfin",
    name=Text("Tilastokeskus, StatFin", "Statistikcentralen, StatFin", "Statistics Finland, StatFin"),
    host="pxdata.stat.fi",
    base_url="https://pxdata.stat.fi/PxWeb/api/v1",
    licence="CC BY 4.0",
    attribution=Text(
        "Lähde: Tilastokeskus / KEHA-keskus, Työnvälitystilasto",
        "Källa: Statistikcentralen / KEHA-centret, Arbetsförmedlingsstatistik",
        "Source: Statistics Finland / KEHA Centre, Employment service statistics",
    ),
)
SOURCES = {source.key: source for source in (STATFIN,)}
