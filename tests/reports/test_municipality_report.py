import re
import subprocess
import uuid
from datetime import date

import html5lib
import pytest

from luotsi.core.periods import Period
from luotsi.core.text import Text
from luotsi.core.units import Unit
from luotsi.figures.charts.specs import LineChart, Series
from luotsi.indicators.models import Observation
from luotsi.indicators.operations import judge_measures
from luotsi.orgs.models import Subject
from luotsi.reports.builders.municipality import UnableToBuild, build
from luotsi.reports.document import (
    Document,
    Grid,
    Heading,
    Items,
    KeyFigure,
    KeyFigures,
    Notice,
    Paragraph,
    Picture,
    Source,
    Sources,
    StatusLine,
)
from luotsi.reports.writers.html import write_html
from luotsi.reports.writers.pdf import write_pdf
from luotsi.strategy.intake.types import ElementKind
from luotsi.strategy.models import Element
from luotsi.strategy.operations import draft_version, found_plan
from luotsi.strategy.types import ElementStanding, PlanKind
from tests.cast import NOW, TODAY, adopt, publish_june, publish_values

JUNE = Period.parse("2026-06")
LANGUAGES = ["fi", "sv", "en"]


@pytest.fixture
def area(cast):
    publish_values("unemployment-rate", {("KU046", "2025-06"): "9.0"})
    publish_june()
    measures = [adopt(cast.area_a, "unemployment-rate"), adopt(cast.area_a, "customer-feedback")]
    plan = found_plan(
        owner=cast.area_a, slug="strategia", name=Text("Strategia"), kind=PlanKind.STRATEGY, actor=None, at=NOW
    )
    version = draft_version(plan=plan, actor=None, at=NOW, drafted_on=TODAY)
    for position, (kind, title) in enumerate(
        [(ElementKind.VISION, "Maan paras"), (ElementKind.PRIORITY, "Hyvä palvelu"), (ElementKind.PROMISE, "Vastaamme")]
    ):
        standing = ElementStanding.SKETCH if kind is ElementKind.PROMISE else ElementStanding.SETTLED
        Element.objects.create(
            version=version, lineage=uuid.uuid4(), kind=kind, title=Text(title), position=position, standing=standing
        )
    places = Subject.objects.filter(code__in=["TA36", "KU046"])
    judge_measures(measures=measures, subjects=places, at=NOW)
    return cast.area_a


def report(area, language="fi", municipality="enonkoski", period=JUNE):
    place = Subject.objects.get(slug=municipality)
    return build(organisation=area, municipality=place, period=period, language=language, at=NOW)


def words_of(pdf):
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return re.sub(r"\s+", " ", done.stdout.decode().replace("\u00a0", " "))


def test_the_report_shows_the_municipality_beside_the_area_and_the_country(area):
    (grid,) = [block for block in report(area).blocks if isinstance(block, Grid)]
    rows = [[cell.text.replace("\u00a0", " ") for cell in row] for row in grid.table.rows]
    assert rows == [
        ["Enonkoski", "9,0 %", "8,4 %", "\u22120,6 %-yks."],
        ["Savonlinna, työllisyysalue", "ei tietoa", "12,3 %", ""],
        ["Koko maa", "ei tietoa", "12,8 %", ""],
    ]


def test_every_number_leads_to_observations_that_exist(area):
    ids = report(area).observations
    assert Observation.objects.filter(pk__in=ids).count() == len(ids) >= 4


def test_a_measure_without_figures_is_named_and_not_left_out(area):
    items = [text for block in report(area).blocks if isinstance(block, Items) for text in block.texts]
    assert any("Asiakaspalaute" in text for text in items)


def test_a_sketched_promise_says_that_it_is_one(area):
    headings = [block.text for block in report(area).blocks if isinstance(block, Heading)]
    assert "Vastaamme (hahmotelma, ei vielä päätetty)" in headings


def test_what_became_known_later_does_not_get_into_an_earlier_period(area):
    publish_values("unemployment-rate", {("KU046", "2026-07"): "7.7"})
    assert "7,7" not in write_html(report(area)).decode()
    assert "7,7" in write_html(report(area, period=Period.parse("2026-07"))).decode()


