"""Every speed that this project aims at, side by side in one run; see README.md.

    python tests/benchmarks/ratios.py                      # every row but those that take minutes
    python tests/benchmarks/ratios.py --all                # those too
    python tests/benchmarks/ratios.py build_31 panel       # some rows

Each row is measured in a process of its own, in seconds of the processor (user and system, all threads and child
processes); a short row is the median of many. COINr is not run here: see `COINR`.
"""

import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

ROOT = Path(__file__).resolve().parents[2]
sys.path += [str(ROOT / "tests" / "helpers"), str(ROOT)]

from running import copy_data, processor_seconds, started  # noqa: E402
from synthetic_index import framework_of, indicator_table, inputs_of  # noqa: E402

from index_pipeline import tables  # noqa: E402
from index_pipeline.framework.framework import Framework  # noqa: E402
from index_pipeline.methods.build import build  # noqa: E402
from index_pipeline.robustness.model import model_of  # noqa: E402
from index_pipeline.robustness.uncertainty import uncertainty  # noqa: E402
from tests.benchmarks import bare  # noqa: E402

COINR = {"build_31": 58.0, "build_3000": 98.0, "panel": 100.0}
"""Processor seconds of COINr over those of `bare.build`; COINr's here are taken to be so many times as long.

COINr 1.1.14 on R 4.2.2 was timed in turns with `methods.build` of commit f91590a on a machine that had both (medians:
0.061 s, 1.675 s, 0.605 s; 0.59, 3.6 and 4.1 times as long), and that commit in turns with `bare.build` on another.
"""

WANTED = {
    "build_31": "4 ×",
    "build_3000": "15 ×",
    "panel": "25 ×",
    "uncertainty": "within 2 ×",
    "figures_3_6m": "3 s, 1 GB",
    "figures_36m": "35 s, 9 GB",
    "runs": "3 · 10 · 25 s",
}
"""What each row aims at."""

PILLARS = 6
TREATMENT = {"method": "winsorise_else", "points": 5, "otherwise": {"method": "log", "offset": 1}}
REPLICATES = {
    "replicates": 1000,
    "weights": [{"method": "range", "range": 0.25}],
    "normalisation": [{"method": "z_score", "mean": 50, "standard_deviation": 15}],
    "components": ["index"],
}


def build_31() -> str:
    """build 31 × 30 against COINr"""
    return _against_coinr("build_31", 31, 30, range(2020, 2021), 40)


def build_3000() -> str:
    """build 3,000 × 60 against COINr"""
    return _against_coinr("build_3000", 3000, 60, range(2020, 2021), 12)


def panel() -> str:
    """panel 31 × 30 × 10 against COINr"""
    return _against_coinr("panel", 31, 30, range(2011, 2021), 25)


def uncertainty_1000() -> str:
    """uncertainty, 1,000 of 31 × 30, to its tables, against bare NumPy"""
    values = np.random.default_rng(0).lognormal(size=(30, 1, 31))
    names, framework = _index(30, range(2020, 2021), robustness=REPLICATES)
    inputs = inputs_of(indicator_table(values, names, [2020]), framework)
    ours, floor = _alternately(
        lambda: uncertainty(model_of(inputs, framework)), lambda: bare.replicates(values[:, 0], PILLARS, 1000), 25
    )
    return f"{ours:.4f} s; bare {floor:.4f} s: {ours / floor:.1f} ×"


def figures_3_6m() -> str:
    """3.6 million figures, observations to rankings, all tables"""
    return _whole(3000)


def figures_36m() -> str:
    """36 million figures"""
    return _whole(30_000)


def runs() -> str:
    """`icdi run`: nothing changed; one figure that no indicator uses; one that scores follow from; from nothing"""
    with tempfile.TemporaryDirectory() as folder:
        data = copy_data(Path(folder))
        first, again = _seconds_of_run(data), _seconds_of_run(data)
        changed = []
        for series, year in (("ammonia_nitrogen_emissions", "2024"), ("industrial_value_added", "2023")):
            _change_a_figure(data, series, year)
            changed.append(_seconds_of_run(data))
    return f"{again:.1f} · {changed[0]:.1f}; {changed[1]:.1f} · {first:.1f} s"


ROWS: dict[str, Callable[[], str]] = {
    "build_31": build_31,
    "build_3000": build_3000,
    "panel": panel,
    "uncertainty": uncertainty_1000,
    "figures_3_6m": figures_3_6m,
    "figures_36m": figures_36m,
    "runs": runs,
}
LONG = {"figures_36m", "runs"}


