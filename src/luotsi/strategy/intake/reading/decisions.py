"""Decisions: presenter, proposal, outcome, body, date and section, however a converter spread them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

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
_DATE = r"(?P<date>\d{1,2}\.\d{1,2}\.(?:19|20)\d\d)"
_SECTION = r"(?:\s*,?\s*(?:§\s*(?P<section>\d+)|(?P<section2>\d+)\s*§))"
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
_DECIDED = re.compile(
    rf"^(?P<who>[^\d:]{{0,60}}?)(?:päätös|päätti|beslut|decision|decided)\w*\s+(?:den |on )?"
    rf"{_DATE}{_SECTION}?\s*[:–-]\s*(?P<said>\S.{{5,300}})$",
    re.IGNORECASE,
)
_BODY_DATE = re.compile(rf"^(?P<body>(?:[\w-]+\s+)*?[\w-]*{_BODIES})\s+{_DATE}{_SECTION}?\.?$", re.IGNORECASE)
_REASONED = re.compile(rf"\b{alternatives('reasoned')}\b", re.IGNORECASE)
_YEAR = re.compile(r"\b20\d\d\b")
_FOCUS = re.compile(
    r"painopist|kär(?:jet|jiksi|kiä)|teem(?:at|oiksi)|painotu|valinnoiksi|tyngdpunkt|fokusområd|focus area|priorit",
    re.IGNORECASE,
)
_AGREED = re.compile(r"hyväksy|godkän|enligt förslag|approved|ehdotuksen mukai", re.IGNORECASE)
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
    names = {label[0] for entry in entries if (label := _label_of(entry.item.words))}
    taken: set[int] = set()
    if "outcome" not in names or not names & {"presenter", "proposal"}:
        return taken
    record = _Record()
    index = 0
    while index < len(entries):
        label = _label_of(entries[index].item.words)
        if label is None or (label[0] == "outcome" and not (label[1] or record.details)):
            index += 1
            continue
        name, words = label
        if name in record.details and record.details.get("outcome"):
            _close(record, collector)
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
    _close(record, collector)
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


def _close(record: _Record, collector: Collector) -> None:
    details = {name: text for name, text in record.details.items() if name != "handled"}
    if not {"outcome", "proposal"} & set(details):
        return
    title = record.words[-1]
    collector.add(ElementKind.DECISION, title, rule="decision.labelled", certainty=Certainty.SURE, details=details)
    year = _YEAR.search(details.get("proposal", ""))
    if year and _FOCUS.search(details.get("proposal", "")):
        stage = "decided" if _AGREED.search(details.get("outcome", "")) else "proposed"
        for words in record.focus:
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
        decided = _DECIDED.match(entry.text)
        if decided:
            words = entry.item.words[decided.start("said") : decided.end("said")]
            details = {"date": decided["date"], "outcome": decided["said"]}
            collector.add(
                ElementKind.DECISION, words, rule="decision.said", certainty=Certainty.LIKELY, details=details
            )
            taken.add(index)
            continue
        dated = _BODY_DATE.match(entry.text) if len(entry.text) <= _LONGEST_LINE else None
        if dated and (dated["section"] or dated["section2"] or index >= _COVER_ENTRIES) and entry.item.marker is None:
            _add_dated(collector, entry.item.words, dated, "decision.body_and_day")
            taken.add(index)
    _reasoned(entries, collector)
    _as_one(collector)
    return taken


def _as_one(collector: Collector) -> None:
    """Minutes of one matter: the only body and day belong to the only labelled decision."""
    labelled = [draft for draft in collector.of(ElementKind.DECISION) if draft.rule == "decision.labelled"]
    dated = [draft for draft in collector.of(ElementKind.DECISION) if draft.rule == "decision.body_and_day"]
    if len(labelled) == len(dated) == 1 and "outcome" not in dated[0].details:
        labelled[0].details |= dated[0].details
        labelled[0].passages += dated[0].passages
        collector.remove(dated[0])


def _add_dated(collector: Collector, words: Passage, found: re.Match[str], rule: str) -> None:
    details = {"body": _nominative(found["body"]), "date": found["date"]}
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
