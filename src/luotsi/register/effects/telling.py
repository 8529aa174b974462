"""Which effects may be told side by side, so that nobody can work out a group that is too small."""

from collections.abc import Mapping
from typing import NamedTuple

from luotsi.register.calc.effects import SMALLEST_GROUP
from luotsi.register.effects.types import ALL_SERVICES, FEWEST, Silence


class Group(NamedTuple):
    """Participants of a service in one outcome.

    began, with_outcome : all who began, and those of them with the outcome
    beside_work : how many more or fewer of them have the outcome than are in work; all where work is the outcome
    matched, matched_with_outcome, matched_beside_work : the same of those who could be compared
    compared_with, compared_with_outcome : persons they are compared with, and those of them with the outcome
    """

    began: int
    with_outcome: int
    beside_work: int
    matched: int
    matched_with_outcome: int
    matched_beside_work: int
    compared_with: int
    compared_with_outcome: int


def silences(whole: Group, services: Mapping[str, Group]) -> dict[str, Silence]:
    """Return for all services together and for each whether its effect is told, or why not.

    Notes
    -----
    A group is told when at least thirty of it could be compared, with at least thirty other persons, and at least five
    of them, of all who began, and of those other persons, have the outcome and at least five do not. Those who left
    without work are the difference of the two outcomes: they have to be five as well before the second one is told.

    Since all together are told too, the services that are not told could be worked out as one group by subtraction:
    they have to be large enough together by the same rule, or be nobody. Where they are not, the smallest service that
    is told becomes silent too, until they are.
    """
    found = {key: Silence.TOLD if _is_enough(one) else Silence.FEW for key, one in services.items()}
    found[ALL_SERVICES] = Silence.TOLD if _is_enough(whole) else Silence.FEW
    if found[ALL_SERVICES] is not Silence.TOLD:
        return found
    told = sorted((key for key in services if found[key] is Silence.TOLD), key=lambda key: (services[key].began, key))
    while told and not _may_be_worked_out(_rest(services, told)):
        found[told.pop(0)] = Silence.GIVES_AWAY
    return found


def _rest(services: Mapping[str, Group], told: list[str]) -> Group:
    silent = [one for key, one in services.items() if key not in told]
    return Group(*(sum(column) for column in zip(*silent, strict=True))) if silent else Group(*[0] * len(Group._fields))


def _may_be_worked_out(rest: Group) -> bool:
    return rest.began == 0 or (rest.began >= SMALLEST_GROUP and _has_both(*rest[:3]))


def _is_enough(group: Group) -> bool:
    return (
        min(group.matched, group.compared_with) >= SMALLEST_GROUP
        and _has_both(*group[:3])
        and _has_both(*group[3:6])
        and _has_both(group.compared_with, group.compared_with_outcome, FEWEST)
    )


def _has_both(persons: int, with_outcome: int, beside_work: int) -> bool:
    return min(with_outcome, persons - with_outcome, abs(beside_work)) >= FEWEST
