"""The notebooks run from first cell to last on a release, each in 30 seconds, and are kept without outputs."""

import json
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
SECONDS = 30
"""Processor time that a notebook may take from first cell to last: other work on the machine does not lengthen it."""

PATIENCE = 240
"""Seconds after which a notebook counts as stuck."""


def test_there_are_six() -> None:
    assert [path.name.split("_")[0] for path in NOTEBOOKS] == list("123456")


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_runs(path: Path, data: Path) -> None:
    nbmake = ["-m", "pytest", "--nbmake", f"--nbmake-timeout={PATIENCE}", "-p", "no:cacheprovider"]
    before = children_seconds()
    done = subprocess.run(
        [sys.executable, *nbmake, str(path)],
        env={**os.environ, "ICDI_DATA": str(data), "PYTEST_ADDOPTS": ""},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=2 * PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:]
    assert children_seconds() - before < SECONDS


def children_seconds() -> float:
    """Processor time of the processes that this one has started and that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_its_outputs_are_stripped(path: Path) -> None:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    assert code
    assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in code)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_teaches_in_both_languages(path: Path) -> None:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    title, *_ = ("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    chinese, english = title.splitlines()[0].split(" · ")
    assert any("一" <= letter <= "鿿" for letter in chinese)
    assert english.isascii()
