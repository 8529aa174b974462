"""What looks like an element and is none: cells that leave it to others, titles of office, names of terms."""

import re
from collections.abc import Callable
from dataclasses import replace

from luotsi.strategy.intake.reading.elements import Collector, Draft
from luotsi.strategy.intake.types import DocumentText, ElementKind, Line

_BODY = (
    r"(?:toimieli\w+|lautakun\w+|toimiala\w*|palvelualue\w*|yksikö\w+|jäsenkun\w+|tytäryhti\w+|kunnan\w+|"
    r"valtuusto\w*|hallitu\w+|nämnde\w+|enhete\w+|styrelse\w*|committees?|boards?|units?|departments?)"
)
_LEFT = re.compile(
    rf"(?:the )?{_BODY}(?: \w+)? (?:määritt\w+|päättä\w+|aset\w+|vahvista\w+|laati\w+|beslut\w+|"
    rf"fastställ\w+|definier\w+|defines?|sets?|decides?(?: on)?) (?:\w+ )?(?:omat? )?(?P<what>\w+)\.?"
    rf"|(?P<owner>vastuu|ansvar\w*|responsib\w+)(?: \S+){{0,3}} "
    rf"\w*(?:hallitu\w+|valtuusto\w+|lautakun\w+|styrelse\w*|board)\.?"
    rf"|(?:määritel\w+|määräyty\w+|asetetaan|täsmenty\w+|tarkentu\w+|päätetään)(?: \w+)? "
    rf"(?:myöhemmin|erikseen|vuosittain|talousarvio\w+)\.?",
    re.IGNORECASE,
)
_OFFICE = (
    r"(?:\w*johtaja|\w*päällikkö|\w*koordinaattori|\w+vastaava|\w*sihteeri|\w+suunnittelija|\w+insinööri|"
    r"\w*asiantuntija|\w*esihenkilö|\w*esimies|\w*puheenjohtaja|\w*rehtori|\w+ohjaaja|\w+tarkastaja|\w+neuvoja|"
    r"\w*direktör|\w*chef|\w*koordinator|\w*ordförande|\w*rektor|\w*sekreterare|\w*director|\w*manager|\w*coordinator)"
    r"(?:n|en|s)?"
)
_PERSON = rf"(?:\w+- (?:ja|och|and) )?(?:\w+(?:nen|set|va|vä|de|na|tive)? )?{_OFFICE}"
_ONLY_OFFICES = re.compile(rf"{_PERSON}(?:(?:,| ja| sekä| och| and| /|/) ?{_PERSON})*\.?", re.IGNORECASE)
_TERM = re.compile(
    r"(?:\w*(?:kausi|kauden|kaudella|kaudelle)|mandatperiod\w*|(?:council )?term|period)?\s*"
    r"(?:vuosi\w*\s*)?(?:19|20)\d\d\s?[-–]\s?(?:19|20)?\d\d",
    re.IGNORECASE,
)
_FIGURE = re.compile(
    r"[<>≥≤±~]?\s?[-–−]?\s?\d[\d\s.,–-]*\s*"
    r"(?:%|‰|€|m€|t€|k€|(?:milj\.?|miljoonaa|tuhatta|mn)?\s?(?:euroa|€|eur)?(?:/\w+)?|kpl|st|pcs|prosenttia|procent|percent|"
    r"%-yksikköä|pv|päivää|htv|as\.?|asukasta|km|m2|m²|ha|mwh|gwh|kg)\.?"
    r"|(?:(?:tp|ta|tae|ts|tam|bs|bu|budget)\s?(?:19|20)\d\d[\s/–-]*)+",
    re.IGNORECASE,
)
_LAW = re.compile(
    r"(?:kunnan |kuntalaisten |asukkaiden )*(?:hyvinvoinnin edistämi\w+|palvelujen järjestämi\w+.*|omistajapolitiik\w+"
    r"|henkilöstöpolitiik\w+|osallistumis- ja vaikuttamismahdollisuu\w+.*"
    r"|.*säädety\w+ (?:tehtävä\w*|palvelutavoit\w+).*|(?:elinympäristön|elinvoiman) ja .*kehittämi\w+)[.;,]?",
    re.IGNORECASE,
)
_ASKS = re.compile(r"(?:mitä|mitkä|miten|millai[ns]\w+|kuinka|ketkä|vilka|hur|which|how) [^?]{8,}$")  # in small letters
_OF_LAW = 4  # of the seven things that the law asks of a municipality's strategy, in a row
_MAY_BE_OWNER = frozenset({ElementKind.ACTION, ElementKind.GOAL, ElementKind.MEASURE})
_MAY_BE_LEFT = _MAY_BE_OWNER | {ElementKind.PRIORITY}
_LOUD = 3  # words
_LONGEST = 200
_HEADS_BEFORE = 40  # lines


