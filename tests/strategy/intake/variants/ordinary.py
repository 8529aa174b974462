"""Renders ordinary plans of other kinds in further layouts: tables that lost their form, cards, woven columns."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import zip_longest
from pathlib import Path
from typing import Any

import yaml

from tests.strategy.intake.variants.paper import aligned, columns, drawn, paged, small, stacked, wrapped

HERE = Path(__file__).parent
Shape = Mapping[str, Any]
Lines = list[str]

CHOICES: dict[str, tuple[str, ...]] = {
    "priority": ("labelled", "title", "upper", "numbered", "above", "code", "dashed", "spaced"),
    "opening": ("heading", "overview", "sentence", "question"),
    "body": (
        "lists", "cards", "inline", "chain", "nested", "cells", "cells_apart", "rows_apart",
        "merged", "merged_tabs", "wide", "wrapped", "wrapped_apart", "levels", "levels_years", "levels_two",
        "levels_cells", "woven", "side", "prose", "told", "closing", "closing_named", "codes", "one_table",
        "semicolons",
    ),
    "heads": ("nouns", "questions", "clauses", "colons", "upper"),
    "action": ("titled", "done"),
    "owner": ("none", "brackets", "labels", "lines", "dash", "slash", "line"),
    "level": ("brackets", "comma", "arrow", "years", "now", "none", "dash"),
    "values": ("list", "said", "line", "everyday", "everyday_said"),
    "statement": ("below", "colon", "asked"),
    "bullet": ("• ", "- ", "", "– ", "* ", "o ", "\uf0b7 "),
    "describe": ("no", "yes"),
    "frame": ("none", "running", "footnotes", "contents"),
    "wrap": ("none", "70", "hyphens", "spaced", "close"),
}  # fmt: skip


@cache
def plans() -> dict[str, Shape]:
    loaded: dict[str, Shape] = yaml.safe_load((HERE / "ordinary.yaml").read_text(encoding="utf-8"))
    return loaded


@cache
def words() -> dict[str, dict[str, Any]]:
    loaded: dict[str, dict[str, Any]] = yaml.safe_load((HERE / "ordinary_words.yaml").read_text(encoding="utf-8"))
    return loaded


@dataclass(frozen=True)
class Layout:
    """A plan by its name, and one choice for each way that layouts differ in; the first is the plain one."""

    plan: str
    choices: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        return self.choices.get(name, CHOICES[name][0])

    @property
    def words(self) -> dict[str, Any]:
        return words()[plans()[self.plan]["language"]]

    def __str__(self) -> str:
        return ", ".join([self.plan, *(f"{name}={choice}" for name, choice in self.choices.items())])


def render(layout: Layout) -> tuple[str, dict[str, Any]]:
    """Return the plan's text in the layout, and the truth it holds."""
    plan = plans()[layout.plan]
    lines = [plan["title"], ""]
    if layout["frame"] == "contents":
        lines += [
            f"{layout.words[kind]} {'.' * 24} {page}" for page, kind in enumerate(("mission", "vision", "follow"), 2)
        ]
    lines += ["", layout.words["intro"], plan["intro"], ""]
    lines += [*_statements(layout, plan), *_values(layout, plan), *_opening(layout, plan)]
    for number, priority in enumerate(plan["priorities"], start=1):
        lines += ["", *_titled(layout, number, priority["title"])] if layout["body"] != "one_table" else []
        lines += [priority["prose"]] if layout["describe"] == "yes" and layout["body"] != "one_table" else []
        lines += BODIES[layout["body"]](layout, number, priority)
    if layout["body"] == "one_table":
        lines += _one_table(layout, plan)
    lines += CLOSINGS.get(layout["body"], lambda layout, plan: [])(layout, plan)
    lines += ["", *_promises(layout, plan), "", layout.words["follow"], plan["intro"]]
    note = layout.words["note"] if layout["frame"] == "footnotes" else ""
    running = plan["title"] if layout["frame"] == "running" else ""
    return paged(wrapped(lines, layout["wrap"]), running, note), _truth(layout, plan)


def _statements(layout: Layout, plan: Shape) -> Lines:
    asked = layout.words["asked"]
    lines: Lines = []
    for kind in ("mission", "vision"):
        word = asked[kind] if layout["statement"] == "asked" else layout.words[kind]
        lines += [f"{word}: {plan[kind]}"] if layout["statement"] == "colon" else [word, plan[kind]]
        lines.append("")
    return lines


