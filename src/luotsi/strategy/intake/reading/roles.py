"""A first pass over the outline: which entries are titles of what, before any content is taken."""

from collections.abc import Sequence

from luotsi.strategy.intake.reading.blocks import (
    chapters,
    over_goals,
    owned_goals,
    owned_heads,
    owner_among,
    references,
)
from luotsi.strategy.intake.reading.closing import lay_closing
from luotsi.strategy.intake.reading.counting import counted_through
from luotsi.strategy.intake.reading.deeds import is_means
from luotsi.strategy.intake.reading.elements import alike
from luotsi.strategy.intake.reading.headings import Head
from luotsi.strategy.intake.reading.levels import measures_with_levels, titles_explained, titles_over_labels
from luotsi.strategy.intake.reading.outline import INNER, Entry, has_children, title_words, titles_of
from luotsi.strategy.intake.reading.plan import Plan, Role, titles_in
from luotsi.strategy.intake.reading.runs import lay_runs
from luotsi.strategy.intake.reading.units import apart_of, find_context, give_units, is_next_chapter
from luotsi.strategy.intake.reading.values import values_under
from luotsi.strategy.intake.wording import key_of

OUTER_STOPS = frozenset(
    {
        "mission",
        "vision",
        "value",
        "promise",
        "aside",
        "voices",
        "guidance",
        "strength",
        "weakness",
        "challenge",
        "present_state",
        "development_view",
        "status_review",
        "context",
    }
)
_MOST_PRIORITIES = 15
_LONGEST_TITLE = 30
_COMPARED = 60
_SEVERAL = 2
_LESSER = ("menestystekij", "framgångsfaktor", "factors")


def plan_of(
    entries: Sequence[Entry], claimed: set[int], tables: set[int], focus: Sequence[str], *, is_project: bool
) -> Plan:
    """Return the roles of the entries.

    `tables` are the first entries of tables with a column of goals; `focus` what a decision makes the focus of a year.
    """
    plan = Plan(references=references(entries, claimed))
    _focus(entries, claimed, focus, plan)
    if not is_project:
        _by_form(entries, claimed, plan)
    for title in [*titles_over_labels(entries, "goal"), *titles_explained(entries)]:
        plan.give(title, Role.PRIORITY, "priority.over_labels")
    give_units(entries, plan)
    find_context(entries, plan)
    apart = plan.apart = apart_of(entries, plan)
    for index, entry in enumerate(entries):
        if entry.head is None or index in claimed or index in plan.context_heads or index in apart:
            continue
        _section(entries, index, plan)
    if not is_project:
        _blocks_of_goals(entries, claimed | apart, tables, plan)
        _groups(entries, claimed | apart | plan.context_heads, plan)
    named = {key_of(title_words(entries[at]).text) for at, role in plan.roles.items() if role is Role.PRIORITY}
    plan.chapters = chapters(entries, claimed | apart | set(plan.roles), named)
    lay_runs(entries, plan)
    lay_closing(entries, plan)
    return plan


def _focus(entries: Sequence[Entry], claimed: set[int], focus: Sequence[str], plan: Plan) -> None:
    for index, entry in enumerate(entries):
        key = key_of(title_words(entry).text.strip(" ."))
        if index not in claimed and (entry.head or entry.item.is_number) and any(alike(key, one, 0.8) for one in focus):
            plan.give(index, Role.FOCUS, "focus.listed")


def _by_form(entries: Sequence[Entry], claimed: set[int], plan: Plan) -> None:
    plan.kinds |= dict.fromkeys(measures_with_levels(entries, claimed), "measure")
    for title, goals in counted_through(entries, claimed).items():
        plan.give(title, Role.PRIORITY, "priority.over_count")
        for goal in goals:
            plan.give(goal, Role.GOAL, "goal.counted")
            plan.goals.add(key_of(entries[goal].text))


def _groups(entries: Sequence[Entry], taken: set[int], plan: Plan) -> None:
    named = Role.PRIORITY in plan.roles.values()
    for index, entry in enumerate(entries):
        head = entry.head
        if head is not None and index not in taken and head.kind == "goal" and not (head.inline or head.title):
            _goal_groups(entries, index, plan, named=named)


def _blocks_of_goals(entries: Sequence[Entry], claimed: set[int], tables: set[int], plan: Plan) -> None:
    """Where no priority is named, take the titles over goals, or the headings that say whose goals they are."""
    titles = list(titles_in(entries, plan).values())
    labelled = any(
        entry.head and entry.head.kind == "priority" and (entry.head.singular or entry.head.inline) for entry in entries
    )
    owned = owned_goals(entries, claimed)
    for index in owned_heads(entries, claimed) if titles else ():
        head = entries[index].head
        title = owner_among(head, titles) if head else None
        if title:
            plan.references.setdefault(index, title)
    if titles or labelled:
        return
    for index in owned or over_goals(entries, claimed, tables):
        plan.give(index, Role.PRIORITY, "priority.over_heads")


