"""Where the time of `icdi run` goes: imports, then each step. Usage: python tests/benchmarks/run_steps.py"""

import shutil
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class Laps:
    """Seconds between one call of `lap` and the next, by the name of the first of the two."""

    def __init__(self, first: str) -> None:
        self.last, self.name = time.perf_counter(), first
        self.spent: list[tuple[float, str]] = []

    def lap(self, name: str, _: int = 0) -> None:
        now = time.perf_counter()
        self.spent.append((now - self.last, self.name))
        self.last, self.name = now, name


def main() -> None:
    importing = Laps("import Dagster and the graph")
    from index_pipeline.defs.run import run

    importing.lap("end")
    print(f"{importing.spent[0][0]:7.2f} s  {importing.spent[0][1]}")
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        for name in ("observations", "registers"):
            shutil.copytree(ROOT / "data" / name, data / name)
        for attempt in ("first run", "again, nothing changed"):
            laps = Laps("before the first step")
            run(ROOT / "indicators", data, None, latest=True, on_step=laps.lap)
            laps.lap("end")
            print(f"\n{sum(seconds for seconds, _ in laps.spent):7.2f} s  {attempt}, of which")
            for seconds, step in sorted(laps.spent, reverse=True)[:12]:
                print(f"{seconds:7.2f} s  {step}")


if __name__ == "__main__":
    main()
