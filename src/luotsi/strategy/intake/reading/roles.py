"""A first pass over the outline: which entries are titles of what, before any content is taken."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from luotsi.strategy.intake.reading.blocks import chapters, over_goals, owned_goals, owner_among, references
from luotsi.strategy.intake.reading.counting import counted_through
from luotsi.strategy.intake.reading.deeds import is_means
from luotsi.strategy.intake.reading.elements import alike
from luotsi.strategy.intake.reading.headings import Head
from luotsi.strategy.intake.reading.levels import (
    measures_over_levels,
    measures_with_levels,
    titles_explained,
    titles_over_labels,
)
from luotsi.strategy.intake.reading.outline import INNER, Entry, has_children, label_of, title_words, titles_of
from luotsi.strategy.intake.reading.values import sentence_values
from luotsi.strategy.intake.reading.woven import numbers_over_means, woven_lines
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
_UNIT_SIGNS = frozenset({"present_state", "challenge", "development_view"})
_MOST_VALUES = 12
SEVERAL_VALUES = re.compile(r",|\s[◦·•|/]\s")
_VALUE_WORDS = 6
_SAID_FIRST = re.compile(r"[A-ZÅÄÖ][^\W\d_]+(?:[ -][^\W\d_]+){0,2}\.\s+[A-ZÅÄÖ]")
_SEVERAL_SAID = 2
_IN_LINE_WORDS = 4
_MOST_PRIORITIES = 15
_LONGEST_TITLE = 30
_COMPARED = 60
_LESSER = ("menestystekij", "framgångsfaktor", "factors")


class Role(StrEnum):
    """What an entry without a heading word of its own is."""

    PRIORITY = "priority"
    VALUE = "value"
    FOCUS = "focus"
    UNIT = "unit"
    CONTEXT = "context"
    GOAL = "goal"


@dataclass(slots=True)
class Plan:
    """The roles of entries by index, and by which rule each got its role."""

    roles: dict[int, Role] = field(default_factory=dict)
    rules: dict[int, str] = field(default_factory=dict)
    kinds: dict[int, str] = field(default_factory=dict)
    """Section kinds laid on list entries that stand apart from their heading."""
    context_heads: set[int] = field(default_factory=set)
    apart: set[int] = field(default_factory=set)
    """Entries inside units, guidance and reviews: their headings head nothing of the whole plan."""
    goal_heads: set[int] = field(default_factory=set)
    """Headings of priorities that stand under one priority's own title."""
    references: dict[int, str] = field(default_factory=dict)
    """Headings that call a priority by its number or its name in the genitive, with its title."""
    sentences: set[int] = field(default_factory=set)
    """Paragraphs whose sentences are goals."""
    by_line: set[int] = field(default_factory=set)
    """Those of them in which every sentence ends a line."""
    passed: set[int] = field(default_factory=set)
    """Titles that only part the goals of a priority."""
    measured: dict[int, dict[str, str]] = field(default_factory=dict)
    """Measures with the levels that stand under them."""
    goals: set[str] = field(default_factory=set)
    """What goals are called that the outline tells: elsewhere they are no priorities."""
    chapters: set[int] = field(default_factory=set)
    """Numbered titles that only part the document."""

    def give(self, index: int, role: Role, rule: str) -> None:
        """Give an entry its role; the first rule that speaks decides."""
        if index not in self.roles:
            self.roles[index] = role
            self.rules[index] = rule

    def lay_lines(self, entries: Sequence[Entry], claimed: set[int], *, is_project: bool) -> None:
        """Mark the lines whose form tells what they are: measures over their levels, columns woven together."""
        if is_project:
            return
        free = claimed | set(self.roles)
        titles = {index for index, role in self.roles.items() if role is Role.PRIORITY}
        for goal in numbers_over_means(entries, free, titles):
            self.give(goal, Role.GOAL, "goal.over_means")
            self.chapters.discard(goal)
        self.measured = measures_over_levels(entries, free)
        self.passed.update(index + 1 for index in self.measured)
        self.kinds |= woven_lines(entries, free | self.passed)


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
    _units(entries, plan)
    _context(entries, plan)
    apart = plan.apart = _apart(entries, plan)
    for index, entry in enumerate(entries):
        if entry.head is None or index in claimed or index in plan.context_heads or index in apart:
            continue
        _section(entries, index, plan)
    if not is_project:
        _blocks_of_goals(entries, claimed | apart, tables, plan)
        _groups(entries, claimed | apart | plan.context_heads, plan)
    named = {key_of(title_words(entries[at]).text) for at, role in plan.roles.items() if role is Role.PRIORITY}
    plan.chapters = chapters(entries, claimed | apart | set(plan.roles), named)
    _head_runs(entries, plan)
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
    titles = [title_words(entries[index]).text for index, role in plan.roles.items() if role is Role.PRIORITY]
    labelled = any(
        entry.head and entry.head.kind == "priority" and (entry.head.singular or entry.head.inline) for entry in entries
    )
    owned = owned_goals(entries, claimed)
    for index in owned if titles else ():
        head = entries[index].head
        title = owner_among(head, titles) if head else None
        if title:
            plan.references.setdefault(index, title)
    if titles or labelled:
        return
    for index in owned or over_goals(entries, claimed, tables):
        plan.give(index, Role.PRIORITY, "priority.over_heads")


def _apart(entries: Sequence[Entry], plan: Plan) -> set[int]:
    """Entries inside units, guidance and reviews: their headings head nothing of the whole plan."""
    spans: set[int] = set()
    opened: Entry | None = None
    for index, entry in enumerate(entries):
        begins = plan.roles.get(index) is Role.UNIT or (
            entry.head is not None and entry.head.kind == "guidance" and entry.item.is_number
        )
        if begins:
            opened = entry
        elif opened is not None and opened.path and entry.item.is_number and _is_next_chapter(opened.path, entry.path):
            opened = None
        if opened is not None:
            spans.add(index)
    return spans


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
            and _is_next_chapter(opener.path, entry.path)
        ):
            return later
    return len(entries)


