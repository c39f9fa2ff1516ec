"""A command that is started, and killed at a step of its own: where it is about to change the file system."""

import csv
import hashlib
import random
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from small_project import Project, export
from soak import TIMES
from warm import PROGRAM, Forked, forked

MOMENTS = 200 if TIMES > 1 else 2
"""Moments at which each command is killed."""

LATER = 0.03
"""Seconds after its step at which a process is killed at the latest, while it writes or computes."""

STEPS = """
import os, signal, sys, threading, time

folder, notes, last, later = sys.argv.pop(1), sys.argv.pop(1), int(sys.argv.pop(1)), float(sys.argv.pop(1))
writes, changes = os.O_WRONLY | os.O_RDWR | os.O_CREAT, {"os.mkdir", "os.rename", "os.link", "os.remove", "os.rmdir"}
count = 0

def kill():
    time.sleep(later)
    os.killpg(0, signal.SIGKILL)

def step(event, arguments):
    global count
    if (event == "open" and arguments[2] & writes or event in changes) and str(arguments[0]).startswith(folder):
        count += 1
        if count == last:
            threading.Thread(target=kill, daemon=True).start() if later else kill()

sys.addaudithook(step)
from index_pipeline.cli import main
try:
    main()
finally:
    with open(notes, "w") as file:
        file.write(str(count))
"""
"""A program that is `icdi`, counts its changes of a folder, and ends itself at one of them or a little later."""


@dataclass(frozen=True)
class Moment:
    """The number of a step, counted from 1, and the seconds after it."""

    step: int
    later: float = 0.0


NEVER = Moment(0)


def start(*arguments: object, before: tuple[str, ...] = (), program: str = PROGRAM) -> Forked:
    return forked(*arguments, program=program, before=before, environment={"DAGSTER_HOME": ""})


def finish(*arguments: object) -> str:
    return _ended(start(*arguments))


def kill_at(moment: Moment, project: Project, *arguments: object) -> bool:
    """Start a command, which is killed at a moment; return whether it was, rather than at its end before."""
    process = _counted(moment, project, *arguments)
    process.communicate(timeout=300)
    return process.returncode == -signal.SIGKILL


def steps_of(project: Project, *arguments: object) -> int:
    """Let a command finish; return the number of its steps."""
    _ended(_counted(NEVER, project, *arguments))
    return steps_noted(project)


def steps_noted(project: Project) -> int:
    """Return the number of steps of the last command that was counted and finished."""
    return int(_notes(project).read_text(encoding="utf-8"))


def moments(steps: int) -> Iterator[Moment]:
    """Yield moments from all parts of a command's steps, at random within each: every second one is a little later."""
    chance = random.Random(446)
    for part in range(MOMENTS):
        step = 1 + int(steps * (part + chance.random()) / MOMENTS)
        yield Moment(step, LATER * chance.random() if part % 2 else 0.0)


def _counted(moment: Moment, project: Project, *arguments: object) -> Forked:
    return start(project.data, _notes(project), moment.step, moment.later, *arguments, program=STEPS)


def _notes(project: Project) -> Path:
    return project.data.parent / "steps.txt"


def _ended(process: Forked) -> str:
    out, err = process.communicate(timeout=300)
    assert process.returncode == 0, err
    return out


def new_year(project: Project) -> Path:
    """Write an export of the bureau with patents of a year that the store does not have."""
    with project.store("patent_grants_total").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    year = max(int(row["time_period"]) for row in rows)
    last = [(row["ref_area"], float(row["obs_value"])) for row in rows if row["time_period"] == str(year)]
    later = {area: round(value * (1.02 + number / 500)) for number, (area, value) in enumerate(last)}
    return export(project.data.parent / "export.csv", "国内专利申请授权量", "项", {year + 1: later})


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
