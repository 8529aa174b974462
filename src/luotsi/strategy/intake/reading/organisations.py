"""Whose document it is: the organisation named most and highest, in its base form."""

import re
from collections import Counter
from collections.abc import Sequence

import simplemma

from luotsi.strategy.intake.reading.outline import Entry
from luotsi.strategy.intake.reading.places import genitive_in, place_of
from luotsi.strategy.intake.reading.vocabulary import alternatives

_NAME = r"[A-ZÅÄÖ][a-zåäö]+(?:[-–][A-ZÅÄÖa-zåäö]+)*"
_INFLECTED = (
    (r"kaupun(?:ki|gin|gissa|gista|gille|kia|kiin)", "kaupunki"),
    (r"kunta|kunna(?:n|ssa|sta|lle)|kuntaa|kuntaan", "kunta"),
    (r"työllisyysalue(?:en|ella|elle|etta|elta)?", "työllisyysalue"),
    (r"työllisyyspalvelu(?:t|jen|issa|ista)", "työllisyyspalvelut"),
    (r"työllisyys(?:lautakunta|lautakunnan|jaosto|jaoston)", "työllisyysalue"),
    (r"hyvinvointialue(?:en|ella|elle|etta)?", "hyvinvointialue"),
    (r"(?:koulutus)?kuntayhtymä(?:n|ssä|lle)?", "kuntayhtymä"),
    (r"seutukun(?:ta|nan|nassa)", "seutukunta"),
    (r"(?:maakunnan )?lii(?:tto|ton|tossa)", "liitto"),
    (r"[A-ZÅÄÖ]{2,5}-keskus|[A-ZÅÄÖ]{2,5}-keskuks(?:en|essa)", ""),
    (r"(?:[A-ZÅÄÖ]{2,5}-)?verkosto(?:t|jen|n)?", ""),
    (r"(?:ammattikorkeakoulu|yliopisto|opisto|koulutuskeskus)(?:n)?", ""),
)
_FINNISH = tuple(
    (re.compile(rf"\b(?P<name>{_NAME}n(?:\s+(?:{_NAME}n|seudun|alueen|maakunnan))?)\s+(?P<body>{body})\b(?!-)"), base)
    for body, base in _INFLECTED
)
_BODY = re.compile("|".join(body for body, _ in _INFLECTED), re.IGNORECASE)
_COMPOUND = re.compile(rf"\b(?P<name>{_NAME}n)\s+(?P<body>kaupunki|kunta)(?:strategia|konserni)\w*")
_SWEDISH = re.compile(
    rf"\b(?P<name>{_NAME}(?:s)?)\s+(?P<body>stad|kommun|sysselsättningsområde|välfärdsområde)(?:s|en|ens|et|ets)?\b"
)
_ENGLISH = re.compile(
    r"\b(?:The )?(?P<name>(?:City|Municipality|Town|County) of [A-ZÅÄÖ]\w+"
    r"|[A-ZÅÄÖ]\w+(?: [A-ZÅÄÖ]\w+)? (?:Employment Area|Wellbeing Services County|Region)"
    r"|(?!(?:The|Our|This|A|Each)\s)[A-ZÅÄÖ]\w+(?: [A-ZÅÄÖ]\w+)? (?:City|Municipality|Town)(?! [A-Z]))\b"
)
_COMPANY = re.compile(rf"\b(?P<name>{_NAME}(?:\s+{_NAME})?)\s+(?P<form>Oyj?|Ab|ry|rf)\b(?::\w+)?")
_APPLICANT = re.compile(r"\b(?:hakija|toteuttaja|sökande|applicant)", re.IGNORECASE)
_APPLICANT_LABEL = re.compile(
    rf"^\W*{alternatives('applicant')}(?:\s*[:|]\s*|\t+|[ ]{{2,}}|\n)(?P<name>[^\s|][^|\n]{{3,80}}?)\s*(?:\||$)"
    r"|\b(?:hakijana|toteuttajana|hallinnoijana) (?:on|toimii) (?P<said>[A-ZÅÄÖ][^.,\n]{3,80}?)[.,]",
    re.IGNORECASE | re.MULTILINE,
)
_DEPARTMENT = re.compile(r"^(?P<name>[A-ZÅÄÖ][a-zåäöA-ZÅÄÖ]+?)(?P<form>toimen|toimialan|TOIMEN|TOIMIALAN)\b")
_SELF = re.compile(r"\b(?:kun(?:ta|nan|nassa|tastrategia)|kaupun(?:ki|gin|gissa|kistrategia))\w*", re.IGNORECASE)
_OWNED = re.compile(rf"\b(?P<name>[A-ZÅÄÖ][a-zåäö]{{2,}}n) {alternatives('owned')}\b")
_NAME_INSIDE = re.compile(r"(?<=[a-zåäö,] )[A-ZÅÄÖ][a-zåäö]{2,}\b")
_ON_COVER = 4
_TITLE_LINES = 3
_SELF_SWEDISH = re.compile(r"\b(?:kommun|stad)(?:en|ens|strategi\w*|fullmäktige|styrelsen)?\b", re.IGNORECASE)
_LONGEST_NAME = 9
_STEM = 4
_MUNICIPAL = (" kunta", " kaupunki")
_OFTEN = 8  # times that a name which is a word too is said in a plan of its place
_SELDOM = 2  # times that a name is said beside one that runs through the text
_WORD = re.compile(r"[^\W\d_]{3,}")
_ADDRESS = re.compile(r"\S+(?:@\S+|\.(?:fi|com|net|org)\b\S*)")
_PEOPLE = re.compile(r"l[aä]i(?:nen|s)", re.IGNORECASE)  # `torniolaiset`
_GROUP = re.compile(
    r"verkosto|yhteistyöryhmä|ryhmä\b|neuvosto|alue\b|keskus|liitto|yhtymä|nätverk|samarbete|området|förbund|centralen"
    r"|network|partnership|alliance|area\b|region\b|council|board|agency|authority|county",
    re.IGNORECASE,
)
_DEPARTMENT_PLAN = re.compile(
    r"^(?P<name>[A-ZÅÄÖ][\wäöå-]*(?:palvelujen|palveluiden|toimen|toimialan)),?\s+(?:palvelu|käyttö|toiminta|talous)\w*suunnitelma",
    re.IGNORECASE,
)
_DEPARTMENT_AFTER = re.compile(
    r"(?:kaupunki|kunta|stad|kommun),\s+(?P<name>[\w-]+(?:\s[\w-]+)?(?:palvelut|toimi|toimiala|sektorn|väsendet|tjänster))$",
    re.IGNORECASE,
)
_PLAN_AFTER = re.compile(r"(?:,|:|\s[–-])\s+(?:[\w-]+suunnitelma|\w+plan|\w+ plan)\b.{0,20}$", re.IGNORECASE)
_DEPARTMENT_LINE = re.compile(
    r"(?=[^\n]*(?:[\wäöå-]palvelut|toimi|toimiala|sektorn|väsendet|tjänster)$)"
    r"[A-ZÅÄÖ][\wäöå-]*(?: (?:(?:ja|och|and) )?[\wäöå-]+){0,2}",
    re.IGNORECASE,
)
_WIDER = re.compile(r"(?:toimi|toimiala|palvelualue|sektorn|väsendet)$", re.IGNORECASE)  # holds units of its own
_MANY = re.compile(r"(?:iden|jen|ysten)$")  # `Asukkaiden kaupunki` is a slogan
_NO_NAME = re.compile(alternatives("no_name"))


