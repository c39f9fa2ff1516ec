"""Importing the package costs little: its names load what they need when they are asked for."""

import subprocess
import sys

import pytest

ARRAYS = {"numpy", "pyarrow", "pydantic", "yaml"}
HEAVY = {"dagster", "duckdb", "great_expectations", "matplotlib", "pandas", "plotly", "scipy", "sqlalchemy"}


def imported(statement: str) -> set[str]:
    """Return the packages that a statement imports in a fresh process."""
    code = f"import sys; {statement}; print(*sys.modules)"
    modules = subprocess.check_output([sys.executable, "-c", code], text=True).split()
    return {module.partition(".")[0] for module in modules}


def test_importing_the_package_imports_no_library() -> None:
    assert not imported("import index_pipeline as icdi") & (ARRAYS | HEAVY)


@pytest.mark.parametrize(
    "statement",
    [
        "from index_pipeline import open_release",
        pytest.param("from index_pipeline.defs.unchanged import unchanged", id="whether a run is needed"),
    ],
)
def test_opening_a_release_and_looking_for_changes_import_arrays_alone(statement: str) -> None:
    packages = imported(statement)
    assert packages >= ARRAYS
    assert not packages & HEAVY


def test_importing_takes_under_half_a_second() -> None:
    code = "import time; t = time.process_time(); import index_pipeline; print(time.process_time() - t)"
    assert float(subprocess.check_output([sys.executable, "-c", code])) < 0.5
