"""Rules about figures: parts that exceed the whole, products that are wrong, counts that the text announces."""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from luotsi.figures.formats import NBSP
from luotsi.strategy.intake.types import ElementKind
from luotsi.strategy.lint.checked import Checked, Remark

RULE = "figures-do-not-add-up"
_PRODUCT = re.compile(r"\b(\d{1,9})(?:\s+[^\W\d]+)?\s*[x×*]\s*(\d{1,9})(?:\s+[^\W\d]+)?\s*=\s*(\d{1,9})\b")
_RANGE = re.compile(r"(\d{1,9})(?:\s*[–-]\s*(\d{1,9}))?")
_TEAM_SIZE = re.compile(
    r"\b(\d{1,3})\s*[–-]\s*(\d{1,3})\s+(?:hengen|henkilön)\s+(?:tiim|ryhm)"
    r"|\b(?:team|teams|groups|grupper) (?:of|om|på) (\d{1,3})\s*[–-]\s*(\d{1,3})\b",
    re.IGNORECASE,
)
_SERIES = re.compile(r"sarja|series|serie", re.IGNORECASE)
_TEAMS = re.compile(r"tiim|\bteam", re.IGNORECASE)
_EXPERIMENTS = re.compile(r"kokeilu|experiment|försök", re.IGNORECASE)
_PEOPLE = re.compile(r"osallistuj|henkilö|deltagar|person|participant|people", re.IGNORECASE)


class Span(NamedTuple):
    """A number of things, or from how many to how many."""

    least: int
    most: int

    def times(self, other: "Span") -> "Span":
        """Return the least and the greatest product."""
        return Span(self.least * other.least, self.most * other.most)

    def __contains__(self, number: object) -> bool:
        return isinstance(number, int) and self.least <= number <= self.most

    def __str__(self) -> str:
        return grouped(self.least) if self.least == self.most else f"{grouped(self.least)}–{grouped(self.most)}"


def grouped(number: Decimal | int) -> str:
    """Write a number with its thousands apart, alike in the three languages."""
    return f"{number:,}".replace(",", NBSP)


def sums_and_products(every: Iterable[Checked], text: str) -> Iterator[Remark]:
    """Remark on money whose parts exceed the whole, on written products, and on quantities of projects."""
    for one in every:
        failures = [*_money(one), *_written_products(one)]
        if one.kind is ElementKind.PROJECT:
            failures += _quantities(one, text)
        yield from (Remark(RULE, one.key, one.title, figures=failure) for failure in failures)


def _euros(words: str | None) -> Decimal | None:
    try:
        euros = Decimal(re.sub(r"[\s€]", "", words or "").replace(",", "."))
    except InvalidOperation:
        return None
    return euros if euros.is_finite() else None


def _money(one: Checked) -> Iterator[str]:
    """Costs of parts may fall short of the whole, which can have costs of its own; exceed it they cannot."""
    whole = _euros(one.details.get("cost_total_eur") or one.details.get("cost_eur"))
    if whole is None:
        return
    funding = _euros(one.details.get("funding_eur"))
    if funding is not None and funding > whole:
        yield f"{grouped(funding)} € > {grouped(whole)} €"
    parts = [cost for child in one.children if (cost := _euros(child.details.get("cost_eur"))) is not None]
    if sum(parts) > whole:
        yield f"{' + '.join(map(grouped, parts))} = {grouped(sum(parts))} € > {grouped(whole)} €"


def _written_products(one: Checked) -> Iterator[str]:
    for found in _PRODUCT.finditer(f"{one.title}\n{one.body}"):
        first, second, said = map(int, found.groups())
        if first * second != said:
            yield f"{first} × {second} = {grouped(first * second)} ≠ {grouped(said)}"


def _quantities(project: Checked, text: str) -> Iterator[str]:
    """Hold a project's counts of series, teams, experiments and people against each other, where each is said once."""
    targets = [one for one in project.walk() if one.kind is ElementKind.PROJECT_TARGET]
    series = _the_count(targets, _SERIES)
    if series is None:
        return
    people = [span for one in targets if _PEOPLE.search(one.title) and (span := _span(one))]
    a_series = [span for span in people if span.least < span.most]
    in_all = [span.least for span in people if span.least == span.most]
    experiments, teams = _the_count(targets, _EXPERIMENTS), _the_count(targets, _TEAMS)
    if len(a_series) == 1 and len(in_all) == 1:
        whole = series.times(a_series[0])
        if in_all[0] not in whole and in_all[0] not in a_series[0]:
            yield f"{series} × {a_series[0]} = {whole} ≠ {grouped(in_all[0])}"
    if teams is None and len(a_series) == 1:
        teams = _teams_in(a_series[0], text)
    if experiments is not None and teams is not None:
        whole = series.times(teams)
        if experiments.least not in whole and experiments.least not in teams:
            yield f"{series} × {teams} = {whole} ≠ {experiments}"


def _span(one: Checked) -> Span | None:
    found = _RANGE.fullmatch(one.details.get("value", "").strip())
    return None if found is None else Span(int(found[1]), int(found[2] or found[1]))


def _the_count(targets: list[Checked], counted: re.Pattern[str]) -> Span | None:
    spans = [span for one in targets if counted.search(one.title) and (span := _span(one))]
    return spans[0] if len(spans) == 1 else None


def _teams_in(people: Span, text: str) -> Span | None:
    """Return how many teams the people make, when the text gives one size for all teams."""
    sizes = {tuple(int(size) for size in found if size) for found in _TEAM_SIZE.findall(text)}
    if len(sizes) != 1:
        return None
    [(smallest, largest)] = sizes
    return Span(-(-people.least // largest), people.most // smallest) if smallest else None


_NUMBERS = {
    word: number
    for number, words in {
        2: "kaksi kahden två two",
        3: "kolme kolmen tre three",
        4: "neljä neljän fyra four",
        5: "viisi viiden fem five",
        6: "kuusi kuuden sex six",
        7: "seitsemän sju seven",
        8: "kahdeksan åtta eight",
        9: "yhdeksän nio nine",
        10: "kymmenen tio ten",
    }.items()
    for word in words.split()
}
_ANNOUNCED = {
    ElementKind.PRIORITY: r"painopiste(?:alue)?(?:ttä|tta|en)|prioriteringar|tyngdpunkt(?:er|sområden)|priorities",
    ElementKind.VALUE: r"arvoa|arvon|värderingar|värden|values",
    ElementKind.PROMISE: r"palvelulupau(?:sta|ksen)|servicelöften|service promises",
}


def announced_counts_that_differ(every: list[Checked], text: str) -> Iterator[Remark]:
    """Remark where the text says how many there are of a kind, always the same number, and the plan holds another."""
    numbers = "|".join([*_NUMBERS, r"(?<!\d)\d{1,2}(?!\d)"])
    for kind, nouns in _ANNOUNCED.items():
        said = re.findall(rf"\b(({numbers})\s+(?:strategis\w+\s+|strategic\s+)?(?:{nouns}))\b", text, re.IGNORECASE)
        counts = {_NUMBERS.get(number.casefold()) or int(number) for _words, number in said}
        held = sum(one.kind is kind for one in every)
        if len(counts) == 1 and held not in counts:
            yield Remark("announced-count-differs", "", " ".join(said[0][0].split()), held)
