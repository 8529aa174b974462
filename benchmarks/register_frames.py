"""The rivals that count with data frames, vectorised as their documentation advises: pandas, and Polars."""

from pathlib import Path

AGES = (25, 35, 50, 60)
GROUPS = ("age", "sex", "education", "language")
STEPS = (3, 6, 12)


def pandas(folder: Path, output: Path, calendar: dict) -> None:
    """Count stocks, inflow, flow past n months and the wait for the interview, whole and by each group."""
    import numpy as np
    import pandas as pd

    months = pd.DataFrame(calendar["months"], columns=["number", "month", "year", "count_on", "plan_since", "followed"])
    for name in ("count_on", "followed"):
        months[name] = pd.to_datetime(months[name])
    spell = pd.read_parquet(
        folder / "spell.parquet",
        columns=[
            "municipality",
            "birth_year",
            "sex",
            "education",
            "language",
            "started_on",
            "ended_on",
            "from_on",
            "until_on",
            "started_month",
            "first_count",
            "last_count",
        ],
    )
    spell["started_on"], spell["ended_on"] = pd.to_datetime(spell["started_on"]), pd.to_datetime(spell["ended_on"])
    bounds = np.array(AGES)

    def with_age(rows, years):
        return rows.assign(age=np.searchsorted(bounds, years - rows["birth_year"], side="right"))

    def sums(rows, name, value, extra=()):
        found = []
        for group in (None, *GROUPS):
            keys = ["month", "municipality", *extra, *([group] if group else [])]
            one = rows.groupby(keys, sort=False, observed=True)[value].sum().reset_index()
            one["grouping"], one["code"] = group or "all", one[group] if group else -1
            found.append(one[["month", "municipality", "grouping", "code", *extra, value]])
        pd.concat(found).to_parquet(output / f"pandas_{name}.parquet", index=False)

    stock = []
    for month in months.itertuples():
        rows = spell[(spell["first_count"] <= month.number) & (spell["last_count"] >= month.number)]
        rows = with_age(rows, month.year)
        for group in (None, *GROUPS):
            one = (
                rows.groupby(["municipality", *([group] if group else [])], observed=True)
                .size()
                .reset_index(name="count")
            )
            one["grouping"], one["code"], one["month"] = group or "all", one[group] if group else -1, month.month
            stock.append(one[["month", "municipality", "grouping", "code", "count"]])
    pd.concat(stock).to_parquet(output / "pandas_stock.parquet", index=False)
    begun = spell[spell["started_month"].notna()]
    begun = begun.assign(month=begun["started_month"].astype("int32"), count=1)
    begun = begun[begun["month"].isin(months["month"])]
    sums(with_age(begun, begun["month"] // 100), "inflow", "count")
    follow = spell[spell["started_month"].notna()]
    number = ((follow["started_month"] // 100 - 1980) * 12 + follow["started_month"] % 100 - 1).astype("int64")
    parts = []
    for step in STEPS:
        month = pd.Series(months["month"].to_numpy(), index=months["number"])
        rows = follow.assign(month=(number + step).map(month), part=str(step))
        rows = rows[rows["month"].notna()]
        later = rows["started_on"] + pd.DateOffset(months=step)
        rows["count"] = (rows["ended_on"].isna() | (rows["ended_on"] >= later)).astype("int64")
        parts.append(with_age(rows.assign(month=rows["month"].astype("int64")), rows["month"] // 100))
    sums(pd.concat(parts), "flow_past", "count", ("part",))
    _pandas_first(folder, output, months, with_age, sums)


def _pandas_first(folder, output, months, with_age, sums):
    import numpy as np
    import pandas as pd

    search = pd.read_parquet(folder / "search.parquet")
    search = search[search["started_month"].isin(months["month"])].merge(
        months[["month", "followed", "year"]], left_on="started_month", right_on="month"
    )
    for name in ("started_on", "ended_on", "previous_ended_on"):
        search[name] = pd.to_datetime(search[name])
    before = search["previous_ended_on"].isna() | (
        search["previous_ended_on"] < search["started_on"] - pd.DateOffset(months=6)
    )
    search = search[before]
    contact = pd.read_parquet(folder / "contact.parquet", columns=["person", "happened_on", "kind"])
    contact = contact[contact["kind"] == "initial_interview"]
    contact["happened_on"] = pd.to_datetime(contact["happened_on"])
    last = search[["followed", "ended_on"]].min(axis=1)
    search = search.assign(last=last)
    met = search[["search", "person", "started_on", "last"]].merge(contact, on="person")
    met = met[(met["happened_on"] >= met["started_on"]) & (met["happened_on"] <= met["last"])]
    search["met"] = search["search"].map(met.groupby("search")["happened_on"].min())
    days = pd.read_csv(output / "days.csv", parse_dates=["day"])
    working = pd.Series(days["working"].to_numpy(), index=days["day"])
    end = search["met"].fillna(search["last"])
    search["days"] = end.map(working).astype("int64") - search["started_on"].map(working).astype("int64")
    search["part"] = np.where(
        search["met"].notna(), "met", np.where(search["ended_on"] <= search["followed"], "closed", "waiting")
    )
    search["count"] = 1
    sums(with_age(search, search["year"]), "first_discussion", "count", ("part", "days"))


def polars(folder: Path, output: Path, calendar: dict) -> None:
    """Count the same with Polars, lazily where it can."""
    import polars as pl

    names = ["number", "month", "year", "count_on", "plan_since", "followed"]
    months = pl.DataFrame([dict(zip(names, row, strict=True)) for row in calendar["months"]]).with_columns(
        pl.col("count_on", "followed").str.to_date(), pl.col("number", "month", "year").cast(pl.Int32)
    )
    spell = pl.scan_parquet(folder / "spell*.parquet")

    def age():
        old = pl.col("year") - pl.col("birth_year")
        return pl.sum_horizontal([(old >= bound).cast(pl.Int32) for bound in AGES]).alias("age")

    def sums(rows, name, extra=()):
        rows = rows.collect(engine="streaming") if isinstance(rows, pl.LazyFrame) else rows
        found = []
        for group in (None, *GROUPS):
            one = rows.group_by(["month", "municipality", *extra, *([group] if group else [])]).agg(
                pl.col("count").sum()
            )
            code = pl.col(group).cast(pl.Int64) if group else pl.lit(-1, dtype=pl.Int64)
            found.append(
                one.with_columns(code.alias("code"), pl.lit(group or "all").alias("grouping")).select(
                    "month", "municipality", "grouping", "code", *extra, pl.col("count").cast(pl.Int64)
                )
            )
        pl.concat(found).write_parquet(output / f"polars_{name}.parquet")

    low, high = calendar["months"][0][0], calendar["months"][-1][0]
    stock = []
    for row in months.iter_rows(named=True):
        there = spell.filter((pl.col("first_count") <= row["number"]) & (pl.col("last_count") >= row["number"]))
        there = there.with_columns(pl.lit(row["year"]).alias("year"), pl.lit(row["month"]).alias("month")).with_columns(
            age()
        )
        fine = there.group_by(["month", "municipality", *GROUPS]).agg(pl.len().alias("count"))
        stock.append(fine.collect(engine="streaming"))
    sums(pl.concat(stock), "stock")
    begun = spell.filter(pl.col("started_month").is_not_null()).with_columns(
        ((pl.col("started_month") // 100 - 1980) * 12 + pl.col("started_month") % 100 - 1).alias("begun")
    )
    fine = ["month", "municipality", *GROUPS]
    inflow = (
        begun.filter(pl.col("begun").is_between(low, high))
        .with_columns((pl.col("started_month") // 100).alias("year"), pl.col("started_month").alias("month"))
        .with_columns(age())
    )
    sums(inflow.group_by(fine).agg(pl.len().alias("count")), "inflow")
    parts = []
    for step in STEPS:
        rows = begun.with_columns((pl.col("begun") + step).alias("number")).join(
            months.lazy().select("number", "month", "year"), on="number"
        )
        going = pl.col("ended_on").is_null() | (pl.col("ended_on") >= pl.col("started_on").dt.offset_by(f"{step}mo"))
        rows = rows.with_columns(age(), going.cast(pl.Int64).alias("count"), pl.lit(str(step)).alias("part"))
        parts.append(rows.group_by([*fine, "part"]).agg(pl.col("count").sum()).collect(engine="streaming"))
    sums(pl.concat(parts), "flow_past", ("part",))
    _polars_first(folder, output, months, age, sums)


def _polars_first(folder, output, months, age, sums):
    import polars as pl

    search = (
        pl.scan_parquet(folder / "search*.parquet")
        .join(months.lazy().select("month", "year", "followed"), left_on="started_month", right_on="month")
        .with_columns(pl.col("started_month").alias("month"))
    )
    search = search.filter(
        pl.col("previous_ended_on").is_null()
        | (pl.col("previous_ended_on") < pl.col("started_on").dt.offset_by("-6mo"))
    ).with_columns(pl.min_horizontal("followed", "ended_on").alias("last"))
    contact = pl.scan_parquet(folder / "contact*.parquet").filter(pl.col("kind") == "initial_interview")
    met = search.select("search", "person", "started_on", "last").join(
        contact.select("person", "happened_on"), on="person"
    )
    met = met.filter(pl.col("happened_on").is_between(pl.col("started_on"), pl.col("last")))
    met = met.group_by("search").agg(pl.col("happened_on").min().alias("met"))
    days = pl.scan_csv(output / "days.csv", try_parse_dates=True).select("day", "working")
    rows = search.join(met, on="search", how="left").with_columns(pl.coalesce("met", "last").alias("end"))
    rows = rows.join(days.rename({"working": "from"}), left_on="started_on", right_on="day")
    rows = rows.join(days.rename({"working": "to"}), left_on="end", right_on="day").with_columns(
        (pl.col("to") - pl.col("from")).cast(pl.Int64).alias("days"),
        pl.when(pl.col("met").is_not_null())
        .then(pl.lit("met"))
        .when(pl.col("ended_on") <= pl.col("followed"))
        .then(pl.lit("closed"))
        .otherwise(pl.lit("waiting"))
        .alias("part"),
        age(),
    )
    fine = rows.group_by(["month", "municipality", *GROUPS, "part", "days"]).agg(pl.len().alias("count"))
    sums(fine, "first_discussion", ("part", "days"))
