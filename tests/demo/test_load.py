"""What stands after the demonstration was loaded."""

import json
import re
from collections import Counter
from decimal import Decimal
from importlib import resources
from pathlib import Path

import pytest
from click.testing import CliRunner

from luotsi.cli.commands import luotsi
from luotsi.core.periods import Period
from luotsi.core.text import LANGUAGES
from luotsi.core.values import Flag
from luotsi.demo.load import load
from luotsi.demo.telling import stories
from luotsi.indicators.entry.models import DraftValue
from luotsi.indicators.models import NATIONAL, Measure, Observation, Run, Series, Status, Target
from luotsi.indicators.queries import lines_of, observations_of
from luotsi.indicators.types import MethodKey, RunKind, TargetOrigin
from luotsi.orgs.models import AuditEntry, Membership, Organisation, Person, Subject
from luotsi.sources.models import Connection, FetchAttempt
from luotsi.strategy.intake.types import ElementKind
from luotsi.strategy.intake.wording import key_of
from luotsi.strategy.lint import lint_plan
from luotsi.strategy.models import Alignment, Element, MeasureLink, Place, Plan, Proposal, SourceDocument
from luotsi.strategy.queries import changes_between, outline_of, shown_version
from luotsi.strategy.types import ChangeKind, ElementStanding, VersionState
from tests.cast import NOW, current

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]

GOLDEN = Path(__file__).parents[1] / "golden/statfin_12r5_2026M06.json"
PLANS = ("savonlinna", "meri-lappi", "oppiva-tyollisyysalue", "kaakkois-suomi-elo", "laitila-hallinto")
COUNTED = (
    *(Observation, Run, Measure, MeasureLink, Target, Status, Plan, Element, Place, Proposal),
    *(SourceDocument, Organisation, Person, Membership, AuditEntry, Alignment, Subject),
)


def version_of(owner):
    return shown_version(Plan.objects.get(owner__slug=owner))


def titles(owner, kind):
    return [element.title.fi for element in version_of(owner).elements.filter(kind=kind)]


def value(key, code, period="2026-06"):
    return current(key, code)[code, period].cell


def test_five_organisations_have_a_plan_from_a_public_document():
    assert set(Plan.objects.values_list("owner__slug", flat=True)) == set(PLANS)
    for owner in PLANS:
        version = version_of(owner)
        assert version.document.is_public
        assert version.elements.exists()


def test_savonlinnas_plan_has_its_values_mission_and_vision():
    assert titles("savonlinna", ElementKind.VALUE) == ["Asiakaslähtöisyys", "Yhdenvertaisuus", "Yhdessä tekeminen"]
    assert all(one.body.fi for one in version_of("savonlinna").elements.filter(kind=ElementKind.VALUE))
    (mission,) = titles("savonlinna", ElementKind.MISSION)
    (vision,) = titles("savonlinna", ElementKind.VISION)
    assert mission.startswith("Tuemme ihmisiä työllistymään")
    assert vision.startswith("Suomen vaikuttavin työllisyysalue")


def test_savonlinnas_four_priorities_have_their_goals_and_measures():
    priorities = outline_of(version_of("savonlinna")).of_kind(ElementKind.PRIORITY)
    assert [len(one.of_kind(ElementKind.GOAL)) for one in priorities] == [4, 6, 4, 4]
    assert [len(one.of_kind(ElementKind.MEASURE)) for one in priorities] == [8, 6, 7, 3]


def test_savonlinnas_five_promises_are_sketches_for_their_audiences():
    promises = version_of("savonlinna").elements.filter(kind=ElementKind.PROMISE)
    assert [one.audience.fi for one in promises] == [
        "henkilöasiakkaille",
        "yritysasiakkaille",
        "oppilaitoksille",
        "jäsenkunnille",
        "kaikille kohderyhmille",
    ]
    assert {one.standing for one in promises} == {ElementStanding.SKETCH}


def test_savonlinnas_plan_is_in_force_by_the_decision_that_the_source_names():
    version = version_of("savonlinna")
    assert version.state == VersionState.IN_FORCE
    assert (version.decided_on.isoformat(), version.decided_by) == ("2025-11-27", "Alueellinen työllisyysjaosto")


