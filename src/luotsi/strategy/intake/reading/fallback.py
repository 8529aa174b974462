"""Titles that stand like priorities in a plan that names none: proposed by their look alone, as unsure."""

import re
from collections import defaultdict
from collections.abc import Sequence

from luotsi.strategy.intake.reading.outline import INNER, Entry, is_title
from luotsi.strategy.intake.reading.plan import Plan, Role
from luotsi.strategy.intake.reading.vocabulary import alternatives
from luotsi.strategy.intake.wording import key_of

_PLAN_CONTENT = INNER | {"mission", "vision", "value", "promise", "priority"}
_SEVERAL = 3
_CHILDREN = 2
_MOST = 12
_SHORTEST = 7
_NO_THEME = re.compile(rf"\b{alternatives('no_theme')}\b", re.IGNORECASE)
_VALUE_WORDS = 2
_VALUES_APART = 3
_MOST_VALUES = 6
_WE = re.compile(r"mme\b|\bvi\b|\bwe\b", re.IGNORECASE)
_WE_ARE = re.compile(r"(?:Olemme|Vi är|We are) [^\W\d_]+(?: [^\W\d_]+)?[.!](?:\s|$)")  # `Olemme suoria. Puhumme ...`
_LEADS = 4  # entries of prose that may stand between a title and its list


def propose_by_look(entries: Sequence[Entry], claimed: set[int], plan: Plan, *, headed: bool) -> None:
    """Give the roles of priorities and goals by the look of titles, where no heading word does.

    Where some heading of goals stands in the plan (`headed`), only titles over several titles each are that plain.
    """
    free = {index for index in _free(entries, claimed, plan) if plan.kinds.get(index + 1) != "measure"}
    over_titles = _over_titles(entries, free)
    if headed:
        over_titles = [(parent, children) for parent, children in over_titles if len(children) >= _CHILDREN]
        over_titles = over_titles if len(over_titles) >= _SEVERAL else []
    if over_titles:
        for parent, children in over_titles:
            plan.give(parent, Role.PRIORITY, "outline.titles")
            for child in children:
                plan.give(child, Role.GOAL, "outline.titles")
        return
    for rule, titles in (
        ()
        if headed
        else (
            ("outline.lists", _over_lists(entries, free)),
            ("outline.repeated", _repeated(entries, free)),
            ("outline.prose", _over_prose(entries, free)),
        )
    ):
        for title in titles:
            plan.give(title, Role.PRIORITY, rule)
        if titles:
            return


def values_by_look(entries: Sequence[Entry], plan: Plan, *, valued: bool) -> None:
    """Take words that each stand over a sentence in the form of `we` as values: three or more close to each other.

    Not where a heading names the values (`valued`).
    """
    if valued:
        return
    if _values_of_ours(entries, plan):
        return
    run: list[int] = []
    for index, entry in enumerate(entries[:-1]):
        after = entries[index + 1]
        word = (
            entry.plain
            and len(entry.text.split()) <= _VALUE_WORDS
            and entry.text[:1].isupper()
            and index not in plan.roles
        )
        if word and after.plain and after.is_prose and _WE.search(after.text) and not entry.text.endswith((":", ".")):
            if run and (index - run[-1] > _VALUES_APART or entry.item.page_break):
                run = []
            run.append(index)
            if len(run) >= _SEVERAL:
                for value in run:
                    plan.give(value, Role.VALUE, "outline.values")
            if len(run) > _MOST_VALUES:
                for value in run:
                    plan.roles.pop(value, None)
                return


def _values_of_ours(entries: Sequence[Entry], plan: Plan) -> bool:
    """Take three to six lines close to each other that say what we are: `Olemme suoria. Puhumme ...`."""
    ours = [at for at, entry in enumerate(entries) if entry.head is None and _WE_ARE.match(entry.text)]
    close = _SEVERAL <= len(ours) <= _MOST_VALUES and ours[-1] - ours[0] < 2 * len(ours)
    for value in ours if close else ():
        plan.give(value, Role.VALUE, "outline.values")
    return close


