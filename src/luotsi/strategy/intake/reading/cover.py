"""What the document says of itself: period, kind, date, body, status; whose it is, `organisations` tells."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from luotsi.strategy.intake.reading.dates import DAYS, figures, in_figures, without_days
from luotsi.strategy.intake.reading.organisations import organisation_of
from luotsi.strategy.intake.reading.outline import Entry
from luotsi.strategy.intake.reading.projects import BEGINS, ENDS_ON
from luotsi.strategy.intake.reading.vocabulary import alternatives

_RANGE = re.compile(r"\b(?P<first>(?:19|20)\d\d)\s?[-–—]\s?(?P<last>(?:19|20)\d\d|\d\d)\b(?!\s?%)")
_DATE = re.compile(r"\b\d{1,2}\.\d{1,2}\.(?:19|20)\d\d\b")
_YEAR = re.compile(r"\b20\d\d\b")
_BODY = re.compile(
    rf"(?P<body>(?:[A-ZÅÄÖ][\w-]*\s+)?[\w-]*{alternatives('deciding_body')})\s+(?P<date>\d{{1,2}}\.\d{{1,2}}\.(?:19|20)\d\d)$",
    re.IGNORECASE,
)
_PLAN = re.compile(alternatives("plan"), re.IGNORECASE)
_NO_PLAN = re.compile(rf"\b{alternatives('no_plan')}\b", re.IGNORECASE)
_TITLED = re.compile(
    rf"(?:strategia|strategi|strategy|suunnitelma|ohjelma|plan|programme)\s+{_RANGE.pattern}", re.IGNORECASE
)
_SECTION = re.compile(r"^\d{1,3} ?§|^§ ?\d{1,3}")
_MANY_SECTIONS = 3
_PROPOSED = re.compile(r"päätösehdotus|beslutsförslag|proposed decision", re.IGNORECASE)
_TITLE = re.compile(r"strategia\b|strategi\b|strategy|suunnitelma\b|ohjelma\b|\bplan\b|programme", re.IGNORECASE)
_SAID = re.compile(
    rf"strategia\w*\s+(?:on laadittu\s+)?(?:vuosille|valtuustokaudelle|kaudelle|för åren|for)\s+{_RANGE.pattern}",
    re.IGNORECASE,
)
_COVER_LINES = 14
_LONGEST_LINE = 200
_TITLE_WORDS = 10
_YEAR_WORDS = 6


@dataclass(frozen=True, slots=True)
class Cover:
    """What stands on a document's cover, as far as it can be told."""

    organisation: str | None = None
    period: str | None = None
    kind: str | None = None
    date: str | None = None
    handled_by: str | None = None
    status: str | None = None
    is_plan: bool = True


def cover_of(entries: Sequence[Entry], text: str, *, is_project: bool, focus_year: str = "") -> Cover:
    """Return what the document says of itself."""
    top = [entry.text for entry in entries[:_COVER_LINES]]
    titles = [entry.text for entry in entries if entry.item.marker is None and _TITLE.search(entry.text)]
    handled, date = _handled(top)
    organisation = organisation_of(entries, text, top, is_project=is_project)
    kind = _kind(text, top, is_project=is_project, focus_year=focus_year)
    return Cover(
        organisation=organisation,
        period=_period(text, top, titles, is_project=is_project) or focus_year or None,
        kind=kind,
        date=date,
        handled_by=handled,
        status="draft" if re.search(r"\bluonnos|\butkast|\bdraft\b", "\n".join(top), re.IGNORECASE) else None,
        is_plan=bool(focus_year) or _is_plan(entries, text),
    )


def _is_plan(entries: Sequence[Entry], text: str) -> bool:
    """Tell whether the document is a plan at all: its words, and no sign of an agenda, a contract or a release."""
    heads = (entry.head or entry.label for entry in entries)
    kinds = {head.kind for head in heads if head} & {
        "mission",
        "vision",
        "value",
        "priority",
        "goal",
        "measure",
        "action",
    }
    sections = sum(bool(_SECTION.match(entry.text)) for entry in entries)
    signs = len(_NO_PLAN.findall(text)) + (sections >= _MANY_SECTIONS)
    titled = bool(_TITLE.search("\n".join(entry.text for entry in entries[:_COVER_LINES])))
    if not signs:
        return bool(kinds) or bool(_PLAN.search(text))
    return titled or len(kinds) >= 3 or (bool(kinds) and bool(_PROPOSED.search(text)))


def _period(text: str, top: Sequence[str], titles: Sequence[str], *, is_project: bool) -> str | None:
    if is_project:
        days = DAYS.search(text)
        if days:
            return in_figures(days.group())
        ends = [found for pattern in (BEGINS, ENDS_ON) if (found := pattern.search(text))]
        if len(ends) == 2:
            return "-".join(figures(found["day"]) for found in ends)
    named = [line for line in titles if _TITLED.search(line)]
    for lines in (top, named, titles):
        ranges = [
            _spelt(found)
            for line in lines
            if len(line.split()) <= _TITLE_WORDS
            for found in _RANGE.finditer(without_days(line))
        ]
        if ranges:
            return Counter(ranges).most_common(1)[0][0]
    said = _SAID.search(text)
    if said:
        return _spelt(said)
    short = [line for line in top if len(line.split()) <= _YEAR_WORDS]
    titled = [line for line in short if _TITLE.search(line) or _YEAR.fullmatch(line)]
    for lines in (titled, short):
        years: list[str] = [year for line in lines for year in _YEAR.findall(without_days(line))]
        if years:
            return max(years)
    return None


def _spelt(found: re.Match[str]) -> str:
    last = found["last"]
    return f"{found['first']}-{found['first'][:2] + last if len(last) == 2 else last}"


def _handled(top: Sequence[str]) -> tuple[str | None, str | None]:
    for line in top:
        found = _BODY.search(line[:_LONGEST_LINE])
        if found:
            return found["body"].strip(), found["date"]
    return None, None


def _kind(text: str, top: Sequence[str], *, is_project: bool, focus_year: str) -> str | None:
    lowered = "\n".join(top).casefold()
    if is_project:
        return "project_application"
    if focus_year:
        return "annual_priority_decision"
    for word, kind in (
        ("palvelusuunnitelma", "service_plan"),
        ("työllisyysaluee", "employment_area_strategy"),
        ("strategi", "strategy"),
    ):
        if word in lowered or (word == "palvelusuunnitelma" and word in text.casefold()):
            return kind
    return None