def test_plans_that_nobody_decided_stay_drafts():
    undecided = [owner for owner in PLANS[1:] if owner != "meri-lappi"]
    assert {version_of(owner).state for owner in undecided} == {VersionState.DRAFT}
    days = {owner: version_of(owner).plan.versions.get(number=1).drafted_on for owner in undecided}
    assert days.pop("kaakkois-suomi-elo").isoformat() == "2020-12-03"
    assert set(days.values()) == {None}
    assert version_of("meri-lappi").drafted_on is None


def test_the_networks_draft_goes_on_in_a_second_one_that_says_it_is_an_example():
    first, second = Plan.objects.get(owner__slug="kaakkois-suomi-elo").versions.order_by("number")
    assert (first.state, second.state, second.drafted_on) == (VersionState.SET_ASIDE, VersionState.DRAFT, None)
    assert "Esimerkki" in second.note.fi
    kinds = Counter(one.kind for one in changes_between(first, second))
    same = kinds.pop(ChangeKind.SAME)
    assert kinds == {ChangeKind.ADDED: 2, ChangeKind.CHANGED: 1, ChangeKind.MOVED: 1}
    assert same == first.elements.count() - 2
    broken = {
        (version.number, one.title)
        for version in (first, second)
        for one in lint_plan(version)
        if one.rule == "goals-per-aim"
    }
    assert {number for number, _title in broken} == {1}


def test_meri_lappis_goals_stay_and_the_years_focus_is_proposed_and_decided():
    assert titles("meri-lappi", ElementKind.PRIORITY) == [
        "Elinvoiman tukeminen",
        "Kustannustehokas kunnallinen peruspalvelu",
        "Yhtenäinen työllisyysalue",
    ]
    focus = version_of("meri-lappi").elements.filter(kind=ElementKind.ANNUAL_FOCUS)
    standings = [one.standing for one in focus]
    assert standings.count(ElementStanding.PROPOSED) == standings.count(ElementStanding.DECIDED) == 3
    version = version_of("meri-lappi")
    assert (version.state, version.decided_on, version.decided_by) == (VersionState.IN_FORCE, None, "")
    assert "mikä toimielin päätti" in version.note.fi
    (decision,) = version_of("meri-lappi").elements.filter(kind=ElementKind.DECISION)
    assert decision.details["presenter"] == "Työllisyysjohtaja"
    assert "date" not in decision.details


def test_the_project_has_four_work_packages_six_goals_and_its_targets():
    assert len(titles("oppiva-tyollisyysalue", ElementKind.WORK_PACKAGE)) == 4
    assert len(titles("oppiva-tyollisyysalue", ElementKind.GOAL)) == 6
    targets = version_of("oppiva-tyollisyysalue").elements.filter(kind=ElementKind.PROJECT_TARGET)
    assert {"15", "105", "21", "400"} <= {one.details["value"] for one in targets}
    assert Alignment.objects.filter(plan__owner__slug="oppiva-tyollisyysalue").count() == 3


def test_the_network_has_five_priorities_and_six_national_goals_beside_its_own():
    assert len(titles("kaakkois-suomi-elo", ElementKind.PRIORITY)) == 5
    assert len(titles("kaakkois-suomi-elo", ElementKind.CONTEXT_GOAL)) == 6
    assert len(titles("kaakkois-suomi-elo", ElementKind.CHALLENGE)) == 4


def test_laitilas_administration_has_aims_programmes_and_units():
    assert len(titles("laitila-hallinto", ElementKind.PRIORITY)) == 5 + 3
    assert len(titles("laitila-hallinto", ElementKind.UNIT)) == 6
    assert Organisation.objects.get(slug="laitila-hallinto").parent.slug == "laitila"


def test_every_element_stands_where_its_place_says():
    for owner in PLANS:
        version = version_of(owner)
        text = version.document.text
        for element in version.elements.filter(changed_at=None).prefetch_related("places"):
            (place, *_others) = element.places.all()
            assert key_of(element.title.fi)[:20] in key_of(text[place.start : place.end]), (owner, element.title.fi)


