"""When two wordings are the same: without case, spaces, hyphens and punctuation."""

import re
import unicodedata

_NOISE = re.compile(r"[\W_]+")


def key_of(words: str) -> str:
    """Return what is left of a wording when layout and case are taken away.

    >>> key_of("Asiakas-kokemus ") == key_of("ASIAKASKOKEMUS")
    True
    """
    return _NOISE.sub("", unicodedata.normalize("NFKC", words).casefold())