def _against_coinr(row: str, regions: int, indicators: int, years: range, times: int) -> str:
    values = np.random.default_rng(0).lognormal(size=(indicators, len(years), regions))
    names, framework = _index(indicators, years)
    observations, stocks = _observations(values, names, years), tables.REGISTER_STOCKS.empty()
    ours, floor = _alternately(
        lambda: build(observations, stocks, framework), lambda: bare.build(values, PILLARS), times
    )
    coinr = COINR[row] * floor
    return f"{ours:.4f} s; COINr {coinr:.3f} s: {coinr / ours:.2f} × its speed (bare NumPy {floor:.4f} s)"


def _whole(regions: int) -> str:
    """Build 60 indicators of 20 years, 2% of them missing, filled and treated."""
    years, rng = range(2001, 2021), np.random.default_rng(0)
    values = rng.lognormal(size=(60, len(years), regions))
    values[rng.random(values.shape) < 0.02] = np.nan
    filling = [{"method": "interpolate"}, {"method": "carry"}]
    names, framework = _index(60, years, imputation=filling, coverage=0.5)
    observations = _observations(values, names, years)
    del values
    start = processor_seconds()
    built = build(observations, tables.REGISTER_STOCKS.empty(), framework)
    return f"{processor_seconds() - start:.1f} s; {built.rankings.num_rows:,} ranks"


def _index(indicators: int, years: range, **definition: Any) -> tuple[list[str], Framework]:
    names = [f"i{j:02d}" for j in range(indicators)]
    size = indicators // PILLARS
    tree = {f"p{p}": dict.fromkeys(names[size * p : size * (p + 1)], 1.0) for p in range(PILLARS)}
    return names, framework_of(tree, years=(years[0], years[-1]), treatment=TREATMENT, **definition)


def _observations(values: np.ndarray, names: list[str], years: range) -> pa.Table:
    figures = indicator_table(values, names, years)
    size = figures.num_rows
    return tables.OBSERVATIONS.conform(
        pa.table(
            {
                "series_id": figures["indicator_id"],
                **{name: figures[name] for name in ("ref_area", "time_period", "obs_value", "obs_status")},
                "vintage": pa.repeat(pa.scalar(19_000, pa.int32()).cast(pa.date32()), size),
                **{name: pa.repeat("x", size) for name in ("source_id", "source_file", "batch")},
                **{name: pa.nulls(size, pa.string()) for name in ("source_sheet", "source_cell", "note")},
                "batch_line": pa.array(np.arange(size, dtype=np.int32)),
            }
        )
    )


def _alternately(ours: Callable[[], object], floor: Callable[[], object], times: int) -> tuple[float, float]:
    """Return the median seconds of both, run in turns after a first time that is not counted."""
    seconds: tuple[list[float], list[float]] = [], []
    for turn in range(times + 1):
        for run, kept in zip((ours, floor), seconds, strict=True):
            run()  # brings its data into the processor's cache, where the other's were
            start = time.process_time()
            run()
            if turn:
                kept.append(time.process_time() - start)
    return statistics.median(seconds[0]), statistics.median(seconds[1])


def _seconds_of_run(data: Path) -> float:
    start = processor_seconds()
    done = started("run", "--data", data, check=False)
    if done.returncode not in (0, 3):  # 3: the release waits for a person
        sys.exit(done.stderr)
    return processor_seconds() - start


def _change_a_figure(data: Path, series: str, year: str) -> None:
    """Raise the newest vintage of a series' figure of one year and of the last region by a thousandth."""
    path = data / "observations" / "nbs_annual" / f"{series}.csv"
    head, *lines = path.read_text(encoding="utf-8").splitlines()
    columns = head.split(",")
    rows = [line.split(",") for line in lines]
    row = max(
        (row for row in rows if row[columns.index("time_period")] == year),
        key=lambda row: (row[columns.index("ref_area")], row[columns.index("vintage")]),
    )
    at = columns.index("obs_value")
    row[at] = repr(float(row[at]) * 1.001)
    path.write_text("\n".join([head, *(",".join(row) for row in rows), ""]), encoding="utf-8")


def _results(names: list[str]) -> Iterator[tuple[str, str]]:
    for name in names:
        done = subprocess.run([sys.executable, __file__, "--alone", name], capture_output=True, text=True, check=False)
        yield name, done.stdout.strip() if done.returncode == 0 else done.stderr.strip()[-500:]


def main() -> None:
    """Print a line per row: what it takes, and what it is to take."""
    if sys.argv[1:2] == ["--alone"]:
        found = ROWS[sys.argv[2]]()
        print(f"{found}; {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:.2f} GB")
        return
    named = [name for name in sys.argv[1:] if name in ROWS]
    for name, found in _results(named or [name for name in ROWS if name not in LONG or "--all" in sys.argv]):
        print(f"{name}: {ROWS[name].__doc__}\n  {found}\n  wanted: {WANTED[name]}", flush=True)


if __name__ == "__main__":
    main()