def organisation_of(entries: Sequence[Entry], text: str, top: Sequence[str], *, is_project: bool) -> str | None:
    """Return the organisation whose plan the document is, or None."""
    if is_project:
        applicant = _applicant(text)
        if applicant:
            return applicant
    common, inside = _common_words(text), frozenset(_NAME_INSIDE.findall(text))
    spellings = _Spellings(text)
    votes = _votes([entry.text for entry in entries], top, common, inside, spellings)
    if not votes:
        return _by_place(text, top, spellings) or _by_owner(text, spellings) or _by_cover(top)
    name = votes.most_common(1)[0][0]
    if votes[name] <= _SELDOM and (placed := _by_place(text, top, spellings)):
        return placed
    covered = _by_cover(top)
    if covered and not any(name.casefold() in line.casefold() for line in top[:_TITLE_LINES]):
        return covered
    department = _department(entries) or _department_on_cover(top)
    return f"{name}, {department}" if department else name


def _votes(
    said: Sequence[str], top: Sequence[str], common: frozenset[str], inside: frozenset[str], spellings: "_Spellings"
) -> Counter[str]:
    """Return how often each name is said, those of the cover counted several times."""
    votes: Counter[str] = Counter()
    for weight, sources in ((1, said), (_ON_COVER, top)):
        for source in sources:
            for name in _named(source):
                first = name.split()[0]
                if name.endswith(_MUNICIPAL) and spellings.is_common(first):
                    continue
                if (source in top and source.startswith(name) and _may_begin(first)) or _is_name(name, common, inside):
                    votes[name] += weight
    return votes


