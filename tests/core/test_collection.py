"""The collector of unused memory rests while values are handled, and works again after."""

import gc

import pytest

from luotsi.core.collection import no_collection


def test_the_collector_rests_inside_and_works_after() -> None:
    assert gc.isenabled()
    with no_collection():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_the_collector_works_again_after_a_fault() -> None:
    with pytest.raises(ValueError, match="broken"), no_collection():
        raise ValueError("broken")
    assert gc.isenabled()


def test_a_rest_inside_a_rest_does_not_end_it() -> None:
    with no_collection():
        with no_collection():
            pass
        assert not gc.isenabled()
