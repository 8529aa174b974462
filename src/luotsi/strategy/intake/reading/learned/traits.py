"""What is measured of an entry and of what stands round it, as numbers that a model can weigh.

The same numbers teach the model and are weighed by it; `NAMES` says what each column holds.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Hashable, Sequence

import numpy as np
import numpy.typing as npt

from luotsi.strategy.intake.reading.elements import Draft
from luotsi.strategy.intake.reading.outline import Entry
from luotsi.strategy.intake.reading.passages import Passage
from luotsi.strategy.intake.types import Certainty, ElementKind
from luotsi.strategy.intake.wording import key_of

Numbers = npt.NDArray[np.float32]

KINDS = ("mission", "vision", "value", "priority", "goal", "measure", "action")
"""What the model tells apart, beside nothing."""
_HEADS = (*KINDS, "responsible", "schedule", "baseline", "target", "challenge", "strength", "aside", "other")
_RULES = (
    "action.listed", "goal.under_priority", "goal.listed", "goal.subtitle", "measure.under_priority", "measure.listed",
    "table.cells", "table.flattened", "value.listed", "priority.listed", "outline", "unplaced.listed", "prose", "told",
)  # fmt: skip
_NEAR = (-3, -2, -1, 1, 2, 3)
_FAR = 60
_NONE_NEAR = 99.0
_PASSIVE = re.compile(r"(?:t[aä]{2}n|[dt]aan|[dt]ään|t[aä]v[aä]|(?:s|e)ras|as)$")
_COUNTED = re.compile(
    r"määrä|lkm|aste\b|osuus|%|kpl|euro|€|indeksi|kysely|tyytyväisyys|toteut|antal|andel|muutos|kehitys|number|share"
)
_STOP = re.compile(r"[.!?] ")
_OF_LOOK = (
    "words", "letters", "dot", "colon", "asks", "loud", "small", "digit", "caps", "bullet", "number", "depth", "gap",
    "new_page", "head", "taken", "prose", "short", "plain", "list", "rows", "we", "we_first", "passive", "deed",
    "deed_first", "deed_last", "is", "counted", "digits", "commas", "bracket", "dash", "colon_inside", "sentences",
    "said",
)  # fmt: skip


def _look(entry: Entry, said: int) -> list[float]:
    """Return how an entry looks, in the order of `_OF_LOOK`."""
    item, text = entry.item, entry.text
    words = [word.rstrip(".,;:") for word in text.casefold().split()] or [""]
    folded = f" {text.casefold()} "
    return [
        len(words), len(text), text.endswith("."), text.endswith(":"), text.endswith("?"), text.endswith("!"),
        text[:1].islower(), text[:1].isdigit(), item.caps, item.is_bullet, item.is_number, len(entry.path),
        min(item.gap, 5), item.page_break, entry.head is not None, entry.taken, entry.is_prose, entry.is_short,
        entry.plain, entry.is_list, len(item.rows), sum(word.endswith("mme") for word in words),
        words[0].endswith("mme"), sum(bool(_PASSIVE.search(word)) for word in words),
        sum(word.endswith(("minen", "misen", "mista", "mistä")) for word in words), words[0].endswith("minen"),
        words[-1].endswith("minen"), " on " in folded or " ovat " in folded, bool(_COUNTED.search(folded)),
        sum(letter.isdigit() for letter in text), text.count(","), "(" in text, " – " in text or " - " in text,
        ": " in text, len(_STOP.findall(text)), said,
    ]  # fmt: skip


class Said:
    """What the rules took each entry for: the drafts that stand in it, each with its share of the letters."""

    def __init__(self, entries: Sequence[Entry], drafts: Sequence[Draft]) -> None:
        self._found: list[list[tuple[Draft, float]]] = [[] for _ in entries]
        order = sorted(range(len(entries)), key=lambda at: entries[at].item.words.start)
        starts = [entries[at].item.words.start for at in order]
        longest = max((entry.item.words.end - entry.item.words.start for entry in entries), default=0)
        for draft in drafts:
            for passage in draft.passages:
                first, last = bisect_right(starts, passage.start - longest), bisect_right(starts, passage.end - 1)
                for at in order[first:last]:
                    self._cover(at, entries[at], draft, passage)

    def _cover(self, at: int, entry: Entry, draft: Draft, passage: Passage) -> None:
        words = entry.item.words
        both = min(passage.end, words.end) - max(passage.start, words.start)
        if both > 0 and all(draft is not other for other, _ in self._found[at]):
            self._found[at].append((draft, both / (words.end - words.start)))

    def of(self, at: int) -> list[tuple[Draft, float]]:
        """Return the drafts that stand in an entry, each with the share that it covers."""
        return self._found[at]

    def most(self, at: int) -> tuple[Draft, float] | None:
        """Return the one that covers most of it."""
        return max(self._found[at], key=lambda one: one[1], default=None)

    def kind(self, at: int) -> str:
        """Return the kind of that one, or nothing."""
        most = self.most(at)
        return most[0].kind.value if most else ""


def _flags(kind: str, kinds: Sequence[str]) -> list[float]:
    return [float(kind == one) for one in kinds]


def _head_kind(entry: Entry) -> str:
    if entry.head is None:
        return ""
    return entry.head.kind if entry.head.kind in _HEADS else "other"


def _shifted(rows: Numbers, by: int) -> Numbers:
    """Return for each row the one `by` rows further, zeros beyond the ends."""
    out = np.zeros_like(rows)
    if by > 0:
        out[:-by] = rows[by:]
    else:
        out[-by:] = rows[:by]
    return out


def _rule_of(said: Said, at: int) -> list[float]:
    most = said.most(at)
    rule = most[0].rule if most else ""
    sure = most[0].certainty if most else None
    flags = [float(rule == one or rule.startswith(f"{one}.")) for one in _RULES]
    return [
        *flags,
        sure is Certainty.SURE,
        sure is Certainty.LIKELY,
        sure is Certainty.UNSURE,
        most[1] if most else 0.0,
    ]


def _distances(kinds: Sequence[str], wanted: Sequence[str]) -> list[list[float]]:
    """Return how many entries before each one, and then after it, one of each kind stands."""
    rows: list[list[float]] = [[] for _ in kinds]
    for order in (range(len(kinds)), range(len(kinds) - 1, -1, -1)):
        last = dict.fromkeys(wanted, -1)
        for at in order:
            rows[at] += [min(abs(at - last[one]), _FAR) if last[one] >= 0 else _NONE_NEAR for one in wanted]
            if kinds[at] in last:
                last[kinds[at]] = at
    return rows


def _runs(entries: Sequence[Entry]) -> list[tuple[int, int]]:
    """Return the first and last of the entries in a row that are marked alike, for each entry."""
    marks = [
        (entry.item.is_bullet, entry.item.is_number, entry.item.marker is None, entry.glyph, entry.head is not None)
        for entry in entries
    ]
    runs: list[tuple[int, int]] = []
    first = 0
    for at in range(1, len(entries) + 1):
        if at == len(entries) or marks[at] != marks[first] or marks[at][-1]:
            runs += [(first, at - 1)] * (at - first)
            first = at
    return runs


def _before(entries: Sequence[Entry], is_one: Sequence[bool]) -> list[int]:
    """Return for each entry the last one before it that is one, or -1."""
    found, last = [], -1
    for at in range(len(entries)):
        found.append(last)
        last = at if is_one[at] else last
    return found


def leads(entries: Sequence[Entry]) -> dict[str, list[int]]:
    """Return for each entry what may head it: the last heading by its words, title by its look, and no list item."""
    short = [entry.is_short and not entry.is_list and not entry.is_prose for entry in entries]
    return {
        "heading": _before(entries, [entry.head is not None for entry in entries]),
        "title": _before(entries, short),
        "lead": _before(entries, [not entry.is_list for entry in entries]),
        "above": [at - 1 for at in range(len(entries))],
    }


def traits(entries: Sequence[Entry], said: Said) -> Numbers:
    """Return one row of numbers for each entry, in the order of `NAMES`."""
    count = len(entries)
    keys = [key_of(entry.text) for entry in entries]
    again = Counter(keys)
    looks = np.array([_look(entry, again[key]) for entry, key in zip(entries, keys, strict=True)], dtype=np.float32)
    heads, kinds = [_head_kind(entry) for entry in entries], [said.kind(at) for at in range(count)]
    marked = np.array(
        [[*_flags(head, _HEADS), *_flags(kind, KINDS)] for head, kind in zip(heads, kinds, strict=True)],
        dtype=np.float32,
    )
    own = np.hstack([looks, marked])
    rules = np.array([_rule_of(said, at) for at in range(count)], dtype=np.float32)
    heading = leads(entries)
    led = [_taken(own, heading[name]) for name in ("heading", "title", "lead")]
    away = np.array(
        [[at - heading[name][at] if heading[name][at] >= 0 else _NONE_NEAR for name in ("heading", "title", "lead")]
         for at in range(count)], dtype=np.float32)  # fmt: skip
    second = _taken(marked, [heading["heading"][at] if at >= 0 else -1 for at in heading["heading"]])
    near = [_shifted(own, by) for by in _NEAR]
    far = np.array(_distances(kinds, KINDS), dtype=np.float32)
    whole = np.tile(np.concatenate([own.mean(0), marked.sum(0), [count]]).astype(np.float32), (count, 1))
    place = np.array([[at / count, entries[at].item.page] for at in range(count)], dtype=np.float32)
    levels = _of_levels(entries, keys, heading)
    return np.hstack([own, rules, *near, *led, away, second, far, _of_runs(entries, looks), place, whole, levels])


def _form(entry: Entry) -> str:
    """Return what an entry is by its look: a heading by its words, an item of a list, prose, or a title."""
    if entry.head is not None:
        return f"head {entry.head.kind}"
    if entry.is_list:
        return "list"
    return "prose" if entry.is_prose else "title" if entry.is_short else "other"


def _different(forms: Sequence[Hashable], keys: Sequence[str]) -> list[int]:
    """Return for each entry how many different ones of the document have its form."""
    said: dict[Hashable, set[str]] = {form: set() for form in forms}
    for form, key in zip(forms, keys, strict=True):
        said[form].add(key)
    return [len(said[form]) for form in forms]


def _of_levels(entries: Sequence[Entry], keys: Sequence[str], heading: dict[str, list[int]]) -> Numbers:
    """Return what tells of the levels of a plan: four titles alike are its priorities, forty are no such thing."""
    forms = [_form(entry) for entry in entries]
    after, before = [*forms[1:], ""], ["", *forms[:-1]]
    own = [(form, entry.item.caps) for form, entry in zip(forms, entries, strict=True)]
    headed = [forms[at] if at >= 0 else "" for at in heading["heading"]]
    alike = [
        _different(list(zip(own, *beside, strict=True)), keys)
        for beside in ((), (after,), (before,), (before, after), (headed,))
    ]
    titles = [at for at, form in enumerate(forms) if form == "title"]
    over = [title if forms[at] != "title" else -1 for at, title in enumerate(heading["title"])]
    led = Counter(over)
    lists = {title for at, title in enumerate(over) if forms[at] == "list"} - {-1}
    again = Counter(keys)
    whole = [
        len({keys[at] for at in titles}),
        len({keys[at] for at in titles if again[keys[at]] > 1}),
        len({keys[at] for at in titles if after[at] == "title" != before[at]}),
        len({keys[at] for at in lists}),
        sum(led[at] for at in lists) / max(len(lists), 1),
        len(titles) / len(entries),
    ]
    rows = [[*counts, led[at] if at >= 0 else 0, *whole] for *counts, at in zip(*alike, over, strict=True)]
    return np.array(rows, dtype=np.float32)


def _taken(rows: Numbers, chosen: Sequence[int]) -> Numbers:
    """Return the chosen rows, zeros where none is chosen."""
    padded = np.vstack([rows, np.zeros((1, rows.shape[1]), dtype=np.float32)])
    taken: Numbers = padded[np.array(chosen, dtype=int)]
    return taken


def _of_runs(entries: Sequence[Entry], looks: Numbers) -> Numbers:
    """Return of each entry's list how long it is, where in it the entry stands, and how its items look on average."""
    rows = []
    means: dict[int, Numbers] = {}
    for at, (first, last) in enumerate(_runs(entries)):
        if first not in means:
            means[first] = looks[first : last + 1].mean(0)
        rows.append(np.concatenate([[last - first + 1, at - first, last - at], means[first]]))
    return np.array(rows, dtype=np.float32)


_OWN = (*_OF_LOOK, *(f"head_{one}" for one in _HEADS), *(f"kind_{one}" for one in KINDS))
_MARKED = _OWN[len(_OF_LOOK) :]
NAMES = (
    *_OWN,
    *(f"rule_{one}" for one in _RULES), "sure", "likely", "unsure", "covered",
    *(f"{by}_{one}" for by in _NEAR for one in _OWN),
    *(f"{name}_{one}" for name in ("heading", "title", "lead") for one in _OWN),
    "heading_away", "title_away", "lead_away",
    *(f"second_{one}" for one in _MARKED),
    *(f"{side}_{one}" for side in ("since", "until") for one in KINDS),
    "run", "run_before", "run_after", *(f"run_{one}" for one in _OF_LOOK),
    "place", "page", *(f"mean_{one}" for one in _OWN), *(f"sum_{one}" for one in _MARKED), "entries",
    *(f"alike_{one}" for one in ("alone", "before", "after", "between", "under")), "led",
    "titles", "titles_again", "titles_over_titles", "titles_of_lists", "items", "share_of_titles",
)  # fmt: skip
"""What each column of `traits` holds."""
OF_A_PLAN = frozenset(ElementKind(one) for one in KINDS)