def without_left_columns(document: DocumentText, column: Callable[[str], str]) -> DocumentText:
    """Return the document without the cells that leave a column to others, and without the heads of such columns."""
    lines = document.lines
    out: set[int] = set()
    for block in _blocks(lines):
        text = " ".join(lines[index].text.strip() for index in block[:_LONGEST])
        left = _LEFT.fullmatch(text) if len(text) <= _LONGEST else None
        kind = column(left["what"] or left["owner"] or "") if left else ""
        if not kind:
            continue
        out.update(block)
        heads = range(max(block[0] - _HEADS_BEFORE, 0), block[0])
        head = next((index for index in reversed(heads) if column(lines[index].text.strip()) == kind), None)
        out.update(() if head is None else (head,))
    marked = (replace(line, style="footer") if index in out else line for index, line in enumerate(lines))
    return replace(document, lines=tuple(marked)) if out else document


def _blocks(lines: tuple[Line, ...]) -> list[list[int]]:
    blocks: list[list[int]] = [[]]
    for index, line in enumerate(lines):
        if line.text.strip() and line.cell is None:
            blocks[-1].append(index)
        elif blocks[-1]:
            blocks.append([])
    return [block for block in blocks if block]


def names_office(text: str) -> bool:
    """Tell whether the words are titles of office and nothing else."""
    return len(text) <= _LONGEST and _ONLY_OFFICES.fullmatch(text) is not None


def is_term(text: str) -> bool:
    """Tell whether the words only name a term of years."""
    return len(text) <= _LONGEST and _TERM.fullmatch(text.strip()) is not None


def refuse(collector: Collector) -> None:
    """Take back what no element is; a title of office is the owner of the action before it."""
    _refuse_law(collector)
    before: Draft | None = None
    children = {id(draft.parent) for draft in collector.drafts if draft.parent}
    for draft in list(collector.drafts):
        if len(draft.title) > _LONGEST or id(draft) in children:
            before = draft
        elif draft.kind in _MAY_BE_OWNER and _ONLY_OFFICES.fullmatch(draft.title):
            if before is not None and before.kind is ElementKind.ACTION:
                before.details.setdefault("responsible", draft.title)
            collector.remove(draft)
        elif _is_none(draft):
            collector.remove(draft)
        else:
            before = draft


def _refuse_law(collector: Collector) -> None:
    """Take back the list of what the law asks of every strategy, where most of it is quoted."""
    asked = [draft for draft in collector.drafts if len(draft.title) <= _LONGEST and _LAW.fullmatch(draft.title)]
    said = {draft.title.casefold().split("politiik")[0] for draft in asked}
    if len(asked) >= _OF_LAW and {"omistaja", "henkilöstö"} & said:
        for draft in asked:
            collector.remove(draft)


def _is_none(draft: Draft) -> bool:
    if draft.kind is ElementKind.VALUE:
        return draft.title.endswith("!") and len(draft.title.split()) >= _LOUD
    if draft.kind in _MAY_BE_OWNER and _ASKS.match(draft.title):
        return True
    said = (_LEFT, _TERM, _FIGURE)
    return draft.kind in _MAY_BE_LEFT and any(one.fullmatch(draft.title) is not None for one in said)
