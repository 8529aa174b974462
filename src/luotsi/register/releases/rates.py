"""Released shares of many places as clients and observed by group; what may be compared is left to others."""

from collections.abc import Collection, Iterable, Mapping

from luotsi.register.calc.comparison import Group
from luotsi.register.models import ReleasedCell
from luotsi.register.types import Grouping

Divisions = Mapping[Grouping, Mapping[str, Group]]


def divisions_of(
    releases: Iterable[int],
    measure: str,
    part: str = "",
    *,
    places: Collection[str] | None = None,
    groupings: Collection[Grouping],
) -> dict[tuple[int, str], Divisions]:
    """Return by release and place each division of a share of which no number is hidden. One query."""
    rows = ReleasedCell.objects.filter(
        release__in=list(releases), measure=measure, part=part, grouping__in=[one.value for one in groupings], months=1
    )
    if places is not None:
        rows = rows.filter(place__in=list(places))
    found: dict[tuple[int, str], dict[Grouping, dict[str, Group]]] = {}
    hidden = set()
    for release, place, grouping, group, count, base in rows.values_list(
        "release_id", "place", "grouping", "group", "count", "base"
    ):
        division = Grouping(grouping)
        if count is None or base is None:
            hidden.add((release, place, division))
        else:
            found.setdefault((release, place), {}).setdefault(division, {})[group] = Group(base, count)
    return {
        (release, place): {key: groups for key, groups in told.items() if (release, place, key) not in hidden}
        for (release, place), told in found.items()
    }
