"""Renders a plan in a layout; every choice of a layout is a word of `CHOICES`, the first of each the plain one."""

import textwrap
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
Shape = Mapping[str, Any]

CHOICES: dict[str, tuple[str, ...]] = {
    "case": ("plain", "upper", "title"),
    "mark": ("plain", "colon", "numbered", "roman"),
    "bullet": ("• ", "- ", "* ", "– ", "◦ ", "➢ ", "\uf0b7 ", "", "1. ", "1) ", "a) ", "(1) "),
    "between": ("close", "spaced"),
    "around": ("one", "two", "none"),
    "wrap": ("none", "60", "80"),
    "overview": ("none", "list", "numbered", "lines"),
    "block": ("title", "labelled", "above", "numbered", "upper", "dash"),
    "headed": ("yes", "no"),
    "describe": ("no", "yes"),
    "body": ("sections", "labels", "pipe", "tab", "space", "flat", "goals", "whole", "numbers"),
    "levels": ("brackets", "comma", "arrow", "none", "pipe", "tab", "space", "flat"),
    "values": ("list", "dash", "colon", "prose", "line", "below"),
    "statement": ("below", "colon", "dash"),
    "promise": ("below", "line", "audiences"),
    "detail": ("none", "brackets", "lines", "dash"),
    "order": ("plain", "promises_first", "priorities_first"),
    "pages": ("none", "feeds", "running"),
    "frame": ("none", "contents", "intro"),
}
_COLUMNS = {"pipe": " | ", "tab": "\t", "space": "    "}
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV")
LABELS = {
    "fi": {"goal": "Tavoite", "measure": "Mittari", "action": "Toimenpide"},
    "sv": {"goal": "Mål", "measure": "Mätare", "action": "Åtgärd"},
    "en": {"goal": "Goal", "measure": "Indicator", "action": "Action"},
}


@cache
def plans() -> dict[str, Shape]:
    loaded: dict[str, Shape] = yaml.safe_load((HERE / "plans.yaml").read_text(encoding="utf-8"))
    return loaded


@cache
def words() -> dict[str, dict[str, list[str]]]:
    loaded: dict[str, dict[str, list[str]]] = yaml.safe_load((HERE / "words.yaml").read_text(encoding="utf-8"))
    return loaded


@dataclass(frozen=True)
class Layout:
    """One choice for each way that plans differ in, and which of its headings' names a plan uses."""

    language: str = "fi"
    choices: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, int] = field(default_factory=dict)

    def __getattr__(self, name: str) -> str:
        if name not in CHOICES:
            raise AttributeError(name)
        return self.choices.get(name, CHOICES[name][0])

    def with_choice(self, name: str, choice: str) -> "Layout":
        return replace(self, choices={**self.choices, name: choice})

    def word(self, kind: str) -> str:
        options = words()[self.language][kind]
        return options[self.names.get(kind, 0) % len(options)]

    def __str__(self) -> str:
        return ", ".join(
            [self.language, *(f"{name}={choice}" for name, choice in {**self.choices, **self.names}.items())]
        )


class Page:
    """Lines of a document in the making."""

    def __init__(self, layout: Layout, title: str) -> None:
        self.layout = layout
        self.lines: list[str] = [title]
        self._chapter = 0
        self._part = 0

    def heading(self, text: str, *, outer: bool = True, own: bool = False) -> None:
        """Add a heading; an `own` one is a name that is written as it is, without a colon."""
        if self.layout.case == "upper" and not own:
            text = text.upper()
        elif self.layout.case == "title" and not own:
            text = " ".join(word[:1].upper() + word[1:] for word in text.split())
        if outer:
            self._chapter, self._part = self._chapter + 1, 0
        else:
            self._part += 1
        if self.layout.mark == "numbered":
            text = f"{self._chapter}. {text}" if outer else f"{self._chapter}.{self._part} {text}"
        elif self.layout.mark == "roman" and outer:
            text = f"{_ROMAN[self._chapter - 1]} {text}"
        elif self.layout.mark == "colon" and not own:
            text += ":"
        self.space(outer=outer)
        self.lines.append(text)

    def space(self, *, outer: bool) -> None:
        if outer and self.layout.pages != "none":
            self.lines.append("\f")
        else:
            self.lines += [""] * {"one": 1, "two": 2 if outer else 1, "none": 0}[self.layout.around]

    def text(self, text: str) -> None:
        width = self.layout.wrap
        self.lines += textwrap.wrap(text, int(width), break_on_hyphens=False) if width != "none" else [text]

    def items(self, items: Iterable[str], bullet: str | None = None) -> None:
        mark = self.layout.bullet if bullet is None else bullet
        for number, item in enumerate(items, start=1):
            if number > 1 and self.layout.between == "spaced":
                self.lines.append("")
            self.text(mark.replace("1", str(number)).replace("a)", f"{chr(96 + number)})") + item)

    def table(self, form: str, head: list[str], rows: list[list[str]]) -> None:
        if form == "flat":
            self.lines += [cell for row in [head, *rows] for cell in row]
        elif form == "space":
            widths = [max(len(row[column]) for row in [head, *rows]) + 4 for column in range(len(head))]
            self.lines += [
                "".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
                for row in [head, *rows]
            ]
        else:
            edge = "| " if form == "pipe" else ""
            self.lines += [(edge + _COLUMNS[form].join(row) + edge[::-1]).rstrip(" ") for row in [head, *rows]]


