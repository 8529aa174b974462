"""Development projects: name, days, work packages, targets, cost and funding."""

import re
from collections.abc import Sequence
from datetime import date

from luotsi.strategy.intake.reading.dates import DAY, DAYS, days_in, figures
from luotsi.strategy.intake.reading.elements import Collector, Draft
from luotsi.strategy.intake.reading.headings import Head, HeadingReader
from luotsi.strategy.intake.reading.joining import PACKAGE
from luotsi.strategy.intake.reading.measures import listed_in_line
from luotsi.strategy.intake.reading.money import cost_total, funding
from luotsi.strategy.intake.reading.outline import Entry
from luotsi.strategy.intake.reading.passages import Passage
from luotsi.strategy.intake.reading.vocabulary import alternatives, listed, months
from luotsi.strategy.intake.types import Certainty, ElementKind

_SEASONS = r"kevät|kesä|syksy|talvi|vår(?:en)?|sommar(?:en)?|höst(?:en)?|vinter(?:n)?|spring|summer|autumn|winter"
_SCHEDULE = re.compile(rf"\s*\((?P<schedule>[^()]*(?:20\d\d|{_SEASONS})[^()]*)\)\s*$", re.IGNORECASE)
_WHEN = rf"(?:(?:{'|'.join(months())})\w*\s+|(?:{_SEASONS})\w*\s+|\d{{1,2}}[/.]|\d{{1,2}}\.\d{{1,2}}\.)?(?:20\d\d)?"
_SCHEDULE_AFTER = re.compile(
    rf"(?:,|;|\s+[–—-]|\s+)\s*(?P<schedule>(?=[^–—-]*\d|{_SEASONS}|{'|'.join(months())}){_WHEN}\s?[–—-]\s?{_WHEN}(?<=20\d\d))\s*$",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"^(?P<name>.{5,140}?)\s+(?:on (?:[\w-]+ )?hanke\b|är ett (?:[\w-]+)?projekt\b|is an? (?:[\w-]+ )*project\b)"
)
_NAME_LABEL = re.compile(
    rf"^\W*{alternatives('project_name')}(?:\s*[:|]\s*|\s+(?!on\b|is\b|är\b)|$)(?P<name>.*)$",
    re.IGNORECASE,
)
_KIND = re.compile(rf"(?:\w+ )?{alternatives('project_kinds')}(?:\W.*)?$", re.IGNORECASE)
BEGINS = re.compile(rf"\b{alternatives('begins')}\b[^.\d]{{0,30}}?(?P<day>{DAY})", re.IGNORECASE)
ENDS_ON = re.compile(rf"\b{alternatives('ends')}\b[^.\d]{{0,30}}?(?P<day>{DAY})", re.IGNORECASE)
_LABELLED = re.compile(r"^(?P<label>[^:.]{4,80}):(?:\s+(?P<rest>.+))?$")
_COUNT = re.compile(
    r"(?<![\d.,/:])(?P<value>\d{1,5}(?:\s?[–-]\s?\d{1,5})?)\s+(?P<words>[a-zåäö-]+(?:\s+[a-zåäö-]+){0,3})"
)
_COUNTED = re.compile(
    r"(?<![a-zåäö-])[a-zåäö-]{4,}[aä](?<!ssa)(?<!ssä)(?<!lla)(?<!llä)(?<!sta)(?<!stä)(?<!lta)(?<!ltä)(?![a-zåäö-])"
)
_MADE = re.compile(rf"\b{alternatives('made')}\s+(?P<value>{alternatives('small_number')})\s+(?P<noun>[a-zåäö-]{{5,}})")
_NO_TARGET = re.compile(r"^(?:kuukau|viikko|viiko|päiv|vuot|tunti|tunt|minuut|euro|prosent|työpaketti|hengen|år|dagar)")
_PARTICIPLE = re.compile(r"(?:vaa|vää)$")
_PRODUCED = re.compile(
    r"synty|muotoil|osallistu|yhteensä|arviolta|tavoit|toteut|sarja|sarjassa|kpl|laadi|tuot|järjest", re.IGNORECASE
)
_LABEL_WORDS = 3
_TARGETS = 15
_PACKAGES = re.compile(r"\b(?:työpaketti|arbetspaket|work package|wp|tp|ap)\s*(\d)\b")
_TITLE_WITHIN = 600
_MANY_SIGNS = 5
_IN_NUMBERS = re.compile(alternatives("in_numbers"), re.IGNORECASE)
_ABOUT = "(?:vähintään |noin |yhteensä |minst |at least )?"
_NAME_VALUE = re.compile(
    rf"^(?P<name>\D{{3,90}}?)[:\s,–-]+{_ABOUT}(?P<value>\d[\d ]*(?:[–-]\d+)?)\s*(?:kpl|hlö|henkilöä|st|personer)?\.?$"
)
_VALUE_NAME = re.compile(
    rf"^{_ABOUT}(?P<value>\d[\d ]*(?:[–-]\d+)?)\s+(?P<name>[^\W\d].{{2,90}}?)\.?$",
    re.IGNORECASE,
)
_CONTENT = re.compile(r"sisältö|kuvaus|innehåll|beskrivning|contents?\b|description", re.IGNORECASE)
_NO_ACTION = re.compile(alternatives("no_action"), re.IGNORECASE)
_LEADS_IN = re.compile(
    r"työpaketissa|hankkeessa|arbetspaketet\b|work package|i projektet\b|in the project", re.IGNORECASE
)
_SAID_COUNT = re.compile(
    r"(?<![\d.,/])(?P<value>\d{1,3}(?: \d{3})*)\s+(?P<name>[^\W\d][^.,;\d]{2,80}?)"
    r"(?=,|;|\.(?:\s|$)|\s+(?:ja|sekä|och|and)\s+\d)"
)
_SEVERAL = 2
_IN_PACKAGE = {
    ("tulokset",),
    ("resultat",),
    ("results",),
    ("toteutus",),
    ("toteuttaminen",),
    ("kohderyhmä",),
    ("genomförande",),
}


