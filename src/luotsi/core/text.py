"""Text in Finnish, Swedish and English; choosing a language is the reader's business, falling back is this module's."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

Language = Literal["fi", "sv", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
OWN_NAMES: dict[Language, str] = {"fi": "Suomi", "sv": "Svenska", "en": "English"}
FALLBACK: Language = "fi"
_UNSEEN = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")


@dataclass(frozen=True, slots=True)
class Rendered:
    """A text as shown to one reader, with the language it really is in (for the `lang` attribute)."""

    text: str
    language: Language

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Text:
    """One text in up to three languages; an empty string means that nobody has written that language yet."""

    fi: str = ""
    sv: str = ""
    en: str = ""

    @classmethod
    def of(cls, value: "Text | Mapping[str, str] | str | None") -> "Text":
        """Return `value` as a text; a bare string is Finnish.

        :raises ValueError: when a key is not one of the three languages or a value is no string
        """
        if isinstance(value, Text):
            return value
        if value is None:
            return cls()
        if isinstance(value, str):
            return cls(fi=value)
        unknown = set(value) - set(LANGUAGES)
        if unknown or not all(isinstance(part, str) for part in value.values()):
            raise ValueError(f"a text has strings for {', '.join(LANGUAGES)}; got {dict(value)!r}")
        return cls(**value)

    def in_language(self, language: str) -> Rendered:
        """Return the wanted language, else Finnish, else whichever is written."""
        order = [language, FALLBACK, *LANGUAGES]
        for code in order:
            if code in LANGUAGES and getattr(self, code):
                return Rendered(getattr(self, code), code)
        return Rendered("", FALLBACK)

    def rewritten(self, language: str, text: str) -> "Text":
        """Return the text after its reader in a language wrote `text` in place of what was shown.

        What other languages say of a changed wording is older than it and goes; a first wording in a language joins
        the others.

        >>> Text(fi="Hyvä", sv="God").rewritten("fi", "Huono"), Text(fi="Hyvä").rewritten("sv", "God")
        (Text(fi='Huono', sv='', en=''), Text(fi='Hyvä', sv='God', en=''))
        """
        if text == self.in_language(language).text:
            return self
        kept = {} if self.as_dict().get(language) else self.as_dict()
        return Text(**{**kept, language: text})

    def as_dict(self) -> dict[str, str]:
        """Return the written languages only, as stored in JSON."""
        return {code: getattr(self, code) for code in LANGUAGES if getattr(self, code)}

    def __bool__(self) -> bool:
        return any(getattr(self, code) for code in LANGUAGES)


NO_TEXT = Text()


def visible(text: str) -> str:
    """Return what somebody wrote or pasted without the characters that nobody sees and every search trips over.

    Those are soft hyphens, spaces and joiners without width, marks of byte order, and marks that turn the direction of
    writing, by which a name can be made to look like another. Joiners within emoji stay.

    >>> visible("työt\u00adtö\u00admyys\u200b")
    'työttömyys'
    """
    return _UNSEEN.sub("", text)
