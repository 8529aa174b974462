"""What a measure is called, apart from its baseline, target and remarks."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

import simplemma

from luotsi.strategy.intake.reading.passages import Passage
from luotsi.strategy.intake.reading.vocabulary import alternatives

_VALUE = (
    r"[<>≥≤]?\s?(?:(?:EUR|€|SEK|USD)\s?)?[-+]?\d[\d\s.,]*\d?\s?"
    r"(?:%-yks\w*|%|€|M€|kpl|pv|hlö|st|/\s?\w+|k?m[23²³]|[a-zåäö][a-zåäö./]{0,14}(?=\s*(?:$|[,;)→(]|->|=>)))?"
)
_SUM = (
    r"[<>≥≤]?\s?(?:(?:EUR|€)\s?)?-?\d[\d ]*(?:[.,]\d+)?"
    r"(?:\s?(?:milj\.?|miljoonaa|tuhatta|mn|M|t)?\s?(?:%|€|euroa|[^\W\d]{1,12}))?"
)
_OF_YEAR = r"(?:\s*\(?(?:(?:vuonna|v\.|år|in)\s+)?(?:19|20)\d\d\)?)?"
_BASELINE = re.compile(
    rf"(?P<lead>[,;(–-]?\s*)\b(?:lähtö(?:taso|tilanne|arvo)|nyky(?:taso|arvo|tila)|utgångs(?:läge|värde|nivå)|nuläge|baseline|v\.\s?20\d\d)"
    rf"(?:\s*\(?20\d\d\)?)?\s*[:=]?\s*(?P<value>{_VALUE})",
    re.IGNORECASE,
)
_TARGET = re.compile(
    rf"(?P<lead>[,;(–-]?\s*)\b(?:tavoite(?:taso|arvo)?|mål(?:nivå|värde)?|target(?: level)?)"
    rf"(?:\s*\(?(?:vuodelle |vuonna |för |for )?20\d\d\)?)?\s*[:=]?\s*"
    rf"(?P<value>(?:{alternatives('bounds')}\s+)?{_VALUE})",
    re.IGNORECASE,
)
_LEVEL_LABEL = re.compile(r"(?:lähtö|nyky|utgångs|nuläge|baseline|tavoite|mål|target)\w*\b", re.IGNORECASE)
_FROM_TO = re.compile(
    rf"[,:;(]?\s*(?:{alternatives('now')}\s+)?(?P<baseline>{_VALUE}){_OF_YEAR}\s*(?:→|->|=>|➔|⇒)\s*(?P<target>(?:{alternatives('bounds')}\s+)?{_VALUE}){_OF_YEAR}"
)
_BY_YEAR = re.compile(
    rf"[,:;]?\s*\(?\b(?P<first>20\d\d)\s?[:=]\s?(?P<baseline>{_VALUE})[,;]\s+"
    rf"(?:(?:tavoite(?:taso)? |mål(?:nivå)? |target )?(?P<last>20\d\d)\s?[:=]"
    r"|(?:tavoite(?:taso)?|mål(?:nivå)?|target)\b:?)"
    rf"\s?(?P<target>(?:{alternatives('bounds')}\s+)?{_VALUE})\)?",
    re.IGNORECASE,
)
_OF_THAT_YEAR = re.compile(
    rf"\s*\((?P<baseline>{_VALUE}(?:\s[^\W\d]{{2,12}})?)\s+(?:(?:vuonna|v\.|år|in)\s+)?(?:19|20)\d\d[,;]\s+"
    r"(?:tavoite(?:taso)?|mål(?:nivå)?|target):?\s+"
    rf"(?P<target>(?:{alternatives('bounds')}\s+)?{_VALUE}(?:\s[^\W\d]{{2,12}})?)\)",
    re.IGNORECASE,
)
_YEAR_BEFORE = re.compile(
    rf"[,:]?\s+(?P<target>(?:{alternatives('bounds')}\s+)?{_SUM})\s*\((?:[^\W\d]{{2,12}}\s)?(?:19|20)\d\d:?\s+(?P<baseline>{_SUM})\)\.?$",
    re.IGNORECASE,
)  # `Käynnit, 240 kpl (2025: 118)`
_YEAR_AFTER = re.compile(
    rf"[:,]\s+(?P<baseline>{_VALUE})\s*\(20\d\d\)\s*[,;–-]\s*(?P<target>{_VALUE})\s*\((?:tavoite )?20\d\d\)",
    re.IGNORECASE,
)
_NOW_AND_THEN = re.compile(
    rf"[,:;(–-]?\s*\b{alternatives('now')}:?\s+(?P<baseline>{_VALUE})\s*[,;/–-]?\s+(?:ja\s+|och\s+|and\s+)?"
    rf"(?:{alternatives('then')}\s+)*(?:(?:vuonna|vuoteen|år|in|by)\s+)?"
    rf"(?:20\d\d\s*:?\s+)?(?:mennessä\s+)?(?:{alternatives('then')}:?\s+)*"
    rf"(?P<target>(?:{alternatives('bounds')}\s+)?{_VALUE})",
    re.IGNORECASE,
)
_AT_END = re.compile(
    rf"(?:,\s+|\s*:\s+|\s+[–—-]\s+|\s+\()(?P<target>(?:{alternatives('bounds')}\s+)?"
    r"(?!(?:19|20)\d\d\W*$)[<>≥≤]?\s?[-+]?\d[\d ]*(?:[.,]\d+)?"
    rf"(?:\s?(?:%|€|M€|%-yks\w*))?(?:\s[^\W\d][\w./²³-]{{0,13}}){{0,2}}"
    rf"|{alternatives('directions')}(?:\s\d[\d.,]*\s?(?:%|€|\w{{1,10}}))?)\)?\.?$",
    re.IGNORECASE,
)
_AMOUNT = r"\d[\d ]*(?:[.,]\d+)?(?:\s?(?:%|€|kpl|st|[^\W\d]{1,12}))?"
_UNPARTED = re.compile(
    rf"[^\W\d_]{{2}}(?<!\bon)(?<!\bär)(?<!\bis)(?P<gap>\s+)(?P<target>{alternatives('bounds')}\s+{_AMOUNT})\.?$"
    rf"|(?:määrä|osuus|aste|luku|arvo|antal|andel|number|share|rate)(?P<border>\s+)(?P<level>{_AMOUNT})\.?$",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"(?<=[^\W\d_]{4})[.!?](?=\s+[A-ZÅÄÖ])|(?<=[)”\"])\.(?=\s|$)")
_LAST_BRACKETS = re.compile(r"\s*\((?P<inside>[^()]*(?:\([^()]*\)[^()]*)*)\)\s*\.?$")
_COMMA = re.compile(
    r",\s+(?![^(]*\))(?!(?:%|kpl|vrk|pv|h|€|eur\w*|st|dagar|päiv\w+|[kM]Wh|kg|hlö|lkm|tuntia?|euroa?"
    r"|k?m[23²³]?|ha|tn|M€|\w+ per \w+|[^\W\d]{1,4}/\w+)\s*(?:,|$))"
)
SEMICOLON = re.compile(r";\s+")
_BETWEEN_LEVELED = re.compile(r";\s+(?![^()]*\))|(?<=\)),\s+(?=[^\W\d_]{2})")
_NAME = re.compile(r"[^\W\d_][\w.–-]*(?:\s|$)")
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
_IN = r"(?:vuonna|vuoteen|v\.|år|in|by)"
_THEN_AMOUNT = rf"\d[\d ]*?(?:[.,]\d+)?(?:\s?(?:%|€|(?!{_IN}\b)[^\W\d]{{1,12}}))?"
_AMOUNT_IN_YEAR = re.compile(
    rf"[,:;(–-]\s*(?P<baseline>{_THEN_AMOUNT})(?:\s+{_IN})?\s+20\d\d\s*[,;–-]\s*"
    rf"(?:{alternatives('then')}:?\s+)?(?P<target>(?:{alternatives('bounds')}\s+)?{_THEN_AMOUNT})(?:\s+{_IN})?\s+20\d\d\b",
    re.IGNORECASE,
)  # `(45 päivää vuonna 2026, 20 päivää vuonna 2032)`
_CASES = re.compile(
    r"[,:;(–-]?\s*\b(?P<baseline>\d[\d ]*(?:[.,]\d+)?(?:\s?[^\W\d]+?st[aä]|:st[aä]|\s?%:st[aä]))\s+"
    r"(?P<target>\d[\d ]*(?:[.,]\d+)?(?:\s?[^\W\d]+?(?:iin|oon|uun|een|aan|ään|öön|yyn)|:[^\W\d]{2,4}|\s?%:iin))"
    rf"|\b(?:från|from)\s+(?P<first>{_VALUE})\s+(?:till|to)\s+(?P<last>{_VALUE})",
    re.IGNORECASE,
)
_BOUND = re.compile(
    rf"\b(?P<target>(?:{alternatives('bounds')}\s+)?\d[\d ]*(?:[.,]\d+)?(?:\s?(?:%|€|[^\W\d]+))?)", re.IGNORECASE
)
_PERCENT = re.compile(r"\s?prosen(?:tista|ttiin|ttia|tin|tti|tissa)$", re.IGNORECASE)
_INFLECTED = re.compile(r"(?:(?<=\d):[^\W\d]+|(?<=%):[^\W\d]+)$")
_MOVED = (_FROM_TO, _YEAR_BEFORE, _BY_YEAR, _OF_THAT_YEAR, _YEAR_AFTER, _NOW_AND_THEN, _AMOUNT_IN_YEAR)
_SLASHED = re.compile(r"\s+[/|]\s+(?P<who>[^/|]{3,60}?)\s+[/|]\s+(?P<when>[^/|]{3,40})$")
_SAID_WHO = re.compile(
    rf"[.;]\s+{alternatives('answers')}:?\s+(?P<who>[^.]{{3,80}})\.?$"
    rf"|[.;]\s+(?P<who_first>[A-ZÅÄÖ][^.]{{3,60}}) vastaa\.?$",
    re.IGNORECASE,
)
_LISTED_WHO = re.compile(
    rf",\s+(?P<who>[^\W\d][\w-]{{4,40}}),\s+(?P<when>(?:\d{{1,2}}\.\d{{1,2}}\.)?20\d\d|{alternatives('time')}[^,]{{0,25}})\.?$",
    re.IGNORECASE,
)
_OWNER_AND_TIME = re.compile(
    rf"[.;]\s+{alternatives('answers')}:?\s+(?P<who>[^.]{{3,80}}?)(?:\.\s+(?:tid|tidtabell|aika|aikataulu|schedule|när|when|time)\w*:?|,)"
    rf"\s+(?P<when>(?:{_WHEN}|{alternatives('time')}|\d|alkaen|från)[^.]{{0,40}}(?:\.\d{{1,2}}\.\d{{4}})?)\.?$",
    re.IGNORECASE,
)
_LED_BY = re.compile(
    r",\s+(?:vetäjä(?:nä)?|vetovastuu(?:ssa)?|vastuu(?:taho|henkilö|ssa)?|ansvarig|dras av|led by|lead)\s*:?\s+"
    r"(?P<who>[^\W\d][^,()]{2,60})$",
    re.IGNORECASE,
)
_EUROS = r"(?P<cost>0|[1-9]\d{0,2}(?:[ \u00a0.]?\d{3})*)(?:,00)?\s*"
_COST = re.compile(
    r"(?:[.;,]\s+|\s*\(|\s+[–—-]\s+)(?:kustannu\w*|määräraha\w*|budjetti|kostnad\w*|anslag|budget|costs?|appropriation)"
    rf"\s*:?\s*{_EUROS}(?:€|eur\w*|e\b)\)?\.?$",
    re.IGNORECASE,
)
_COST_ALONE = re.compile(rf"{_EUROS}(?:€|eur\w*|e)?", re.IGNORECASE)
_OWNED = (_OWNER_AND_TIME, _WHO_AND_WHEN, _WHO, _LED_BY, _SAID_WHO, _SLASHED, _LISTED_WHO)
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
    moved = next((found for pattern in _MOVED if (found := pattern.search(words.text))), None)
    if moved and moved.start() > 3:
        return Measure(
            _without_remark(words[: moved.start()].strip(" ,;:(–-")),
            moved["baseline"].strip(" ,"),
            moved["target"].strip(" ,"),
        )
    levels: dict[str, str] = {}
    cut = len(words.text)
    for name, pattern in (("baseline", _BASELINE), ("target", _TARGET)):
        match = pattern.search(words.text)
        if match and match.start() > 3:
            levels[name] = match["value"].strip(" .,;(")
            cut = min(cut, match.start())
    ended = _AT_END.search(words.text) if not levels else None
    if ended and ended.start() > 3:
        levels["target"], cut = ended["target"].strip(), ended.start()
    unparted = _UNPARTED.search(words.text) if not levels else None
    if unparted:
        levels["target"] = (unparted["target"] or unparted["level"]).strip()
        cut = unparted.start("gap") if unparted["target"] else unparted.start("border")
    return Measure(_without_remark(words[:cut].strip(" ,;:(–-")), levels.get("baseline", ""), levels.get("target", ""))


def level_said(clause: str) -> dict[str, str]:
    """Return the levels that a clause says of the measure before it: `joka nousee 60 prosentista 65 prosenttiin`."""
    moved = _CASES.search(clause)
    if moved:
        baseline, target = moved["baseline"] or moved["first"], moved["target"] or moved["last"]
        return {"baseline": _nominative(baseline), "target": _nominative(target)}
    bound = _BOUND.search(clause)
    return {"target": _nominative(bound["target"])} if bound else {}


def _nominative(level: str) -> str:
    """`68,5 prosentista` is `68,5 %`, `40:een` is `40`."""
    words = _INFLECTED.sub("", _PERCENT.sub(" %", level.strip(" ,")))
    number, _, unit = words.rpartition(" ")
    inflected = (
        number and unit[:1].isalpha() and unit.endswith(("sta", "stä", "iin", "een", "oon", "uun", "aan", "ään"))
    )
    return f"{number} {simplemma.lemmatize(unit, lang='fi')}" if inflected else words


def level_of(text: str) -> dict[str, str]:
    """Return the target, and the baseline in brackets, of a line that is only a level: it tells of the line before."""
    moved = _FROM_TO.match(text)
    if moved and moved.end() == len(text):
        return {"baseline": moved["baseline"].strip(), "target": moved["target"].strip()}
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


def cost_of(cell: str) -> str:
    """Return the euros that a cell names, as digits; nothing where it names none, or thousands.

    >>> cost_of("40 000 €"), cost_of("40 t€"), cost_of("oma työ")
    ('40000', '', '')
    """
    found = _COST_ALONE.fullmatch(cell.strip())
    return re.sub(r"\D", "", found["cost"]) if found else ""


def action_of(words: Passage) -> Action:
    """Take who, when and for how much from the end of an action's name: in brackets, after a dash or labelled."""
    if len(words.text) > _LONGEST:
        return Action(words, {})
    details = {}
    cost = _COST.search(words.text)
    if cost and cost.start() >= _SHORTEST:
        words = words[: cost.start()].strip()
        details["cost_eur"] = re.sub(r"\D", "", cost["cost"])
    found = next((found for pattern in _OWNED if (found := pattern.search(words.text))), None)
    if found is None or found.start() < _SHORTEST:
        return Action(words, details)
    parts = found.groupdict()
    said = (("responsible", parts.get("who") or parts.get("who_first")), ("schedule", parts.get("when")))
    return Action(words[: found.start()].strip(), {name: value for name, value in said if value} | details)


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
    """Yield what a line lists with commas (`Mittarit: a, b, c`); a line with a clause in it stays whole.

    Measures that bear levels are parted where the bracket of one's levels ends, or by semicolons between names.
    """
    leveled = _leveled_parts(words)
    if len(leveled) > 1:
        yield from leveled
        return
    figures = len(words.text) > _LONGEST or _BASELINE.search(words.text) or _TARGET.search(words.text)
    if figures or _CLAUSE.search(words.text) or _SENTENCE_END.search(words.text):
        yield words
        return
    for part in words.split(SEMICOLON if ";" in words.text else _COMMA):
        yield part.strip(" .") if part.text.endswith(".") else part


def _leveled_parts(words: Passage) -> list[Passage]:
    """Return the measures of a line of several with levels, or nothing where a part is only a level."""
    parts = list(words.strip(" .").split(_BETWEEN_LEVELED))
    named = all(_NAME.match(part.text) and not _LEVEL_LABEL.match(part.text) for part in parts)
    leveled = any(_BASELINE.search(part.text) or _TARGET.search(part.text) for part in parts)
    return parts if named and leveled else []
