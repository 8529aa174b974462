"""A national month of all register measures made ready for release: protected, attacked, its amounts and curves.

Alone (`python benchmarks/register_protection.py`) it prints its own line; `bench-register` asks for the figures of its
last line. The country is simulated at its full size (QUICK=1: a fiftieth), the month counted before the clock starts.
"""

import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from luotsi.core.periods import Period  # noqa: E402
from luotsi.register.engine import calculate  # noqa: E402
from luotsi.register.importing import Export, import_export  # noqa: E402
from luotsi.register.profiles import profile_of  # noqa: E402
from luotsi.register.releases.made import Earlier  # noqa: E402
from luotsi.register.releases.making import make  # noqa: E402
from luotsi.register.sealed import Sealed  # noqa: E402
from luotsi.register.simulation.simulate import LAST_MONTH, Simulation, simulate  # noqa: E402

SCALE = 0.02 if os.environ.get("QUICK") == "1" else 1.0
MONTHS = 18  # those who stay are followed for twelve, structural unemployment looks back over sixteen


def protection_seconds() -> dict[str, float]:
    """Return the seconds by the clock and of the processor, the figures, those hidden, and the peak memory.

    The month is protected in a process of its own, which starts others for its large tables: their processor time is in
    it too, and their memory is that of the largest one, told apart.
    """
    folder = Path(tempfile.mkdtemp(prefix="luotsi-protection-"))
    try:
        counted_country(folder)
        environment = os.environ | {"PYTHONPATH": f"{ROOT}:{ROOT / 'src'}"}
        command = [sys.executable, __file__, str(folder / "sealed")]
        output = subprocess.run(command, stdout=subprocess.PIPE, env=environment, cwd=ROOT, check=True).stdout
        return json.loads(output.decode().splitlines()[-1])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def counted_country(folder: Path) -> None:
    """Leave a sealed folder with the simulated country, its last month counted."""
    told = simulate(folder / "export", Simulation(months=MONTHS, scale=SCALE))
    sealed = Sealed.at(folder / "sealed")
    profile, known_on, since = profile_of(told["profile"]), date.fromisoformat(told["known_on"]), told["since"]
    import_export(sealed, Export(folder / "export", profile, known_on, Period.parse(since), simulated=True), b"b" * 32)
    shutil.rmtree(folder / "export")
    calculate(sealed)


def made(root: Path) -> dict[str, float]:
    """Make the release of the last month and measure it."""
    sealed = Sealed.at(root)
    began, processor = time.monotonic(), _processor()
    month = make(sealed, LAST_MONTH, area=None, earlier=Earlier())
    return {
        "protection_seconds": round(time.monotonic() - began, 1),
        "protection_processor": round(_processor() - processor, 1),
        "protection_figures": len(month.cells),
        "protection_hidden": sum(bool(cell.why) for cell in month.cells),
        "protection_peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "protection_helper_mb": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024,
    }


def _processor() -> float:
    """Return the seconds of the processor that this process has taken, and the ended ones that it started."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


def as_line(found: dict[str, float]) -> str:
    """Return the figures for a last line."""
    return " ".join(f"{name}={value}" for name, value in found.items())


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(made(Path(sys.argv[1]))))
    else:
        print(as_line(protection_seconds()))
