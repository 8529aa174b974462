"""The registry of value methods: open data, the register, formulas and hand entry here; higher rooms add theirs."""

from dataclasses import dataclass

from luotsi.core.text import Text
from luotsi.indicators.types import MethodKey


@dataclass(frozen=True, slots=True)
class Method:
    """How values of a kind of measure arise, and what a person is asked to do for them."""

    key: MethodKey
    explains: Text
    is_entered: bool
    """Whether people type the values."""


_REGISTRY: dict[MethodKey, Method] = {}


class MethodTaken(ValueError):
    """Two rooms claim the same method."""


def register(method: Method) -> None:
    """Announce a method; rooms call this from their `AppConfig.ready`.

    :raises MethodTaken: when another method has the key
    """
    if _REGISTRY.get(method.key, method) != method:
        raise MethodTaken(f"the method {method.key} is registered already")
    _REGISTRY[method.key] = method


def find(key: str) -> Method | None:
    """Return the method of that key, or None while the room that serves it does not exist."""
    return _REGISTRY.get(MethodKey(key))


register(
    Method(
        MethodKey.OPEN_DATA,
        Text(
            "Luku haetaan avoimesta tilastosta. Sitä ei kysytä keneltäkään.",
            "Siffran hämtas ur öppen statistik. Ingen behöver mata in den.",
            "The figure is fetched from open statistics. Nobody is asked for it.",
        ),
        is_entered=False,
    )
)
register(
    Method(
        MethodKey.MANUAL,
        Text(
            "Luvun kirjaa mittarin vastuuhenkilö.",
            "Mätarens ansvarsperson matar in siffran.",
            "The owner of the measure enters the figure.",
        ),
        is_entered=True,
    )
)
register(
    Method(
        MethodKey.FORMULA,
        Text(
            "Luku lasketaan muista mittareista. Sitä ei kysytä keneltäkään.",
            "Siffran räknas ut ur andra mätare. Ingen behöver mata in den.",
            "The figure is computed from other measures. Nobody is asked for it.",
        ),
        is_entered=False,
    )
)
register(
    Method(
        MethodKey.REGISTER,
        Text(
            "Luku lasketaan asiakasrekisteristä, ja se julkaistaan suojattuna, kun se on hyväksytty.",
            "Siffran räknas ur kundregistret och publiceras skyddad när den har godkänts.",
            "The figure is calculated from the client register, and published protected once it is approved.",
        ),
        is_entered=False,
    )
)
