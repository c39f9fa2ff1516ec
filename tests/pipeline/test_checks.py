"""What stops a run, and what is only remarked upon."""

from datetime import date

import pyarrow as pa
import pytest
from small_project import Project

from index_pipeline import tables
from index_pipeline.defs.fitness import SUITES
from index_pipeline.framework.checks import CHECKS
from index_pipeline.framework.load import load
from index_pipeline.quality.suites import scores_suite
from index_pipeline.quality.validate import validate

TODAY = date(2026, 11, 28)


@pytest.mark.parametrize(
    ("year", "score", "success", "blocked"),
    [
        pytest.param(2023, 99.0, True, False, id="within the scale"),
        pytest.param(2023, 140.0, False, True, id="beyond it, where goalposts were fitted: a fault"),
        pytest.param(2024, 140.0, False, False, id="beyond it, in a later year: remarkable"),
        pytest.param(2024, -3.0, False, False, id="below it, in a later year: remarkable"),
    ],
)
def test_scores_beyond_the_scale(small: Project, year: int, score: float, success: bool, blocked: bool) -> None:
    row = {"ref_area": "110000", "time_period": year, "component_id": "small", "coverage": 1.0, "status": "scored"}
    scores = tables.SCORES.conform(pa.Table.from_pylist([{**row, "score": score}], schema=tables.SCORES.schema))

    framework = load(small.framework)
    report = validate(scores, scores_suite(framework), framework, TODAY)

    assert (report.success, report.blocked) == (success, blocked)


def test_every_check_that_is_described_is_made(small: Project) -> None:
    framework = load(small.framework)
    made = [suite(framework) for suite in SUITES.values()]

    assert {expectation.check.id for suite in made for expectation in suite.expectations} == CHECKS.keys()