def _values(layout: Layout, plan: Shape) -> Lines:
    form = layout["values"]
    word = layout.words["asked"]["value"] if form.startswith("everyday") else layout.words["value"]
    if form == "line":
        return [f"{word}: {', '.join(plan['values'])}", ""]
    said = [plan["values_said"]] if form.endswith("said") else _items(layout, plan["values"])
    return [word, *said, ""]


def _opening(layout: Layout, plan: Shape) -> Lines:
    titles = [priority["title"] for priority in plan["priorities"]]
    if layout["opening"] == "sentence":
        return [layout.words["counted"].format(number=layout.words["numbers"][len(titles)])]
    if layout["opening"] == "question":
        return [layout.words["asked"]["priority"]]
    return [layout.words["priorities"], *(_items(layout, titles) if layout["opening"] == "overview" else [])]


def _titled(layout: Layout, number: int, title: str) -> Lines:
    one = layout.words["priority"]
    return {
        "labelled": [f"{one} {number}: {title}"],
        "title": [title],
        "upper": [title.upper()],
        "numbered": [f"{number}. {title}"],
        "above": [f"{one} {number}", title],
        "code": [f"{one[0]}{number} {title}"],
        "dashed": [f"{one} {number} – {title}"],
        "spaced": [f"{one.upper()} {number}  {title}"],
    }[layout["priority"]]


def _head(layout: Layout, kind: str) -> str:
    word: str = layout.words[
        "asked" if layout["heads"] == "questions" else "clauses" if layout["heads"] == "clauses" else "plural"
    ][kind]
    return word.upper() if layout["heads"] == "upper" else f"{word}:" if layout["heads"] == "colons" else word


def _items(layout: Layout, items: Iterable[str]) -> Lines:
    return [layout["bullet"] + item for item in items]


def _deed(layout: Layout, action: Shape) -> str:
    return str(action["done"] if layout["action"] == "done" else action["title"])


def _owned(layout: Layout, action: Shape) -> Lines:
    """The action with who answers for it and when: on its own line, or on lines under it."""
    said, who, when = _deed(layout, action), action["responsible"], action["schedule"]
    owner, time = layout.words["responsible"], layout.words["schedule"]
    return {
        "none": [said],
        "brackets": [f"{said} ({who}, {when})"],
        "labels": [f"{said} ({owner.lower()}: {who}, {time.lower()}: {when})"],
        "lines": [said, f"{owner}: {who}", f"{time}: {when}"],
        "dash": [f"{said} – {who}, {when}"],
        "slash": [f"{said} / {who} / {when}"],
        "line": [said, f"{owner}: {who}. {time}: {when}"],
    }[layout["owner"]]


def _leveled(layout: Layout, measure: Shape) -> str:
    title, low, high = measure["title"], measure["baseline"], measure["target"]
    base, aim = layout.words["baseline"].lower(), layout.words["target"].lower()
    now, then = layout.words["now"]
    return {
        "brackets": f"{title} ({base} {low}, {aim} {high})",
        "comma": f"{title}, {base} {low}, {aim} {high}",
        "arrow": f"{title}: {low} → {high}",
        "years": f"{title} (2025: {low}, 2029: {high})",
        "now": f"{title} ({now} {low}, {then} {high})",
        "none": str(title),
        "dash": f"{title} – {base} {low}, {aim} {high}",
    }[layout["level"]]


def _parts(priority: Shape) -> tuple[list[str], list[Shape], list[Shape]]:
    goals = priority["goals"]
    return (
        [goal["title"] for goal in goals],
        [measure for goal in goals for measure in goal["measures"]],
        [action for goal in goals for action in goal["actions"]],
    )


def _actions(layout: Layout, actions: Iterable[Shape]) -> Lines:
    lines: Lines = []
    for action in actions:
        first, *more = _owned(layout, action)
        lines += [layout["bullet"] + first, *more]
    return lines


def _lists(layout: Layout, number: int, priority: Shape) -> Lines:
    goals, measures, actions = _parts(priority)
    return [
        _head(layout, "goal"), *_items(layout, goals),
        _head(layout, "action"), *_actions(layout, actions),
        _head(layout, "measure"), *_items(layout, [_leveled(layout, one) for one in measures]),
    ]  # fmt: skip