def test_every_measure_of_savonlinnas_plan_is_followed_and_every_promise_shown():
    outline = outline_of(version_of("savonlinna"))
    for branch in outline.walk():
        if branch.element.kind in {ElementKind.MEASURE, ElementKind.PROMISE, ElementKind.PRIORITY}:
            assert branch.measures, branch.element.title.fi


def test_june_2026_is_statfins_and_the_area_is_the_sum_of_its_municipalities():
    golden = json.loads(GOLDEN.read_text("utf-8"))
    assert golden
    assert value("unemployed", "SSS").value == 352001
    assert value("unemployment-rate", "SSS").value == Decimal("12.8")
    members = ("KU046", "KU681", "KU740", "KU768")
    unemployed = sum(value("unemployed", code).value for code in members)
    labour_force = sum(value("labour-force", code).value for code in members)
    assert value("unemployed", "TA36").value == unemployed == 1981
    assert value("unemployment-rate", "TA36").value == (unemployed * 100 / labour_force).quantize(Decimal("0.1"))


def test_what_is_hidden_in_a_municipality_makes_the_areas_sum_a_lower_bound():
    assert value("unemployed-under-25", "KU046").value is None
    assert Flag.AT_LEAST in value("unemployed-under-25", "TA36").flags


def test_between_the_history_and_june_2026_there_is_a_gap():
    measure = Measure.objects.get(owner__slug="savonlinna", slug="tyottomyysaste")
    area = Subject.objects.get(code="TA36")
    periods = [one.period_name for one in lines_of(measure, [area])[area.pk].observations]
    assert periods[0] == "2006-01"
    assert periods[-2:] == ["2023-10", "2026-06"]


def test_kelas_municipal_share_is_there_for_enonkoski():
    assert value("municipal-share", "KU046", "2026-01").value == Decimal("14166.75")


def test_every_target_says_that_it_is_an_example_and_starts_from_an_observed_value_unless_it_is_a_cap():
    assert Target.objects.exists()
    for target in Target.objects.all():
        assert target.origin == TargetOrigin.EXAMPLE
        assert set(target.note.as_dict()) == set(LANGUAGES)
        is_cap = target.measure.definition.key == "occupational-health-cost"
        assert (target.baseline_scaled is None) is is_cap


def test_every_target_is_judged_with_an_explanation_in_three_languages():
    for target in Target.objects.all():
        status = Status.objects.filter(measure=target.measure, subject=target.subject).latest("judged_at")
        assert set(status.explanation.as_dict()) == set(LANGUAGES)
        assert status.target == target
    keys = set(Status.objects.filter(target__isnull=False).values_list("key", flat=True))
    assert {"behind", "at_risk", "on_track"} <= keys


def test_a_measure_without_values_says_where_they_will_come_from():
    valued = set(Observation.objects.values_list("series__definition", "series__owner_key").distinct())
    for measure in Measure.objects.select_related("definition", "owner"):
        if not valued & {(measure.definition_id, NATIONAL), (measure.definition_id, measure.owner.slug)}:
            assert set(measure.awaits.as_dict()) == set(LANGUAGES), str(measure)


def test_no_value_of_an_organisation_is_invented_without_saying_so():
    every = Observation.objects.exclude(series__owner_key=NATIONAL).select_related("series")
    own = [one for one in every if Flag.SIMULATED not in one.cell.flags]
    typed = [one for one in own if not one.series.source_key.startswith("tabular-c")]
    assert {one.series.owner_key for one in own if one not in typed} == {"savonlinna"}
    assert {one.series.owner_key for one in typed} == {"laitila-hallinto"}
    assert all(one.note.startswith("Hallintotoimen palvelusuunnitelma") for one in typed)
    own = Observation.objects.filter(pk__in=[one.pk for one in typed])
    survey = own.filter(series__definition__key="internal-communication").order_by("pk")
    assert [(one.period_name, one.value) for one in survey] == [("2022", Decimal("3.2")), ("2023", Decimal("3.4"))]


