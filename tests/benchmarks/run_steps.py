"""Where the time of `icdi run` goes: imports, then each step. Usage: python tests/benchmarks/run_steps.py"""

import shutil
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def main() -> None:
    started = last = time.perf_counter()
    spent: list[tuple[float, str]] = []

    def lap(name: str) -> None:
        nonlocal last
        now = time.perf_counter()
        spent.append((now - last, name))
        last = now

    from index_pipeline.defs.run import run

    lap("import Dagster and the graph")
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        for name in ("observations", "registers"):
            shutil.copytree(ROOT / "data" / name, data / name)
        for attempt in ("first", "again"):
            run(ROOT / "indicators", data, None, lambda step, _, attempt=attempt: lap(f"{attempt}: {step}"))
            print(f"{attempt}: {time.perf_counter() - started:.1f} s since the start")
    for seconds, name in sorted(spent, reverse=True)[:20]:
        print(f"{seconds:7.2f} s  {name}")


if __name__ == "__main__":
    main()
