"""Labels that call a priority by its number alone, where a list gave the titles: `Painopiste 2` over its measures."""

from collections.abc import Sequence

from luotsi.strategy.intake.reading.blocks import number_of
from luotsi.strategy.intake.reading.outline import Entry, title_words
from luotsi.strategy.intake.reading.plan import Plan, Role

_SEVERAL = 2
_TITLED = "priority.numbered"


def call_by_number(entries: Sequence[Entry], claimed: set[int], plan: Plan) -> None:
    """Let bare labels call the titles listed before them, also in tables; the list right under one titles nothing."""
    titles = [at for at, role in sorted(plan.roles.items()) if role is Role.PRIORITY and plan.rules[at] != _TITLED]
    for index, entry in enumerate(entries):
        if index in claimed and entry.label is None:
            continue
        below = entries[index + 1] if index + 1 < len(entries) else None
        if entry.label is None and below is not None and below.plain and below.is_short:
            continue  # it stands over a title of its own
        called = _called(entries, index, [at for at in titles if at < index])
        if called is None:
            continue
        plan.references.setdefault(index, called)
        if plan.rules.get(index + 1) == _TITLED:
            del plan.roles[index + 1], plan.rules[index + 1]


def _called(entries: Sequence[Entry], index: int, titles: Sequence[int]) -> str | None:
    """Return the title of the label's number, or of its place where titles bear none."""
    head = entries[index].head or entries[index].label
    if head is None or head.kind != "priority" or not head.singular or head.inline or len(titles) < _SEVERAL:
        return None
    number = number_of(head)
    numbered = {str(entries[at].path[-1]): at for at in titles if entries[at].path}
    in_order = {str(place): at for place, at in enumerate(titles, start=1)}
    found = (numbered or in_order).get(number)
    return title_words(entries[found]).text if found is not None else None