def is_project(text: str) -> bool:
    """Tell whether the document is a project plan or application rather than a strategy."""
    lowered = text.casefold()
    packages = len(set(_PACKAGES.findall(lowered)))
    signs = sum(bool(re.search(sign, lowered)) for sign in listed("project_signs"))
    titled = any(title in lowered[:_TITLE_WITHIN] for title in listed("project_titles"))
    return packages >= 2 or (packages >= 1 and signs >= 1) or signs >= _MANY_SIGNS or (titled and signs >= 2)


def read_project(entries: Sequence[Entry], collector: Collector) -> set[int]:
    """Read the project, its work packages and their actions; return the entries taken."""
    project = _project(entries, collector)
    if project is None:
        return set()
    _money(entries, project)
    counted = _counted_targets(entries, collector, project)
    taken = _packages(entries, collector, project, counted)
    if not counted:
        _targets(entries, collector, project)
    return taken | counted


def _project(entries: Sequence[Entry], collector: Collector) -> Draft | None:
    name = _name(entries)
    if name is None:
        return None
    project = collector.add(ElementKind.PROJECT, name, rule="project.named", certainty=Certainty.LIKELY)
    for entry in entries:
        days = DAYS.search(entry.text)
        if days and "start" not in project.details:
            first, last = (_day(day.text.split(".")) for day in days_in(days.group()))
            if first and last:
                project.details |= {"start": first.isoformat(), "end": last.isoformat()}
                project.passages.append(entry.item.words[days.start() : days.end()])
    if "start" not in project.details:
        _days_said(entries, project)
    return project


def _days_said(entries: Sequence[Entry], project: Draft) -> None:
    """Take the days on which the project is said to begin and to end, in one sentence or under their labels."""
    for name, pattern in (("start", BEGINS), ("end", ENDS_ON)):
        for index, entry in enumerate(entries):
            after = (
                entries[index + 1].item.words
                if index + 1 < len(entries) and len(entry.text.split()) <= _LABEL_WORDS
                else None
            )
            words = entry.item.words.joined(after, " ") if after and not any(days_in(entry.text)) else entry.item.words
            found = pattern.search(words.text)
            day = _day(figures(found["day"]).split(".")) if found else None
            if found and day:
                project.details[name] = day.isoformat()
                project.passages.append(words[found.start("day") : found.end("day")])
                break