def test_the_connected_table_went_every_step_and_gave_the_official_population_of_the_four_municipalities():
    (connection,) = Connection.objects.all()
    assert connection.question == connection.draft | {"sample": connection.sample_id}
    assert FetchAttempt.objects.get(source_key=connection.key).rows_new == 4
    measure = Measure.objects.get(owner__slug="savonlinna", slug="vaesto")
    people = Subject.objects.filter(code__in=["KU046", "KU681", "KU740", "KU768"])
    found = {line.subject.code: line.latest.value for line in lines_of(measure, people).values()}
    assert found == {"KU046": 1273, "KU681": 3219, "KU740": 31008, "KU768": 2310}


def test_three_headline_measures_lead_savonlinnas_front_page():
    headline = Measure.objects.filter(owner__slug="savonlinna", is_headline=True)
    assert [one.slug for one in headline] == ["tyottomyysaste", "tyottomat", "avoimet-tyopaikat"]


def test_the_people_are_invented_and_have_no_password():
    people = Person.objects.filter(is_demo=True)
    assert {one.name for one in people} == {"Aino", "Eero", "Helmi", "Ilona", "Otso", "Pihla", "Väinö"}
    assert all(one.email.endswith("@demo.invalid") and not one.has_usable_password() for one in people)
    assert Membership.objects.get(person__name="Aino").role == "editor"
    assert Membership.objects.get(person__name="Eero").role == "viewer"
    assert Membership.objects.get(person__name="Otso").organisation.slug == "meri-lappi"


def test_one_value_waits_for_approval_and_one_came_back_and_neither_is_public():
    drafts = {
        one.measure.slug: one for one in DraftValue.objects.select_related("measure", "entered_by", "reviewed_by")
    }
    waiting, back = drafts.pop("tyollisyysalueyhteistyon-tulokset"), drafts.pop("sopimukset-ja-kumppanuudet")
    assert not drafts
    assert (waiting.state, back.state, back.return_note != "") == ("submitted", "returned", True)
    assert {one.entered_by.name for one in (waiting, back)} == {"Ilona"}
    assert back.reviewed_by.name == "Helmi"
    assert all("simerkki" in f"{one.words.fi}{one.note}" for one in (waiting, back))
    assert set(waiting.words.as_dict()) == set(LANGUAGES)
    for draft in (waiting, back):
        series = Series.objects.filter(definition=draft.measure.definition_id)
        assert not observations_of(series.values_list("pk", flat=True), period=draft.period)


def test_every_example_value_is_entered_by_a_person_and_says_that_it_is_simulated():
    entered = Series.objects.filter(source_key="manual").values_list("pk", flat=True)
    values = [one for one in observations_of(entered) if one.run.kind == RunKind.ENTRY]
    assert len(values) > 80
    assert {one.entered_by.name for one in values} == {"Aino", "Väinö"}
    assert all(Flag.SIMULATED in one.cell.flags and "esimerkki" in one.note for one in values)
    told = [one.words.as_dict() for one in values if one.words]
    assert len(told) == 7
    assert all("Esimerkki" in one["fi"] and "Exempel" in one["sv"] and "example" in one["en"] for one in told)


def test_what_is_computed_from_example_values_is_simulated_too():
    for owner, key, period, value in (
        ("laitila-hallinto", "operating-expenses-change", "2025-Q4", "1.4"),
        ("laitila-hallinto", "sick-leave", "2026-Q3", "2.2"),
        ("savonlinna", "sick-leave", "2026-Q3", "2.1"),
    ):
        measure = Measure.objects.get(owner__slug=owner, definition__key=key)
        (line,) = lines_of(measure, [measure.owner.subject]).values()
        computed = line.at(Period.parse(period))
        assert (computed.cell.value, Flag.SIMULATED in computed.cell.flags) == (Decimal(value), True), key


def test_every_measure_has_a_value_or_says_which_room_is_still_to_come():
    for measure in Measure.objects.select_related("definition", "owner__subject"):
        method = measure.definition.method
        valued = any(line.observations for line in lines_of(measure, [measure.owner.subject]).values())
        if method in {MethodKey.MANUAL, MethodKey.FORMULA}:
            assert valued, measure
        else:
            assert valued or measure.awaits, measure


