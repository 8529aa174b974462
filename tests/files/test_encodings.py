"""Text in encodings that nobody declared."""

import pytest

from luotsi.files.encodings import decoded

TEXT = "Väestön hyvinvointi – ”Åbo älskar” 5 % § 12\nTyöllisyys paranee, häät ja öljy.\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "mac_roman"]
)
def test_finnish_and_swedish_text_is_read_in_every_common_encoding(encoding: str) -> None:
    assert decoded(TEXT.encode(encoding)) == TEXT


@pytest.mark.parametrize("encoding", ["latin-1", "iso8859-15"])
def test_text_of_the_older_western_encodings_keeps_its_letters(encoding: str) -> None:
    text = TEXT.replace("–", "-").replace("”", '"')
    assert decoded(text.encode(encoding)) == text


def test_the_byte_order_mark_does_not_reach_the_text() -> None:
    assert decoded(b"\xef\xbb\xbfVisio") == "Visio"
    assert decoded("Visio".encode("utf-16")) == "Visio"
