from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from luotsi.core.text import Text
from luotsi.orgs.models import AuditEntry, Organisation, Subject, SubjectMembership
from luotsi.orgs.operations import UnableToFound, found_organisation, give_role, load_geography
from luotsi.orgs.queries import area_of, members_of, municipalities_of, sort_key
from luotsi.orgs.types import OrganisationKind, Role, SubjectKind
from tests.cast import NOW, TODAY


def found(slug, **more):
    name = Text("Uusi")
    return found_organisation(slug=slug, name=name, kind=OrganisationKind.NETWORK, actor=None, at=NOW, **more)


def test_all_places_of_the_country_are_there(cast):
    in_force = Subject.objects.filter(kind="municipality", valid_to__isnull=True)
    assert in_force.count() == 308
    assert Subject.objects.filter(kind="area").count() == 46
    assert Subject.objects.get(code="KU046").name == Text("Enonkoski", "Enonkoski", "Enonkoski")
    assert SubjectMembership.objects.on(TODAY).count() == 308


def test_loading_the_places_again_changes_nothing(cast):
    before = (Subject.objects.count(), AuditEntry.objects.count())
    assert load_geography(on=TODAY, at=NOW) == 0
    assert (Subject.objects.count(), AuditEntry.objects.count()) == before


def test_savonlinnas_area_has_its_four_municipalities_from_the_day_it_began(cast):
    area = Subject.objects.get(code="TA36")
    names = [one.name.fi for one in members_of(area, on=TODAY)]
    assert names == ["Enonkoski", "Rantasalmi", "Savonlinna", "Sulkava"]
    assert members_of(area, on=date(2024, 12, 31)) == []
    assert len(members_of(area, on=date(2025, 1, 1))) == 4
    assert area_of(Subject.objects.get(code="KU740"), on=TODAY) == area
    assert [one.code for one in municipalities_of(cast.area_a, on=TODAY)] == ["KU046", "KU681", "KU740", "KU768"]


def test_a_municipality_that_ended_keeps_its_name_and_names_its_successor(cast):
    ended = Subject.objects.get(code="KU588")
    assert (ended.valid_to, ended.successor.name.fi) == (date(2024, 12, 31), "Mäntyharju")


def test_finnish_letters_sort_last_on_every_database(cast):
    names = list(Subject.objects.filter(code__in=["KU992", "KU020", "KU890"]).values_list("code", flat=True))
    assert names == ["KU020", "KU890", "KU992"]
    assert sort_key("Åbo") < sort_key("Äänekoski") < sort_key("Öja")


@pytest.mark.parametrize("slug", ["", "Iso", "å", "sv", "kirjaudu", "savonlinna", "a b"])
def test_an_address_that_is_taken_reserved_or_odd_is_refused(cast, slug):
    with pytest.raises(UnableToFound):
        found(slug)


def test_a_hidden_organisation_is_seen_by_its_own_people_only(cast):
    Organisation.objects.filter(pk=cast.area_a.pk).update(is_public=False)
    seen = {
        who: cast.area_a in Organisation.objects.visible_to(reader)
        for who, reader in (("aino", cast.aino), ("eero", cast.eero), ("otso", cast.otso), ("anyone", AnonymousUser()))
    }
    assert seen == {"aino": True, "eero": True, "otso": False, "anyone": False}


def test_roles_tell_who_looks_who_enters_and_who_edits(cast):
    rights = {
        role: (
            cast.area_a in Organisation.objects.open_to_values_by(cast.eero),
            cast.area_a in Organisation.objects.editable_by(cast.eero),
        )
        for role in Role
        if give_role(person=cast.eero, organisation=cast.area_a, role=role, actor=None, at=NOW)
    }
    assert rights == {
        Role.VIEWER: (False, False),
        Role.CONTRIBUTOR: (True, False),
        Role.EDITOR: (True, True),
        Role.APPROVER: (True, True),
        Role.ADMINISTRATOR: (True, True),
    }


def test_a_new_role_takes_the_place_of_the_old_and_both_are_in_the_trail(cast):
    give_role(person=cast.eero, organisation=cast.area_a, role=Role.EDITOR, actor=cast.aino, at=NOW)
    assert cast.eero.memberships.count() == 1
    newest = AuditEntry.objects.filter(kind="orgs.membership.give").first()
    assert newest.changes == {"role": ["viewer", "editor"]}


def test_the_trail_reads_after_a_person_is_gone(cast):
    give_role(person=cast.eero, organisation=cast.area_a, role=Role.EDITOR, actor=cast.aino, at=NOW)
    cast.aino.delete()
    entry = AuditEntry.objects.filter(kind="orgs.membership.give").first()
    assert (entry.actor, entry.actor_name) == (None, "Aino")


def test_an_organisation_without_a_place_is_what_its_own_figures_are_about(db):
    network, project = found("verkosto"), found("hanke")
    assert (network.subject.kind, network.subject.name) == (SubjectKind.UNIT, network.name)
    assert municipalities_of(network, on=TODAY) == []
    assert project.subject != network.subject


def test_parts_of_a_municipality_share_its_place(cast):
    place = Subject.objects.get(code="KU046")
    assert found("koe", subject=place).subject == found("koe-tekninen", subject=place).subject == place
    assert not Subject.objects.filter(kind=SubjectKind.UNIT, organisations__slug="koe").exists()
