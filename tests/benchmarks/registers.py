"""Seconds and memory to partition and count registers of millions of entries, here and on Dask's workers.

`python tests/benchmarks/registers.py 1 3 10` for one, three and ten million entries in 3,100 counties and 26 years;
`--parts 1 2 7` for other numbers of parts than the usual one. All rows of a size give the same digest of stocks.
"""

import argparse
import hashlib
import os
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import psutil

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "helpers"))

from dask_workers import cluster
from large_register import COUNTIES, REGISTER, of_counties, write
from running import processor_seconds

from index_pipeline.scale.count import partitioned_changes
from index_pipeline.scale.engine import VARIABLE
from index_pipeline.scale.partition import partition
from index_pipeline.scale.partitions import PartitionedRegister, partitioned_registers
from index_pipeline.sources.registers.stocks import stocks_of

WORKERS = (1, 2)


def main(millions: list[float], parts: list[int | None]) -> None:
    print("entries | work | processor s | wall s | most memory of a process, GB | stocks")
    for size in millions:
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder) / "list.parquet"
            apart(write, source, int(size * 1e6), list(COUNTIES))
            for number in parts:
                measured(f"{size:g} M", "partition", divided, source, Path(folder), number)
                register = partitioned_registers(Path(folder))[0]
                measured(f"{size:g} M", f"count {len(register.parts)} parts, this process", counted, register)
                for workers in WORKERS:
                    on_dask(f"{size:g} M", workers, register, Path(folder))


def divided(source: Path, folder: Path, parts: int | None) -> str:
    return f"{partition(source, REGISTER, str(folder / 'registers'), of_counties(), parts).events:,} events"


def counted(register: PartitionedRegister) -> str:
    stocks = stocks_of(partitioned_changes([register], of_counties()), of_counties())
    digest = hashlib.sha256(b"".join(column.to_pandas().to_csv().encode() for column in stocks.columns)).hexdigest()
    return f"{stocks.num_rows:,} rows, sum {sum(stocks['stock'].to_pylist()):,.0f}, SHA-256 {digest[:12]}"


def measured(size: str, work: str, function: Callable[..., str], *arguments: Any) -> None:
    begun = time.perf_counter()
    said, seconds, memory = apart(spent, function, *arguments)
    print(f"{size} | {work} | {seconds:.1f} | {time.perf_counter() - begun:.1f} | {memory:.2f} | {said}", flush=True)


def spent(function: Callable[..., str], *arguments: Any) -> tuple[str, float, float]:
    before = processor_seconds()
    said = function(*arguments)
    return said, processor_seconds() - before, peak(os.getpid())


def peak(process: int) -> float:
    """Most memory that a process has held so far, in GB."""
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]) / 1e6


def apart(function: Callable[..., Any], *arguments: Any) -> Any:
    """Run a function in a fresh process."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(function, *arguments).result()


def on_dask(size: str, workers: int, register: PartitionedRegister, folder: Path) -> None:
    with cluster(folder / f"dask{workers}", workers) as made:
        os.environ[VARIABLE] = made.address
        counted(replace(register, parts=register.parts[:workers]))  # so that the workers have their imports
        before, begun = [spent_by(each.pid) for each in made.workers], time.perf_counter()
        said = counted(register)
        wall = time.perf_counter() - begun
        seconds = sum(spent_by(each.pid) for each in made.workers) - sum(before)
        memory = max(peak(each.pid) for each in made.workers)
        del os.environ[VARIABLE]
    print(f"{size} | count, Dask, {workers} workers | {seconds:.1f} | {wall:.1f} | {memory:.2f} | {said}", flush=True)


def spent_by(process: int) -> float:
    times = psutil.Process(process).cpu_times()
    return float(times.user + times.system)


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("millions", nargs="*", type=float, default=[1.0])
    asked.add_argument("--parts", nargs="*", type=int, default=[None])
    given = asked.parse_args()
    main(given.millions, given.parts)
