"""Importing the package costs little: its names load what they need when they are asked for."""

import subprocess
import sys

import pytest


@pytest.mark.parametrize(
    "statement",
    [
        "import index_pipeline",
        "from index_pipeline import open_release",
        pytest.param("from index_pipeline.defs.unchanged import unchanged", id="whether a run is needed"),
    ],
)
def test_importing_is_light(statement: str) -> None:
    heavy = "{'dagster', 'great_expectations', 'plotly', 'scipy', 'pandas'}"
    code = f"import sys; {statement}; print(sorted({heavy} & set(sys.modules)))"
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "[]"


def seconds(statement: str) -> float:
    """Return the processor time that a statement takes in a fresh process, the least of three."""
    code = f"import time; t = time.process_time(); {statement}; print(time.process_time() - t)"
    return min(float(subprocess.check_output([sys.executable, "-c", code])) for _ in range(3))


def test_importing_takes_under_half_a_second() -> None:
    assert seconds("import index_pipeline as icdi") < 0.5


def test_importing_a_name_takes_little_more_than_the_libraries_that_it_needs() -> None:
    libraries = seconds("import numpy, pyarrow, pyarrow.compute, pydantic")
    assert seconds("from index_pipeline import open_release") < 3.5 * libraries