def is_focus(head: Head) -> bool:
    """Tell whether a heading names the focus of a year: `vuodelle 2026 ... painopisteiksi`."""
    words = (*head.modifiers, *head.tail)
    years = [word for word in words if len(word) == 4 and word.isdigit()]
    return (
        head.kind == "priority"
        and len(years) == 1
        and any(word.endswith(("vuodelle", "vuoden")) or word in {"esitetään", "år", "för", "for"} for word in words)
    )


def _section(entries: Sequence[Entry], index: int, plan: Plan) -> None:
    head = entries[index].head
    assert head is not None
    if head.inline and not (head.kind == "priority" and head.singular):
        return
    if head.kind == "priority" and head.singular:
        _singular(entries, index, plan)
    elif head.kind == "priority":
        _priorities(entries, index, plan, focus=is_focus(head))
    elif head.kind == "value":
        _values(entries, index, plan)


def body_end(entries: Sequence[Entry], index: int, plan: Plan, *, inner_stops: bool = False) -> int:
    """Return where the section begun at `index` ends."""
    opener = entries[index]
    for later in range(index + 1, len(entries)):
        entry = entries[later]
        head = entry.head
        if plan.roles.get(later) in {Role.UNIT, Role.PRIORITY, Role.CONTEXT}:
            return later
        if head is not None and (head.kind in OUTER_STOPS or (head.kind == "priority" and not head.inline)):
            return later
        if head is not None and inner_stops and head.kind in INNER and not entry.is_list:
            return later
        if (
            opener.path
            and entry.path
            and entry.item.caps == opener.item.caps
            and entry.series == opener.series
            and is_next_chapter(opener.path, entry.path)
        ):
            return later
    return len(entries)


def _priorities(entries: Sequence[Entry], index: int, plan: Plan, *, focus: bool) -> None:
    """Titles under a plural heading: `Strategiset painopisteet`."""
    if index and not focus and _names_given(entries, index - 1, plan):
        plan.goal_heads.add(index)
        return
    if _is_lesser(entries[index].head) and Role.PRIORITY in plan.roles.values():
        return
    end = _before_labels(entries, index, body_end(entries, index, plan))
    titles = titles_of(entries, index + 1, end, entries[index].path)
    titles = [title for title in titles if key_of(entries[title].text) not in plan.goals]
    if not 1 <= len(titles) <= _MOST_PRIORITIES:
        return
    if focus and titles[0] > index + 2:
        return  # the title of a matter, its list comes later
    if sum(entries[title].is_prose for title in titles) * 2 > len(titles) and entries[titles[0]].is_list:
        plan.goal_heads.add(index)  # whole sentences are aims, not names of priorities
        return
    for title in titles:
        if len(entries[title].text.split()) <= _LONGEST_TITLE and len(key_of(entries[title].text)) >= 3:
            plan.give(title, Role.FOCUS if focus else Role.PRIORITY, "focus.listed" if focus else "priority.listed")


def _before_labels(entries: Sequence[Entry], index: int, end: int) -> int:
    """Return where the section stands over labels of one priority each: from there on only labels name them."""
    labels = [at for at in range(index + 1, end) if is_labelled(entries[at].head)]
    return labels[0] if len(labels) >= _SEVERAL else end


def is_labelled(head: Head | None) -> bool:
    """Tell whether the heading names one priority on its own line: `Painopiste 1: Elinvoima`."""
    return head is not None and head.kind == "priority" and head.singular and bool(head.inline)


def _is_lesser(head: Head | None) -> bool:
    """Tell whether the heading names what success hangs on: priorities only where nothing else names them."""
    return head is not None and head.phrase[-1].startswith(_LESSER)


def _names_given(entries: Sequence[Entry], index: int, plan: Plan) -> bool:
    """Tell whether the entry titles one priority: then a heading right under it heads its goals."""
    entry = entries[index]
    if plan.roles.get(index) is Role.PRIORITY and entry.head is not None:
        return True
    if entry.head is not None:
        return entry.head.kind == "priority" and entry.head.singular and bool(entry.head.inline)
    if plan.rules.get(index) == "priority.numbered":
        return True
    keys = [key_of(entries[i].text) for i, role in plan.roles.items() if role is Role.PRIORITY]
    return entry.plain and known_title(entry.text.strip(" :"), keys) is not None


