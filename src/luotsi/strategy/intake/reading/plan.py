"""What the outline tells of each entry: its role, and by which rule it got it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from luotsi.strategy.intake.reading.across import kinds_across
from luotsi.strategy.intake.reading.levels import measures_over_levels
from luotsi.strategy.intake.reading.outline import Entry, title_words
from luotsi.strategy.intake.reading.paragraphs import told_under_heads
from luotsi.strategy.intake.reading.woven import numbers_over_means, woven_lines
from luotsi.strategy.intake.wording import key_of


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
    told: dict[int, str] = field(default_factory=dict)
    """Paragraphs of which each sentence is an element of that kind."""
    passed: set[int] = field(default_factory=set)
    """Titles that only part the goals of a priority."""
    measured: dict[int, dict[str, str]] = field(default_factory=dict)
    """Measures with the levels that stand under them."""
    goals: set[str] = field(default_factory=set)
    """What goals are called that the outline tells: elsewhere they are no priorities."""
    chapters: set[int] = field(default_factory=set)
    """Numbered titles that only part the document."""
    closing: set[int] = field(default_factory=set)
    """Headings after the last priority that head something of all priorities."""
    owned: dict[int, str] = field(default_factory=dict)
    """List items under such a heading that belong to a priority by their order, with its title."""

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
        self.kinds |= woven_lines(entries, free | self.passed) | kinds_across(entries, free)
        self.told = told_under_heads(entries, free | self.passed | set(self.kinds) | self.sentences)


def titles_in(entries: Sequence[Entry], plan: Plan) -> dict[str, str]:
    """Return the priorities in their order, by key."""
    titles: dict[str, str] = {}
    for at, entry in enumerate(entries):
        head = entry.head
        labelled = head is not None and head.kind == "priority" and head.singular and bool(head.inline)
        if plan.roles.get(at) is Role.PRIORITY or labelled:
            titles.setdefault(key_of(title_words(entry).text), title_words(entry).text)
    return titles
