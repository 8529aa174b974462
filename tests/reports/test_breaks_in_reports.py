"""A report across a break compares nothing and says so."""

from luotsi.core.periods import Period
from luotsi.core.text import Text
from luotsi.indicators.break_operations import NewBreak, tell_break
from luotsi.indicators.types import BreakKind
from luotsi.orgs.models import Subject
from luotsi.reports.builders import measures
from luotsi.reports.document import Notice
from tests.cast import NOW, TODAY, adopt, publish_values

JUNE = Period.parse("2026-06")


def told_of(measure, place):
    (told,) = measures.tell([measure], place, [], JUNE, TODAY, "fi")
    return told


def test_the_key_figure_the_sentence_and_the_comparison_tell_of_the_break_and_of_no_change(cast):
    publish_values("unemployed", {("KU046", f"2026-{month:02}"): month for month in range(1, 7)})
    publish_values("unemployed", {("KU046", "2025-06"): 9})
    measure, place = adopt(cast.area_a, "unemployed"), Subject.objects.get(code="KU046")
    before = told_of(measure, place)
    assert "edellisvuodesta" in measures.key_figure(before).note
    new = NewBreak(Period.parse("2026-05"), BreakKind.METHOD, Text("Tapa vaihtui."), "Ohje")
    tell_break(measure=measure, told=new, actor=cast.aino, at=NOW)
    after = told_of(measure, place)
    assert measures.key_figure(after).note == "kesäkuu 2026"
    assert "aikasarja katkesi toukokuussa 2026" in measures.sentence(after)
    blocks = measures.blocks(after)
    notices = [block for block in blocks if isinstance(block, Notice)]
    assert any("Aikasarjan katkos (toukokuu 2026): Tapa vaihtui." in str(notice) for notice in notices)
    assert "ei vertailukelpoinen" in str(blocks[-1])
    assert "ei vertailukelpoinen" not in str(measures.blocks(before)[-1])