def _name(entries: Sequence[Entry]) -> Passage | None:
    for index, entry in enumerate(entries):
        label = _NAME_LABEL.match(entry.text)
        if label and not re.match(r"(?:on|oli|är|is)\b", label["name"]):
            words = entry.item.words[label.start("name") :].strip(" :|")
            following = entries[index + 1].item.words if index + 1 < len(entries) else None
            return words or following
        named = _NAMED.match(entry.text)
        if named:
            return entry.item.words[: named.end("name")]
    return next(
        (entry.item.words for entry in entries if entry.is_short and not entry.head and not _KIND.match(entry.text)),
        None,
    )


def _day(parts: Sequence[str]) -> date | None:
    day, month, year = (int(part) for part in parts)
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _money(entries: Sequence[Entry], project: Draft) -> None:
    for name, found in (("cost_total_eur", cost_total(entries)), ("funding_eur", funding(entries))):
        if found is not None:
            project.details[name] = found[0]
            project.passages.append(found[1])


def _packages(entries: Sequence[Entry], collector: Collector, project: Draft, counted: set[int]) -> set[int]:
    package: Draft | None = None
    reader = HeadingReader(("fi", "sv", "en"), is_project=True)
    taken: set[int] = set()
    listing = False
    for index, entry in enumerate(entries):
        found = PACKAGE.match(entry.text)
        if found and found["title"] and len(entry.text) < 250:
            package = _package(entry, found, collector, project)
            listing = True
        elif package is None:
            continue
        elif index in counted or _ends_package(entry):
            package = None
            continue
        elif entry.head is not None and not entry.item.is_bullet:
            listing = entry.head.kind == "action" and not entry.head.inline
            _labelled_in_package(entry.head, package, collector)
        elif _content_column(entries, index):
            collector.add(
                ElementKind.ACTION, entry.item.words, rule="project.action", certainty=Certainty.LIKELY, parent=package
            )
        elif entry.item.marker is None:
            listing = (listing and not entry.text.endswith(":")) or _LEADS_IN.search(entry.text) is not None
            _package_action(entry, package, collector, reader)
        elif listing:
            collector.add(
                ElementKind.ACTION, entry.item.words, rule="project.action", certainty=Certainty.SURE, parent=package
            )
        taken.add(index)
    return taken


def _labelled_in_package(head: Head, package: Draft, collector: Collector) -> None:
    """Take what a label in a package says on its line: `Toimenpiteet: kartoitus, kurssit`, `Aikataulu: kevät 2027`."""
    if not head.inline:
        return
    if head.kind == "schedule":
        package.details.setdefault("schedule", head.inline.text)
    for part in listed_in_line(head.inline) if head.kind == "action" else ():
        collector.add(ElementKind.ACTION, part, rule="project.action", certainty=Certainty.SURE, parent=package)


def _content_column(entries: Sequence[Entry], index: int) -> bool:
    """Tell whether the entry is a cell of a column that says what a package does."""
    cell = entries[index].item.rows[0].line.cell
    heads = (
        entry
        for entry in entries[:index]
        if (other := entry.item.rows[0].line.cell) and cell and other[0] == cell[0] and other[2] == cell[2]
    )
    head = next(heads, None)
    return head is not None and _CONTENT.match(head.text) is not None


def _ends_package(entry: Entry) -> bool:
    """Tell whether a heading of the whole project, or a title on a new page, ends the last package."""
    if entry.head is not None:
        return entry.head.kind in {"measure", "guidance"} or (
            entry.head.kind == "aside" and entry.head.phrase not in _IN_PACKAGE
        )
    return entry.item.page_break and entry.is_short and entry.item.marker is None


def _package(entry: Entry, found: re.Match[str], collector: Collector, project: Draft) -> Draft:
    words = entry.item.words[found.start("title") :]
    schedule = _SCHEDULE.search(words.text) or _SCHEDULE_AFTER.search(words.text)
    details = {"number": found["number"]}
    if schedule:
        details["schedule"] = schedule["schedule"]
        words = words[: schedule.start()]
    return collector.add(
        ElementKind.WORK_PACKAGE,
        words,
        rule="project.work_package",
        certainty=Certainty.SURE,
        parent=project,
        details=details,
    )