def _cards(layout: Layout, number: int, priority: Shape) -> Lines:
    """Each goal as a card of labels."""
    lines: Lines = []
    for at, goal in enumerate(priority["goals"], start=1):
        lines += ["", f"{layout.words['goal']} {number}.{at}: {goal['title']}", _head(layout, "action")]
        lines += [*_actions(layout, goal["actions"]), _head(layout, "measure")]
        lines += _items(layout, [_leveled(layout, one) for one in goal["measures"]])
    return lines


def _inline(layout: Layout, number: int, priority: Shape) -> Lines:
    """Each goal with its measures in brackets, its actions listed under it."""
    one, base, aim = (layout.words[kind].lower() for kind in ("measure", "baseline", "target"))
    lines: Lines = []
    for at, goal in enumerate(priority["goals"], start=1):
        said = "; ".join(
            f"{one}: {m['title']}; {base}: {m['baseline']}; {aim}: {m['target']}" for m in goal["measures"]
        )
        lines += [f"{layout.words['goal']} {number}.{at} {goal['title']} ({said})", *_actions(layout, goal["actions"])]
    return lines


def _chain(layout: Layout, number: int, priority: Shape) -> Lines:
    """Singular labels, one element a line."""
    lines: Lines = []
    for goal in priority["goals"]:
        lines.append(f"{layout.words['goal']}: {goal['title']}")
        lines += [f"{layout.words['measure']}: {_leveled(layout, one)}" for one in goal["measures"]]
        for action in goal["actions"]:
            first, *more = _owned(layout, action)
            lines += [f"{layout.words['action']}: {first}", *more]
    return lines


def _semicolons(layout: Layout, number: int, priority: Shape) -> Lines:
    """Each goal numbered, and one line for its actions and one for its measures."""
    lines: Lines = []
    for at, goal in enumerate(priority["goals"], start=1):
        lines += [
            f"{number}.{at} {goal['title']}",
            f"{layout.words['plural']['action']}: {'; '.join(_deed(layout, one) for one in goal['actions'])}.",
            f"{layout.words['plural']['measure']}: {'; '.join(_leveled(layout, one) for one in goal['measures'])}.",
        ]
    return lines


def _nested(layout: Layout, number: int, priority: Shape) -> Lines:
    """Goals as titles over their bare actions, the measures of the priority last."""
    lines: Lines = [_head(layout, "goal")]
    for at, goal in enumerate(priority["goals"], start=1):
        lines += ["", f"{number}.{at} {goal['title']}", *_actions(layout, goal["actions"])]
    return [
        *lines,
        "",
        _head(layout, "measure"),
        *_items(layout, [_leveled(layout, one) for one in _parts(priority)[1]]),
    ]


def _row_table(layout: Layout, priority: Shape) -> tuple[list[str], list[list[str]]]:
    """A row for each action: its goal said once, the measures of the goal said once each."""
    head = [layout.words[kind] for kind in ("goal", "action", "responsible", "schedule", "measure")]
    rows = []
    for goal in priority["goals"]:
        for at, (action, measure) in enumerate(zip_longest(goal["actions"], goal["measures"])):
            deed = [_deed(layout, action), action["responsible"], action["schedule"]] if action else ["", "", ""]
            rows.append(["" if at else goal["title"], *deed, _leveled(layout, measure) if measure else ""])
    return head, rows


def _full_table(layout: Layout, priority: Shape) -> tuple[list[str], list[list[str]]]:
    """A row for each goal's first action and measure: no cell is empty."""
    head = [layout.words[kind] for kind in ("goal", "action", "responsible", "schedule", "measure")]
    return head, [
        [
            goal["title"],
            _deed(layout, goal["actions"][0]),
            goal["actions"][0]["responsible"],
            goal["actions"][0]["schedule"],
            _leveled(layout, goal["measures"][0]),
        ]
        for goal in priority["goals"]
    ]


def _level_rows(priority: Shape) -> list[list[str]]:
    return [[one["title"], one["baseline"], one["target"]] for one in _parts(priority)[1]]


def _with_levels(layout: Layout, priority: Shape, table: Lines) -> Lines:
    goals, _, actions = _parts(priority)
    return [_head(layout, "goal"), *_items(layout, goals), _head(layout, "action"), *_actions(layout, actions), *table]


def _levels(layout: Layout, number: int, priority: Shape) -> Lines:
    head = [layout.words[kind] for kind in ("measure", "result", "target")]
    return _with_levels(layout, priority, drawn(" | ", head, _level_rows(priority)))


