"""Reading a long plan: ours gives lines, tables, places and proposals; markitdown gives text only.

Both read the same made PDF in a process of their own, and both must find every goal and measure written into it.
`QUICK=1` reads 20 pages instead of 100. The rival is fetched by uv into a place of its own, never into ours.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import typst

RIVAL = "markitdown[pdf]==0.1.8"
PAGES = 20 if os.environ.get("QUICK") else 100
ROUNDS = 3

OURS_RUNS = """
import json, resource, sys, time
from pathlib import Path
from luotsi.strategy.intake.extraction.extract import extract_safely
from luotsi.strategy.intake.reading.reader import read
content = Path(sys.argv[1]).read_bytes()
start = time.perf_counter()
document = extract_safely(content, "plan.pdf")
extracted = time.perf_counter()
reading = read(document)
end = time.perf_counter()
peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1024
print(json.dumps({"seconds": end - start, "extraction": extracted - start, "peak_mb": peak, "text": document.text,
                  "proposals": len(reading.proposals), "cells": sum(line.cell is not None for line in document.lines)}))
"""

RIVAL_RUNS = """
import json, resource, sys, time
from markitdown import MarkItDown
reader = MarkItDown()
start = time.perf_counter()
text = reader.convert(sys.argv[1]).text_content
end = time.perf_counter()
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"seconds": end - start, "peak_mb": peak, "text": text}))
"""


def marks() -> list[str]:
    """Return the names written into the plan, each of which a reader must find."""
    return [f"{kind}{page:03}" for page in range(1, PAGES + 1) for kind in ("Tavoite", "Mittari", "Toimenpide")]


def made_plan() -> bytes:
    """Return a plan of one priority a page: prose, goals and a table each."""
    pages = []
    for page in range(1, PAGES + 1):
        rows = "".join(f"[Kohta {row}], [Tehtävä {row} kuvataan tässä], [Luku {row}], " for row in range(8))
        pages.append(
            f"= Painopiste {page}\n#lorem(220)\n\n== Tavoitteet\n- Tavoite{page:03} toteutuu koko alueella\n"
            f"- Palvelut paranevat vuosittain\n\n#table(columns: (1fr, 1fr, 1fr), [Tavoite], [Toimenpiteet],"
            f" [Mittarit], [Kehitys], [Toimenpide{page:03}], [Mittari{page:03}], {rows})"
        )
    source = "#set page(header: [Kuvitteellinen strategia], footer: context counter(page).display())\n#set text(10pt)\n"
    made = typst.compile((source + "\n#pagebreak()\n".join(pages)).encode())
    assert isinstance(made, bytes)
    return made


def measured(command: list[str]) -> dict[str, Any]:
    """Return the quickest of some runs, each in a fresh process."""
    runs = []
    for _ in range(ROUNDS):
        answer = subprocess.run(command, check=True, capture_output=True, text=True)
        runs.append(json.loads(answer.stdout.strip().splitlines()[-1]))
    return min(runs, key=lambda run: run["seconds"])


def main() -> None:
    """Measure both and print the ratio as the last line."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "plan.pdf")
        path.write_bytes(made_plan())
        uv = Path(sys.executable).with_name("uv")
        ours = measured([sys.executable, "-c", OURS_RUNS, str(path)])
        rival = measured([str(uv), "run", "-q", "--no-project", "--with", RIVAL, "python", "-c", RIVAL_RUNS, str(path)])
    for name, run in (("luotsi", ours), ("markitdown", rival)):
        text = str(run.pop("text"))
        lost = [mark for mark in marks() if mark not in text]
        assert not lost, f"{name} lost {len(lost)} of {len(marks())} names, such as {lost[0]}"
        print(name, json.dumps(run))
    print(
        f"documents ratio={rival['seconds'] / ours['seconds']:.2f} rival=markitdown peak_mb={ours['peak_mb']:.0f}"
        f" seconds={ours['seconds']:.2f} extraction_seconds={ours['extraction']:.2f} pages={PAGES}"
        f" rival_seconds={rival['seconds']:.2f} rival_peak_mb={rival['peak_mb']:.0f} proposals={ours['proposals']}"
    )


if __name__ == "__main__":
    main()
