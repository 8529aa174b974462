"""Decisions: presenter, proposal, outcome, body, date and section, however a converter spread them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from luotsi.strategy.intake.reading.dates import DAY, days_in, figures
from luotsi.strategy.intake.reading.elements import Collector
from luotsi.strategy.intake.reading.outline import Entry
from luotsi.strategy.intake.reading.passages import Passage
from luotsi.strategy.intake.reading.vocabulary import alternatives
from luotsi.strategy.intake.types import Certainty, ElementKind

_ALONE = r"\b(?=\s*:|\s*$|\s+(?-i:[A-ZÅÄÖ\d]))\s*:?\s*"  # a label ends its line, or what it says begins anew
_LABELS = {
    name: re.compile(rf"^{alternatives(name)}{_ALONE}", re.IGNORECASE)
    for name in ("presenter", "proposal", "outcome", "handled")
}
_DATE = rf"(?P<date>{DAY})"
_SECTION = r"(?:\s*,?\s*(?:(?:§|section|item)\s*(?P<section>\d+)|(?P<section2>\d+)\s*§))"
_SECTION_LINE = re.compile(r"(?:\w+\s+)?(?:§\s*(?P<section>\d{1,4})|(?P<section2>\d{1,4})\s*§)(?:$|\s{2,}|\s+[^\W\d])")
_BODIES = alternatives("deciding_body")
_APPROVED = re.compile(
    rf"(?P<outcome>{alternatives('approved')})\s*:?\s+(?:by the |i |av |på )?(?P<body>[\w-]*{_BODIES}\w*)"
    rf"(?:\s+(?:den|on|kokouksessaan))?\s+{_DATE}{_SECTION}?",
    re.IGNORECASE,
)
_APPROVED_BY = re.compile(
    rf"^(?P<outcome>{alternatives('approved')})\s*:?\s+(?:by the |by |i |av |på )?(?P<body>[^\W\d][^\d,;:]{{3,60}}?)"
    rf"(?:\s+(?:den|on|kokouksessaan))?,?\s+{_DATE}{_SECTION}?\.?$",
    re.IGNORECASE,
)
_HAS_APPROVED = re.compile(
    rf"^(?P<body>(?:[\w-]+\s+){{0,4}}?[\w-]*{_BODIES})\s+(?:on\s+|har\s+)?"
    r"(?P<outcome>hyväksy(?:nyt|i)|vahvista(?:nut|nyt)|vahvisti|godkän[tn]\w*|antagit|antog|approved|adopted)"
    rf"(?:\s+\w+){{0,3}}?\s+{_DATE}{_SECTION}?\.?$",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[^\W\d_]{2}[.!?])\s+(?=[A-ZÅÄÖ])|(?<=\d{4}[.!?])\s+(?=[A-ZÅÄÖ])")
_IS_APPROVED = alternatives("is_approved")
_SAID_APPROVED = (
    re.compile(
        rf"\b(?:the\s+)?(?P<body>(?:(?:[\w-]+(?:n|inen|s|work|ment)\s+){{0,3}}?|(?<=the\s)(?:[\w-]+\s+){{1,3}}?)[\w-]*{_BODIES}\w*)\s+(?:on\s+|har\s+)?{_IS_APPROVED}\b"
        rf"(?:\s+[\w-]+){{0,7}}?\s+(?:kokouksessaan\s+|den\s+|on\s+)?{_DATE}{_SECTION}?",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?:on\s+)?{_IS_APPROVED}\s+(?:by\s+|av\s+|i\s+)?(?:the\s+)?(?P<body>(?:(?:[\w-]+(?:n|inen|s|work|ment)\s+){{0,3}}?|(?<=the\s)(?:[\w-]+\s+){{1,3}}?)[\w-]*{_BODIES}\w*)"
        rf"(?:\s+kokouksessaan|\s+den|\s+on)?\s+{_DATE}{_SECTION}?",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?P<body>(?:[\w-]+\s+){{0,2}}?[\w-]*{_BODIES}\w*)\s+(?:on\s+)?{_DATE}{_SECTION}?\s+{_IS_APPROVED}\b",
        re.IGNORECASE,
    ),
)
_OF_PLAN = re.compile(alternatives("of_plan"), re.IGNORECASE)
_EARLIER = re.compile(
    r"\b(?:edelli|aiem|aikais|entis|vanha|föregående|tidigare|previous|earlier|former)", re.IGNORECASE
)
_HIGHEST = re.compile(rf"{alternatives('highest_body')}\w{{0,4}}$", re.IGNORECASE)
_GRANTED = re.compile(rf"\b{alternatives('granted')}", re.IGNORECASE)
_BY_FUNDER = re.compile(
    rf"^(?P<body>[A-ZÅÄÖ][^:;.\d]{{3,60}}?),?\s+{_DATE}{_SECTION}?\s*[:–-]\s*(?P<said>\S.{{5,300}})$"
)
_MEETING = re.compile(rf"^{alternatives('meeting_time')}\b", re.IGNORECASE)
_DECIDED = re.compile(
    rf"^(?P<who>[^\d:]{{0,60}}?)(?:päätös|päätti|beslut|decision|decided)\w*\s+(?:den |on )?"
    rf"{_DATE}{_SECTION}?\s*[:–-]\s*(?P<said>\S.{{5,300}})$",
    re.IGNORECASE,
)
_BODY_DATE = re.compile(rf"^(?P<body>(?:[\w-]+\s+)*?[\w-]*{_BODIES})\s+{_DATE}{_SECTION}?\.?$", re.IGNORECASE)
_REASONED = re.compile(rf"\b{alternatives('reasoned')}\b", re.IGNORECASE)
_YEAR = re.compile(r"(?<![\d–-])\b20\d\d\b(?!\s?[–-]\s?\d)")  # one year, not the span of a plan
_FOCUS = re.compile(
    r"painopist|kär(?:jet|jiksi|kiä)|teem(?:at|oiksi)|painotu|valinnoiksi|tyngdpunkt|fokusområd|focus area|priorit",
    re.IGNORECASE,
)
_AGREED = re.compile(r"hyväksy|godkän|enligt förslag|approved|ehdotuksen mukai", re.IGNORECASE)
_MINUTES = alternatives("minutes")
_OF_MINUTES = re.compile(_MINUTES, re.IGNORECASE)
_BODY_NAMED = re.compile(
    rf"(?:^(?:organ|toimielin|body)\s+)?(?P<body>(?:[A-ZÅÄÖ][\w-]*\s+(?:ja|och|and)\s+)?[A-ZÅÄÖ]?[\w-]*{_BODIES})(?:\b(?!\w)|(?=[ns]\s+{_MINUTES}))",
    re.IGNORECASE,
)
_COVER_ENTRIES = 12
_LONGEST_LINE = 200


@dataclass(slots=True)
class _Record:
    """The labels of one decision as they come."""

    details: dict[str, str] = field(default_factory=dict)
    words: list[Passage] = field(default_factory=list)
    focus: list[Passage] = field(default_factory=list)


def read_decisions(entries: Sequence[Entry], collector: Collector, claimed: set[int]) -> set[int]:
    """Read the document's decisions; return the entries taken."""
    taken = _labelled(entries, collector)
    taken |= _dated(entries, collector, claimed | taken)
    return taken


