"""How often the intervals of effects and of waits hold what was planted in the simulated register.

`python benchmarks/register_effects.py [REGISTERS] [PERSONS] [LIVES] [FIRST SEED]` makes that many registers, each from
a seed of its own, and prints for each how far its estimates lie from the truth and their standard errors, in percentage
points. At the end stand how many intervals held the truth, and how far off the estimates were on average. The truth is
what the simulation itself makes of the participants with and without the service (`tests/register/counterfactual.py`).
"""

import shutil
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from statistics import NormalDist, fmean, stdev

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from tests.register.counterfactual import true_effects, watched  # noqa: E402
from tests.register.simulated import taken_in, waits  # noqa: E402

from luotsi.core.periods import Period  # noqa: E402
from luotsi.register.calc.effects import effect_on, match  # noqa: E402
from luotsi.register.effects.gathering import gather  # noqa: E402
from luotsi.register.effects.measuring import candidates  # noqa: E402
from luotsi.register.effects.types import ALL_SERVICES, HORIZONS, Outcome  # noqa: E402
from luotsi.register.engine import calculate  # noqa: E402
from luotsi.register.sealed import Sealed  # noqa: E402
from luotsi.register.simulation.events import DELAY_WORKING_DAYS  # noqa: E402
from luotsi.register.simulation.simulate import Simulation  # noqa: E402

YEAR, MONTHS = Period.parse("2024"), 42
TWO_SIDED = 2 * NormalDist().inv_cdf(0.975)
Scores = Mapping[tuple[str, int], tuple[float, float]]


def register(seed: int, persons: int, lives: int) -> tuple[Scores, bool]:
    """Return how far each effect is from the truth and its standard error, and whether the delay was held."""
    folder = Path(tempfile.mkdtemp(prefix="luotsi-effects-"))
    try:
        draw, branches = watched(YEAR.year)
        sealed = taken_in(folder, Simulation(persons=persons, seed=seed, months=MONTHS, benefits=False), draw)[0]
        truth = true_effects(branches, HORIZONS, lives, seed)
        return _scores(sealed, truth), _holds_delay(sealed)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _scores(sealed: Sealed, truth: Mapping[tuple[str, int], tuple[float, float]]) -> Scores:
    gathered = gather(sealed, YEAR, area=None, engine="duckdb")
    matching = match(candidates(gathered, ALL_SERVICES))
    found = {}
    for (outcome, months), (served, unserved) in truth.items():
        effect = effect_on(gathered.outcome(Outcome(outcome), months), matching)
        found[outcome, months] = effect.difference - (served - unserved), (effect.high - effect.low) / TWO_SIDED
    return found


def _holds_delay(sealed: Sealed) -> bool:
    calculate(sealed, measures=["first_discussion"])
    (_delayed, low, high), (_usual, usual_low, usual_high) = (
        waits(sealed, there).quantile() for there in (True, False)
    )
    return low - usual_high <= DELAY_WORKING_DAYS <= high - usual_low


def main() -> None:
    """Make the registers and print what was held."""
    registers, persons, lives, first = (
        int(word) for word in (*sys.argv[1:], *("20", "50000", "40", "1")[len(sys.argv) - 1 :])
    )
    found = []
    for seed in range(first, first + registers):
        found.append(register(seed, persons, lives))
        scores, delay = found[-1]
        told = (
            f"{outcome}_{months}={100 * off:+.2f}/{100 * error:.2f}"
            for (outcome, months), (off, error) in scores.items()
        )
        print(f"seed={seed}", *told, f"delay={'held' if delay else 'missed'}", flush=True)
    for key in found[0][0]:
        apart = [scores[key] for scores, _delay in found]
        scaled = [off / error for off, error in apart]
        held = sum(abs(one) < TWO_SIDED / 2 for one in scaled)
        spread = f" spread={stdev(scaled):.2f}" if registers > 1 else ""
        points = fmean(off for off, _error in apart) * 100
        print(
            f"{key[0]}_{key[1]} held={held}/{registers} off_points={points:+.2f}",
            f"off_errors={fmean(scaled):+.2f}{spread}",
        )
    print(f"delay held={sum(delay for _scores, delay in found)}/{registers}")


if __name__ == "__main__":
    main()
