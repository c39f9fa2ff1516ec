"""How many mutations of bureau files that change a figure by more than 5 % are refused.

    python tests/benchmarks/refusals.py [--count 3000] [--seed 1] [--new] [--exports ../shared/exports]

Files are written from the store in the shape of the bureau's exports; with `--exports`, real ones are mutated. Each is
read, harmonised and compared with the store in this process. With `--new` the newest year of its series is taken out of
the store first, so that only history can speak. The misses are printed.
"""

import argparse
import sys
from collections import Counter, defaultdict
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path += [str(ROOT / "tests" / "helpers"), str(ROOT)]

from mutations import outcomes  # noqa: E402
from sheets import TODAY, Bench, Outcome, Sheet  # noqa: E402

from index_pipeline.framework.load import load  # noqa: E402
from index_pipeline.sources.store.vintages import load_observations  # noqa: E402
from tests.pipeline.test_exports import READ  # noqa: E402


def main() -> None:
    """Print how many mutations are refused, by mutation, and the misses."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--count", type=int, default=3000)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--exports", type=Path, help="mutate the real files of this folder")
    arguments.add_argument("--new", action="store_true", help="take the newest year out of the store")
    arguments.add_argument("--released", action="store_true", help="say when the files were published")
    given = arguments.parse_args()
    bench = Bench(load(ROOT / "indicators"), load_observations(ROOT / "data"))
    sheets: list[Sheet] = []
    if given.exports:
        sheets = [sheet for one in READ for sheet in bench.exported(given.exports / one.path, one.options)]
    else:
        sheets = [sheet for code in bench.framework.codes.series if (sheet := bench.written(code)) is not None]
    if given.released:
        sheets = [replace(sheet, options=replace(sheet.options, released=TODAY)) for sheet in sheets]
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    misses: list[Outcome] = []
    for outcome in outcomes(bench, sheets, given.count, given.seed, new=given.new):
        counts[outcome.mutation].update(["made", fate(outcome)])
        if fate(outcome) == "missed":
            misses.append(outcome)
    total: Counter[str] = Counter()
    columns = ("made", "unreadable", "refused", "missed", "harmless", "harmless, refused")
    print(f"{len(sheets)} tables", *(f"{column:>18}" for column in columns), sep="")
    for name, row in counts.items():
        total.update(row)
        print(f"{name:28}", *(f"{row[column]:>18}" for column in columns), sep="")
    print(f"{'all':28}", *(f"{total[column]:>18}" for column in columns), sep="")
    for miss in misses:
        print(f"missed: {miss.mutation}: {miss.sheet}: {miss.wrong} wrong, by {miss.largest:.0%}: {miss.example}")


def fate(outcome: Outcome) -> str:
    """Say what became of a mutated file; harmless is one that changes no figure by more than 5 %."""
    if outcome.stopped.startswith("read:"):
        return "unreadable"
    if outcome.wrong:
        return "refused" if outcome.stopped else "missed"
    return "harmless, refused" if outcome.stopped else "harmless"


if __name__ == "__main__":
    main()