def _is_next_chapter(path: tuple[int, ...], later: tuple[int, ...]) -> bool:
    depth = min(len(path), len(later))
    return (
        len(later) <= len(path) and later[: depth - 1] == path[: depth - 1] and later[depth - 1] == path[depth - 1] + 1
    )


def _priorities(entries: Sequence[Entry], index: int, plan: Plan, *, focus: bool) -> None:
    """Titles under a plural heading: `Strategiset painopisteet`."""
    if index and not focus and _names_given(entries, index - 1, plan):
        plan.goal_heads.add(index)
        return
    if _is_lesser(entries[index].head) and Role.PRIORITY in plan.roles.values():
        return
    end = body_end(entries, index, plan)
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
    sentences = sentence_values(entries, index, end)
    titles = sentences or _while_short(entries, titles_of(entries, index + 1, end, entries[index].path))
    titles = titles or _said_first(entries, index + 1, end)
    if titles and entries[titles[0]].item.is_bullet:
        titles = _without_explanations(entries, titles)
    for title in titles[:_MOST_VALUES]:
        plan.give(title, Role.VALUE, "value.sentence" if sentences else "value.listed")


def _said_first(entries: Sequence[Entry], first: int, end: int) -> list[int]:
    """Return paragraphs that each begin with a word or two and a full stop: `Rohkeus. Kokeilemme uutta`."""
    found = [at for at in range(first, end) if entries[at].head is None and _SAID_FIRST.match(entries[at].text)]
    return found if len(found) >= _SEVERAL_SAID else []


def _while_short(entries: Sequence[Entry], titles: list[int]) -> list[int]:
    """Values are words: a longer title, or a new page after some of them, ends the list."""
    kept: list[int] = []
    for title in titles:
        words = _words_of_value(label_of(entries[title].text) or entries[title].text)
        turned = any(entry.item.page_break for entry in entries[kept[-1] + 1 : title + 1]) if kept else False
        if words > _VALUE_WORDS or (turned and len(kept) >= 3):
            if kept:
                break
            continue
        kept.append(title)
    return kept


def _words_of_value(text: str) -> int:
    """Return how many words a value takes: of several on one line, the longest."""
    parts = [len(part.split()) for part in SEVERAL_VALUES.split(text)]
    several = len(parts) > 1 and max(parts) <= _IN_LINE_WORDS and not text.endswith(".")
    return max(parts) if several else len(text.split())


def _without_explanations(entries: Sequence[Entry], titles: list[int]) -> list[int]:
    """Where words and sentences take turns as bullets, the words are the values."""
    short = [title for title in titles if len(entries[title].text.split()) <= 3]
    return short if len(short) >= 2 and titles[0] in short else titles


def _goal_groups(entries: Sequence[Entry], index: int, plan: Plan, *, named: bool) -> None:
    """Under `Tavoitteet` a title with its own list is a priority, and the list its goals.

    Where the document names its priorities elsewhere, only numbers over deeper numbers are further ones.
    """
    end = body_end(entries, index, plan)
    nearest = next((i for i in range(index - 1, -1, -1) if i in plan.roles or entries[i].head), None)
    if nearest is not None and plan.roles.get(nearest) is Role.PRIORITY and index - nearest <= 6:
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
    if (
        groups and (len(groups) >= 2 or groups[0] == index + 1) and entries[groups[0]].item.marker is None
    ) or _numbered_groups(entries, groups):
        for title in groups:
            plan.give(title, Role.PRIORITY, "priority.over_goals")


def _numbered_groups(entries: Sequence[Entry], groups: list[int]) -> bool:
    return bool(groups) and entries[groups[0]].item.is_number


def _lists_below(entries: Sequence[Entry], index: int) -> bool:
    return has_children(entries, index) and entries[index + 1].is_list


def _units(entries: Sequence[Entry], plan: Plan) -> None:
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


def _context(entries: Sequence[Entry], plan: Plan) -> None:
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


def _head_runs(entries: Sequence[Entry], plan: Plan) -> None:
    """Several headings in a row, then as many lists: the lists belong to the headings in order."""
    index = 0
    while index < len(entries):
        run = _run_at(entries, index, plan)
        if len(run) >= 2:
            blocks = _blocks(entries, run[-1] + 1)
            if len(blocks) == len(run):
                for head_index, block in zip(run, blocks, strict=True):
                    head = entries[head_index].head
                    for entry in block:
                        plan.kinds[entry] = head.kind if head else ""
            index = run[-1] + 1
        else:
            index += 1


def _run_at(entries: Sequence[Entry], index: int, plan: Plan) -> list[int]:
    run: list[int] = []
    while index < len(entries):
        head = entries[index].head
        if (
            head is not None
            and head.kind in {"goal", "measure", "action"}
            and not head.inline
            and not entries[index].is_list
        ):
            run.append(index)
        elif not (run and plan.roles.get(index) is Role.PRIORITY):
            break
        index += 1
    return run


def _blocks(entries: Sequence[Entry], index: int) -> list[list[int]]:
    """Return lists that stand apart: by a gap, or by numbers that start again."""
    blocks: list[list[int]] = []
    while index < len(entries) and entries[index].is_list:
        entry = entries[index]
        restarts = bool(entry.path) and entry.path[-1] == 1
        if not blocks or entry.item.gap or restarts or entry.glyph != entries[index - 1].glyph:
            blocks.append([])
        blocks[-1].append(index)
        index += 1
    return blocks


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
