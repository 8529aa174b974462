from datetime import date
from decimal import Decimal

import pytest

from luotsi.law.dated import UnknownRule, UnsoundRule, at, provisions, read_rule, rules
from luotsi.law.service_process import discussion_interval_months, interview_limit_days
from luotsi.law.types import NoLaw

A_PROVISION = {
    "value": 3,
    "valid_from": date(2025, 1, 1),
    "valid_to": None,
    "statute": "laki",
    "section": "1 §",
    "source": "Finlex",
    "checked_on": date(2026, 11, 21),
}


def test_the_interview_limit_is_five_working_days_in_2025_and_ten_from_2026():
    assert interview_limit_days(date(2025, 1, 1)) == 5
    assert interview_limit_days(date(2025, 12, 31)) == 5
    assert interview_limit_days(date(2026, 1, 1)) == 10


def test_before_2025_the_limit_is_not_known_and_the_reader_is_told_where_to_look():
    with pytest.raises(NoLaw, match="2024-12-31") as raised:
        interview_limit_days(date(2024, 12, 31))
    assert "Finlex" in raised.value.explanation.fi
    assert "31.12.2024" in raised.value.explanation.fi
    assert "31.12.2024" in raised.value.explanation.sv


def test_discussions_are_held_every_three_months_on_both_sides_of_the_change_of_2026():
    assert discussion_interval_months(date(2025, 1, 1)) == 3
    assert discussion_interval_months(date(2025, 12, 31)) == 3
    assert discussion_interval_months(date(2026, 1, 1)) == 3
    with pytest.raises(NoLaw):
        discussion_interval_months(date(2024, 12, 31))


def test_the_daily_amount_is_known_for_2025_and_2026_only():
    assert at("daily_benefit", date(2025, 1, 1)).value == Decimal("37.21")
    assert at("daily_benefit", date(2026, 12, 31)).value == Decimal("37.21")
    for day in (date(2024, 12, 31), date(2027, 1, 1)):
        with pytest.raises(NoLaw):
            at("daily_benefit", day)


def test_a_provision_says_what_it_stands_on():
    found = at("interview_limit", date(2025, 6, 1))
    assert (found.statute, found.section) == ("laki työvoimapalveluiden järjestämisestä 380/2023", "31 §")
    assert found.checked_on == date(2026, 11, 21)


def test_every_provision_of_every_rule_carries_statute_section_source_and_day_of_checking():
    assert set(rules()) == {"daily_benefit", "discussion_interval", "interview_limit", "municipal_share"}
    for rule in rules():
        for provision in provisions(rule):
            assert provision.statute
            assert provision.section
            assert provision.source
            assert isinstance(provision.checked_on, date)


def test_an_unknown_rule_is_refused_with_the_names_of_those_there_are():
    with pytest.raises(UnknownRule, match="interview_limit"):
        at("tax_rate", date(2026, 1, 1))


def test_a_rule_asked_with_wrong_keys_is_refused():
    with pytest.raises(UnknownRule, match="benefit"):
        at("municipal_share", date(2026, 1, 1))
    with pytest.raises(UnknownRule, match="day alone"):
        at("interview_limit", date(2026, 1, 1), benefit="yleistuki")


def test_a_rule_file_with_two_provisions_on_one_day_is_refused():
    earlier = A_PROVISION | {"valid_from": date(2020, 1, 1), "valid_to": date(2025, 1, 1)}
    content = {"name": {"fi": "Sääntö"}, "provisions": [earlier, A_PROVISION]}
    with pytest.raises(UnsoundRule, match="in force at once"):
        read_rule("rule", content)
    content["provisions"][0]["valid_to"] = date(2024, 12, 31)
    assert len(read_rule("rule", content).provisions) == 2


@pytest.mark.parametrize("missing", ["statute", "section", "source", "checked_on", "valid_from", "valid_to", "value"])
def test_a_rule_file_lacking_a_part_is_refused(missing):
    entry = {name: value for name, value in A_PROVISION.items() if name != missing}
    with pytest.raises(UnsoundRule, match=missing):
        read_rule("rule", {"name": {"fi": "Sääntö"}, "provisions": [entry]})