def render(layout: Layout) -> tuple[str, dict[str, Any]]:
    """Return the text of the language's plan in the layout, and the truth it holds."""
    plan = plans()[layout.language]
    page = Page(layout, plan["title"])
    parts = {"statements": _statements, "priorities": _priorities, "promises": _promises}
    order = {
        "plain": ("statements", "priorities", "promises"),
        "promises_first": ("statements", "promises", "priorities"),
        "priorities_first": ("priorities", "statements", "promises"),
    }[layout.order]
    if layout.frame == "contents":
        page.lines += [
            "",
            *(
                f"{layout.word(kind)} {'.' * 20} {number}"
                for number, kind in enumerate(("intro", "vision", "priority", "follow"), 2)
            ),
        ]
    if layout.frame == "intro":
        page.heading(layout.word("intro"))
        page.text(plan["intro"])
    for part in order:
        parts[part](page, plan)
    page.heading(layout.word("follow"))
    page.text(plan["intro"])
    return _paged(page), _truth(plan, layout)


def _paged(page: Page) -> str:
    text = "\n".join(page.lines).replace("\n\f\n", "\n\f") + "\n"
    if page.layout.pages != "running":
        return text
    parts = text.split("\f")
    return "\f".join(f"{page.lines[0]}\n{part.rstrip()}\n{number}\n" for number, part in enumerate(parts, start=1))


def _statements(page: Page, plan: Shape) -> None:
    for kind in ("mission", "vision"):
        word, said = page.layout.word(kind), plan[kind]
        if page.layout.statement == "below":
            page.heading(word)
            page.text(said)
        else:
            page.space(outer=True)
            page.text(f"{word}{':' if page.layout.statement == 'colon' else ' –'} {said}")
    _values(page, plan["values"])


def _values(page: Page, values: list[Shape]) -> None:
    form = page.layout.values
    names = [value["title"] for value in values]
    if form == "line":
        page.space(outer=True)
        page.lines.append(f"{page.layout.word('value')}: {', '.join(names)}")
        return
    page.heading(page.layout.word("value"))
    if form == "list":
        page.items(names)
    elif form in {"dash", "colon"}:
        page.items(f"{one['title']}{' –' if form == 'dash' else ':'} {one['description']}" for one in values)
    else:
        for one in values:
            page.space(outer=False)
            page.lines.append(one["title"])
            if form == "prose":
                page.text(one["description"])
            else:
                page.items([one["description"]], "• ")


def _priorities(page: Page, plan: Shape) -> None:
    layout, priorities = page.layout, plan["priorities"]
    if layout.headed == "yes":
        page.heading(layout.word("priority"))
    titles = [priority["title"] for priority in priorities]
    if layout.overview != "none":
        page.items(titles, {"list": None, "numbered": "1. ", "lines": ""}[layout.overview])
    if layout.body == "whole":
        head = [layout.word(kind) for kind in ("one", "goal", "action", "measure")]
        page.table("pipe", head, [[one["title"], *row] for one in priorities for row in _rows(one)])
        return
    for number, priority in enumerate(priorities, start=1):
        _block_heading(page, number, priority["title"])
        if layout.describe == "yes":
            page.text(plan["prose"])
        _body(page, number, priority)


def _block_heading(page: Page, number: int, title: str) -> None:
    form, one = page.layout.block, page.layout.word("one")
    if form == "labelled":
        page.heading(f"{one} {number}: {title}", outer=False, own=True)
    elif form == "above":
        page.heading(f"{one} {number}", outer=False, own=True)
        page.lines.append(title)
    elif form == "numbered" and page.layout.mark != "numbered":
        page.heading(f"{number}. {title}", outer=False, own=True)
    elif form == "dash":
        page.heading(f"{title} – {page.layout.word('goal').lower()}", outer=False, own=True)
    else:
        page.heading(title.upper() if form == "upper" else title, outer=False, own=True)


def _leveled(layout: Layout, measure: Shape) -> str:
    title, low, high = measure["title"], measure["baseline"], measure["target"]
    words_of = LEVEL_WORDS[layout.language]
    return {
        "brackets": f"{title} ({words_of[0]} {low}, {words_of[1]} {high})",
        "comma": f"{title}, {words_of[0]} {low}, {words_of[1]} {high}",
        "arrow": f"{title}: {low} → {high}",
    }.get(layout.levels, title)


LEVEL_WORDS = {"fi": ("lähtötaso", "tavoitetaso"), "sv": ("utgångsläge", "målnivå"), "en": ("baseline", "target")}


