"""Text out of bytes whose encoding nobody declared."""

import unicodedata
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, BOM_UTF32_BE, BOM_UTF32_LE

from charset_normalizer import from_bytes

from luotsi.files.refusals import Reason, UnableToRead

_MARKS = (
    (BOM_UTF8, "utf-8-sig"),
    (BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (BOM_UTF32_BE, "utf-32"),
    (BOM_UTF16_LE, "utf-16"),
    (BOM_UTF16_BE, "utf-16"),
)
_SINGLE_BYTE = ("cp1252", "iso8859-15", "latin-1", "mac_roman")
_EXPECTED = frozenset("åäöÅÄÖéÉüÜšžŠŽ§€°²½–—’‘”“»«…•·\u00a0")
_PLAIN_CONTROLS = frozenset("\t\n\r\x0b\x0c\x1a\x85")
_SAMPLE = 200_000


def decoded(content: bytes) -> str:
    """Return `content` as text.

    :raises UnableToRead: when it is no text in any encoding that is likely here
    """
    text = _by_mark(content)
    if text is None:
        text = _by_trial(content)
    if text is None or _unprintable_share(text) > 0.01:
        raise UnableToRead(Reason.BINARY)
    return text


def _by_mark(content: bytes) -> str | None:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    return None


def _by_trial(content: bytes) -> str | None:
    if b"\x00" in content:
        return _wide(content)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        pass
    sample = content[:_SAMPLE]
    best = max(_SINGLE_BYTE, key=lambda encoding: _nordic_score(sample.decode(encoding, errors="replace")))
    if _nordic_score(sample.decode(best, errors="replace")) > 0:
        return content.decode(best, errors="replace")
    guess = from_bytes(sample).best()
    return content.decode(guess.encoding, errors="replace") if guess else None


def _wide(content: bytes) -> str | None:
    """Return UTF-16 text written without a mark: every other byte of it is mostly zero."""
    even, odd = content[:_SAMPLE:2].count(0), content[1:_SAMPLE:2].count(0)
    half = len(content[:_SAMPLE]) // 2
    encoding = "utf-16-le" if odd > even else "utf-16-be"
    if max(even, odd) < half * 0.6 or min(even, odd) > half * 0.1:
        return None
    return content.decode(encoding, errors="replace")


def _nordic_score(text: str) -> int:
    """Return how many characters beyond ASCII are ones our languages use, less twice those they do not."""
    beyond = [character for character in text if ord(character) > 126]
    expected = sum(character in _EXPECTED for character in beyond)
    return expected - 2 * (len(beyond) - expected)


def _unprintable_share(text: str) -> float:
    sample = text[:_SAMPLE]
    strange = sum(
        1
        for character in sample
        if character not in _PLAIN_CONTROLS and (unicodedata.category(character) == "Cc" or character == "�")
    )
    return strange / max(1, len(sample))
