"""Whatever has a name for people has one for each of its kinds."""

import pytest

from luotsi.indicators.labels import LABELS, label


@pytest.mark.parametrize("kind", LABELS, ids=lambda kind: kind.__name__)
def test_every_kind_has_a_name(kind):
    assert all(str(label(member)) for member in kind)
