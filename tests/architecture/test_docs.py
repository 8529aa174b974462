"""What the documents say of the house is so."""

import re
from importlib import import_module
from pathlib import Path

import pytest

from luotsi.cli.commands import luotsi
from tests.architecture.source import ROOT, SOURCE

DOCS = ROOT / "docs"
PAGES = [*sorted(ROOT.glob("*.md")), *sorted(DOCS.rglob("*.md"))]
README = ROOT / "README.md"
CONTRIBUTING = ROOT / "CONTRIBUTING.md"
ROOMS = DOCS / "rooms.md"
ADDRESS = re.compile(r"\]\((?!https?:|mailto:)([^)\s]*)\)")
CODE = re.compile(r"^```.*?^```$|^ {4,}\S[^\n]*$|`[^`\n]+`", re.MULTILINE | re.DOTALL)


def words(page):
    return page.read_text(encoding="utf-8")


def code_of(page):
    return "\n".join(CODE.findall(words(page)))


def anchors(page):
    headings = re.findall(r"^#+ (.+)$", words(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def existing_rooms():
    return {path.parent.name for path in SOURCE.glob("*/__init__.py")}


def make_targets():
    return set(re.findall(r"^([a-z][a-z-]*):", words(ROOT / "Makefile"), re.MULTILINE))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_inside_the_project_leads_somewhere(page):
    for address in ADDRESS.findall(CODE.sub("", words(page))):
        path, _hash, anchor = address.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), address
        assert not anchor or anchor in anchors(target), address


def test_rooms_names_every_room_and_no_other():
    assert set(re.findall(r"^## (\w+)$", words(ROOMS), re.MULTILINE)) == existing_rooms()


def test_each_room_tells_what_it_owns_what_it_never_does_and_its_doors():
    for section in words(ROOMS).split("\n## ")[1:]:
        assert re.findall(r"^- (\w+):", section, re.MULTILINE) == ["Owns", "Never", "Doors"], section.splitlines()[0]


def thing_at(path):
    """Return the module or the thing in a module that a dotted path names."""
    parts = path.split(".")
    for end in range(len(parts), 0, -1):
        try:
            found = import_module(".".join(["luotsi", *parts[:end]]))
        except ModuleNotFoundError:
            continue
        for name in parts[end:]:
            found = getattr(found, name)
        return found
    raise ModuleNotFoundError(path)


def test_every_door_that_rooms_names_exists():
    rooms = "|".join(existing_rooms())
    doors = re.findall(rf"`((?:{rooms})(?:\.\w+)+)`", words(ROOMS))
    assert doors
    for door in doors:
        assert thing_at(door) is not None


@pytest.mark.parametrize("page", [README, CONTRIBUTING], ids=lambda page: page.name)
def test_only_make_targets_that_exist_are_named(page):
    named = set(re.findall(r"\bmake ([a-z][a-z-]*)", code_of(page)))
    assert named
    assert named <= make_targets()


@pytest.mark.parametrize("page", [README, CONTRIBUTING], ids=lambda page: page.name)
def test_only_commands_that_exist_are_named(page):
    named = set(re.findall(r"(?<![\w/.:])(?:\.venv/bin/)?luotsi ([a-z]+)", code_of(page)))
    assert named <= set(luotsi.commands)


def test_the_readme_names_every_command():
    assert set(re.findall(r"luotsi ([a-z]+)", code_of(README))) == set(luotsi.commands)


def test_options_in_the_readme_exist():
    for command, options in re.findall(r"luotsi ([a-z]+)([^\n`]*)", code_of(README)):
        known = {flag for parameter in luotsi.commands[command].params for flag in parameter.opts}
        assert set(re.findall(r"--[a-z-]+", options)) <= known | {"--help"}, command


def test_every_decision_is_listed_and_numbered_without_a_hole():
    decisions = sorted(path.name for path in (DOCS / "adr").glob("0*.md"))
    assert [int(name[:4]) for name in decisions] == list(range(1, len(decisions) + 1))
    assert re.findall(r"^\| \[\d{4}\]\(([^)]+)\)", words(DOCS / "adr" / "README.md"), re.MULTILINE) == decisions


def test_every_decision_fits_on_a_page_and_has_the_same_parts():
    for path in sorted((DOCS / "adr").glob("0*.md")):
        parts = re.findall(r"^## (.+)$", words(path), re.MULTILINE)
        assert parts == ["Context", "Decision", "Weighed", "Consequences"], path.name
        assert words(path).startswith(f"# {int(path.name[:4])}. "), path.name
        assert len(words(path).splitlines()) <= 50, path.name


def test_paths_that_contributing_names_exist():
    named = re.findall(r"`((?:src|tests|docs|tools|benchmarks|\.ci)/[\w./-]+)`", words(CONTRIBUTING))
    assert named
    for path in named:
        assert (ROOT / Path(path)).exists(), path