def _singular(entries: Sequence[Entry], index: int, plan: Plan) -> None:
    """`Painopiste 1` and the title on the next line."""
    if entries[index].head and entries[index].head.inline:  # type: ignore[union-attr]
        return
    after = index + 1
    if index in plan.references:
        return
    if (
        after < len(entries)
        and entries[after].head is None
        and not entries[after].taken
        and len(entries[after].text.split()) <= _LONGEST_TITLE
    ):
        plan.give(after, Role.PRIORITY, "priority.numbered")


def _values(entries: Sequence[Entry], index: int, plan: Plan) -> None:
    end = body_end(entries, index, plan, inner_stops=True)
    known = {key_of(title_words(entries[at]).text) for at, role in plan.roles.items() if role is Role.PRIORITY}
    end = next((at for at in range(index + 1, end) if key_of(entries[at].text) in known), end)
    rule, titles = values_under(entries, index, end)
    for title in titles:
        plan.give(title, Role.VALUE, rule)


def _goal_groups(entries: Sequence[Entry], index: int, plan: Plan, *, named: bool) -> None:
    """Under `Tavoitteet` a title with its own list is a priority, and the list its goals.

    Where the document names its priorities elsewhere, only numbers over deeper numbers are further ones.
    """
    end = body_end(entries, index, plan)
    nearest = next((i for i in range(index - 1, -1, -1) if i in plan.roles or entries[i].head), None)
    if nearest is not None and _names_one(entries, nearest, plan) and index - nearest <= 6:
        return
    after = index + 1
    if after + 1 < end and entries[after].plain and entries[after].is_short and not entries[after].is_prose:
        following = entries[after + 1].head
        if following is not None and following.kind in {"measure", "action"} and not following.inline:
            plan.give(after, Role.PRIORITY, "priority.over_columns")
            return
    if after < end and entries[after].head is None and entries[after].is_prose:
        after += 1
    titles = titles_of(entries, after, end, entries[index].path)
    groups = [title for title in titles if title + 1 < end and _lists_below(entries, title)]
    groups = [title for title in groups if not is_means(entries[title + 1].text)]
    if any(not entries[title].item.is_number for title in groups):
        groups = [title for title in groups if title + 2 < end and entries[title + 2].is_list]
    if named:
        groups = [title for title in groups if len(entries[title + 1].path) > len(entries[title].path) > 0]
    if not named and not groups and _said_again(entries, titles, end, plan):
        return
    if (
        groups and (len(groups) >= 2 or groups[0] == index + 1) and entries[groups[0]].item.marker is None
    ) or _numbered_groups(entries, groups):
        for title in groups:
            plan.give(title, Role.PRIORITY, "priority.over_goals")


def _names_one(entries: Sequence[Entry], index: int, plan: Plan) -> bool:
    return plan.roles.get(index) is Role.PRIORITY or is_labelled(entries[index].head)


def _said_again(entries: Sequence[Entry], titles: list[int], end: int, plan: Plan) -> bool:
    """Take titles over lines of one sentence each as priorities, where the document says them again further on."""
    first = titles[0] if titles else end
    end = next((at for at in range(first, end) if (head := entries[at].head) and head.kind in INNER), end)
    titles = [title for title in titles if title < end and entries[title].plain]
    later = {key_of(entry.text) for entry in entries[end:] if entry.plain}
    if len(titles) < _SEVERAL or not all(key_of(entries[title].text) in later for title in titles):
        return False
    for title, border in zip(titles, [*titles[1:], end], strict=True):
        plan.give(title, Role.PRIORITY, "priority.over_goals")
        lines = {at for at in range(title + 1, border) if entries[at].plain and entries[at].is_prose}
        plan.sentences |= lines
        plan.by_line |= lines
    return True


def _numbered_groups(entries: Sequence[Entry], groups: list[int]) -> bool:
    return bool(groups) and entries[groups[0]].item.is_number


def _lists_below(entries: Sequence[Entry], index: int) -> bool:
    return has_children(entries, index) and entries[index + 1].is_list


def known_title(text: str, keys: Sequence[str]) -> str | None:
    """Return the known priority that the text repeats as a heading."""
    key = key_of(text)
    if len(key) < 4:
        return None
    if key in keys:
        return key
    return next((known for known in keys[:_COMPARED] if alike(key, known)), None)


def under_its_title(index: int, plan: Plan) -> bool:
    """Tell whether a label of one priority stands right under a title that is one: it tells what the title means."""
    return plan.roles.get(index - 1) is Role.PRIORITY