def _detailed(layout: Layout, action: Shape) -> str:
    title, who, when = action["title"], action["responsible"], action["schedule"]
    return {"brackets": f"{title} ({who}, {when})", "dash": f"{title} – {who}, {when}"}.get(layout.detail, title)


def _body(page: Page, number: int, priority: Shape) -> None:
    layout = page.layout
    if layout.body == "sections":
        _sections(page, priority)
    elif layout.body == "goals":
        _by_goal(page, number, priority)
    elif layout.body == "numbers":
        page.lines += [f"{number}.{at} {goal}" for at, goal in enumerate(priority["goals"], start=1)]
    elif layout.body == "labels":
        _labels(page, priority)
    else:
        head = [layout.word(kind) for kind in ("goal", "action", "measure")]
        page.table(layout.body, head, list(_rows(priority)))


def _by_goal(page: Page, number: int, priority: Shape) -> None:
    """Each goal with the action and the measure of its row under it."""
    labels = LABELS[page.layout.language]
    for at, row in enumerate(_rows(priority), start=1):
        page.space(outer=False)
        page.text(f"{labels['goal']} {number}.{at}: {row[0]}")
        for kind, said in zip(("action", "measure"), row[1:], strict=True):
            page.lines.append(page.layout.word(kind) + (":" if page.layout.mark == "colon" else ""))
            page.items([said])


def _rows(priority: Shape) -> Iterator[list[str]]:
    """One goal, one action and one measure a row: as many rows as all three have."""
    goals, actions, measures = (priority[name] for name in ("goals", "actions", "indicators"))
    for goal, action, measure in zip(goals, actions, measures, strict=False):
        yield [goal, action["title"], measure["title"]]


def _sections(page: Page, priority: Shape) -> None:
    layout = page.layout
    if layout.block != "dash":
        _inner(page, "goal")
    page.items(priority["goals"])
    _inner(page, "action")
    if layout.detail == "lines":
        for action in priority["actions"]:
            page.items([action["title"]])
            page.lines += [
                f"{layout.word('responsible')}: {action['responsible']}",
                f"{layout.word('schedule')}: {action['schedule']}",
            ]
    else:
        page.items(_detailed(layout, action) for action in priority["actions"])
    _inner(page, "measure")
    if layout.levels in {"pipe", "tab", "space", "flat"}:
        head = [LABELS[layout.language]["measure"], layout.word("baseline"), layout.word("target")]
        page.table(
            layout.levels, head, [[one["title"], one["baseline"], one["target"]] for one in priority["indicators"]]
        )
    else:
        page.items(_leveled(layout, one) for one in priority["indicators"])


def _inner(page: Page, kind: str) -> None:
    word = page.layout.word(kind)
    if page.layout.case == "upper":
        word = word.upper()
    page.lines += [""] * (page.layout.around != "none") + [word + (":" if page.layout.mark == "colon" else "")]


def _labels(page: Page, priority: Shape) -> None:
    labels = LABELS[page.layout.language]
    for goal in priority["goals"]:
        page.text(f"{labels['goal']}: {goal}")
    for measure in priority["indicators"]:
        page.text(f"{labels['measure']}: {_leveled(page.layout, measure)}")
    for action in priority["actions"]:
        page.text(f"{labels['action']}: {action['title']}")


def _promises(page: Page, plan: Shape) -> None:
    layout, word = page.layout, page.layout.word("promise")
    to = {"fi": "", "sv": "till ", "en": "to "}[layout.language]
    if layout.promise == "audiences":
        page.heading(word)
        page.lines += [f"{(to + one['audience']).capitalize()}: {one['text']}" for one in plan["promises"]]
        return
    for one in plan["promises"]:
        page.space(outer=False)
        label = f"{word} {to}{one['audience']}:"
        if layout.promise == "line":
            page.text(f"{label} {one['text']}")
        else:
            page.lines.append(label)
            page.text(one["text"])


def _truth(plan: Shape, layout: Layout) -> dict[str, Any]:
    table = layout.body in {"pipe", "tab", "space", "flat", "goals", "whole"}
    priorities, levels, actions = [], [], []
    for priority in plan["priorities"]:
        if layout.body == "numbers":
            priorities.append({"title": priority["title"], "goals": priority["goals"], "indicators": []})
            continue
        rows = list(_rows(priority))
        measures = [one for one in priority["indicators"] if not table or one["title"] in {row[2] for row in rows}]
        kept = [one for one in priority["actions"] if not table or one["title"] in {row[1] for row in rows}]
        goals = [row[0] for row in rows] if table else priority["goals"]
        priorities.append(
            {"title": priority["title"], "goals": goals, "indicators": [one["title"] for one in measures]}
        )
        actions += [{"title": one["title"]} for one in kept]
        if not table and layout.levels != "none":
            levels += [
                {"indicator": one["title"], "baseline": one["baseline"], "target": one["target"]} for one in measures
            ]
    return {
        **{name: plan[name] for name in ("organisation", "period", "mission", "vision")},
        "values": [value["title"] for value in plan["values"]],
        "priorities": priorities,
        "indicator_values": levels,
        "actions": actions,
        "promises": plan["promises"],
    }