def _levels_years(layout: Layout, number: int, priority: Shape) -> Lines:
    rows = [[row[0], row[1], "–", row[2]] for row in _level_rows(priority)]
    return _with_levels(layout, priority, aligned([layout.words["measure"], "2025", "2027", "2029"], rows, 36, []))


def _levels_two(layout: Layout, number: int, priority: Shape) -> Lines:
    head = [layout.words["measure"], layout.words["levels"], ""]
    return _with_levels(
        layout,
        priority,
        drawn(" | ", head, [["", layout.words["baseline"], layout.words["target"]], *_level_rows(priority)]),
    )


def _levels_cells(layout: Layout, number: int, priority: Shape) -> Lines:
    head = [layout.words[kind] for kind in ("measure", "result", "target")]
    return _with_levels(layout, priority, ["", *(cell for row in [head, *_level_rows(priority)] for cell in row)])


def _woven(layout: Layout, number: int, priority: Shape) -> Lines:
    """Two boxes side by side, read across: goals and actions; the measures under them."""
    goals, measures, actions = _parts(priority)
    left = [_head(layout, "goal"), *(f"• {goal}" for goal in goals)]
    right = [_head(layout, "action"), *(f"• {_deed(layout, one)}" for one in actions)]
    return [
        *columns(left, right),
        "",
        _head(layout, "measure"),
        *_items(layout, [_leveled(layout, one) for one in measures]),
    ]


def _side(layout: Layout, number: int, priority: Shape) -> Lines:
    """Headings in a row, then the lists of each in turn."""
    goals, measures, actions = _parts(priority)
    return [
        _head(layout, "goal"), _head(layout, "action"), "", *_items(layout, goals), "",
        *_items(layout, [_deed(layout, one) for one in actions]), "",
        _head(layout, "measure"), *_items(layout, [_leveled(layout, one) for one in measures]),
    ]  # fmt: skip


def _prose(layout: Layout, number: int, priority: Shape) -> Lines:
    """A paragraph for the goals, one for the deeds, one for the measures, each begun by its heading's words."""
    goals, measures, actions = _parts(priority)
    told = layout.words["told"]
    return [
        told["goal"].format(said=told["that"].join(small(goal) for goal in goals)),
        " ".join(f"{action['done']}." for action in actions),
        told["measure"].format(said=told["and"].join(small(_leveled(layout, one)) for one in measures)),
    ]


def _told(layout: Layout, number: int, priority: Shape) -> Lines:
    """Prose under headings: sentences of goals, deeds and measures."""
    goals, measures, actions = _parts(priority)
    return [
        _head(layout, "goal"), " ".join(f"{goal}." for goal in goals),
        _head(layout, "action"), " ".join(f"{action['done']}." for action in actions),
        _head(layout, "measure"), *_items(layout, [_leveled(layout, one) for one in measures]),
    ]  # fmt: skip


def _goals_and_actions(layout: Layout, number: int, priority: Shape) -> Lines:
    goals, _, actions = _parts(priority)
    return [_head(layout, "goal"), *_items(layout, goals), _head(layout, "action"), *_actions(layout, actions)]


def _closing_measures(layout: Layout, plan: Shape) -> Lines:
    """The measures last, under the names of their priorities."""
    lines: Lines = ["", layout.words["plural"]["measure"]]
    for priority in plan["priorities"]:
        lines += ["", priority["title"], *_items(layout, [_leveled(layout, one) for one in _parts(priority)[1]])]
    return lines


def _named_measures(layout: Layout, plan: Shape) -> Lines:
    """The measures last, each line beginning with the name of its priority."""
    return ["", layout.words["plural"]["measure"]] + [
        f"{priority['title']}: {'; '.join(_leveled(layout, one) for one in _parts(priority)[1])}"
        for priority in plan["priorities"]
    ]


def _coded_goals(layout: Layout, number: int, priority: Shape) -> Lines:
    letter = layout.words["goal"][0]
    return [f"{letter}{number}.{at} {goal['title']}" for at, goal in enumerate(priority["goals"], start=1)]


