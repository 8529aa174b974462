"""A municipality that the text only calls by its name: found by its forms, and given its genitive."""

import re
from collections import Counter
from collections.abc import Callable, Sequence

_WORD = re.compile(r"(?<![\w@./-])[A-ZÅÄÖ][A-ZÅÄÖa-zåäö]{3,}(?:-[A-ZÅÄÖa-zåäö]{3,})?(?![\w@])")
_ADDRESS = re.compile(r"(?:www\.|@|https?://)(?:www\.)?([a-zåäö-]{4,})\.(?:fi|ax|com|example)\b", re.IGNORECASE)
_FORMS = re.compile(r"[aäoöeiuy]?(?:n|ss[aä]|st[aä]|ll[aä]|lle|lt[aä]|[aä]|hin|l[aä]i\w+|s)")
_NO_PLACE = re.compile(r"kunta|kaupun|kommun|strateg|suunnitel|ohjelm|visio|arvo|tavoit|painopist", re.IGNORECASE)
_TURNED = str.maketrans("åäö", "aao")
_GENITIVES = tuple(
    (re.compile(f"{ending}$"), genitive)
    for ending, genitive in (
        ("nen", "sen"), ("niemi", "niemen"), ("joki", "joen"), ("järvi", "järven"), ("lahti", "lahden"),
        ("lmi", "lmen"), ("mäki", "mäen"), ("ski", "sken"), ("vesi", "veden"), ("saari", "saaren"), ("mpi", "mmen"),
        ("nta", "nnan"), ("kangas", "kankaan"), ("virta", "virran"), ("pelto", "pellon"), ("lta", "llan"),
        ("e", "een"), ("nki", "ngin"), ("nka", "ngan"), ("pudas", "putaan"),
    )
)  # fmt: skip
_GENITIVE = re.compile(r"(?!.*(?P<vowel>[aiouyäö])(?P=vowel)n$).*[^h][aeiouyäö]n")  # no illative: `Saloon`
_PEOPLE = re.compile(r"l[aä]i(?:nen|s)")
_ENOUGH = 3
_ON_COVER = 2
_TITLE_LINES = 3
_LONGEST_ENDING = 8


def place_of(text: str, top: Sequence[str], is_common: Callable[[str], bool]) -> str | None:
    """Return the place whose name the text inflects most, or that its address is called by; in the nominative."""
    words = Counter(word.title() if word.isupper() else word for word in _WORD.findall(text))
    small = frozenset(re.findall(r"(?<![\w.@/])[a-zåäö-]{4,}\b(?!\.\w)", text))
    domains = {name.casefold() for name in _ADDRESS.findall(text)}
    first = {word.title() for line in top for word in _WORD.findall(line)}
    scores: Counter[str] = Counter()
    for name, count in words.items():
        if name.casefold() in small or _NO_PLACE.search(name) or is_common(name):
            continue
        forms = [word for word in words if word != name and _is_form(word, name)]
        inflected = sum(words[form] for form in forms)
        called = name.casefold().translate(_TURNED) in {domain.translate(_TURNED) for domain in domains}
        alone = count >= _ON_COVER and any(
            line.strip(" –-").casefold() == name.casefold() for line in top[:_TITLE_LINES]
        )
        if (inflected and name in first) or len(forms) >= _ON_COVER or called or alone:
            scores[name] = count + 2 * inflected + _ENOUGH * called + _ON_COVER * (name in first)
    best = scores.most_common(1)
    return best[0][0] if best and best[0][1] > _ENOUGH else None


def _is_form(word: str, name: str) -> bool:
    """Tell whether a word is the name in another case, or its people."""
    stem = name[:-1] if name[-1] in "aäioeuyö" else name
    stem = genitive_of(name)[: len(stem)] if not word.startswith(stem) else stem
    rest = word[len(stem) :]
    return word.startswith(stem) and len(rest) <= _LONGEST_ENDING and _FORMS.fullmatch(rest) is not None


def genitive_in(text: str, place: str) -> str:
    """Return the place's genitive as the text says it, or as its ending tells."""
    said = Counter(
        word.title() if word.isupper() else word
        for word in _WORD.findall(text)
        if _GENITIVE.fullmatch(word.casefold())
        and not _PEOPLE.search(word.casefold())
        and _is_form(word.title() if word.isupper() else word, place)
    )
    guess = genitive_of(place)
    sure = not said or (guess in said and not place.endswith("e"))
    return guess if sure else said.most_common(1)[0][0]


def genitive_of(name: str) -> str:
    """Return a Finnish place's name in the genitive: `Tuulikoski` is `Tuulikosken`."""
    for ending, genitive in _GENITIVES:
        if ending.search(name):
            return ending.sub(genitive, name)
    return f"{name}n"
