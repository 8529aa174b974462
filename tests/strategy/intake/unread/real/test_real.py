"""How well the real strategies of this folder are read, and whether their labels tell what stands in the texts."""

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from luotsi.strategy.intake.reading import reader
from tests.strategy.intake.unread.test_unread import bulk_text, needs_shared, own_phrases, reached, real, shape

HERE = Path(__file__).parent
LABELS = sorted(HERE.glob("*.label.json"))
PUT_TOGETHER_BY_HAND = 10
LEARNT_LAST = (
    "Espoo_2021_2025",
    "Haapavesi_2018_2022",
    "Hankasalmi_2022",
    "Helsinki_2021_2025",
    "Joroinen_2022_2030",
    "Jyväskylä_2022_2025",
)
NOT_LOOKED_AT = (
    "Evijärvi_2025",
    "Hailuoto_2025",
    "Hanko_2022_2025",
    "Joensuu_2021_2025",
    "Juuka_2022_2026",
    "Jämijärvi_2022_2025",
)


def letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).replace("\xad", "").lower())


def titles(told: dict[str, Any]) -> Iterator[str]:
    """Yield what a label gives in the words of its text; organisations and levels are put into other words."""
    yield from (told[name] for name in ("mission", "vision") if told[name])
    yield from told["values"]
    yield from (one["title"] for one in (*told["actions"], *told["annual_focus"], *told["priorities"]))
    yield from (one["text"] for one in told["promises"])
    for name in ("goals", "indicators"):
        yield from told[f"{name}_without_priority"]
        yield from (title for priority in told["priorities"] for title in priority[name])


def test_no_document_is_labelled_anywhere_else() -> None:
    others = (HERE.parent.parent / "labels", HERE.parent / "open", HERE.parent / "sealed")
    elsewhere = {path.name for folder in others for path in folder.glob("*.label.json")}
    assert len(LABELS) == 36
    assert not elsewhere & {path.name for path in LABELS}


@needs_shared
def test_a_label_tells_what_stands_in_its_text() -> None:
    texts = {label: letters(bulk_text(label).read_text(encoding="utf-8")) for label in LABELS}
    told = [(label.name, title) for label in LABELS for title in titles(shape(label))]
    missing = [(name, title) for name, title in told if letters(title) not in texts[HERE / name]]
    assert len(told) > 1000
    assert len(missing) <= PUT_TOGETHER_BY_HAND, missing


def test_a_level_belongs_to_a_measure_of_its_label() -> None:
    for label in LABELS:
        told = shape(label)
        measures = {title for priority in told["priorities"] for title in priority["indicators"]}
        measures.update(told["indicators_without_priority"])
        assert {row["indicator"] for row in told["indicator_values"]} <= measures, label.name


def named(label: Path) -> str:
    return label.name.removesuffix(".label.json")


@needs_shared
@pytest.mark.parametrize(
    ("batch", "count", "floor", "links"),
    [("first", 24, 0.815, 287), ("learnt last", 6, 0.57, 123), ("not looked at", 6, 0.245, 37)],
)
def test_the_rules_alone_read_the_real_strategies_at_least_as_well_as_before(
    batch: str, count: int, floor: float, links: int
) -> None:
    later = {"learnt last": LEARNT_LAST, "not looked at": NOT_LOOKED_AT}
    wanted = {named(label) for label in LABELS} - {*LEARNT_LAST, *NOT_LOOKED_AT} if batch == "first" else later[batch]
    read, total, right = reached((pair for pair in real("real") if named(pair[0]) in wanted), by=reader.read_by_rules)
    assert read == count
    assert total.f1 >= floor
    assert right >= links


@needs_shared
def test_the_real_strategies_are_read_at_least_as_well_as_at_first() -> None:
    count, total, right = reached(real("real"))
    assert count == 36
    assert total.f1 >= 0.75
    assert right >= 480


def test_no_rule_holds_a_phrase_of_these_strategies() -> None:
    rules = Path(reader.__file__).parent
    text = "\n".join(path.read_text(encoding="utf-8") for path in rules.iterdir() if path.suffix in {".py", ".yaml"})
    phrases = own_phrases("real")
    assert len(phrases) > 200
    assert not [phrase for phrase in phrases if re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", text, re.IGNORECASE)]