def test_every_document_says_that_it_is_a_look_alike():
    for story in stories().plans:
        text = resources.files("luotsi.demo").joinpath("documents", story.document).read_text("utf-8")
        assert re.match(r"Esittelyaineisto: jäljitelmä, jonka Luotsin tekijät ovat kirjoittaneet omin sanoin\.", text)


def test_names_and_reasons_are_written_in_three_languages():
    told = stories()
    texts = [
        *(one.name for one in told.organisations),
        *(one.name for one in told.plans),
        *(text for one in told.measures for text in (one.name, one.awaits) if text),
    ]
    assert all(set(text.as_dict()) == set(LANGUAGES) for text in texts)


def test_loading_again_changes_nothing():
    before = {model.__name__: model.objects.count() for model in COUNTED}
    load(at=NOW, tell=lambda _step: None)
    assert {model.__name__: model.objects.count() for model in COUNTED} == before


def test_lint_says_what_laitilas_plan_lacks():
    answer = run("lint", "laitila-hallinto", "--lang", "en")
    assert answer.exit_code == 0, answer.output
    assert "An aim has fewer than 3 or more than 5 goals" in answer.output


def test_a_report_to_a_municipality_is_written_as_page_and_as_paper(tmp_path):
    page = run(
        "report", "savonlinna", "2026-06", "--municipality", "enonkoski", "--format", "html", "--output", tmp_path
    )
    assert page.exit_code == 0, page.output
    words = (tmp_path / "savonlinna-2026-06-enonkoski-fi.html").read_text("utf-8").replace("\N{NO-BREAK SPACE}", " ")
    assert "8,4 %" in words
    assert 'lang="fi"' in words
    paper = run("report", "savonlinna", "2026-06", "--municipality", "enonkoski", "--output", tmp_path / "own.pdf")
    assert paper.exit_code == 0, paper.output
    assert (tmp_path / "own.pdf").read_bytes().startswith(b"%PDF-")


def test_a_report_can_be_made_of_what_was_known_on_a_day(tmp_path):
    for day, month in (("2026-07-20", "lokakuu 2023"), ("2026-07-21", "kesäkuu 2026")):
        asked = ("--municipality", "enonkoski", "--format", "html", "--known-on", day, "--output", tmp_path)
        answer = run("report", "savonlinna", "2026-06", *asked)
        assert answer.exit_code == 0, answer.output
        words = (tmp_path / f"savonlinna-2026-06-enonkoski-{day}-fi.html").read_text("utf-8")
        assert month in words.replace("\N{NO-BREAK SPACE}", " ")
        assert "sen mukaan, mitä tiedettiin" in words


def test_without_a_municipality_every_member_gets_its_own_report(tmp_path):
    answer = run("report", "savonlinna", "2026-06", "--format", "html", "--lang", "sv", "--output", tmp_path)
    assert answer.exit_code == 0, answer.output
    assert sorted(file.name for file in tmp_path.iterdir()) == [
        f"savonlinna-2026-06-{name}-sv.html" for name in ("enonkoski", "rantasalmi", "savonlinna", "sulkava")
    ]


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["atlantis", "2026-06"], 1, "There is no organisation"),
        (["savonlinna", "2026-06", "--municipality", "helsinki"], 1, "It has: enonkoski"),
        (["savonlinna", "2005-12", "--municipality", "enonkoski"], 1, "There is nothing to report"),
        (["savonlinna", "June"], 2, "names no period"),
        (["savonlinna", "2026-06", "--output", "one-file.pdf"], 1, "is no folder"),
        (["savonlinna", "2026-06", "--known-on", "9999-12-31"], 1, "9999-12-31 has not come yet"),
        (["savonlinna", "2026-06", "--known-on", "2001-01-01"], 1, "There is nothing to report"),
        (["savonlinna", "2026-06", "--known-on", "31.1.2024"], 2, "does not match the format"),
    ],
)
def test_a_report_that_cannot_be_written_is_answered_by_a_sentence(arguments, code, words):
    answer = run("report", *arguments)
    assert answer.exit_code == code
    assert words in answer.output


def run(*arguments):
    return CliRunner().invoke(luotsi, [str(one) for one in arguments])
