"""A simulated register, imported; and what its curves of waiting are made of."""

from collections import Counter
from datetime import date

from luotsi.core.periods import Period
from luotsi.register.calc.survival import kaplan_meier
from luotsi.register.importing import Export, import_export
from luotsi.register.measures import get_definition
from luotsi.register.profiles import profile_of
from luotsi.register.results import aggregates
from luotsi.register.sealed import Sealed
from luotsi.register.simulation.drawing import Drawing
from luotsi.register.simulation.events import DELAYED_MUNICIPALITY
from luotsi.register.simulation.simulate import LAST_MONTH, simulate
from luotsi.register.types import Grouping
from tests.register.case_files import KEY


def taken_in(tmp_path, simulation, draw=Drawing):
    """Return the sealed folder with a simulated register imported, what was told of it, and what the import found."""
    told = simulate(tmp_path / "export", simulation, draw=draw)
    export = Export(
        tmp_path / "export",
        profile_of(told["profile"]),
        date.fromisoformat(told["known_on"]),
        Period.parse(told["since"]),
        simulated=True,
        told=told,
    )
    sealed = Sealed.at(tmp_path / "sealed")
    return sealed, told, import_export(sealed, export, KEY)


def whole(sealed, key, months):
    """Yield the aggregates of everybody."""
    for row in aggregates(sealed, get_definition(key), months):
        if row.grouping is Grouping.ALL:
            yield row


def waits(sealed, is_delayed):
    """Return the curve of working days to the initial interview, in the municipality of the delay or elsewhere."""
    ended, still = Counter(), Counter()
    for row in whole(sealed, "first_discussion", [LAST_MONTH - step for step in range(4, 16)]):
        if (row.place == f"KU{DELAYED_MUNICIPALITY:03}") == is_delayed:
            (ended if row.part == "met" else still)[row.days] += row.count
    return kaplan_meier(*([counts[day] for day in range(max(counts) + 1)] for counts in (ended, still)))
