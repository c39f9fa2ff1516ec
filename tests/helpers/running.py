"""`icdi` as a person runs it, on a copy of the project's figures."""

import io
import os
import re
import resource
import shutil
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import pytest
from warm import PROGRAM, forked, seconds_of_forked

ROOT = Path(__file__).resolve().parents[2]
ICDI = [sys.executable, "-c", PROGRAM]
PATIENCE = 600
"""Seconds after which a command is given up."""


def icdi(*arguments: object, check: bool = True, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `icdi` in a process of its own, with no history kept, and with what takes seconds imported before."""
    process = forked(*arguments, environment={"DAGSTER_HOME": "", **environment})
    out, err = process.communicate(PATIENCE)
    assert not check or process.returncode == 0, err
    return subprocess.CompletedProcess("icdi", process.returncode, out, err)


def started(*arguments: object, check: bool = True, **options: Any) -> subprocess.CompletedProcess[str]:
    """Run `icdi` as a person would: it is started, and imports what it needs."""
    environment = {**os.environ, "DAGSTER_HOME": ""}
    done = subprocess.run(
        [*ICDI, *map(str, arguments)], capture_output=True, text=True, env=environment, check=False, **options
    )
    assert not check or done.returncode == 0, done.stderr
    return done


def answered(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Return what `icdi` answers, run within this process: for what only reads, and says so in a sentence."""
    from index_pipeline.cli.main import run

    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.setenv("ICDI_LANG", os.environ.get("ICDI_LANG", "en"))  # `--lang` is for this command alone
        code = run([*map(str, arguments)])
    return subprocess.CompletedProcess("icdi", code, out.getvalue(), err.getvalue())


def copy_data(folder: Path) -> Path:
    """Copy figures and registers, nothing computed."""
    for name in ("observations", "registers"):
        shutil.copytree(ROOT / "data" / name, folder / name)
    return folder


def without_progress(stderr: str) -> list[str]:
    """Return what a command said, without the lines that tell how far it is."""
    return [line for line in stderr.splitlines() if not re.match(r"icdi: \d+ s · ", line)]


def processor_seconds() -> float:
    """Processor time that this process has used, with those that it has started or had forked and that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used) + seconds_of_forked()
