"""The home municipality's share of an unemployment benefit; which days count for a person is left to the register."""

from datetime import date

from luotsi.law.dated import at
from luotsi.law.types import Benefit, Step


def municipal_share_step(benefit: Benefit, days: int, on: date) -> Step:
    """Return the step of the ladder on which a paid day stands.

    Parameters
    ----------
    benefit : Benefit, the benefit paid for the day
    days : int, the number of the paid day by the law's counting, the day itself included, from 1
    on : date, the day of payment

    Returns
    -------
    Step, its `percent` of the base falls on the home municipality

    Raises
    ------
    NoLaw
        when the benefit did not exist on the day, or nobody has read its financing clause
    ValueError
        when `days` is less than 1

    Notes
    -----
    The base is the benefit paid; of the earnings-related allowance only the part that equals the basic allowance,
    and of an adjusted or reduced benefit its proportional part. Days before 1.1.2015 are not counted. There is no
    share for lay-offs, additional days, and the first years of integration clients; those are left out before this
    is asked. The rule of 2015 to 2024 spoke of labour market subsidy paid for unemployment only, not for days in
    services.

    >>> municipal_share_step(Benefit.LABOUR_MARKET_SUBSIDY, 701, date(2025, 3, 1)).percent
    Decimal('50')
    >>> municipal_share_step(Benefit.EARNINGS_RELATED_ALLOWANCE, 701, date(2025, 3, 1)).percent
    Decimal('40')
    """
    return at("municipal_share", on, benefit=benefit.value).value.step(days)