def _applicant(text: str) -> str | None:
    label = _APPLICANT_LABEL.search(text)
    if label:
        return (label["name"] or label["said"]).strip()
    for found in _COMPANY.finditer(text):
        if _APPLICANT.search(text[max(found.start() - 120, 0) : found.start()]):
            return f"{found['name']} {found['form']}"
    return None


def _may_begin(word: str) -> bool:
    """Tell whether the first word of a line may be a name: no `Asukkaiden kaupunki`, no `Enligt stadens plan`."""
    return not _MANY.search(word) and _is_proper(word)


def _common_words(text: str) -> frozenset[str]:
    """Return the words that stand in small letters too: a sentence's first word is no name."""
    return frozenset(re.findall(r"\b[a-zåäö]{3,}\b", text))


class _Spellings:
    """How often words stand with a capital and in small letters: a place's people are neither."""

    def __init__(self, text: str) -> None:
        words = [word for word in _WORD.findall(_ADDRESS.sub(" ", text)) if not _PEOPLE.search(word)]
        self._small = Counter(word for word in words if word.islower())
        self._named = Counter(word.casefold() for word in words if not word.islower())

    def is_common(self, word: str) -> bool:
        """Tell whether the word, in any case, stands in small letters too, or is an adjective in its base form."""
        folded = word.casefold()
        stem = folded[: max(len(folded) - 2, _STEM)]
        small, named = (
            sum(count for other, count in counts.items() if other.startswith(stem) and len(other) < len(folded) + _STEM)
            for counts in (self._small, self._named)
        )
        if "-" in word:
            return False
        lemma = simplemma.lemmatize(folded, lang="fi")
        plain = simplemma.is_known(folded, lang="fi") and lemma.islower() and named < _OFTEN
        return folded.endswith("nen") or 2 * small > named or (plain and _OFTEN * small > named)


def _is_name(name: str, common: frozenset[str], inside: frozenset[str]) -> bool:
    """Tell a place from a word that only begins a sentence."""
    first, *others = name.split()
    if "seudun" in others:
        return True
    if first.casefold() in common or any(word.endswith("nen") for word in others):
        return False
    return first in inside or "-" in first or _is_proper(first)


def _is_proper(word: str) -> bool:
    """Tell a place name from a sentence's first word by its ending: adjectives and abstract nouns are none."""
    return not _NO_NAME.fullmatch(word.casefold())


def _spelt_small(source: str) -> str:
    """Spell a line of capitals as names are spelt: `KESKI-RANNAN TYÖLLISYYSALUE` is `Keski-Rannan työllisyysalue`."""
    words = [
        word.lower() if _BODY.fullmatch(word) or word in {"STAD", "KOMMUN"} else word.title() for word in source.split()
    ]
    return " ".join(words)


def _named(source: str) -> list[str]:
    if source.isupper():
        source = _spelt_small(source)
    names = [
        f"{found['name']} {base or _without_genitive(found['body'])}"
        for pattern, base in _FINNISH
        for found in pattern.finditer(source)
    ]
    names.extend(f"{found['name']} {found['body']}" for found in _COMPOUND.finditer(source))
    names.extend(f"{found['name']} {found['body']}" for found in _SWEDISH.finditer(source))
    names.extend(found["name"] for found in _ENGLISH.finditer(source))
    return names


