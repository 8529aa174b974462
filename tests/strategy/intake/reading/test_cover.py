"""What a cover tells: the year of the plan, and whose plan it is."""

import pytest

from tests.strategy.intake.reading.samples import truth_of

PLAN = "\nPerustehtävä\nAvaamme oven lukemiseen.\n\nTavoitteet\n- Lukuinto kasvaa\n"


@pytest.mark.parametrize(
    ("cover", "period"),
    [
        ("Koivulan kaupunki\nPALVELUSUUNNITELMA 2026\n\n- Kirjastoauto poistuu vuonna 2027\n", "2026"),
        ("Koivulan kaupunki\nStrategia\n2032\n", "2032"),
        ("Koivulan kaupunki\nSuunta 2032\n", "2032"),
        ("Koivulan kaupunki\nStrategia 2026–2029\n", "2026-2029"),
    ],
)
def test_the_year_of_the_title_is_the_plans_and_not_a_later_one_below_it(cover: str, period: str) -> None:
    assert truth_of(cover + PLAN)["period"] == period


@pytest.mark.parametrize(
    ("lines", "organisation"),
    [
        ("Sivistystoimiala\nKirjasto- ja kulttuuripalvelut\n", "Koivulan kaupunki, kirjasto- ja kulttuuripalvelut"),
        ("Sivistystoimiala\n", "Koivulan kaupunki, sivistystoimiala"),
        ("Kirjasto- ja kulttuuripalvelut\nNuorisopalvelut\n", "Koivulan kaupunki, kirjasto- ja kulttuuripalvelut"),
    ],
)
def test_a_unit_under_its_department_is_whose_plan_it_is(lines: str, organisation: str) -> None:
    shape = truth_of(f"Koivulan kaupunki\n{lines}\nPALVELUSUUNNITELMA 2026\n{PLAN}")
    assert shape["organisation"] == organisation
