"""The audit of the gate fails for a package that is weak or withdrawn, and says what it could not ask."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

AUDIT = Path(__file__).resolve().parents[2] / ".ci" / "audit.py"
CLEAN = {"dependencies": [{"name": "attrs", "version": "26.1.0", "vulns": []}]}
WEAK = {
    "dependencies": [
        {"name": "jinja2", "version": "2.0", "vulns": [{"id": "PYSEC-2014-8", "fix_versions": ["2.7.2"]}]},
        {"name": "attrs", "version": "26.1.0", "vulns": []},
    ]
}
UNKNOWN = {"dependencies": [{"name": "attrs", "skip_reason": "not found on PyPI"}]}
GONE = "Because there is no version of attrs==99.0.0, your requirements are unsatisfiable."
YANKED = 'warning: `attrs==21.1.0` is yanked (reason: "not importable")'


def audit(folder: Path, registry: str, answer: object, registry_leaves: int = 0) -> subprocess.CompletedProcess[str]:
    """Run the audit with a uv that gives these answers."""
    (folder / "answer.json").write_text(json.dumps(answer), encoding="utf-8")
    (folder / "registry.txt").write_text(registry, encoding="utf-8")
    uv = folder / "uv"
    uv.write_text(
        f"#!/bin/sh\ncd {folder}\n"
        f"case $1 in pip) cat registry.txt >&2; exit {registry_leaves};; tool) cat answer.json;; esac\n",
        encoding="utf-8",
    )
    uv.chmod(0o755)
    return subprocess.run([sys.executable, AUDIT, str(uv)], capture_output=True, text=True, check=False)


def test_nothing_weak(tmp_path: Path) -> None:
    done = audit(tmp_path, "Would install 1 package\n + attrs==26.1.0\n", CLEAN)

    assert done.returncode == 0
    assert "1 packages looked up in the registry, 0 withdrawn" in done.stdout
    assert "1 of 1 packages compared with known weaknesses, 0 found" in done.stdout


@pytest.mark.parametrize(
    ("registry", "answer", "said"),
    [
        pytest.param("", WEAK, "jinja2 2.0: PYSEC-2014-8, mended in 2.7.2", id="weak"),
        pytest.param(GONE, CLEAN, "the registry has a locked version no longer", id="taken away"),
        pytest.param(YANKED, CLEAN, "attrs==21.1.0: withdrawn by its publisher, not importable", id="withdrawn"),
    ],
)
def test_a_fault_stops_the_gate(tmp_path: Path, registry: str, answer: object, said: str) -> None:
    done = audit(tmp_path, registry, answer)

    assert done.returncode == 1
    assert said in done.stdout


def test_what_gives_no_answer_is_said(tmp_path: Path) -> None:
    done = audit(tmp_path, "error: Failed to fetch", UNKNOWN, registry_leaves=2)

    assert done.returncode == 0
    assert done.stdout.count("audit skipped: ") == 2