def _coded_lists(layout: Layout, plan: Shape) -> Lines:
    """Actions and measures last, each with the code of its goal in brackets."""
    letter = layout.words["goal"][0]
    goals = [
        (f"{letter}{number}.{at}", goal)
        for number, priority in enumerate(plan["priorities"], start=1)
        for at, goal in enumerate(priority["goals"], start=1)
    ]
    return [
        "", layout.words["plural"]["action"],
        *_items(layout, [f"{_deed(layout, one)} ({code})" for code, goal in goals for one in goal["actions"]]),
        "", layout.words["plural"]["measure"],
        *_items(layout, [f"{one['title']} ({code})" for code, goal in goals for one in goal["measures"]]),
    ]  # fmt: skip


def _one_table(layout: Layout, plan: Shape) -> Lines:
    """One table of the whole plan, its first cells said once over their rows."""
    head = [layout.words[kind] for kind in ("priority", "goal", "action", "measure", "baseline", "target")]
    rows: list[list[str]] = []
    for priority in plan["priorities"]:
        title = priority["title"]
        for goal in priority["goals"]:
            said = goal["title"]
            for action, measure in zip_longest(goal["actions"], goal["measures"]):
                levels = [measure["title"], measure["baseline"], measure["target"]] if measure else ["", "", ""]
                rows.append([title, said, _deed(layout, action) if action else "", *levels])
                title = said = ""
    return drawn(" | ", head, rows)


BODIES: dict[str, Callable[[Layout, int, Shape], Lines]] = {
    "lists": _lists,
    "cards": _cards,
    "inline": _inline,
    "chain": _chain,
    "semicolons": _semicolons,
    "nested": _nested,
    "cells": lambda layout, number, priority: stacked(*_full_table(layout, priority), [], []),
    "cells_apart": lambda layout, number, priority: stacked(*_full_table(layout, priority), [""], []),
    "rows_apart": lambda layout, number, priority: stacked(*_full_table(layout, priority), [], [""]),
    "merged": lambda layout, number, priority: drawn(" | ", *_row_table(layout, priority)),
    "merged_tabs": lambda layout, number, priority: drawn("\t", *_row_table(layout, priority)),
    "wide": lambda layout, number, priority: aligned(*_row_table(layout, priority), 90, []),
    "wrapped": lambda layout, number, priority: aligned(*_row_table(layout, priority), 24, []),
    "wrapped_apart": lambda layout, number, priority: aligned(*_row_table(layout, priority), 24, [""]),
    "levels": _levels,
    "levels_years": _levels_years,
    "levels_two": _levels_two,
    "levels_cells": _levels_cells,
    "woven": _woven,
    "side": _side,
    "prose": _prose,
    "told": _told,
    "closing": _goals_and_actions,
    "closing_named": _goals_and_actions,
    "codes": _coded_goals,
    "one_table": lambda layout, number, priority: [],
}
CLOSINGS: dict[str, Callable[[Layout, Shape], Lines]] = {
    "closing": _closing_measures,
    "closing_named": _named_measures,
    "codes": _coded_lists,
}
_FULL = {"cells", "cells_apart", "rows_apart"}
_LEVELED = {"inline", "levels", "levels_years", "levels_two", "levels_cells", "one_table"}
_DONE = {"prose", "told"}


def _promises(layout: Layout, plan: Shape) -> Lines:
    return [
        line for one in plan["promises"] for line in (f"{layout.words['promise']} {one['audience']}", one["text"], "")
    ]


def _truth(layout: Layout, plan: Shape) -> dict[str, Any]:
    body = layout["body"]
    full = body in _FULL
    priorities, levels, actions = [], [], []
    for priority in plan["priorities"]:
        goals = priority["goals"]
        measures = [one for goal in goals for one in (goal["measures"][:1] if full else goal["measures"])]
        priorities.append(
            {
                "title": priority["title"],
                "goals": [goal["title"] for goal in goals],
                "indicators": [one["title"] for one in measures],
            }
        )
        name = "done" if body in _DONE or layout["action"] == "done" else "title"
        actions += [
            {"title": one[name]} for goal in goals for one in (goal["actions"][:1] if full else goal["actions"])
        ]
        if body in _LEVELED or (layout["level"] != "none" and body != "codes"):
            levels += [
                {"indicator": one["title"], "baseline": one["baseline"], "target": one["target"]} for one in measures
            ]
    return {
        **{name: plan[name] for name in ("organisation", "period", "mission", "vision", "values", "promises")},
        "priorities": priorities,
        "indicator_values": levels,
        "actions": actions,
    }