def _label_of(words: Passage) -> tuple[str, Passage] | None:
    for name, pattern in _LABELS.items():
        found = pattern.match(words.text)
        if found:
            return name, words[found.end() :].strip()
    return None


def _labelled(entries: Sequence[Entry], collector: Collector) -> set[int]:
    """`Esittelijä`, `Päätösehdotus`, `Päätös`: a decision as minutes print it."""
    names = [label[0] for entry in entries if (label := _label_of(entry.item.words))]
    taken: set[int] = set()
    noted = names.count("outcome") == 1 and any(_OF_MINUTES.search(entry.text) for entry in entries[:_COVER_ENTRIES])
    if "outcome" not in names or not (noted or {"presenter", "proposal"} & set(names)):
        return taken
    record, named = _Record(), _named_focus(entries)
    index = 0
    while index < len(entries):
        label = _label_of(entries[index].item.words)
        if label is None or (label[0] == "outcome" and not (label[1] or record.details)):
            index += 1
            continue
        name, words = label
        if name in record.details and record.details.get("outcome"):
            _close(record, named, collector)
            record = _Record()
        taken.add(index)
        index += 1
        if not words and index < len(entries) and _label_of(entries[index].item.words) is None:
            words = entries[index].item.words
            taken.add(index)
            index += 1
        if name == "proposal":
            index = _listed_proposal(entries, index, record, taken)
        if words and name not in record.details:
            record.details[name] = words.text
            record.words.append(words)
    _close(record, named, collector)
    return taken


