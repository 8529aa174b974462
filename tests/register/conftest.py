"""One register that holds every hand-worked case."""

import pytest

from luotsi.register.engine import calculate
from luotsi.register.importing import import_export
from luotsi.register.sealed import Sealed
from tests.register.case_files import KEY, all_rows, write_export


@pytest.fixture(scope="session")
def case_export(tmp_path_factory):
    return write_export(tmp_path_factory.mktemp("cases") / "export", all_rows())


@pytest.fixture(scope="session")
def case_register(case_export, tmp_path_factory):
    """Return the sealed folder with the cases imported and counted."""
    sealed = Sealed.at(tmp_path_factory.mktemp("register") / "sealed")
    import_export(sealed, case_export, KEY)
    calculate(sealed)
    return sealed
