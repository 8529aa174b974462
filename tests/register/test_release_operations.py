"""A release is made of what was counted, waits for another person, and comes out whole or not at all."""

import shutil
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction

from luotsi.core.periods import Period
from luotsi.core.text import Text
from luotsi.core.values import Flag, Gap
from luotsi.orgs.models import AuditEntry, Subject
from luotsi.orgs.operations import found_organisation, give_role, register_person
from luotsi.orgs.types import OrganisationKind, Role
from luotsi.register.engine import calculate
from luotsi.register.importing import Export, import_export
from luotsi.register.models import Release, ReleasedCell
from luotsi.register.profiles import profile_of
from luotsi.register.releases.kept import Out, kept_version
from luotsi.register.releases.made import Earlier
from luotsi.register.releases.making import make
from luotsi.register.releases.operations import approve, propose, return_
from luotsi.register.releases.queries import (
    area_of_owner,
    cells_of,
    changes,
    curves,
    earlier_of,
    is_as_stored,
    released_cells,
    standing,
    waiting,
)
from luotsi.register.releases.types import ReleaseState, UnableToRelease, Why
from luotsi.register.sealed import Sealed
from luotsi.register.simulation.simulate import Simulation, simulate
from luotsi.register.types import Grouping
from tests.cast import NOW

JUNE = Period.parse("2026-06")
MAY = JUNE - 1
SOME = ("first_discussion", "first_discussion_in_time", "plan_up_to_date", "stock")
MONEY = ("benefit_paid", "municipal_share")
HOUR = timedelta(hours=1)


@pytest.fixture(scope="session")
def sealed(tmp_path_factory):
    """Return the register of an area's persons who do not exist, counted."""
    return counted(tmp_path_factory.mktemp("releases"), months=6)


@pytest.fixture(scope="session")
def long_sealed(tmp_path_factory):
    """Return one that begins before there were employment areas, and in which steps of the law have been reached."""
    return counted(tmp_path_factory.mktemp("long_releases"), months=20)


def counted(root, *, months):
    told = simulate(root / "export", Simulation(months=months, area="36"))
    export = Export(
        root / "export",
        profile_of(told["profile"]),
        date.fromisoformat(told["known_on"]),
        Period.parse(told["since"]),
        simulated=True,
    )
    made = Sealed.at(root / "sealed")
    import_export(made, export, b"k" * 32)
    calculate(made)
    return made


@pytest.fixture
def helmi(cast):
    person = register_person(email="helmi@example.org", name="Helmi", password=None, actor=None, at=NOW)
    give_role(person=person, organisation=cast.area_a, role=Role.APPROVER, actor=None, at=NOW)
    return person


def made_of(sealed, owner, month=JUNE, measures=SOME):
    earlier = earlier_of(month, owner)
    return make(sealed, month, area=area_of_owner(owner), earlier=earlier, measures=measures)


def proposed(sealed, cast, month=JUNE, at=NOW, actor=None):
    return propose(owner=cast.area_a, made=made_of(sealed, cast.area_a, month), actor=actor, at=at)


def test_nobody_is_shown_a_figure_before_somebody_approved_it(sealed, cast, helmi):
    release = proposed(sealed, cast)
    assert released_cells(cast.area_a, SOME) == []
    assert list(waiting(cast.area_a)) == [release]
    approve(release=release, actor=helmi, at=NOW + HOUR)
    figures = released_cells(cast.area_a, ["stock"], places=["TA36", "KU740"])
    assert [(one.place, one.grouping) for one in figures] == [("KU740", Grouping.ALL), ("TA36", Grouping.ALL)]
    assert all(one.count.value > 1000 and Flag.SIMULATED in one.count.flags for one in figures)
    assert standing(cast.area_a) == {(measure, "2026-06"): release for measure in SOME}
    assert released_cells(cast.area_a, SOME, as_known_on=(NOW - timedelta(days=1)).date()) == []


def test_figures_of_another_import_than_the_one_in_force_are_not_released(sealed, cast, tmp_path):
    """Else an import would lend its last day, and its being real, to figures that were counted before it."""
    moved = Sealed.at(Path(shutil.copytree(sealed.root, tmp_path / "sealed")))
    told = simulate(tmp_path / "export", Simulation(months=3, area="36", seed=2))
    export = Export(tmp_path / "export", profile_of(told["profile"]), date(2026, 6, 30), MAY, simulated=False)
    import_export(moved, export, b"k" * 32)
    with pytest.raises(UnableToRelease, match="was not counted from the import in force"):
        made_of(moved, cast.area_a)
    calculate(moved, measures=SOME)
    assert not made_of(moved, cast.area_a).is_simulated


