"""Which element a heading announces, by its words; how it looks is the outline's business."""

import re
from dataclasses import dataclass, field

from luotsi.strategy.intake.reading.asked import kind_asked, kind_led
from luotsi.strategy.intake.reading.composed import composed_kind
from luotsi.strategy.intake.reading.passages import Passage
from luotsi.strategy.intake.reading.vocabulary import (
    Phrase,
    Vocabulary,
    column_words,
    listed,
    numerals,
    questions,
    vocabulary,
)

_TOKEN = re.compile(r"[^\W_]+(?:[-–][^\W_]*)*|[-–][^\W_]+")
_BRACKETS = re.compile(r"\([^()]*\)")
_NUMBERING = re.compile(r"^(?:\d{1,2}(?:\.\d{1,2})*[.)]?|[A-Za-z][.)])\s+")
_LABEL = re.compile(r"\s*:\s+|\s*:$|\s+/\s+(?=[A-ZÅÄÖ][a-zåäö])")
_HOW = frozenset({"miten", "kuinka", "hur", "how"})
_DASH = re.compile(r"\s+[-–—]\s+|\s+[-–—](?=\w)|[-–—]\s+")
_HALVED = re.compile(r"[-–]\s+(?:ja|sekä|tai|och|and|or)\s", re.IGNORECASE)
_COMPOUNDED = re.compile(r"\s[-–][a-zåäö]+[ns]\s")
_SLASHED = re.compile(r"(?<=[^\W\d_])\s?/\s?(?=[^\W\d_])")
_AFTER_IN_BRACKETS = re.compile(r"^(?P<content>.{4,}?)\s*\((?P<head>[^()]{3,60})\)$")
_LEADS_ON = re.compile(r"\b(?:on|ovat|är|is|are)$")
_FROM = re.compile(r"(?:sta|stä|ssa|ssä|lta|ltä|lle|an|en|in)$|^20\d\d$|^(?:från|from|the|workshops?)$")
_WE = "mme"
_LED = {"priority", "goal", "measure", "action", "value", "voices", "strength", "weakness", "challenge"}
_LONGEST_LEAD = 40
_LONGEST_NAMED = 10
_STRICT = {"responsible", "schedule", "baseline", "target", "weakness"}
_NARROW = {"aside", "guidance"}
_OWN = ("strateg", "hank", "projekt", "project")
_YEAR = re.compile(r"^(?:19|20)\d\d(?:[-–]\d+)?$")
_MONTH_OR_YEAR = re.compile(r"kuu(?:lta|ssa)?$|^(?:19|20)\d\d")
_CONTINUED = {"ja", "sekä", "och", "and", "&"}
_CAPITALS = re.compile(r"^(?P<title>[A-ZÅÄÖ][A-ZÅÄÖ, -]{3,}[A-ZÅÄÖ])[:,]? (?P<head>[a-zåäö][a-zåäö ]{3,40})$")
_FOR_THEME = re.compile(
    r"^(?P<head>\D{4,60}?)[ ,:–-]+(?:teema(?:lle|ssa)|painopiste(?:elle|essä)|päämäärä(?:lle|ssä)|kärjelle"
    r"|för (?:temat|insatsområdet|prioriteten)|for (?:the )?(?:theme|priority)):? (?:\d\W+)?"
    r"(?P<title>[\"”]?[A-ZÅÄÖ].{3,60})$"
)
_FIGURED = re.compile(r"^[a-zåäö]+ (?:\d+[,.]\d|\d{1,3} ?(?:%|€|kpl|uu[ts]))")  # `tavoitteena 7,5 %` is a level
_WITH_NUMBER = re.compile(
    r"(?P<label>\D{3,40} (?:\d{1,2}(?:\.\d{1,2})?|[IVX]{1,4}|[A-H]))[.:)]?\s+(?:[-–—]\s+)?(?P<title>[A-ZÅÄÖ].{3,})$"
)
_TO = {"till", "för", "to", "for"}
_ORDERED = re.compile(r"[a-h]|i{1,3}|iv|vi{0,3}")  # `Insatsområde B`
_COMPOUND = re.compile(
    r"^[^\W_]{4,}-?(mittarit?|indikaattorit?|tunnuslu(?:ku|vut)|toimenpiteet|painopiste(?:et|alueet)|indikatorer|åtgärder|indicators?)$"
)
_MAX_TOKENS = 10
_HALF = 5
_LONGEST_COLUMN = 60
_NUMERALS = frozenset({"kaksi", "kolme", "neljä", "viisi", "kuusi", "seitsemän"})
_WITH_YEAR = frozenset(listed("with_year"))
_HIGHER = listed("higher")
_OF_STRATEGY = ("strategian", "strategins")
_COUNTED = (
    "ää",
    "eä",
    "aa",
    "tta",
    "ttä",
    "ria",
    "voa",
)  # `neljä päämäärää:` heads a list, `6 painopistettä` in a sentence does not