def test_another_areas_municipality_and_an_empty_period_are_refused_in_words(area):
    with pytest.raises(UnableToBuild, match="not a municipality of"):
        report(area, municipality="kemi")
    with pytest.raises(UnableToBuild, match="no figure"):
        report(area, period=Period.parse("2000-01"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_is_whole_in_each_language_as_page_and_as_paper(area, language):
    document = report(area, language)
    page = write_html(document).decode()
    parser = html5lib.HTMLParser(strict=True)
    parser.parse(page)
    assert f'<html lang="{language}">' in page
    assert len(re.findall("<h1", page)) == 1
    paper = words_of(write_pdf(document))
    share = "8.4%" if language == "en" else "8,4 %"
    assert share in paper
    assert document.title in paper


def test_the_same_document_gives_the_same_bytes(area):
    document = report(area)
    assert write_html(document) == write_html(document)
    assert write_pdf(document) == write_pdf(document)


def test_the_pdf_says_that_it_is_accessible_and_in_which_language(area):
    pdf = write_pdf(report(area, "sv"))
    assert b"pdfuaid" in pdf
    assert b"/StructTreeRoot" in pdf
    assert b"/Lang (sv)" in pdf or b"/Lang(sv)" in pdf


HOSTILE = '<script>alert(1)</script> #panic("x") $ \\ ` * _ [x] @ref </svg> "\' \u202e \x01 \\u0041 \U0001f600'


def test_hostile_words_stay_words_on_page_and_paper():
    chart = LineChart(HOSTILE, HOSTILE, Unit.PERCENT, (Series.of(HOSTILE, {"2026-05": 1, "2026-06": 0}),))
    blocks = (
        Heading(HOSTILE),
        Paragraph(HOSTILE),
        Items((HOSTILE,)),
        KeyFigures((KeyFigure(HOSTILE, HOSTILE, HOSTILE, "behind", HOSTILE, (1,)),)),
        StatusLine("at_risk", HOSTILE, HOSTILE, HOSTILE),
        Notice(HOSTILE),
        Picture(chart, (2,)),
        Sources(HOSTILE, (Source(HOSTILE, HOSTILE, (3,), HOSTILE),)),
    )
    document = Document(HOSTILE, HOSTILE, HOSTILE, "fi", date(2026, 11, 22), HOSTILE, blocks)
    page = write_html(document).decode()
    assert "<script" not in page
    assert page.count("</svg>") == page.count("<svg")
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids)) == 4
    assert "alert(1)" in words_of(write_pdf(document))
    assert document.observations == (1, 2, 3)


def test_the_pdf_holds_the_figures_of_each_picture_as_a_table(area):
    publish_values("unemployment-rate", {("KU046", f"2025-{month:02}"): f"9.{month % 10}" for month in range(7, 13)})
    publish_values("unemployment-rate", {("KU046", f"2026-{month:02}"): f"8.{month}" for month in range(1, 6)})
    paper = words_of(write_pdf(report(area, "fi")))
    numbers = paper[paper.rindex("Kuvien luvut") :]
    assert "Työttömyysaste, Enonkoski (%)" in numbers
    assert "2026 8,1 8,2 8,3 8,4 8,5 8,4 2025 9,0 9,7 9,8 9,9 9,0 9,1 9,2" in numbers


def test_sources_tell_series_and_periods_in_a_line_and_no_long_numbers(area):
    document = report(area, "fi")
    (sources,) = [block for block in document.blocks if isinstance(block, Sources)]
    (source,) = [one for one in sources.sources if one.measure == "Työttömyysaste"]
    series = sorted({one.series_id for one in Observation.objects.filter(pk__in=source.observations)})
    numbers = ", ".join(map(str, series))
    assert source.trace == f"4 havaintoa, 6/2025–6/2026, niin kuin tiedettiin 22.11.2026. Aikasarjat: {numbers}."
    paper = words_of(write_pdf(document))
    assert "4 havaintoa" in paper
    assert not re.search(r"\d{9}", paper + write_html(document).decode().split("<h2>Mistä luvut")[-1])
