"""What a measure is called, apart from its baseline, target and remarks."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from luotsi.strategy.intake.reading.passages import Passage
from luotsi.strategy.intake.reading.vocabulary import alternatives

_VALUE = (
    r"[<>≥≤]?\s?[-+]?\d[\d\s.,]*\d?\s?"
    r"(?:%-yks\w*|%|€|M€|kpl|pv|hlö|st|/\s?\w+|[a-zåäö][a-zåäö./]{0,14}(?=\s*(?:$|[,;)→(]|->|=>)))?"
)
_BASELINE = re.compile(
    rf"(?P<lead>[,;(–-]?\s*)\b(?:lähtö(?:taso|tilanne|arvo)|nyky(?:taso|arvo|tila)|utgångs(?:läge|värde|nivå)|nuläge|baseline|v\.\s?20\d\d)"
    rf"(?:\s*\(?20\d\d\)?)?\s*[:=]?\s*(?P<value>{_VALUE})",
    re.IGNORECASE,
)
_TARGET = re.compile(
    rf"(?P<lead>[,;(–-]?\s*)\b(?:tavoite(?:taso|arvo)?|mål(?:nivå|värde)?|target(?: level)?)"
    rf"(?:\s*\(?(?:vuodelle |vuonna |för |for )?20\d\d\)?)?\s*[:=]?\s*(?P<value>{_VALUE})",
    re.IGNORECASE,
)
_FROM_TO = re.compile(
    rf"[,:;(]?\s*(?P<baseline>{_VALUE})(?:\s*\((?:19|20)\d\d\))?\s*(?:→|->|=>|➔|⇒)\s*(?P<target>{_VALUE})(?:\s*\((?:19|20)\d\d\))?"
)
_BY_YEAR = re.compile(
    rf"[,:;]?\s*\(?\b(?P<first>20\d\d)\s?[:=]\s?(?P<baseline>{_VALUE})[,;]\s+"
    rf"(?:tavoite(?:taso)? |mål(?:nivå)? |target )?(?P<last>20\d\d)\s?[:=]\s?(?P<target>{_VALUE})\)?",
    re.IGNORECASE,
)
_YEAR_AFTER = re.compile(
    rf"[:,]\s+(?P<baseline>{_VALUE})\s*\(20\d\d\)\s*[,;–-]\s*(?P<target>{_VALUE})\s*\((?:tavoite )?20\d\d\)",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"(?<=[^\W\d_]{4})[.!?](?=\s+[A-ZÅÄÖ])|(?<=[)”\"])\.(?=\s|$)")
_LAST_BRACKETS = re.compile(r"\s*\((?P<inside>[^()]*(?:\([^()]*\)[^()]*)*)\)\s*\.?$")
_COMMA = re.compile(
    r",\s+(?![^(]*\))(?!(?:%|kpl|vrk|pv|h|€|eur\w*|st|dagar|päiv\w+|[kM]Wh|kg|hlö|lkm|tuntia?|euroa?)\s*(?:,|$))"
)
SEMICOLON = re.compile(r";\s+")
_CLAUSE = re.compile(r",\s+(?:jotka|joka|joita|jossa|joissa|som|which|that|mm\.)\b")
_WHEN = (
    r"(?:[IVX]+/|\d{1,2}/|\d{1,2}\.\d{1,2}\.|\w+ )?20\d\d(?:\s?[-–]\s?(?:\d{1,2}/|\w+ )?(?:20)?\d\d)?"
    r"(?: alkaen| mennessä)?|jatkuva|vuosittain|årligen|fortlöpande|yearly|continuous"
)
_WHO_AND_WHEN = re.compile(
    rf"(?:\s*\(|\s+[–—-]\s+|;\s+|,\s+(?=vastuu|ansvar|responsib))(?:vastuu\w*|ansvar\w*|responsible|owner)?\s*:?\s*"
    rf"(?:(?P<who>[^(),;–—\d][^(),;–—]{{1,60}}?)[,;:]\s+)?(?:aikataulu\s*:?\s*|tidtabell\s*:?\s*|schedule\s*:?\s*)?(?P<when>{_WHEN})\)?$",
    re.IGNORECASE,
)
_WHO = re.compile(
    r"(?:\s*\(|\s+[–—-]\s+|;\s+)(?:vastuu\w*|ansvar\w*|responsible|owner)\s*:?\s+(?P<who>[^()–—]{2,80})\)?$",
    re.IGNORECASE,
)
_LEVEL = re.compile(
    rf"(?P<lead>(?:tavoite(?:na|taso|arvo)?|mål(?:et|nivå|värde)?|target(?: level)?)\s*[:=]?\s+)?(?P<target>{_VALUE})"
    rf"(?P<rest>.{{0,60}})$|(?P<said>{alternatives('bounds')} {alternatives('bounded')}.*"
    rf"|{alternatives('directions')}(?: {alternatives('directed')}.*)?)$",
    re.IGNORECASE,
)
_THEN = re.compile(rf"\s*\((?:19|20)\d\d\s*[:=]\s*(?P<baseline>{_VALUE})\)")
_SAID_OF_LEVEL = re.compile(
    r"(?<=[^\W\d_]{4})\)?\s*(?:\((?:[^()]{0,60}[,;] )?|\s[–-]\s)"
    r"(?:tavoite(?:taso|na|arvo|et)?|seuranta|seurataan|mål(?:nivå)?|uppföljning|target|monitoring)\b(?=[: ])",
    re.IGNORECASE,
)
_LAST_LEVEL = re.compile(
    rf"(?<=[^\W\d_]{{4}})(?:\s*[:–-])?\s+(?P<target>(?:{alternatives('bounds')} )?\d[\d\s.,]*\s?"
    r"(?:%|kpl|€|euroa|prosenttia|hlö|st|procent|percent)"
    r"(?:\s?/\s?\w+| (?:vuodessa|vuosittain|kuukaudessa|per vuosi|om året|per år|a year|per year))?)$",
    re.IGNORECASE,
)
_LONG_REMARK = 7
_LONGEST = 600
_SHORTEST = 8
_LONGEST_LEVEL = 12


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure's name, and the figures that stood inside it."""

    name: Passage
    baseline: str = ""
    target: str = ""

    @property
    def details(self) -> dict[str, str]:
        levels = (("baseline", self.baseline), ("target", self.target))
        return {name: value for name, value in levels if value}