def _package_action(entry: Entry, package: Draft, collector: Collector, reader: HeadingReader) -> None:
    """Add a short line that ends in a colon as an action, unless its words head something else."""
    found = _LABELLED.match(entry.text)
    if found is None or entry.head is not None or len(found["label"].split()) > 9:
        return
    words = entry.item.words[found.start("label") : found.end("label")]
    last = words.text.split()[-1].casefold()
    if reader.is_heading(last) or _NO_ACTION.match(words.text) or (not found["rest"] and _LEADS_IN.search(words.text)):
        return
    collector.add(ElementKind.ACTION, words, rule="project.action", certainty=Certainty.LIKELY, parent=package)


def _counted_targets(entries: Sequence[Entry], collector: Collector, project: Draft) -> set[int]:
    """Add the rows under a heading of targets in numbers, each a name and a value; return the entries taken."""
    taken: set[int] = set()
    inside = False
    for index, entry in enumerate(entries):
        free = entry.item.gap > 0 and entry.item.rows[0].line.cell is None
        alone = entry.is_short and (entry.plain or entry.item.is_number)
        titled = free and alone and not _NAME_VALUE.match(entry.text)
        cell = entry.item.rows[0].line.cell
        if cell is not None and cell[1] == 0 and not any(letter.isdigit() for letter in entry.text):
            inside = inside or _IN_NUMBERS.search(entry.text) is not None
            continue
        if entry.head is not None or titled or PACKAGE.match(entry.text):
            inside = _IN_NUMBERS.search(entry.text) is not None
            taken |= {index} if inside else set()
            continue
        words = _row_from(entries, index)
        row = _NAME_VALUE.match(words.text) or _VALUE_NAME.match(words.text) if inside else None
        if inside and entry.is_prose and len(re.findall(r"\d+", entry.text)) >= _SEVERAL:
            taken |= _targets_said(index, entry, collector, project)
            continue
        if row is None:
            continue
        collector.add(
            ElementKind.PROJECT_TARGET,
            words[row.start("name") : row.end("name")],
            rule="project.target_row",
            certainty=Certainty.LIKELY,
            parent=project,
            details={"value": row["value"].strip()},
        )
        taken.add(index)
    return taken


def _targets_said(index: int, entry: Entry, collector: Collector, project: Draft) -> set[int]:
    """Add what a sentence under the heading counts, each number with the words up to the next."""
    counts = list(_SAID_COUNT.finditer(entry.text))
    for found in counts:
        collector.add(
            ElementKind.PROJECT_TARGET,
            entry.item.words[found.start("name") : found.end("name")],
            rule="project.target_row",
            certainty=Certainty.UNSURE,
            parent=project,
            details={"value": found["value"].strip()},
        )
    return {index} if counts else set()


def _row_from(entries: Sequence[Entry], index: int) -> Passage:
    """Return the words of the entry, with those of the cell beside it."""
    cell = entries[index].item.rows[0].line.cell
    beside = entries[index + 1] if cell and index + 1 < len(entries) else None
    other = beside.item.rows[0].line.cell if beside else None
    same = beside is not None and cell is not None and other is not None and other[:2] == cell[:2]
    return entries[index].item.words.joined(beside.item.words, " ") if same and beside else entries[index].item.words


def _targets(entries: Sequence[Entry], collector: Collector, project: Draft) -> None:
    """Add the counts of what the project is to bring about."""
    for entry in entries:
        if not _PRODUCED.search(entry.text) and not _MADE.search(entry.text):
            continue
        for found in (*_COUNT.finditer(entry.text), *_MADE.finditer(entry.text)):
            noun = _counted(found)
            if noun is None or len(collector.of(ElementKind.PROJECT_TARGET, project)) >= _TARGETS:
                continue
            collector.add(
                ElementKind.PROJECT_TARGET,
                entry.item.words[noun],
                rule="project.target",
                certainty=Certainty.UNSURE,
                parent=project,
                details={"value": found["value"]},
            )


def _counted(found: re.Match[str]) -> slice | None:
    """Return what is counted: the last partitive after the number, with a participle before it."""
    if "noun" in found.groupdict():
        return slice(found.start("noun"), found.end("noun"))
    nouns = list(_COUNTED.finditer(found.string, found.start("words"), found.end("words")))
    if not nouns or _NO_TARGET.match(nouns[-1].group()):
        return None
    before = found.string[found.start("words") : nouns[-1].start()].split()
    whole = bool(before) and bool(_PARTICIPLE.search(before[-1]))
    return slice(found.start("words") if whole else nouns[-1].start(), nouns[-1].end())
