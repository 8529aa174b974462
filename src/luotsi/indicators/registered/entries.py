"""Which number of the register each catalogue entry is."""

from collections.abc import Mapping
from typing import NamedTuple

from luotsi.register.effects.types import ALL_SERVICES, Asked, Outcome
from luotsi.register.types import ALL


class Entry(NamedTuple):
    """A measure of the register, which of its numbers (`count`, `share` or `median`), and of which part."""

    measure: str
    value: str = "count"
    part: str = ALL


ENTRIES: Mapping[str, Entry] = {
    "jobseeker-stock": Entry("stock"),
    "unemployment-inflow": Entry("inflow"),
    "unemployment-outflow": Entry("outflow"),
    "flow-over-3-months": Entry("flow_past", "share", "3"),
    "flow-over-6-months": Entry("flow_past", "share", "6"),
    "flow-over-12-months": Entry("flow_past", "share", "12"),
    "structural-unemployment": Entry("structural"),
    "time-to-first-discussion": Entry("first_discussion", "median"),
    "first-discussion-in-limit": Entry("first_discussion_in_time", "share"),
    "plans-up-to-date": Entry("plan_up_to_date", "share"),
    "face-to-face-meetings": Entry("meetings", part="in_person"),
    "open-market-starts": Entry("job_starts", part="open_market"),
    "sustained-work-6-months": Entry("sustained_work", "share", "6"),
    "sustained-work-12-months": Entry("sustained_work", "share", "12"),
    "vacancies-filled": Entry("vacancies", part="filled"),
    "days-to-fill": Entry("vacancy_days", "median"),
    "referrals-hired": Entry("referrals", "share"),
    "employers-reached": Entry("employers"),
    "integration-clients": Entry("caseload", part="integration"),
    "paid-60-days": Entry("paid_60_days"),
}

EFFECT_ENTRIES: Mapping[str, Asked] = {
    "activation-effect": Asked(ALL_SERVICES, Outcome.WORK, 6),
    "activation-effect-3-months": Asked(ALL_SERVICES, Outcome.WORK, 3),
    "activation-effect-12-months": Asked(ALL_SERVICES, Outcome.WORK, 12),
}
"""Which effect each of these is; their values are of years and come with releases of effects."""