@dataclass(frozen=True, slots=True)
class Action:
    """An action's name, and who does it and when, that stood after it."""

    name: Passage
    details: dict[str, str]


def measure_of(words: Passage) -> Measure:
    """Take baseline and target out of the name, and leave off what is said of them and of how they are followed."""
    measure = _figures_of(words)
    last = None if measure.details else _LAST_LEVEL.search(measure.name.text)
    if last:
        return replace(measure, name=measure.name[: last.start()].strip(" ,;:(–-"), target=last["target"].strip())
    said = _SAID_OF_LEVEL.search(measure.name.text)
    return replace(measure, name=measure.name[: said.start()].strip(" ,;:(–-.")) if said else measure


def _figures_of(words: Passage) -> Measure:
    """Take baseline and target out of the name, and leave off remarks: further sentences, a long last bracket."""
    if len(words.text) > _LONGEST:
        return Measure(_without_remark(words))
    moved = _FROM_TO.search(words.text) or _BY_YEAR.search(words.text) or _YEAR_AFTER.search(words.text)
    if moved and moved.start() > 3:
        return Measure(
            _without_remark(words[: moved.start()].strip(" ,;:(–-")), moved["baseline"].strip(), moved["target"].strip()
        )
    found = {}
    cut = len(words.text)
    for name, pattern in (("baseline", _BASELINE), ("target", _TARGET)):
        match = pattern.search(words.text)
        if match and match.start() > 3:
            found[name] = match["value"].strip(" .,;(")
            cut = min(cut, match.start())
    return Measure(_without_remark(words[:cut].strip(" ,;:(–-")), found.get("baseline", ""), found.get("target", ""))


def level_of(text: str) -> dict[str, str]:
    """Return the target, and the baseline in brackets, of a line that is only a level: it tells of the line before."""
    begun = _BASELINE.match(text)
    if begun and begun.end() == len(text):
        return {"baseline": begun["value"].strip()}
    found = _LEVEL.match(text)
    if found is None or len(text.split()) > _LONGEST_LEVEL:
        return {}
    before = _THEN.search(text)
    target = found["said"] or (found["target"] if before else f"{found['target']}{found['rest']}")
    levels = {"target": target.strip(" .")}
    return levels | {"baseline": before["baseline"].strip()} if before else levels


def action_of(words: Passage) -> Action:
    """Take who and when from the end of an action's name: in brackets or after a dash."""
    if len(words.text) > _LONGEST:
        return Action(words, {})
    found = _WHO_AND_WHEN.search(words.text) or _WHO.search(words.text)
    if found is None or found.start() < _SHORTEST:
        return Action(words, {})
    parts = found.groupdict()
    said = (("responsible", parts.get("who")), ("schedule", parts.get("when")))
    return Action(words[: found.start()].strip(), {name: value for name, value in said if value})


def _without_remark(words: Passage) -> Passage:
    ended = _SENTENCE_END.search(words.text)
    if ended and ended.start() > 15:
        words = words[: ended.end()].strip()
    bracket = _LAST_BRACKETS.search(words.text)
    if (
        bracket
        and bracket.start() > 10
        and (len(bracket["inside"].split()) >= _LONG_REMARK or "”" in bracket["inside"])
    ):
        words = words[: bracket.start()].strip()
    return words


def listed_in_line(words: Passage) -> Iterator[Passage]:
    """Yield what a line lists with commas (`Mittarit: a, b, c`); a line with a clause in it stays whole."""
    figures = len(words.text) > _LONGEST or _BASELINE.search(words.text) or _TARGET.search(words.text)
    if figures or _CLAUSE.search(words.text) or _SENTENCE_END.search(words.text):
        yield words
        return
    for part in words.split(SEMICOLON if ";" in words.text else _COMMA):
        yield part.strip(" .") if part.text.endswith(".") else part
