"""The gate means it: what a tier forbids fails, each put in on purpose into a project of two files."""

import sys

import pytest
import tiers
from running import ROOT

SLOW = """
import time

def test_slow():
    until = time.process_time() + 0.3
    while time.process_time() < until:
        pass
"""
SHARED = """
import time, pytest

@pytest.fixture(scope="session")
def shared():
    until = time.process_time() + 0.3
    while time.process_time() < until:
        pass

def test_it(shared):
    pass
"""
RUN = f"""
import subprocess

def test_run():
    subprocess.run([{sys.executable!r}, "-c", "from index_pipeline.cli import main; main()", "run"], check=False)
"""
FORKED = """
from running import icdi

def test_run():
    icdi("run", check=False)
"""
SKIP = """
import pytest

def test_skip():
    pytest.skip("reference figures are not here")
"""
SKIPPED_MODULE = "import pytest; pytest.skip('reference figures are not here', allow_module_level=True)"
PROPERTY = """
from hypothesis import given, strategies as st

@given(st.booleans())
def test_property(given):
    pass
"""
QUICK = """
def test_quick():
    pass
"""


@pytest.mark.parametrize(
    ("path", "content", "said"),
    [
        pytest.param("tests/unit/test_it.py", SLOW, "call took 0.* s of processor time", id="a slow unit test"),
        pytest.param("tests/unit/test_it.py", SHARED, "setup took 0.* s of processor time", id="a slow set-up"),
        pytest.param("tests/unit/test_it.py", RUN, "a unit test starts no run of the pipeline", id="a run"),
        pytest.param("tests/unit/test_it.py", FORKED, "a unit test starts no run of the pipeline", id="a run, forked"),
        pytest.param("tests/framework/test_it.py", SKIP, "a proof of a method never is", id="a skipped reference"),
        pytest.param("tests/unit/methods/test_it.py", SKIPPED_MODULE, "a proof of a method never is", id="a module"),
    ],
)
def test_it_fails(path: str, content: str, said: str, pytester: pytest.Pytester) -> None:
    done = run(pytester, path, content)

    assert done.ret != 0
    done.stdout.re_match_lines([f".*{said}"])


@pytest.mark.parametrize(
    ("path", "content"),
    [
        pytest.param("tests/unit/test_it.py", QUICK, id="a quick unit test"),
        pytest.param("tests/pipeline/test_it.py", SLOW, id="a slow test of the pipeline"),
        pytest.param("tests/pipeline/test_it.py", SKIP, id="a file of a third party that is not here"),
    ],
)
def test_it_passes(path: str, content: str, pytester: pytest.Pytester) -> None:
    assert run(pytester, path, content).ret == 0


def test_a_property_is_tried_in_a_soak_and_an_example_is_not(pytester: pytest.Pytester) -> None:
    file = pytester.path / "test_it.py"
    file.write_text(PROPERTY + QUICK, encoding="utf-8")

    pytester.runpytest_inprocess("-p", "tiers", "-m", "soak").assert_outcomes(passed=1, deselected=1)


def run(pytester: pytest.Pytester, path: str, content: str) -> pytest.RunResult:
    file = pytester.path / path
    file.parent.mkdir(parents=True)
    file.write_text(content, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tiers, "MOST_SECONDS", {"setup": 0.1, "call": 0.1})
        return pytester.runpytest_inprocess("-p", "tiers", f"--rootdir={pytester.path}", path)


def test_the_gate_lets_no_failure_of_a_command_pass() -> None:
    """`find -exec` leaves with 0 whatever its commands do, as does a line of make that begins with a dash."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8").replace("\\\n", "")
    recipes = [line.strip() for line in makefile.splitlines() if line.startswith("\t")]

    assert [line for line in recipes if line.startswith("-") or "|| true" in line or "-exec" in line] == []
    assert "set -euo pipefail" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