def _repeated(entries: Sequence[Entry], free: set[int]) -> list[int]:
    """Return titles that the document says at least twice with something under them; three different at least."""
    places: dict[str, list[int]] = defaultdict(list)
    for index in sorted(free):
        if index + 1 < len(entries) and entries[index + 1].head is None and not entries[index + 1].item.gap:
            places[key_of(entries[index].text)].append(index)
    again = {key: found for key, found in places.items() if len(found) >= 2 and len(key) > _SHORTEST}
    return [index for found in again.values() for index in found] if len(again) >= _SEVERAL else []


def _over_prose(entries: Sequence[Entry], free: set[int]) -> list[int]:
    """Return titles that stand apart right over running text; three like ones at least."""
    alike: dict[bool, list[int]] = defaultdict(list)
    for index in sorted(free):
        entry, after = entries[index], entries[index + 1] if index + 1 < len(entries) else None
        apart = bool(entry.item.gap) or entry.item.page_break
        if apart and after is not None and after.plain and after.is_prose and not after.item.gap:
            alike[entry.item.caps].append(index)
    best = max(alike.values(), key=len, default=[])
    return best if _SEVERAL <= len(best) <= _MOST else []


def _free(entries: Sequence[Entry], claimed: set[int], plan: Plan) -> set[int]:
    """Return the unmarked short entries that nothing has taken and that stand under no aside."""
    free: set[int] = set()
    inside = False
    for index, entry in enumerate(entries):
        if entry.head is not None:
            inside = entry.head.kind not in _PLAN_CONTENT
        elif entry.item.page_break:
            inside = False
        taken = index in claimed or index in plan.roles
        if (
            not inside
            and not taken
            and not _NO_THEME.search(entry.text)
            and entry.plain
            and entry.is_short
            and not entry.is_prose
            and len(entry.text) > 3
        ):
            free.add(index)
    return free


def _over_lists(entries: Sequence[Entry], free: set[int]) -> list[int]:
    """Return at least two like titles, each over a list of two or more, with a line or two of lead between."""
    alike: dict[bool, list[int]] = defaultdict(list)
    for index in sorted(free):
        if _listed_below(entries, index) < 2:
            continue
        above = index - 1
        if entries[index].text.endswith(":") and above in free and not entries[index].item.gap:
            continue  # the lead of the title above it
        alike[entries[index].item.caps].append(index)
    best = max(alike.values(), key=len, default=[])
    named = [index for index in best if not entries[index].text.endswith(":")]
    best = named if len(named) >= 2 else best
    return best if len(best) >= 2 else []


def _listed_below(entries: Sequence[Entry], index: int) -> int:
    """Count the list items under a title, prose between them left out."""
    later = index + 1
    while later < len(entries) and later <= index + _LEADS and _is_lead(entries[later]):
        later += 1
    count = 0
    while later < len(entries) and (
        entries[later].is_list or (count and entries[later].plain and entries[later].is_prose)
    ):
        count += entries[later].is_list
        later += 1
    return count


def _is_lead(entry: Entry) -> bool:
    return entry.plain and (entry.is_prose or entry.text.endswith(":")) and not entry.item.page_break


def _over_titles(entries: Sequence[Entry], free: set[int]) -> list[tuple[int, list[int]]]:
    """Return titles that stand apart, each with the titles over prose that follow it closely; two at least."""
    found: list[tuple[int, list[int]]] = []
    for index in sorted(free):
        entry = entries[index]
        if not (entry.item.gap or entry.item.page_break) or index + 1 not in free:
            continue
        if (
            entries[index + 1].item.gap
            or not is_title(entries, index + 1)
            or entries[index + 1].text.endswith((":", "."))
        ):
            continue
        children = []
        later = index + 1
        paged = entry.item.page_break
        while later < len(entries) and entries[later].head is None and not entries[later].item.page_break:
            if entries[later].item.gap and not paged:
                break
            if is_title(entries, later):
                children.append(later)
            later += 1
        found.append((index, children))
    return found if len(found) >= 2 else []
