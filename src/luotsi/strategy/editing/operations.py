"""Every write to the elements of a draft; each waits for the others and sees what they made of it."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from luotsi.core.text import Text
from luotsi.orgs.models import Person
from luotsi.orgs.operations import record
from luotsi.strategy.editing.types import Words
from luotsi.strategy.intake.rules import StandingRow, would_loop
from luotsi.strategy.models import Element, Place, PlanVersion, Removal
from luotsi.strategy.rules import Spot, reading_order
from luotsi.strategy.types import VersionState

_WORDS = ("kind", "title", "body", "audience", "number", "standing", "details")
_PLACE = ("document_id", "page", "first_line", "last_line", "start", "end")


class UnableToEdit(ValueError):
    """A draft cannot be changed as asked; `reason` is a key for the reader's words. Nothing was changed."""

    def __init__(self, reason: str, sentence: str) -> None:
        super().__init__(sentence)
        self.reason = reason


@transaction.atomic
def add_element(
    *, version: PlanVersion, under: Element | None, words: Words, actor: Person | None, at: datetime
) -> Element:
    """Write a new line under another one, or under none, after the last of its kind there.

    :raises UnableToEdit: when the version is no draft, the wording is empty, or `under` was taken out meanwhile
    """
    version = _open_draft(version)
    _check_title(words)
    spots = _spots(version)
    parent = None if under is None else under.pk
    _check_place(spots, parent)
    element = Element.objects.create(
        version=version,
        lineage=uuid.uuid4(),
        parent_id=parent,
        position=1 + max((spot.position for spot in spots.values()), default=-1),
        changed_at=at,
        changed_by=actor,
        **_columns(words),
    )
    family = version.elements.filter(parent_id=parent).exclude(pk=element.pk)
    last_alike = family.filter(kind=words.kind).order_by("position").last() or family.order_by("position").last()
    place = element.position if last_alike is None else last_alike.position + 0.5
    _renumber(version, [*spots.values(), Spot(element.pk, parent, place)])
    _record("add", element, version, actor, at, _as_stored(words))
    element.refresh_from_db()
    return element


@transaction.atomic
def change_element(
    *, version: PlanVersion, pk: int, words: Words, seen_revision: int, actor: Person | None, at: datetime
) -> Element:
    """Change what a line says; saying what it says already changes nothing.

    :raises UnableToEdit: when the version is no draft, the line was taken out or changed meanwhile, or the wording is
        empty
    """
    version = _open_draft(version)
    element = _find(version, pk)
    _check_title(words)
    said, now = _as_stored(words), {name: _stored(getattr(element, name)) for name in _WORDS}
    changes = {name: [now[name], said[name]] for name in _WORDS if now[name] != said[name]}
    if not changes:
        return element
    if element.revision != seen_revision:
        raise UnableToEdit("changed_meanwhile", "another editor changed this line meanwhile")
    for name, value in _columns(words).items():
        setattr(element, name, value)
    element.revision += 1
    element.changed_at, element.changed_by = at, actor
    element.save()
    _record("change", element, version, actor, at, changes)
    return element


@transaction.atomic
def move_element(
    *, element: Element, under: int | None, before: int | None, actor: Person | None, at: datetime
) -> Element:
    """Put a line with all below it under another one, or under none, before a line there or last.

    `element` is the line as the person saw it: one that was moved elsewhere since stays where it is now.

    :raises UnableToEdit: when the version is no draft, one of the lines was taken out or moved meanwhile, or the line
        would hang below itself
    """
    version = _open_draft(element.version)
    now = _find(version, element.pk)
    if now.parent_id != element.parent_id:
        raise UnableToEdit("changed_meanwhile", "another editor moved this line meanwhile")
    spots = _spots(version)
    _check_place(spots, under, before)
    if under is not None and would_loop(_rows(spots), moved=now.pk, under=under):
        raise UnableToEdit("wrong_parent", "a line cannot hang below itself")
    place = len(spots) if before is None else spots[before].position - 0.5
    old_order = _order(spots)
    spots[now.pk] = Spot(now.pk, under, place)
    order = _order(spots)
    if order == old_order and under == now.parent_id:
        return now
    version.elements.filter(pk=now.pk).update(parent=under)
    _renumber(version, spots.values())
    changes = {"under": [now.parent_id, under], "position": [now.position, order.index(now.pk)]}
    _record("move", now, version, actor, at, changes)
    now.refresh_from_db()
    return now


@transaction.atomic
def remove_element(*, element: Element, actor: Person | None, at: datetime) -> Removal:
    """Take a line with all below it out of a draft, kept whole so that it can be put back; its measures stay in use.

    `element` is the line as the person saw it: one that was changed or moved since stays.

    :raises UnableToEdit: when the version is no draft, or the line was taken out, changed or moved meanwhile
    """
    version = _open_draft(element.version)
    now = _find(version, element.pk)
    if (now.revision, now.parent_id) != (element.revision, element.parent_id):
        raise UnableToEdit("changed_meanwhile", "another editor changed this line meanwhile")
    spots = _spots(version)
    order = _with_all_below(spots, now.pk)
    rows = {one.pk: one for one in version.elements.filter(pk__in=order).prefetch_related("places")}
    removal = Removal.objects.create(
        version=version, elements=[_kept(rows[pk]) for pk in order], removed_at=at, removed_by=actor
    )
    _record("remove", now, version, actor, at, {"elements": len(order), "title": now.title.as_dict()})
    now.delete()
    return removal


