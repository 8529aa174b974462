"""Write the stocks that the simulated register is made to match, from the figures that the demonstration ships.

One row for each municipality of today, one column for each month from 2019 on; the same input gives the same bytes.
"""

import csv
import gzip
import io
from collections import defaultdict
from datetime import date
from pathlib import Path

from luotsi.demo.figures import load
from luotsi.orgs.geography import municipalities, municipalities_ever

TARGET = Path(__file__).parents[1] / "src/luotsi/register/simulation/stocks.csv.gz"
FIRST = "2019-01"
STOCK = "TYOTTOMATLOPUSSA"


def main() -> None:
    """Sum the ended municipalities into their successors and write the file."""
    today = {place.pxweb_code: place.code for place in municipalities(date(2026, 6, 30))}
    successors = {place.pxweb_code: place.successor for place in municipalities_ever() if place.successor}
    stocks: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    hidden: set[tuple[str, str]] = set()
    for batch in load():
        for figure in batch.figures:
            code = today.get(figure.place_code) or successors.get(figure.place_code)
            if figure.content_code == STOCK and figure.period.name >= FIRST and code:
                if figure.cell.value is None:
                    hidden.add((code, figure.period.name))
                else:
                    stocks[code][figure.period.name] += int(figure.cell.value)
    months = sorted({month for of_place in stocks.values() for month in of_place})
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("code", *months))
    for code in sorted(stocks):
        cells = ("" if (code, month) in hidden else stocks[code].get(month, "") for month in months)
        writer.writerow((code, *cells))
    TARGET.write_bytes(gzip.compress(text.getvalue().encode(), mtime=0))


if __name__ == "__main__":
    main()
