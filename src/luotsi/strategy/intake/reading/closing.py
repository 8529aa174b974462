"""Measures and actions of the whole plan after its last priority: told by that no priority has such of its own."""

from collections.abc import Sequence

from luotsi.strategy.intake.reading.outline import Entry, title_words
from luotsi.strategy.intake.reading.plan import Plan, titles_in
from luotsi.strategy.intake.reading.runs import blocks_of
from luotsi.strategy.intake.wording import key_of

_KINDS = ("measure", "action")
_SEVERAL = 2


def lay_closing(entries: Sequence[Entry], plan: Plan) -> None:
    """Mark the only heading of measures, or of actions, where it stands apart after the last of several priorities.

    As many lists under it as there are priorities belong to them in their order.
    """
    titles = titles_in(entries, plan)
    if len(titles) < _SEVERAL:
        return
    places = [at for at, entry in enumerate(entries) if key_of(title_words(entry).text) in titles]
    _lay_turns(entries, titles, places, plan)
    for kind in _KINDS:
        heads = [at for at, entry in enumerate(entries) if entry.head is not None and entry.head.kind == kind]
        heads = [at for at in heads if at > places[0]]
        if len(heads) != 1 or entries[heads[0]].item.is_bullet:
            continue
        head, before = heads[0], [place for place in places if place < heads[0]]
        above = {key_of(title_words(entries[place]).text) for place in before}
        apart = entries[head].item.gap > 0 or entries[head].item.page_break
        if len(above) < len(titles) or not apart or head == before[-1] + 1 or entries[head].head.inline:  # type: ignore[union-attr]
            continue
        plan.closing.add(head)
        blocks = blocks_of(entries, head + 1)
        if len(blocks) == len(titles) and any(len(block) > 1 for block in blocks):
            for title, block in zip(titles.values(), blocks, strict=True):
                plan.owned |= dict.fromkeys(block, title)


def _lay_turns(entries: Sequence[Entry], titles: dict[str, str], places: Sequence[int], plan: Plan) -> None:
    """Give as many headings of one kind as there are priorities to these in their order, where all stand after them."""
    sides = {key_of(side) for title in titles.values() for side in title.split(":")}
    for kind in ("goal", *_KINDS):
        heads = [
            at
            for at, entry in enumerate(entries)
            if (head := entry.head) is not None and head.kind == kind and not (head.inline or head.title)
        ]
        listed = all(at + 1 < len(entries) and entries[at + 1].is_list for at in heads)
        listed = listed and not any(key_of(entries[at - 1].text) in sides for at in heads[1:])
        if len(heads) == len(titles) and heads[0] > places[-1] and listed and not plan.references.keys() & set(heads):
            plan.references |= dict(zip(heads, titles.values(), strict=True))