def test_what_is_hidden_is_stored_nowhere(sealed, cast):
    release = proposed(sealed, cast)
    hidden = [one for one in cells_of(release) if one.why]
    assert hidden
    for one in hidden:
        if one.share is None:
            assert one.count.value is None or Flag.AT_LEAST in one.count.flags
            assert one.mean is None or one.mean.gap is Gap.HIDDEN
        else:
            assert one.share.gap is Gap.HIDDEN
            assert one.base is not None
    for row in ReleasedCell.objects.filter(release=release):
        assert row.count is None or row.count == 0 or row.count >= 5
        assert row.rest is None or row.rest == 0 or row.rest >= 5
        assert row.why == Why.SHOWN or None in (row.count, row.rest, row.base)


def test_who_proposed_does_not_approve_while_somebody_else_can(sealed, cast, helmi):
    second = register_person(email="ilpo@example.org", name="Ilpo", password=None, actor=None, at=NOW)
    release = proposed(sealed, cast, actor=helmi)
    membership = give_role(person=second, organisation=cast.area_a, role=Role.ADMINISTRATOR, actor=None, at=NOW)
    with pytest.raises(UnableToRelease) as refused:
        approve(release=release, actor=helmi, at=NOW + HOUR)
    assert refused.value.reason == "own_proposal"
    membership.delete()
    approve(release=release, actor=helmi, at=NOW + HOUR)
    assert AuditEntry.objects.get(kind="register.release.approve").changes["alone"] is True


def test_an_editor_and_a_stranger_may_not_decide(sealed, cast, helmi):
    release = proposed(sealed, cast)
    for person in (cast.aino, cast.otso):
        with pytest.raises(UnableToRelease) as refused:
            approve(release=release, actor=person, at=NOW + HOUR)
        assert refused.value.reason == "no_role"
        with pytest.raises(UnableToRelease):
            return_(release=release, note="no", actor=person, at=NOW + HOUR)


def test_a_release_is_decided_once(sealed, cast, helmi):
    release = proposed(sealed, cast)
    seen_by_another = Release.objects.get(pk=release.pk)
    return_(release=release, note="Plans of May are missing.", actor=helmi, at=NOW + HOUR)
    with pytest.raises(UnableToRelease) as refused:
        approve(release=seen_by_another, actor=helmi, at=NOW + HOUR)
    assert refused.value.reason == "decided_already"
    assert Release.objects.get().note == "Plans of May are missing."
    assert released_cells(cast.area_a, SOME) == []


def test_a_release_is_returned_with_a_note_only(sealed, cast, helmi):
    release = proposed(sealed, cast)
    with pytest.raises(UnableToRelease) as refused:
        return_(release=release, note="  ", actor=helmi, at=NOW + HOUR)
    assert refused.value.reason == "no_note"


def test_one_release_of_a_month_waits_and_the_same_numbers_are_not_released_twice(sealed, cast, helmi):
    first = proposed(sealed, cast)
    with pytest.raises(UnableToRelease) as refused:
        proposed(sealed, cast)
    assert refused.value.reason == "waits_already"
    approve(release=first, actor=helmi, at=NOW + HOUR)
    with pytest.raises(UnableToRelease) as refused:
        proposed(sealed, cast, at=NOW + 2 * HOUR)
    assert refused.value.reason == "nothing_new"


def test_what_was_made_before_something_else_came_out_is_made_again(sealed, cast):
    made = made_of(sealed, cast.area_a)
    proposed(sealed, cast, month=JUNE - 3)
    with pytest.raises(UnableToRelease) as refused:
        propose(owner=cast.area_a, made=made, actor=None, at=NOW)
    assert refused.value.reason == "overtaken"


def test_a_month_that_is_not_counted_and_an_owner_without_an_area_are_refused(sealed, cast):
    with pytest.raises(UnableToRelease) as refused:
        made_of(sealed, cast.area_a, month=Period.parse("2030-01"))
    assert refused.value.reason == "nothing_counted"
    town = found_organisation(
        slug="kunta",
        name=Text("Kunta"),
        kind=OrganisationKind.MUNICIPALITY,
        subject=Subject.objects.get(code="KU740"),
        actor=None,
        at=NOW,
    )
    with pytest.raises(UnableToRelease) as refused:
        area_of_owner(town)
    assert refused.value.reason == "no_area"


def test_before_there_were_areas_the_clients_of_one_are_not_told_as_the_country(long_sealed, cast):
    before, first = Period.parse("2024-12"), Period.parse("2025-01")
    with pytest.raises(UnableToRelease, match="did not exist in 2024-12"):
        made_of(long_sealed, cast.area_a, month=before, measures=("stock",))
    places = {cell.place for cell in made_of(long_sealed, cast.area_a, month=first, measures=("stock",)).cells}
    assert places == {"TA36", "KU046", "KU681", "KU740", "KU768"}


