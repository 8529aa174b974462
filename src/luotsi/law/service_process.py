"""Time limits of a jobseeker's service process; counting working days over holidays is left to the register."""

from datetime import date

from luotsi.law.dated import at


def interview_limit_days(started_on: date) -> int:
    """Return how many working days the authority has for the initial interview of a search started on that day.

    :raises NoLaw: for a start before 2025

    >>> interview_limit_days(date(2025, 12, 31)), interview_limit_days(date(2026, 1, 1))
    (5, 10)
    """
    return at("interview_limit", started_on).value


def discussion_interval_months(on: date) -> int:
    """Return how many months may pass from the initial interview or a job-search discussion to the next discussion.

    :raises NoLaw: for a day before 2025
    """
    return at("discussion_interval", on).value
