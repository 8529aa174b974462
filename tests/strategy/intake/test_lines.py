from hypothesis import given
from hypothesis import strategies as st

from luotsi.strategy.intake.lines import lines_of_text


def test_a_form_feed_begins_a_new_page_and_every_line_knows_its_place() -> None:
    document = lines_of_text("Visio\r\nHyvä arki\n\fArvot\nrohkeus\fluottamus")
    assert [(line.text, line.page) for line in document.lines] == [
        ("Visio", 1),
        ("Hyvä arki", 1),
        ("Arvot", 2),
        ("rohkeus", 2),
        ("luottamus", 3),
    ]
    assert document.pages == 3


def test_an_empty_text_is_one_empty_line() -> None:
    assert [line.text for line in lines_of_text("").lines] == [""]


@given(st.text(alphabet=st.sampled_from("ab \n\r\f•-"), max_size=60))
def test_the_offsets_always_cover_the_line(text: str) -> None:
    document = lines_of_text(text)
    assert document.text == "\n".join(line.text for line in document.lines)
    assert all(document.text[line.start : line.end] == line.text for line in document.lines)
    assert all(line.number == index for index, line in enumerate(document.lines, start=1))
