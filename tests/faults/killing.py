"""A command that is started, and killed at a random moment."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FRAMEWORK = ROOT / "indicators"
ICDI = [sys.executable, "-c", "from index_pipeline.cli import main; main()"]
MOMENTS = int(os.environ.get("ICDI_FAULT_MOMENTS", "2"))
"""Random moments at which each command is killed; the nightly run sets 200."""


def start(*arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*ICDI, *map(str, arguments)],
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
    """Return random moments up to `longest` seconds, the same ones in every run of the tests."""
    chance = random.Random(longest)
    return sorted(chance.uniform(0, longest) for _ in range(MOMENTS))