def _without_genitive(body: str) -> str:
    """`verkostojen` is `verkostot`, `keskuksen` is `keskus`."""
    body = re.sub(r"keskuks(?:en|essa)$", "keskus", body)
    body = re.sub(r"ojen$", "ot", body)
    return re.sub(r"(?<=[oul])n$", "", body)


def _department(entries: Sequence[Entry]) -> str | None:
    """Return the department that two numbered chapters name: the plan is its, not the whole organisation's."""
    chapters = [entry.text for entry in entries if entry.item.is_number and entry.item.caps]
    named = Counter(
        found["name"].casefold() + ("toimiala" if "al" in found["form"].casefold() else "toimi")
        for chapter in chapters
        if (found := _DEPARTMENT.match(chapter))
    )
    return next((name for name, count in named.most_common(1) if count >= 2), None)


def _department_on_cover(top: Sequence[str]) -> str | None:
    """Return the department whose plan the title names (`Vapaa-aikapalvelujen käyttösuunnitelma`) or a line is."""
    for line in top:
        titled = _DEPARTMENT_PLAN.match(line)
        if titled:
            return _nominative(titled["name"]).casefold()
        after = _DEPARTMENT_AFTER.search(line)
        if after:
            return after["name"].casefold()
    lines = [_PLAN_AFTER.sub("", line) for line in top]
    named = [at for at, line in enumerate(lines) if _DEPARTMENT_LINE.fullmatch(line) and not _named(line)]
    within = [at for at in named if at - 1 in named and _WIDER.search(lines[at - 1]) and not _WIDER.search(lines[at])]
    return lines[(within or named)[0]].casefold() if named else None


def _nominative(genitive: str) -> str:
    """`vapaa-aikapalvelujen` is `vapaa-aikapalvelut`, `hallintotoimen` is `hallintotoimi`."""
    word = re.sub(r"palvelu(?:jen|iden)$", "palvelut", genitive, flags=re.IGNORECASE)
    return re.sub(r"(?<=toim)en$", "i", re.sub(r"(?<=toimiala)n$", "", word, flags=re.IGNORECASE), flags=re.IGNORECASE)


def _by_cover(top: Sequence[str]) -> str | None:
    """Return the first line where it is a name and not the plan's title: networks and groups are called freely."""
    first = re.sub(r"\s+(?:strategia|strategi|strategy).*$", "", top[0], flags=re.IGNORECASE) if top else ""
    words = first.split()
    named = 2 <= len(words) <= _LONGEST_NAME and words[0][0].isupper() and not re.search(r"[\d.:!?]", first)
    return first if named and _GROUP.search(first) else None


def _by_place(text: str, top: Sequence[str], spellings: _Spellings) -> str | None:
    """Return the municipality that the text calls by its name alone, where it calls itself one."""
    finnish = Counter("kunta" if word.casefold().startswith("kun") else "kaupunki" for word in _SELF.findall(text))
    swedish = Counter("kommun" if word.casefold().startswith("kom") else "stad" for word in _SELF_SWEDISH.findall(text))
    place = place_of(text, top, spellings.is_common) if finnish or swedish else None
    if place is None:
        return None
    if finnish.total() >= swedish.total():
        return f"{genitive_in(text, place)} {finnish.most_common(1)[0][0]}"
    return f"{place.removesuffix('s')}s {swedish.most_common(1)[0][0]}"


def _by_owner(text: str, spellings: "_Spellings") -> str | None:
    """Return the municipality whose name owns the plan (`N:n visio`) or runs through the text."""
    municipal = Counter("kunta" if word.casefold().startswith("kun") else "kaupunki" for word in _SELF.findall(text))
    if not municipal:
        return None
    body = municipal.most_common(1)[0][0]
    inside = Counter(_NAME_INSIDE.findall(text))
    owners = Counter({name: 2 * count for name, count in Counter(_OWNED.findall(text)).items()})
    for word in list(owners) or [word for word in inside if word.endswith("n")]:
        if not _is_proper(word) or spellings.is_common(word):
            del owners[word]
            continue
        owners[word] += sum(count for other, count in inside.items() if other.startswith(word[:-1]) and other != word)
    best = owners.most_common(1)
    return f"{best[0][0]} {body}" if best and best[0][1] >= 2 else None
