"""`icdi backfill`: the index as of many days, whole runs side by side."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from index_pipeline.cli import console
from index_pipeline.cli.language import phrase
from index_pipeline.clock import past_day
from index_pipeline.locks import locked
from index_pipeline.places import framework_folder, store_folder

COMMAND = (sys.executable, "-P", "-c", "from index_pipeline.cli import main; main()")


@dataclass(frozen=True)
class Made:
    """The outcome of a run as of a day: the folder of its release, or what the run said before it failed."""

    as_of: str
    release: str | None
    said: tuple[str, ...]


def backfill(
    as_of: Annotated[
        list[str],
        typer.Option(help="日期，如 2025-06-30，可重复 · a day, given as often as there are days: 2025-06-30"),
    ],
    processes: Annotated[
        int | None,
        typer.Option(
            help="本机同时运行数，默认为处理器数的一半 · runs at a time on this machine [default: half its processors]",
            min=1,
            max=64,
        ),
    ] = None,
    framework: console.FrameworkFolder = None,
    data: console.DataFolder = None,
    as_json: console.AsJson = False,
) -> None:
    """补算若干日期的指数：各为一次完整运行，可同时进行，均不成为最新发布 ·
    Publish the index as of many days; none becomes the newest.

    设 ICDI_ENGINE=dask://主机:端口 时，由 Dask 的工作进程运行，各机须以同一路径访问指标体系与数据目录 ·
    Each day is a whole run; several go on side by side. With ICDI_ENGINE=dask://HOST:PORT Dask's workers run them,
    which must see framework and data by the same paths.

    例 Example: icdi backfill --as-of 2024-06-30 --as-of 2025-06-30 --processes 2
    """
    from index_pipeline.scale.engine import each

    days = sorted({past_day(text) for text in as_of})
    run = partial(run_as_of, framework=framework_folder(framework).resolve(), data=store_folder(data).resolve())
    made = list[Made]()
    for one in each(run, days, processes or max(1, (os.cpu_count() or 1) // 2)):
        made.append(one)
        if not as_json:
            _say(one)
    if as_json:
        console.answer([asdict(one) for one in sorted(made, key=lambda one: one.as_of)])
    if any(one.release is None for one in made):
        raise typer.Exit(1)


def run_as_of(as_of: date, framework: Path, data: Path) -> Made:
    """Publish the index as of a day by `icdi run`, in a process of its own, and remove the tables between its steps.

    Such a run is not in Dagster's history, which is one file for all; its quality report is in `data/quality`.
    """
    options = ["--as-of", as_of.isoformat(), "--no-latest", "--framework", framework, "--data", data, "--json"]
    # no engine within the run: a worker that waits for other workers may wait for itself
    environment = {**os.environ, "DAGSTER_HOME": "", "ICDI_ENGINE": ""}
    command: Sequence[str] = [*COMMAND, "run", *map(str, options)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    if done.returncode:
        return Made(as_of.isoformat(), None, tuple(done.stderr.splitlines()))
    tables = data / "tables" / as_of.isoformat()
    with suppress(OSError), locked(tables / ".lock", 0):  # another run may work with them by now: it needs them
        shutil.rmtree(tables, ignore_errors=True)
    return Made(as_of.isoformat(), json.loads(done.stdout)["release"], ())


def _say(made: Made) -> None:
    if made.release:
        console.say(f"{made.as_of}: {made.release}")
    else:
        console.complain(phrase("run_failed", day=made.as_of), *(line.removeprefix("icdi: ") for line in made.said))
