"""The checks of every page find what is wrong with one."""

import pytest

from tests.journeys.crawling import check_by_axe, check_html, check_width, shape_of

SITE = "data:text/html,"
PAGE = "<!DOCTYPE html><html lang='fi'><title>x</title><main><h1>x</h1>{}</main></html>"


@pytest.mark.journey
def test_a_picture_without_words_and_a_page_wider_than_a_phone_are_found(page):
    check_by_axe(page, SITE, PAGE.format("<img src='x' alt='x'>"))
    with pytest.raises(AssertionError, match="image-alt"):
        check_by_axe(page, SITE, PAGE.format("<img src='x'>"))
    check_width(page, SITE, PAGE.format("<meta name='viewport' content='width=device-width'>"))
    with pytest.raises(AssertionError, match="px wide"):
        check_width(page, SITE, PAGE.format("<div style='width:500px'>x</div>"))


@pytest.mark.parametrize("wrong", ["<h1>y</h1>", "<p><div></p>", "<table><p></table>"])
def test_markup_that_is_not_valid_is_found(wrong):
    body = PAGE.format("{}").replace("'", '"')
    check_html("/", body.format(""))
    with pytest.raises(AssertionError):
        check_html("/", body.format(wrong))


def test_an_element_in_another_state_or_place_is_something_new():
    known = shape_of(PAGE.format("<p class='a'>x</p>"))
    assert shape_of(PAGE.format("<p class='a'>y</p><p class='a'>z</p>")) <= known
    for other in (
        "<p class='b'>x</p>",
        "<p class='a' hidden>x</p>",
        "<div><p class='a'>x</p></div>",
        "<p class='a' role='note'>",
    ):
        assert not shape_of(PAGE.format(other)) <= known
