"""How the tests read a page: its text as a person sees it, its links, its parse."""

import html
import re

import html5lib


def text_of(answer):
    """Return the words of the page's main part, spaces of every kind made plain."""
    found = re.search(r"(?s)<main\b.*?</main>", answer.content.decode())
    assert found, "the page has no main part"
    words = re.sub(r"<[^>]+>", " ", re.sub(r"(?s)<(script|style).*?</\1>", " ", found.group()))
    return re.sub(r"\s+", " ", html.unescape(words).replace("\u00a0", " ").replace("\u202f", " "))


def row_of(answer, name, after=""):
    """Return the cells of the first table row whose head is `name`, behind some markup where it is given."""
    content = answer.content.decode()
    for row in re.findall(r"(?s)<tr\b.*?</tr>", content[content.index(after) :]):
        cells = [
            re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", "", cell)).replace("\u00a0", " ")).strip()
            for cell in re.findall(r"(?s)<t[hd]\b[^>]*>(.*?)</t[hd]>", row)
        ]
        if cells and cells[0] == name:
            return cells[1:]
    raise AssertionError(f"no row is headed {name!r}")


def faults_of(answer):
    """Return what the HTML standard's own parser objects to, and a word when there is not exactly one h1."""
    parser = html5lib.HTMLParser(strict=False)
    parser.parse(answer.content.decode())
    faults = [str(error) for error in parser.errors]
    headings = len(re.findall(rb"<h1[\s>]", answer.content))
    return faults if headings == 1 else [*faults, f"{headings} headings of the first level"]
