"""References and peers from the terminal."""

import pytest
from click.testing import CliRunner

from luotsi.cli.commands import luotsi
from luotsi.comparison.models import Peers, SharedReference
from luotsi.comparison.operations import offer
from tests.cast import NOW, publish_values
from tests.comparison.areas import approver_of, found_area, release

pytestmark = pytest.mark.django_db


def run(*arguments):
    return CliRunner().invoke(luotsi, ["register", *arguments])


def test_a_reference_is_made_once(db):
    for code in ("03", "13", "23", "29"):
        area = found_area(code)
        release(area, {f"TA{code}": (400, 300)})
        offer(area=area, actor=approver_of(code), at=NOW)
    made = run("reference", "2026-05")
    assert (made.exit_code, made.output) == (0, "The reference of 2026-05 is made of 4 releases.\n")
    again = run("reference", "2026-05")
    assert again.exit_code == 1
    assert "stands already" in again.output
    assert SharedReference.objects.count() == 1


def test_nothing_is_made_of_nothing(db):
    refused = run("reference", "2026-05")
    assert refused.exit_code == 1
    assert "Nobody has released 2026-05." in refused.output


def test_peers_are_frozen_once(db):
    assert "The published figures of 2026-06 are not here." in run("peers", "2026-06").output
    for place, numbers in {"SSS": (10, 100, 4), "KU046": (12, 100, 4), "KU768": (13, 110, 4)}.items():
        for key, number in zip(("unemployed", "labour-force", "long-term-unemployed"), numbers, strict=True):
            publish_values(key, {(place, "2026-06"): number})
    assert run("peers", "2026-06").output == "2 municipalities have their peers for the term.\n"
    assert run("peers", "2026-06").output == "All have their peers already.\n"
    assert Peers.objects.count() == 2