@transaction.atomic
def put_back(*, removal: Removal, actor: Person | None, at: datetime) -> Element:
    """Put what was taken out back where it stood, its identity kept; on its own where what it hung on is gone.

    :raises UnableToEdit: when the version is no draft, or somebody put it back already
    """
    version = _open_draft(removal.version)
    if not Removal.objects.filter(pk=removal.pk).exists():
        raise UnableToEdit("put_back_already", "somebody put this back already")
    first = removal.elements[0]
    spots = _spots(version)
    free = 1 + max([spot.position for spot in spots.values()], default=-1)
    top = first["parent"] if first["parent"] in spots else None
    for number, kept in enumerate(removal.elements):
        parent = top if number == 0 else kept["parent"]
        _restore(version, kept, parent, int(free) + number)
        spots[kept["pk"]] = Spot(kept["pk"], parent, kept["position"] - (0.5 if number == 0 else 0))
    _renumber(version, spots.values())
    removal.delete()
    element = version.elements.get(pk=first["pk"])
    _record("put_back", element, version, actor, at, {"elements": len(removal.elements)})
    return element


def _open_draft(version: PlanVersion) -> PlanVersion:
    """Return the version as it is now, held against others until the end of the transaction."""
    rows = PlanVersion.objects.select_for_update(of=("self",)).select_related("plan__owner")
    now = rows.filter(pk=version.pk).first()
    if now is None or now.state != VersionState.DRAFT:
        raise UnableToEdit("not_draft", "only a draft can be changed")
    return now


def _find(version: PlanVersion, pk: int) -> Element:
    element = version.elements.filter(pk=pk).first()
    if element is None:
        raise UnableToEdit("removed", "the line was taken out meanwhile")
    return element


def _check_title(words: Words) -> None:
    if not words.title:
        raise UnableToEdit("empty_title", "the wording is empty")


def _spots(version: PlanVersion) -> dict[int, Spot]:
    return {
        pk: Spot(pk, parent, place) for pk, parent, place in version.elements.values_list("pk", "parent", "position")
    }


def _rows(spots: Mapping[int, Spot]) -> list[StandingRow]:
    return [StandingRow(spot.key, spot.parent) for spot in spots.values()]


def _order(spots: Mapping[int, Spot]) -> list[int]:
    return reading_order(spots.values())


def _with_all_below(spots: Mapping[int, Spot], top: int) -> list[int]:
    found = {top: None}
    for pk in _order(spots):
        if spots[pk].parent in found:
            found[pk] = None
    return list(found)


def _check_place(spots: Mapping[int, Spot], under: int | None, before: int | None = None) -> None:
    if under is not None and under not in spots:
        raise UnableToEdit("place_gone", "the line it was to hang on was taken out meanwhile")
    if before is not None and (before not in spots or spots[before].parent != under):
        raise UnableToEdit("place_gone", "the line it was to stand before was moved or taken out meanwhile")


def _renumber(version: PlanVersion, spots: Iterable[Spot]) -> None:
    """Give the elements of a draft their places in the order of reading; places are unique at every step."""
    stored = dict(version.elements.values_list("pk", "position"))
    moved = {pk: place for place, pk in enumerate(reading_order(spots)) if stored[pk] != place}
    if moved:
        out_of_the_way = 1 + max(*stored.values(), len(stored))
        version.elements.filter(pk__in=moved).update(position=F("position") + out_of_the_way)
        Element.objects.bulk_update([Element(pk=pk, position=place) for pk, place in moved.items()], ["position"])


def _columns(words: Words) -> dict[str, Any]:
    return {name: getattr(words, name) for name in _WORDS} | {"details": dict(words.details)}


def _as_stored(words: Words) -> dict[str, Any]:
    return {name: _stored(value) for name, value in _columns(words).items()}


def _stored(value: Any) -> Any:
    if isinstance(value, Text):
        return value.as_dict()
    return value if isinstance(value, dict) else str(value)


def _kept(element: Element) -> dict[str, Any]:
    return {
        "pk": element.pk,
        "lineage": str(element.lineage),
        "parent": element.parent_id,
        "position": element.position,
        "revision": element.revision,
        **{name: _stored(getattr(element, name)) for name in _WORDS},
        "places": [[getattr(place, name) for name in _PLACE] for place in element.places.all()],
    }


def _restore(version: PlanVersion, kept: Mapping[str, Any], parent: int | None, position: int) -> None:
    Element.objects.create(
        pk=kept["pk"],
        version=version,
        lineage=uuid.UUID(kept["lineage"]),
        parent_id=parent,
        position=position,
        revision=kept["revision"],
        **{name: kept[name] for name in _WORDS},
    )
    Place.objects.bulk_create(
        [Place(element_id=kept["pk"], **dict(zip(_PLACE, place, strict=True))) for place in kept["places"]]
    )


def _record(
    verb: str, element: Element, version: PlanVersion, actor: Person | None, at: datetime, changes: Mapping[str, Any]
) -> None:
    record(
        kind=f"strategy.element.{verb}",
        thing=element,
        actor=actor,
        at=at,
        organisation=version.plan.owner,
        changes=changes,
    )