def _listed_proposal(entries: Sequence[Entry], index: int, record: _Record, taken: set[int]) -> int:
    """Add the list under a proposal to it."""
    while (
        index < len(entries) and entries[index].item.marker is not None and _label_of(entries[index].item.words) is None
    ):
        record.focus.append(entries[index].item.words)
        taken.add(index)
        index += 1
    return index


def _named_focus(entries: Sequence[Entry]) -> list[Passage]:
    """Return what a matter's text names one by one: `Painopistealue 1: ...`."""
    heads = (entry.head for entry in entries if entry.head is not None and entry.head.kind == "priority")
    return [head.inline for head in heads if head.singular and head.inline and _FOCUS.match(head.phrase[0])]


def _close(record: _Record, named: Sequence[Passage], collector: Collector) -> None:
    details = {name: text for name, text in record.details.items() if name != "handled"}
    if not {"outcome", "proposal"} & set(details):
        return
    title = record.words[-1]
    collector.add(ElementKind.DECISION, title, rule="decision.labelled", certainty=Certainty.SURE, details=details)
    year = _YEAR.search(details.get("proposal", ""))
    if year and _FOCUS.search(details.get("proposal", "")):
        stage = "decided" if _AGREED.search(details.get("outcome", "")) else "proposed"
        for words in record.focus or named:
            collector.add(
                ElementKind.ANNUAL_FOCUS,
                words,
                rule="focus.decided",
                certainty=Certainty.SURE,
                details={"year": year.group(), "stage": stage},
            )


def _dated(entries: Sequence[Entry], collector: Collector, claimed: set[int]) -> set[int]:
    """`Hyväksytty kunnanvaltuustossa 1.2.2024 § 5`, and lines of a body and a day."""
    taken: set[int] = set()
    for index, entry in enumerate(entries):
        if index in claimed:
            continue
        approved = _APPROVED.search(entry.text) or _HAS_APPROVED.search(entry.text) or _APPROVED_BY.search(entry.text)
        if approved and len(entry.text.split()) <= 14:
            _add_dated(collector, entry.item.words[approved.start() : approved.end()], approved, "decision.approved")
            if len(entry.text) - (approved.end() - approved.start()) < 12:
                taken.add(index)
            continue
        if _said(entry, collector):
            taken.add(index)
            continue
        dated = _BODY_DATE.match(entry.text) if len(entry.text) <= _LONGEST_LINE else None
        sectioned = dated is not None and (dated["section"] or dated["section2"])
        highest = dated is not None and _HIGHEST.search(dated["body"]) is not None
        if dated and (sectioned or highest or index >= _COVER_ENTRIES) and entry.item.marker is None:
            _add_dated(collector, entry.item.words, dated, "decision.body_and_day")
            taken.add(index)
    _told(entries, collector, claimed | taken)
    _reasoned(entries, collector)
    _as_one(collector)
    _of_meeting(entries, collector)
    _section_at_top(entries, collector)
    return taken


def _said(entry: Entry, collector: Collector) -> bool:
    """Add a decision, its day, a colon and what was decided: the first sentence of it, where a body is named."""
    decided = _DECIDED.match(entry.text)
    granted = _BY_FUNDER.match(entry.text) if decided is None else None
    found = decided or (granted if granted and _GRANTED.search(granted["said"]) else None)
    if found is None:
        return False
    words = entry.item.words[found.start("said") : found.end("said")]
    details = {"date": figures(found["date"]), "outcome": words.text}
    if found is granted:
        words = next(iter(words.split(_SENTENCE)), words)
        details |= {"body": found["body"].strip(), "outcome": words.text}
    collector.add(ElementKind.DECISION, words, rule="decision.said", certainty=Certainty.LIKELY, details=details)
    return True


