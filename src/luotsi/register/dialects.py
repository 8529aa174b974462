"""One SQL text in the words of each engine; only the words change, never what is counted."""

from collections.abc import Mapping
from functools import cache

import sqlglot
from sqlglot import expressions as exp

from luotsi.register.types import Definition, Grouping, Kind

_AGES = (25, 35, 50, 60)  # the bounds of the age groups, in the order of their codes
_AGE_UNKNOWN = len(_AGES) + 1
CODED = (Grouping.AGE, Grouping.SEX, Grouping.EDUCATION, Grouping.DURATION, Grouping.LANGUAGE)


def in_dialect(text: str, dialect: str, bounds: Mapping[str, int]) -> str:
    """Return the text for the engine, its groups of age and duration and its named bounds written out."""
    tree = _parsed(text).copy()

    def written_out(node: exp.Expr) -> exp.Expr:
        if isinstance(node, exp.Placeholder):
            return exp.Literal.number(bounds[node.name])
        if isinstance(node, exp.Anonymous) and node.name.lower() == "age_group":
            return _age_group(*node.expressions)
        if isinstance(node, exp.Anonymous) and node.name.lower() == "duration_group":
            return _duration_group(*node.expressions)
        return node

    return tree.transform(written_out).sql(dialect=dialect)


def grouped(definition: Definition) -> str:
    """Return the text that sums the rows of a measure by month, municipality, part and bin, whole and by each grouping.

    A column of a grouping is null in every row but those divided by it.
    """
    kept = ["month", "municipality"]
    if definition.parts:
        kept.append("part")
    if definition.kind is Kind.HISTOGRAM:
        kept.append("days")
    divided = [grouping.value for grouping in definition.groupings]
    sets = ", ".join(f"({', '.join([*kept, *one])})" for one in ([], *([name] for name in divided)))
    sums = "sum(count) AS count" + (", sum(base) AS base" if definition.kind.has_base else "")
    keys = ", ".join([*kept, *divided])
    rows = f"({_without_comments(definition.sql)}) AS counted"
    if len(divided) > 1 and definition.kind is not Kind.HISTOGRAM:  # persons alike in all are many, and summed once
        rows = f"(SELECT {keys}, {sums} FROM {rows} GROUP BY {keys}) AS alike"
    return f"SELECT {keys}, {sums} FROM {rows} GROUP BY GROUPING SETS ({sets})"


@cache
def _parsed(text: str) -> exp.Expr:
    return sqlglot.parse_one(_without_comments(text), read="duckdb")


def _without_comments(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if not line.startswith("--"))


def _age_group(year: exp.Expr, birth_year: exp.Expr) -> exp.Expr:
    """Return the group of the age reached in the year."""
    age = exp.paren(exp.Sub(this=year, expression=birth_year))
    case = exp.Case().when(exp.Is(this=birth_year.copy(), expression=exp.null()), str(_AGE_UNKNOWN))
    for code, bound in enumerate(_AGES):
        case = case.when(exp.LT(this=age.copy(), expression=exp.Literal.number(bound)), str(code))
    return case.else_(str(len(_AGES)))


def _duration_group(day: exp.Expr, *bounds: exp.Expr) -> exp.Expr:
    case = exp.Case()
    for code, bound in enumerate(bounds):
        case = case.when(exp.LT(this=day.copy(), expression=bound), str(code))
    return case.else_(str(len(bounds)))
