"""A simulated register, imported."""

from datetime import date

from luotsi.core.periods import Period
from luotsi.register.importing import Export, import_export
from luotsi.register.profiles import profile_of
from luotsi.register.sealed import Sealed
from luotsi.register.simulation.simulate import simulate
from tests.register.case_files import KEY


def taken_in(tmp_path, simulation):
    """Return the sealed folder with a simulated register imported, what was told of it, and what the import found."""
    told = simulate(tmp_path / "export", simulation)
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
