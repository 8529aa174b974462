"""A draft as its editor sees it: each line with its remarks, its difference from before, and where it can go."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from luotsi.core.text import LANGUAGES, NO_TEXT, Text
from luotsi.strategy.lint import lint_plan
from luotsi.strategy.models import PlanVersion, Removal
from luotsi.strategy.queries import Branch, changes_between, outline_of, version_before
from luotsi.strategy.rules import Change
from luotsi.strategy.types import ChangeKind
from luotsi.web.desk.access import Seat
from luotsi.web.desk.plan_lines import PlanLine, level_word, lines_of
from luotsi.web.desk.remarked import RemarkShown, RuleShown, beside_the_lines, chosen_rule, rules_shown
from luotsi.web.desk.words import DETAILS
from luotsi.web.shared.language import reader_language

MOST_NAMED = 3
"""So many measures of a line are named."""
NOWHERE = 0
"""Stands in an act for no line: on its own, or last."""


@dataclass(frozen=True, slots=True)
class Steps:
    """Where a line can go by one press, each as an act; an empty one cannot be done."""

    up: str = ""
    down: str = ""
    inwards: str = ""
    outwards: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """How a line differs from the version before; `before` holds the old wording where it is another."""

    kinds: tuple[str, ...] = ()
    before: Text = NO_TEXT


@dataclass(frozen=True, slots=True)
class EditorLine:
    """A line of the draft with what stands beside it."""

    line: PlanLine
    remarks: list[RemarkShown]
    difference: Difference
    steps: Steps

    @property
    def details(self) -> list[tuple[str, str]]:
        """What else is said of it, with names."""
        said = self.line.element.details
        return [(str(words), said[name]) for name, words in DETAILS.items() if said.get(name)]

    @property
    def shown_by(self) -> str:
        """The measures that show it by name, few of them; that it is connected, where the measure bears its name."""
        language = reader_language()
        names = [one.shown_name.in_language(language).text for one in self.line.branch.measures]
        if names == [self.line.element.title.in_language(language).text]:
            return _("a measure of the same name")
        if len(names) <= MOST_NAMED:
            return ", ".join(names)
        more = {"names": ", ".join(names[: MOST_NAMED - 1]), "count": len(names) - MOST_NAMED + 1}
        return _("%(names)s and %(count)d others") % more


@dataclass(frozen=True, slots=True)
class RemovedShown:
    """What was taken out, and whether it can be put back from here."""

    removal: Removal
    kind: str
    below: int


@dataclass(frozen=True, slots=True)
class EditorPage:
    """The whole draft; `lines` are those that the chosen view shows."""

    version: PlanVersion
    before: PlanVersion | None
    lines: list[EditorLine]
    of_the_whole: list[RemarkShown]
    rules: list[RuleShown]
    counts: Mapping[str, int]
    removed: list[RemovedShown]
    shown: str
    gone: int = 0
    rule: RuleShown | None = None
    undo: Removal | None = None
    differing: Mapping[str, int] = field(default_factory=dict)


def build(seat: Seat, version: PlanVersion, *, shown: str = "", rule: str = "", undo: int | None = None) -> EditorPage:
    """Return the page: all lines, those with remarks, those that differ, or those of one rule. Eleven queries."""
    outline = outline_of(version)
    lines = lines_of(outline)
    found = lint_plan(version, language=reader_language(), outline=outline)
    beside = beside_the_lines(found, lines, seat, version)
    before = version_before(version)
    changes = [] if before is None else changes_between(before, version)
    differences = {one.lineage: _difference(one) for one in changes}
    steps = _steps(outline.roots)
    every = [
        EditorLine(
            line,
            beside[str(line.element.lineage)],
            differences.get(line.element.lineage, Difference()),
            steps[line.element.pk],
        )
        for line in lines
    ]
    chosen = chosen_rule(rule, found)
    views = {
        "": every,
        "huomiot": [one for one in every if one.remarks],
        "muutokset": [one for one in every if one.difference.kinds],
    }
    shown = shown if shown in views else ""
    removals = list(version.removals.select_related("removed_by"))
    rules = [one for one in rules_shown(found, frozenset()) if one.count]
    return EditorPage(
        version=version,
        before=before,
        lines=views[shown] if chosen is None else _of_rule(every, chosen.key),
        of_the_whole=[one for one in beside[""] if chosen is None or one.rule == chosen],
        rules=rules,
        counts={
            "all": len(every),
            "remarks": len(found),
            "huomiot": len(views["huomiot"]),
            "muutokset": len(views["muutokset"]),
        },
        removed=[RemovedShown(one, level_word(version.plan, one.kind), len(one.elements) - 1) for one in removals],
        shown=shown,
        gone=sum(one.kind is ChangeKind.REMOVED for one in changes),
        rule=next((one for one in rules if one.rule == chosen), None),
        undo=next((one for one in removals if one.pk == undo), None),
        differing={kind.value: sum(kind.value in one.kinds for one in differences.values()) for kind in ChangeKind},
    )


def _of_rule(lines: Iterable[EditorLine], key: str) -> list[EditorLine]:
    return [one for one in lines if any(remark.remark.rule == key for remark in one.remarks)]


def _difference(change: Change) -> Difference:
    if change.after is None or change.kind is ChangeKind.SAME:
        return Difference()
    if change.before is None:
        return Difference((ChangeKind.ADDED.value,))
    kinds = [ChangeKind.CHANGED.value] if change.kind is ChangeKind.CHANGED else []
    if (change.before.parent, change.before.kind) != (change.after.parent, change.after.kind):
        kinds.append(ChangeKind.MOVED.value)
    before, after = (Text.of(one.words["title"]) for one in (change.before, change.after))
    return Difference(tuple(kinds), NO_TEXT if before == after else before)


def _steps(roots: Iterable[Branch]) -> dict[int, Steps]:
    """Return each line's steps; an act names the line, what it hangs on now, what it goes under, and before what."""
    found: dict[int, Steps] = {}

    def walk(siblings: list[Branch], parent: int, above: tuple[int, int]) -> None:
        keys = [one.element.pk for one in siblings]
        for place, one in enumerate(siblings):
            pk = keys[place]
            head = f"move:{pk}:{parent}"
            after = [*keys[place + 2 :], NOWHERE][0]
            found[pk] = Steps(
                up=f"{head}:{parent}:{keys[place - 1]}" if place else "",
                down=f"{head}:{parent}:{after}" if place + 1 < len(keys) else "",
                inwards=f"{head}:{keys[place - 1]}:{NOWHERE}" if place else "",
                outwards=f"{head}:{above[0]}:{above[1]}" if parent else "",
            )
            following = keys[place + 1] if place + 1 < len(keys) else NOWHERE
            walk(one.children, pk, (parent, following))

    walk(list(roots), NOWHERE, (NOWHERE, NOWHERE))
    return found


def language_of(version: PlanVersion) -> str:
    """Return the language that a draft is written in: that of its first line, else of its plan's name. One query."""
    first = version.elements.order_by("position").first()
    title = version.plan.name if first is None else first.title
    return next((code for code in LANGUAGES if getattr(title, code)), LANGUAGES[0])
