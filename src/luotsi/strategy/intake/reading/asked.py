"""Headings that ask or point (`Mitä haluamme?`, `Näin teemme sen`): told by the dictionary form of their verb."""

import re

import simplemma

from luotsi.strategy.intake.reading.vocabulary import asked_verbs, listed

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_YEAR = re.compile(r"\b20\d\d\b")
_LONGEST = 9
_BEFORE_VERB = 6  # words: in a sentence the verb stands later
_AFTER_VERB = 2
_AFTER_VERB_ASKED = 5
_ENDINGS = ("mme", "aan", "ään", "neet", "aa", "ää", "vat", "vät")
_OPENERS = frozenset(listed("asking"))
_HOW = frozenset(listed("asking_how"))
_WHETHER = frozenset(listed("asking_whether"))
_SHORT = 4
_THAT = ("että", "att", "that")
_FOLLOWING = re.compile(
    r"\b(?:seuraav\w+|nämä|näitä|näillä|näiden|följande|dessa|detta|following|these|this)\b", re.IGNORECASE
)
_LED_TO = frozenset({"action", "measure", "goal"})
_OF_REACHING = "reached"
_OF_CHOOSING = "chosen"


def kind_asked(text: str, languages: tuple[str, ...], *, asked: bool) -> str:
    """Return the kind of element that the heading asks for, or nothing; `asked` where it ends as a question does."""
    words = [word.casefold() for word in _WORD.findall(text)]
    if not words or len(words) > _LONGEST:
        return ""
    if 2 <= len(words) <= _SHORT and words[-1] in _THAT:
        kinds = {_kind_of(word, languages) for word in words[:-1]}
        return "goal" if "goal" in kinds else ""
    alone = len(words) == 1 and asked
    if alone and words[0] in _HOW:
        return "action"
    if not (alone or words[0] in _OPENERS or _YEAR.search(text)):
        return ""
    verbs = [
        (at, kind) for at, word in enumerate(words[:_BEFORE_VERB]) if at or alone if (kind := _kind_of(word, languages))
    ]
    if not verbs:
        return ""
    if alone and verbs[0][1] == "goal":
        return ""  # `Haluamme:` goes on in each line under it
    at, kind = next(((at, kind) for at, kind in verbs if kind == "measure"), verbs[0])
    most = _AFTER_VERB_ASKED if asked or kind == "measure" else _AFTER_VERB
    if len(words) - at - 1 > (most if words[0] in _OPENERS else 1):
        return ""
    if kind == _OF_REACHING:
        return "action" if words[0] in _HOW else "measure" if words[0] in _WHETHER else "goal"
    if kind == _OF_CHOOSING:
        return "focus" if _YEAR.search(text) else "priority"
    return kind if words[0] in _OPENERS or len(words) == 1 else ""


def kind_led(text: str, languages: tuple[str, ...]) -> str:
    """Return the kind of element that a clause leads to with a verb and a pointing word: `Siksi teemme seuraavaa`."""
    words = [word.casefold() for word in _WORD.findall(text)]
    if not 1 < len(words) <= _LONGEST or not _FOLLOWING.search(text):
        return ""
    kinds = [kind for word in words if (kind := _kind_of(word, languages))]
    return next((kind for kind in kinds if kind in _LED_TO), "")


def _kind_of(word: str, languages: tuple[str, ...]) -> str:
    """Return what a verb in the form of `we` or the passive asks for, in one of the languages."""
    for language in languages:
        if language == "fi" and not word.endswith(_ENDINGS):
            continue
        kind = asked_verbs(language).get(simplemma.lemmatize(word, lang=language).casefold(), "")
        if kind:
            return kind
    return ""
