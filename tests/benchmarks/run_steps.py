"""Where the time of `icdi run` goes: imports, then each step. Usage: python tests/benchmarks/run_steps.py"""

import shutil
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class Laps:
    """Seconds between one call of `lap` and the next, by name."""

    def __init__(self) -> None:
        self.last = time.perf_counter()
        self.spent: list[tuple[float, str]] = []

    def lap(self, name: str, _: int = 0) -> None:
        now = time.perf_counter()
        self.spent.append((now - self.last, name))
        self.last = now


def main() -> None:
    importing = Laps()
    from index_pipeline.defs.run import run

    importing.lap("import Dagster and the graph")
    print(f"{importing.spent[0][0]:7.2f} s  import Dagster and the graph")
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        for name in ("observations", "registers"):
            shutil.copytree(ROOT / "data" / name, data / name)
        for attempt in ("first run", "again, nothing changed"):
            laps = Laps()
            run(ROOT / "indicators", data, None, latest=True, on_step=laps.lap)
            print(f"\n{sum(seconds for seconds, _ in laps.spent):7.2f} s  {attempt}, of which")
            for seconds, step in sorted(laps.spent, reverse=True)[:12]:
                print(f"{seconds:7.2f} s  {step}")


if __name__ == "__main__":
    main()
