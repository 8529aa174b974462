"""Sentences that say who does what: `Kunta perustaa kerhon.`, told by the dictionary form of their verb."""

import re

import simplemma

from luotsi.strategy.intake.reading.vocabulary import alternatives

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_INFINITIVE = re.compile(r"(?:[aeiouyäö]|d|t|st|ll|nn|rr)[aä]$")
_THIRD = re.compile(r"(?:v[aä]t|([aeiouyäö])\1|[oöuyie]i|[eiouyö][aä])$")
_PRESENT = re.compile(r"[^\W\d_]{2,}r$")
_OF_THE = re.compile(r"(?:The|Our) (?:[a-z-]+ ){1,4}?[a-z]{3,}s? (?:an?|the|its|their|all|every|two|three|four) [a-z]")
_BEGINS_OR_ENDS = re.compile(rf"\b(?:{alternatives('begins')}|{alternatives('ends')})\b", re.IGNORECASE)
_DAY = re.compile(r"\b\d{1,2}\.\d{1,2}\.\d{4}\b")
_BEFORE_VERB = 3  # words of the subject, at most
_FEWEST, _MOST = 3, 18


def says_who_does(sentence: str) -> bool:
    """Tell whether a short sentence begins with a subject and a verb in the third person of the present."""
    words = _WORD.findall(sentence)
    if not _FEWEST <= len(words) <= _MOST or not sentence[0].isupper():
        return False
    if _DAY.search(sentence) and _BEGINS_OR_ENDS.search(sentence):
        return False
    return any(_is_verb(word) for word in words[1 : 1 + _BEFORE_VERB]) or _OF_THE.match(sentence) is not None


def _is_verb(word: str) -> bool:
    if not word.islower():
        return False
    finnish = simplemma.lemmatize(word, lang="fi")
    if _THIRD.search(word) and _INFINITIVE.search(finnish):
        return True
    return bool(_PRESENT.match(word)) and simplemma.lemmatize(word, lang="sv") in {
        word[:-1],
        f"{word[:-2]}a",
        f"{word}a",
    }