@dataclass(frozen=True, slots=True)
class Head:
    """What a heading announces: the kind, the words after its colon, a title before its dash."""

    kind: str
    phrase: Phrase = ()
    inline: Passage = field(default_factory=lambda: Passage("", ()))
    title: Passage = field(default_factory=lambda: Passage("", ()))
    singular: bool = False
    colon: bool = False
    modifiers: tuple[str, ...] = ()
    tail: tuple[str, ...] = ()


_OF_YEAR_OR_EUROS = re.compile(r"(?:\s+\(?(?:vuonna |år |in )?(?:19|20)\d\d\)?|,?\s+\(?(?:€|eur|euroa|euro)\)?)+$")


_STATED = frozenset({"mission", "vision", "value"})


class HeadingReader:
    """Recognises headings in the languages of one document."""

    def __init__(self, languages: tuple[str, ...], *, is_project: bool = False) -> None:
        self._is_project = is_project
        self._words: Vocabulary = vocabulary(languages)
        self._languages = languages
        self._questions = questions()
        self._genitives = ("n", "s") if set(languages) & {"sv", "en"} else ("n",)

    def is_heading(self, text: str) -> bool:
        """Tell whether the whole text is one heading."""
        head = self._whole(text)
        return head is not None

    def heads_list(self, text: str) -> bool:
        """Tell whether the text heads goals, measures or actions."""
        head = self._whole(text)
        return head is not None and head.kind in {"goal", "measure", "action"}

    def column(self, text: str) -> Head | None:
        """Return the heading that a table's column bears."""
        if len(text) > _LONGEST_COLUMN:
            return None
        bare = _OF_YEAR_OR_EUROS.sub("", text.strip(" :?").casefold())
        kind = column_words().get(bare)
        return Head(kind, (text,)) if kind else self._whole(text)

    def is_level(self, text: str) -> bool:
        """Tell whether the text heads baselines or targets."""
        head = self.column(text)
        return head is not None and head.kind in {"baseline", "target"}

    def lead(self, text: str) -> Head | None:
        """Return the heading that a whole sentence is to a list under it: by the last heading word in it."""
        tokens = tuple(_TOKEN.findall(text.casefold()))
        if len(tokens) > _LONGEST_LEAD:
            return None
        found = [
            (index + len(phrase), len(phrase), kind, phrase)
            for index, token in enumerate(tokens)
            for phrase, kind in self._words.phrases.get(token, ())
            if kind in _LED and tokens[index : index + len(phrase)] == phrase and phrase not in self._words.singular
        ]
        if not found:
            return None
        end, length, kind, phrase = max(found)
        before = tokens[: end - length]
        return Head(_of_higher(kind, before), phrase, colon=True, modifiers=before, tail=tokens[end:])

    def leads(self, text: str) -> Head | None:
        """Return the heading that a clause without a colon is to the list right under it."""
        kind = kind_led(text, self._languages) if text[0].isupper() and text[-1].isalpha() else ""
        return Head(kind, ("?",)) if kind else None

    def begins_heading(self, text: str) -> bool:
        """Tell whether the text begins with a heading and its colon."""
        colon = _LABEL.search(text[:60])
        return colon is not None and not text[0].islower() and self._whole(text[: colon.start()] + ":") is not None

    def recognise(self, words: Passage) -> Head | None:
        """Return the heading that the words are or begin with, or None."""
        text = words.text
        if not text or len(text) > 3000:
            return None
        if len(text) <= 160:
            whole = self._whole(text)
            if whole and not _DASH.search(text):
                return whole
            titled = self._titled(words) or self._after_capitals(words) or self._for_theme(words)
            if titled or whole:
                return titled or whole
        return self._labelled(words) or self._numbered(words) or self._after_content(words)

    def _titled(self, words: Passage) -> Head | None:
        """`Title – painopisteelle asetetut tavoitteet`: the title before the dash, the heading after it."""
        for dash in _DASH.finditer(words.text):
            if _HALVED.match(words.text, dash.start()) or _COMPOUNDED.match(words.text, dash.start()):
                continue  # `Koulu- ja kulttuuritoimen tavoitteet`, `Kasvu -ohjelman mittarit`
            head = self._whole(words.text[dash.end() :])
            if head and head.kind in {"goal", "measure", "action"}:
                title = words[: dash.start()].strip()
                if len(title.text) > 3:
                    return Head(head.kind, head.phrase, title=title, colon=head.colon)
            if head and head.kind in _STATED and kind_asked(words.text[: dash.start()], self._languages, asked=False):
                return head  # `Näin me toimimme – arvomme`
        return self._titled_after_colon(words)

    def _titled_after_colon(self, words: Passage) -> Head | None:
        """`Elinvoima: tavoitteet`, `Painopiste 1 – Elinvoima: mittarit`: the title named, then the bare heading."""
        title, colon, last = words.text.rpartition(": ")
        head = self._whole(last) if colon and last[0].isalpha() and len(title.split()) <= _LONGEST_NAMED else None
        if head is None or head.kind not in {"goal", "measure", "action"} or head.modifiers or self._whole(title):
            return None
        named = words[: len(title)]
        label = self._labelled(named) or self._numbered(named)
        if label is not None and (label.kind != "priority" or not label.singular):
            return None
        return Head(head.kind, head.phrase, title=label.inline if label else named)

    def _after_capitals(self, words: Passage) -> Head | None:
        """`ELINVOIMA tavoitteet`: the title in capitals, the heading after it in small letters."""
        found = _CAPITALS.match(words.text)
        head = self._whole(found["head"]) if found else None
        if found is None or head is None or head.kind not in {"goal", "measure", "action"}:
            return None
        return Head(head.kind, head.phrase, title=words[: found.end("title")])

    def _for_theme(self, words: Passage) -> Head | None:
        """`Mittarit teemalle Hyvinvointi`: the heading before, the title after the word for a theme."""
        found = _FOR_THEME.match(words.text)
        head = self._whole(found["head"]) if found else None
        if found is None or head is None or head.kind not in {"goal", "measure", "action"}:
            return None
        return Head(head.kind, head.phrase, title=words[found.start("title") :].strip(' :"”'))

    def _labelled(self, words: Passage) -> Head | None:
        """`Tavoite: ...`: a short heading, a colon, its content."""
        for colon in list(_LABEL.finditer(words.text[:90]))[:2]:
            content = words[colon.end() :].strip()
            label = words.text[: colon.start()]
            head = self._whole(label + ":")
            if head is None and label.strip(" ?").casefold() in _HOW:
                head = Head("action", ("?",))
            if head and content and words.text.count("(", 0, colon.start()) == words.text.count(")", 0, colon.start()):
                return Head(
                    head.kind,
                    head.phrase,
                    inline=content,
                    singular=head.singular,
                    colon=True,
                    modifiers=head.modifiers,
                    tail=head.tail,
                )
        return None

    def _numbered(self, words: Passage) -> Head | None:
        """`Painopiste 1 Elävä keskusta`: a heading of one, its number, its title."""
        found = _WITH_NUMBER.match(words.text)
        head = self._whole(found["label"]) if found else None
        if found is None or head is None or not head.singular or len(words.text.split()) > _MAX_TOKENS + 8:
            return None
        return Head(
            head.kind, head.phrase, inline=words[found.start("title") :], singular=True, colon=True, tail=head.tail
        )

    def _after_content(self, words: Passage) -> Head | None:
        """`... (visiomme)`: the heading in brackets after its content."""
        found = _AFTER_IN_BRACKETS.match(words.text)
        if not found:
            return None
        head = self._whole(_DASH.split(found["head"])[0])
        if head is None or head.kind not in {"mission", "vision", "value"} or self._whole(found["content"]):
            return None
        if _LEADS_ON.search(found["content"]):
            return Head(head.kind, head.phrase, colon=True)
        return Head(head.kind, head.phrase, inline=words[: found.end("content")], colon=True)

    def _whole(self, text: str) -> Head | None:
        """Return the heading that the whole text is."""
        bare = _BRACKETS.sub(" ", _NUMBERING.sub("", text.strip())).strip()
        bare = bare.strip("\"”“'’« »")
        colon = bare.endswith((":", ";", "?"))
        bare = bare.rstrip(" :;?!…")
        if not bare or len(bare) > 130 or bare.endswith(".") or bare.count(".") > 1:
            return None
        lowered = _SLASHED.sub(" ja ", bare.casefold())
        for kind, question in self._questions:
            if (colon or bare[0].isupper()) and ": " not in bare and question.match(lowered):
                return Head(kind, ("?",), colon=colon)
        tokens = tuple(_TOKEN.findall(lowered))
        if _FIGURED.match(bare):
            return None
        if not tokens or len(tokens) > _MAX_TOKENS:
            return None
        if len(tokens) == 1 and tokens[0] not in self._words.phrases:
            tokens = (_COMPOUND.sub(r"\1", tokens[0]),)
        head = self._of_tokens(tokens, colon=colon) or self._asked(bare, colon=colon)
        if head is None and not self._is_project:  # a project's results and targets are counts
            head = _composed(bare, lowered, colon=colon)
        return None if head and head.kind in _STRICT and ":" in bare else head

    def _asked(self, text: str, *, colon: bool) -> Head | None:
        """Return the heading that asks or points: `Mistä tiedämme onnistuneemme?`."""
        kind = kind_asked(text, self._languages, asked=colon) if text[0].isupper() else ""
        if kind != "focus":
            return Head(kind, ("?",), colon=colon) if kind else None
        year = next(word for word in _TOKEN.findall(text) if _YEAR.match(word))
        return Head("priority", ("?",), colon=colon, modifiers=("vuodelle", year))

    def _of_tokens(self, tokens: Phrase, *, colon: bool) -> Head | None:
        best: tuple[int, int, Head] | None = None
        for index, token in enumerate(tokens):
            for phrase, kind in self._words.phrases.get(token, ()):
                end = index + len(phrase)
                if tokens[index:end] != phrase:
                    continue
                if (
                    len(phrase) == 1
                    and phrase[0].endswith(_COUNTED)
                    and not self._is_counted(tokens[:index], colon=colon)
                ):
                    continue
                if phrase[0] in _WITH_YEAR and not any(_YEAR.match(other) for other in tokens):
                    continue
                if not self._fits(kind, tokens[:index], tokens[end:], colon=colon):
                    continue
                head = Head(
                    _of_higher(kind, tokens[:index]),
                    phrase,
                    singular=phrase in self._words.singular,
                    colon=colon,
                    modifiers=tokens[:index],
                    tail=tokens[end:],
                )
                if best is None or (len(phrase), index) > best[:2]:
                    best = (len(phrase), index, head)
        return best[2] if best else None

    @staticmethod
    def _is_counted(before: Phrase, *, colon: bool) -> bool:
        """Tell whether a word in the form that a number asks for heads a list: `kolme painopistettä`."""
        return colon or any(word in _NUMERALS for word in before)

    def _fits(self, kind: str, before: Phrase, after: Phrase, *, colon: bool) -> bool:
        """Tell whether the words around a heading word leave it a heading."""
        if kind in _STRICT:
            return not before and all(_YEAR.match(token) or token in self._words.tails for token in after)
        if kind == "voices":
            says = any(token.endswith(_WE) for token in before)  # `Annamme ideoita` is a sentence, no heading
            return not says and len(before) <= 3 and len(after) <= 3 and all(_FROM.search(token) for token in after)
        if kind == "status_review":
            return bool(before or after) and (not after or any(_MONTH_OR_YEAR.search(token) for token in after))
        if kind == "guidance" and not before:
            return len(after) <= 3 and all(token.endswith(("lle", "n")) or token in _TO for token in after)
        if kind == "promise":
            addressed = after[:1] and (after[0] in _TO or all(token.endswith("lle") for token in after))
            return (
                len(before) <= 2 and len(after) <= 4 and bool(not after or colon or after[0][0].isdigit() or addressed)
            )
        unknown = [token for token in before if not self._is_modifier(token)]
        if unknown or not all(self._is_tail(token) for token in self._shortened(after)):
            return False
        owners = [token for token in before if token not in self._words.qualifiers and not token[0].isdigit()]
        if kind in _NARROW:
            return not owners or (len(owners) <= 3 and any(token.find(own) >= 0 for token in owners for own in _OWN))
        return len(owners) <= (4 if colon else 3)

    def _shortened(self, after: Phrase) -> Phrase:
        """Leave a second heading word out of the tail: `tavoitteet ja mittarit` heads as its first word does."""
        joined = sum(token in _CONTINUED for token in after)
        if joined and len(after) > 1 and all(token in _CONTINUED or self._is_head_word(token) for token in after):
            return ()
        if (
            len(after) >= 2
            and after[0] in _CONTINUED
            and any(phrase == after[1 : 1 + len(phrase)] for phrase, _ in self._words.phrases.get(after[1], ()))
        ):
            return ()
        if len(after) >= 3 and after[0] in {"mitä", "joita", "jotka", "vad", "what"}:
            return ()
        return after

    def _is_head_word(self, token: str) -> bool:
        return any(phrase == (token,) for phrase, _ in self._words.phrases.get(token, ()))

    def _is_modifier(self, token: str) -> bool:
        if token in self._words.qualifiers or token[0].isdigit():
            return True
        halved = token.endswith("-") and len(token) > _HALF  # `Koulutus- ja sivistystoimen tavoitteet`
        return halved or (len(token) > 2 and token.endswith(self._genitives))

    def _is_tail(self, token: str) -> bool:
        return (
            token in self._words.tails
            or token in numerals()
            or _ORDERED.fullmatch(token) is not None
            or token[0].isdigit()
            or token in self._words.qualifiers
        )


def _composed(bare: str, lowered: str, *, colon: bool) -> Head | None:
    kind = composed_kind(lowered) if colon or bare[0].isupper() else ""
    return Head(kind, ("+",), colon=colon) if kind else None


def _of_higher(kind: str, before: Phrase) -> str:
    """Return the kind of a heading whose owner may be a higher plan: `Valtakunnalliset tavoitteet`."""
    if kind in {"goal", "priority"} and any(word.startswith(_HIGHER) for word in before):
        return "context"
    return "priority" if kind == "goal" and any(word.endswith(_OF_STRATEGY) for word in before) else kind
