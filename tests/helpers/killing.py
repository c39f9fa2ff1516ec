"""A command that is started, and killed at a random moment."""

import csv
import hashlib
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from small_project import Project, export

ICDI = [sys.executable, "-c", "from index_pipeline.cli import main; main()"]
MOMENTS = int(os.environ.get("ICDI_FAULT_MOMENTS", "2"))
"""Random moments at which each command is killed; the nightly run sets 200."""


def start(*arguments: object, before: tuple[str, ...] = ()) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*before, *ICDI, *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "DAGSTER_HOME": ""},
        start_new_session=True,
    )


def finish(*arguments: object) -> str:
    process = start(*arguments)
    out, err = process.communicate(timeout=300)
    assert process.returncode == 0, err
    return out


def kill_at(moment: float, *arguments: object) -> bool:
    """Start a command and kill it after `moment` seconds; tell whether it was still running."""
    process = start(*arguments)
    time.sleep(moment)
    running = process.poll() is None
    if running:
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    return running


def moments(longest: float) -> list[float]:
    """Return random moments up to `longest` seconds, the same share of it in every run of the tests."""
    chance = random.Random(446)
    return sorted(longest * chance.random() for _ in range(MOMENTS))


def new_year(project: Project) -> Path:
    """Write an export of the bureau with patents of a year that the store does not have."""
    with project.store("patent_grants_total").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    year = max(int(row["time_period"]) for row in rows)
    last = {row["ref_area"]: float(row["obs_value"]) * 1.05 for row in rows if row["time_period"] == str(year)}
    return export(project.data.parent / "export.csv", "国内专利申请授权量", "项", {year + 1: last})


def partial(data: Path) -> list[str]:
    """Names of half-written files that a person or a program sees: hidden ones are swept by the next writer."""
    return [path.name for path in data.rglob("*.partial") if not path.name.startswith(".")]


def bytes_of(folder: Path) -> dict[str, str]:
    """A digest of every file below `folder`, locks left out."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.endswith(".lock")
    }