def _told(entries: Sequence[Entry], collector: Collector, claimed: set[int]) -> None:
    """Add what a sentence tells of the plan's approval, where nothing else tells of a decision."""
    if collector.of(ElementKind.DECISION):
        return
    for index, entry in enumerate(entries):
        for sentence in entry.item.words.split(_SENTENCE) if index not in claimed else ():
            if not _OF_PLAN.search(sentence.text) or _EARLIER.search(sentence.text):
                continue
            found = next((found for pattern in _SAID_APPROVED if (found := pattern.search(sentence.text))), None)
            if found:
                _add_dated(collector, sentence[found.start() : found.end()], found, "decision.approved")
                return


def _of_meeting(entries: Sequence[Entry], collector: Collector) -> None:
    """Give the only labelled decision of minutes the body and the day that stand at their top."""
    labelled = [draft for draft in collector.of(ElementKind.DECISION) if draft.rule == "decision.labelled"]
    if len(labelled) != 1 or "date" in labelled[0].details or len(collector.of(ElementKind.DECISION)) > 1:
        return
    top = entries[:_COVER_ENTRIES]
    body = next((found for entry in top if (found := _body_in(entry.item.words))), None)
    dated = [entry for entry in top if any(days_in(entry.text))]
    timed = [entry for entry in dated if _MEETING.match(entry.text) or _BODY_NAMED.search(entry.text)] or dated
    if body is None or not timed:
        return
    labelled[0].details |= {"body": body.text, "date": next(days_in(timed[0].text)).text}
    labelled[0].passages += [body, timed[0].item.words]


def _section_at_top(entries: Sequence[Entry], collector: Collector) -> None:
    """Give the only decision of minutes the section that a line at their top is."""
    decisions = collector.of(ElementKind.DECISION)
    found = next((found for entry in entries[:_COVER_ENTRIES] if (found := _SECTION_LINE.match(entry.text))), None)
    if found and len(decisions) == 1 and decisions[0].rule == "decision.labelled":
        decisions[0].details.setdefault("section", found["section"] or found["section2"])


def _body_in(words: Passage) -> Passage | None:
    """Return the deciding body that a line at the top of minutes names: up to wide space, without its label."""
    found = _BODY_NAMED.search(words.text) if len(words.text) <= _LONGEST_LINE else None
    return words[found.start("body") : found.end("body")] if found else None


def _as_one(collector: Collector) -> None:
    """Minutes of one matter: the only body and day belong to the only labelled decision."""
    labelled = [draft for draft in collector.of(ElementKind.DECISION) if draft.rule == "decision.labelled"]
    dated = [draft for draft in collector.of(ElementKind.DECISION) if draft.rule == "decision.body_and_day"]
    if len(labelled) == len(dated) == 1 and "outcome" not in dated[0].details:
        labelled[0].details |= dated[0].details
        labelled[0].passages += dated[0].passages
        collector.remove(dated[0])


def _add_dated(collector: Collector, words: Passage, found: re.Match[str], rule: str) -> None:
    details = {"body": _nominative(found["body"]), "date": figures(found["date"])}
    for draft in collector.of(ElementKind.DECISION):
        if (
            draft.details.get("date") == details["date"]
            and draft.details.get("body", "").casefold() == details["body"].casefold()
        ):
            collector.say_again(draft, words)
            return
    section = found["section"] or found["section2"]
    if section:
        details["section"] = section
    collector.add(ElementKind.DECISION, words, rule=rule, certainty=Certainty.LIKELY, details=details)


def _nominative(body: str) -> str:
    """`kunnanvaltuustossa` is `kunnanvaltuusto`."""
    return re.sub(
        r"(?<=[aoueyö])(?:ssa|ssä|n)$", "", body.replace("hallituksessa", "hallitus").replace("kokouksessa", "kokous")
    )


def _reasoned(entries: Sequence[Entry], collector: Collector) -> None:
    """Give a decision said in a sentence to the body that decides: the meeting among the bodies."""
    decisions = collector.of(ElementKind.DECISION)
    if not decisions or any("outcome" in draft.details for draft in decisions):
        return
    for entry in entries:
        if _REASONED.search(entry.text) and entry.is_prose and len(entry.text.split()) <= 40:
            deciding = next((draft for draft in decisions if "kokous" in draft.details.get("body", "")), decisions[0])
            deciding.details["outcome"] = entry.text
            deciding.passages.append(entry.item.words)
            return