def test_euros_of_the_share_are_told_where_those_of_the_benefit_are_and_nowhere_else(long_sealed, cast):
    made = made_of(long_sealed, cast.area_a, month=Period.parse("2026-02"), measures=MONEY)
    paid, share = ({one[1:]: cell for one, cell in named(made).items() if one[0] == key} for key in MONEY)
    assert share.keys() < paid.keys()
    told = {one: cell.base for one, cell in share.items()}
    assert {one for one in told if told[one] is None} == {one for one in share if paid[one].base is None}
    assert None in told.values()
    whole = ("TA36", "tyomarkkinatuki:101-200")
    assert told[whole] == pytest.approx(paid[whole].base / 10, abs=share[whole].count)


def named(made):
    return {(cell.measure, cell.place, cell.part): cell for cell in made.cells}


def given_away(sealed, owner, measure):
    """Return the release of a measure, careless: it shows a number of fewer than five."""
    earlier = Earlier((Out(JUNE, "TA36", made_of(sealed, owner, measures=(measure,)).fingerprint, {}),))
    numbers = kept_version(sealed, earlier.told[0], frozenset({"TA36"})).month.counts
    small = min(cell for cell, count in numbers.items() if 0 < count < 5 and cell.side == "count")
    return Earlier((replace(earlier.told[0], shown={small: numbers[small]}),))


def test_newest_first_what_newer_months_would_give_away_is_left_out_and_said_to_be(long_sealed, cast):
    """Who began is told by later months as whom they followed: among few nobody is left to hide behind."""
    month, measures = JUNE, ("flow_past", "inflow", "stock")
    while not (made := made_of(long_sealed, cast.area_a, month, measures)).left_out:
        propose(owner=cast.area_a, made=made, actor=None, at=NOW)
        month -= 1
    assert made.left_out == ("flow_past", "inflow")
    assert made.measures == ["stock"]
    release = propose(owner=cast.area_a, made=made, actor=None, at=NOW)
    assert release.parameters["left_out"] == ["flow_past", "inflow"]


def test_where_every_measure_is_given_away_the_refusal_says_what_to_do(sealed, cast):
    careless = given_away(sealed, cast.area_a, "stock")
    with pytest.raises(UnableToRelease, match=r"in plan_up_to_date, stock\. Release the oldest month first") as refused:
        make(sealed, JUNE, area="TA36", earlier=careless, measures=("stock", "plan_up_to_date"))
    assert refused.value.reason == "unable_to_protect"


def test_stored_figures_are_never_changed_or_removed(sealed, cast):
    release = proposed(sealed, cast)
    cell = release.cells.filter(count__isnull=False).first()
    cell.count += 1
    for change in (
        cell.save,
        release.cells.all().delete,
        lambda: release.cells.update(count=7),
        lambda: ReleasedCell.objects.bulk_update([cell], ["count"]),
    ):
        with pytest.raises(RuntimeError, match="never changed or removed"), transaction.atomic():
            change()
    assert is_as_stored(release)


def test_a_figure_that_was_changed_behind_the_application_breaks_the_seal(sealed, cast):
    release = proposed(sealed, cast)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE register_releasedcell SET count = count + 1 WHERE measure = 'stock' AND place = 'TA36'")
    assert not is_as_stored(release)


def test_a_second_version_tells_what_changed_and_supersedes_the_first(sealed, cast, helmi):
    first = proposed(sealed, cast)
    approve(release=first, actor=helmi, at=NOW + HOUR)
    more = (*SOME, "inflow")
    made = make(sealed, JUNE, area="TA36", earlier=earlier_of(JUNE, cast.area_a), measures=more)
    second = propose(owner=cast.area_a, made=made, actor=None, at=NOW + 2 * HOUR)
    assert {one.after.measure for one in changes(second)} == {"inflow"}
    approve(release=second, actor=helmi, at=NOW + 3 * HOUR)
    first.refresh_from_db()
    assert (first.state, first.superseded_by) == (ReleaseState.SUPERSEDED, second)
    assert {one.release_id for one in released_cells(cast.area_a, more)} == {second.pk}


def test_a_curve_is_told_in_steps_of_five_or_more(sealed, cast, helmi):
    release = proposed(sealed, cast, month=MAY)
    approve(release=release, actor=helmi, at=NOW + HOUR)
    for curve in curves(cast.area_a, "first_discussion", places=["TA36", "KU740"], months=[MAY]):
        shares = [share for _day, share, _low, _high in curve.points]
        assert shares == sorted(shares, reverse=True)
        assert curve.is_simulated
