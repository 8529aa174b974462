"""Example values of measures that a person enters by hand: entered as a person would, and marked simulated."""

from collections.abc import Mapping
from datetime import datetime
from importlib import resources

import yaml

from luotsi.core.periods import Period
from luotsi.core.text import Text
from luotsi.core.values import Cell, Flag, Gap
from luotsi.indicators.choosing import own_source, takes_entries
from luotsi.indicators.entered.checking import Entry
from luotsi.indicators.entered.operations import enter_values
from luotsi.indicators.entry.types import Grounds
from luotsi.indicators.models import Measure, Series
from luotsi.indicators.queries import HELSINKI
from luotsi.indicators.source_operations import choose_source, keep_own_values
from luotsi.orgs.models import Person

_NOTE = "Esittelyä varten keksitty esimerkkiarvo"
_WHY_OWN = "Luvut kirjataan käsin, kunnes kyselyt ja kirjaukset tulevat Luotsiin"


def load_examples(*, at: datetime) -> None:
    """Enter the example values of the stories, those of each measure that has none of its own yet."""
    text = resources.files("luotsi.demo.stories").joinpath("examples.yaml").read_text(encoding="utf-8")
    for owner, story in yaml.safe_load(text).items():
        author = Person.objects.get(name=story["author"], is_demo=True)
        for slug, values in story["measures"].items():
            measure = Measure.objects.select_related("definition", "owner__subject").get(owner__slug=owner, slug=slug)
            if not Series.objects.filter(definition=measure.definition, owner_key=owner).exists():
                subject = measure.owner.subject
                assert subject is not None
                entries = [(subject, _entry(period, value, at)) for period, value in values.items()]
                is_beside = not takes_entries(measure)
                if is_beside:
                    keep_own_values(measure=measure, keeps=True, actor=author, at=at)
                enter_values(measure=measure, entries=entries, actor=author, at=at)
                if is_beside:
                    own, why = own_source(measure), _WHY_OWN
                    choose_source(measure=measure, source=own, reason=why, seen="", actor=author, at=at)


def _entry(period: str, value: str | Mapping[str, str], at: datetime) -> Entry:
    if isinstance(value, str):
        return Entry(Period.parse(str(period)), Cell.of(value, Flag.SIMULATED), note=_NOTE)
    today = at.astimezone(HELSINKI).date()
    return Entry(
        Period.parse(str(period)),
        Cell(gap=Gap.NOT_APPLICABLE, flags=frozenset({Flag.SIMULATED})),
        Text.of(value),
        _NOTE,
        grounds=Grounds(today, _NOTE),
    )
