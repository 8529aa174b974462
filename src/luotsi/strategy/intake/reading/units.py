"""What stands apart from the whole plan: units with a present state of their own, guidance, goals of a higher plan."""

from collections import defaultdict
from collections.abc import Sequence

from luotsi.strategy.intake.reading.outline import Entry
from luotsi.strategy.intake.reading.plan import Plan, Role

_UNIT_SIGNS = frozenset({"present_state", "challenge", "development_view"})


def give_units(entries: Sequence[Entry], plan: Plan) -> None:
    """Numbered chapters that hold a present state or challenges are units, and so are their siblings."""
    families: dict[tuple[int, ...], list[int]] = defaultdict(list)
    signed: set[tuple[int, ...]] = set()
    current: tuple[int, ...] = ()
    for index, entry in enumerate(entries):
        if len(entry.path) >= 2 and entry.head is None and entry.is_short:
            families[entry.path[:-1]].append(index)
            current = entry.path[:-1]
        elif (
            current
            and entry.head is not None
            and entry.head.kind in _UNIT_SIGNS
            and entry.path[:1] in {(), current[:1]}
        ):
            signed.add(current)
    for family in signed:
        for index in families[family]:
            plan.give(index, Role.UNIT, "unit.numbered")


def find_context(entries: Sequence[Entry], plan: Plan) -> None:
    """Goals whose owner has another strategy named in the document belong to that higher plan."""
    numbered = [
        i for i, entry in enumerate(entries) if entry.head and entry.head.kind == "priority" and entry.head.singular
    ]
    if not numbered:
        return
    texts = [entry.text.casefold() for entry in entries]
    for index, entry in enumerate(entries[: numbered[0]]):
        head = entry.head
        if head is None or head.kind not in {"priority", "goal"} or head.inline or head.singular:
            continue
        owner = " ".join(word for word in head.modifiers if word.endswith(("n", "s")))
        if owner and any(
            f"{owner} strategia" in text or f"{owner} strategi" in text
            for text in texts
            if text != entry.text.casefold()
        ):
            plan.context_heads.add(index)


def apart_of(entries: Sequence[Entry], plan: Plan) -> set[int]:
    """Entries inside units, guidance and reviews: their headings head nothing of the whole plan."""
    spans: set[int] = set()
    opened: Entry | None = None
    for index, entry in enumerate(entries):
        begins = plan.roles.get(index) is Role.UNIT or (
            entry.head is not None and entry.head.kind == "guidance" and entry.item.is_number
        )
        if begins:
            opened = entry
        elif opened is not None and opened.path and entry.item.is_number and is_next_chapter(opened.path, entry.path):
            opened = None
        if opened is not None:
            spans.add(index)
    return spans


def is_next_chapter(path: tuple[int, ...], later: tuple[int, ...]) -> bool:
    """Tell whether a number is the next one on the level of another, or on a higher level."""
    depth = min(len(path), len(later))
    return (
        len(later) <= len(path) and later[: depth - 1] == path[: depth - 1] and later[depth - 1] == path[depth - 1] + 1
    )
