"""Time and memory of replicates; see README.md."""

import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import numpy as np

sys.path.append(str(Path(__file__).resolve().parents[1] / "helpers"))

from synthetic_index import framework_of, indicator_table, inputs_of

from index_pipeline.framework.framework import Framework
from index_pipeline.framework.robustness import Robustness
from index_pipeline.robustness.figures import Inputs
from index_pipeline.robustness.model import model_of
from index_pipeline.robustness.removal import removed
from index_pipeline.robustness.replicates import replicate
from index_pipeline.robustness.sensitivity import sensitivity
from index_pipeline.robustness.uncertainty import random_draws, uncertainty

WEIGHTS_NORMALISATION_AGGREGATION = {
    "replicates": 10_000,
    "weights": [{"method": "range", "range": 0.25}],
    "normalisation": [{"method": "z_score", "mean": 50, "standard_deviation": 10}, {"method": "percentile_rank"}],
    "aggregation": [{"rule": {"method": "geometric", "floor": 1}}],
    "components": ["index"],
}
EVERYTHING = {
    "replicates": 2000,
    "weights": [{"method": "range", "range": 0.25}],
    "normalisation": [
        {"method": "min_max", "fitted_on": "year"},
        {"method": "z_score", "mean": 50, "standard_deviation": 15},
        {"method": "percentile_rank", "fitted_on": "year"},
    ],
    "aggregation": [{"rule": {"method": "geometric", "floor": 1}, "components": ["index"]}],
    "imputation": [[], [{"method": "interpolate"}, {"method": "mean"}]],
    "treatment": [{"method": "log", "offset": 1}],
    "leave_out": 0.05,
    "count_noise": True,
    "tiers": [6, 9, 9, 7],
}
WINSORISE = {"method": "winsorise_else", "points": 5, "otherwise": {"method": "log", "offset": 1}}
FILL = [{"method": "interpolate"}, {"method": "carry"}]
YEARS = (2018, 2023)

T = TypeVar("T")


def small() -> None:
    """10,000 replicates of 31 × 40: weights, normalisation, aggregation."""
    _replicates(31, 40)


def large() -> None:
    """10,000 replicates of 3,000 × 60: weights, normalisation, aggregation."""
    _replicates(3000, 60)


def rebuild_by_choice() -> None:
    """1,000 full-rebuild replicates of 31 × 34 × 6 years, treatment and imputation varied too."""
    framework, inputs = _panel(counts=0)
    _timed("model, draws and ranks of all components and years", lambda: _ranks(inputs, framework, 1000))


def rebuild_every_draw() -> None:
    """1,000 full-rebuild replicates of 31 × 34 × 6 years, each with other figures: noise in all 34 indicators."""
    framework, inputs = _panel(counts=34)
    _timed("model, draws and ranks of all components and years", lambda: _ranks(inputs, framework, 1000))


def default_framework() -> None:
    """31 × 34 × 6 years, three levels, everything varied: 2,000 draws, Sobol of 512 rows, removal."""
    framework, inputs = _panel(counts=5)
    _timed("uncertainty", lambda: uncertainty(model_of(inputs, framework)))
    _timed("sensitivity", lambda: sensitivity(model_of(inputs, framework)))
    _timed("removed", lambda: removed(inputs, framework))


CASES: dict[str, Callable[[], None]] = {
    case.__name__: case
    for case in (
        small,
        large,
        rebuild_by_choice,
        rebuild_every_draw,
        default_framework,
    )
}


def _replicates(regions: int, indicators: int) -> None:
    names = [f"i{j}" for j in range(indicators)]
    framework = framework_of(dict.fromkeys(names, 1.0), robustness=WEIGHTS_NORMALISATION_AGGREGATION)
    values = np.random.default_rng(0).lognormal(size=(indicators, 1, regions))
    inputs = inputs_of(indicator_table(values, names, [2020]), framework)
    _timed("model, draws and ranks", lambda: _ranks(inputs, framework, 10_000))
    _timed("uncertainty, to its tables", lambda: uncertainty(model_of(inputs, framework)))


def _ranks(inputs: Inputs, framework: Framework, replicates: int) -> object:
    robustness = (framework.definition.robustness or Robustness()).model_copy(update={"replicates": replicates})
    model = model_of(inputs, framework, robustness)
    return replicate(model, random_draws(model), components=robustness.components)


def _panel(counts: int) -> tuple[Framework, Inputs]:
    """Return an index of 31 × 34 × 6 years in 17 themes, 5% missing, the first `counts` indicators from registers."""
    names = [f"i{j}" for j in range(34)]
    themes = [dict.fromkeys(names[2 * t : 2 * t + 2], 1.0) for t in range(17)]
    tree = {f"p{p}": {f"t{t}": themes[t] for t in range(p, 17, 6)} for p in range(6)}
    rng = np.random.default_rng(0)
    values = rng.lognormal(sigma=1.2, size=(34, 6, 31))
    values[counts:][rng.random(values[counts:].shape) < 0.05] = np.nan
    values[:counts] = np.cumsum(rng.poisson(3, (counts, 6, 31)), axis=1)
    register = {"numerator": {"parts": [{"register": "list"}]}}
    framework = framework_of(
        tree,
        years=YEARS,
        indicators=dict.fromkeys(names[:counts], register),
        treatment=WINSORISE,
        imputation=FILL,
        coverage=0.5,
        robustness=EVERYTHING,
    )
    return framework, inputs_of(indicator_table(values, names, range(YEARS[0], YEARS[1] + 1)), framework)


def _timed(what: str, run: Callable[[], T]) -> T:
    start = time.perf_counter()
    result = run()
    print(f"  {what}: {time.perf_counter() - start:.2f} s")
    return result


def _outcomes(names: list[str]) -> Iterator[int]:
    for name in names:
        print(f"{name}: {CASES[name].__doc__}", flush=True)
        yield subprocess.run([sys.executable, __file__, "--alone", name], check=False).returncode


if __name__ == "__main__":
    if sys.argv[1:2] == ["--alone"]:
        CASES[sys.argv[2]]()
        print(f"  most memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    else:
        sys.exit(max(_outcomes(sys.argv[1:] or list(CASES))))
