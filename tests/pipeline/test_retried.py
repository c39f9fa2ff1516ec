"""A run that is executed again in part: what counts as checked, and what it publishes."""

import os
from pathlib import Path

import dagster as dg
import pytest
from small_project import Project

from index_pipeline.defs.ended import ended, newest_reports, with_retried
from index_pipeline.defs.graph import build_definitions
from index_pipeline.publication.releases.verifying import verify
from index_pipeline.steps import Step

REPORT = {"table": "figures", "findings": []}


@dg.asset
def figures() -> None:
    """A table."""


@dg.asset(deps=[figures])
def scores() -> None:
    """A table that is made of it."""


@dg.asset_check(asset=figures, name="figures_as_expected")
def figures_as_expected() -> dg.AssetCheckResult:
    return dg.AssetCheckResult(passed=True, metadata={"report": dg.MetadataValue.json(REPORT)})


def job() -> dg.JobDefinition:
    made = dg.define_asset_job("all_of_it", selection=dg.AssetSelection.all(), executor_def=dg.in_process_executor)
    defs = dg.Definitions(assets=[figures, scores], asset_checks=[figures_as_expected], jobs=[made])
    return defs.resolve_job_def("all_of_it")


def test_a_table_that_is_made_again_without_its_check_is_unchecked() -> None:
    again = dg.reconstructable(job)
    runs: list[dg.DagsterRun] = []
    with dg.DagsterInstance.local_temp() as instance:
        for steps in ([], ["scores"], ["figures"]):
            parent = dg.ReexecutionOptions(parent_run_id=runs[0].run_id, step_selection=steps) if runs else None
            with dg.execute_job(again, instance, reexecution_options=parent) as result:
                assert result.success
                runs.append(result.dagster_run)
        first, of_scores, of_figures = (newest_reports(with_retried(instance, run)) for run in runs)

    assert first == of_scores == {"figures": REPORT}
    assert of_figures == {}


def publish_index() -> dg.JobDefinition:
    framework, data = (Path(os.environ[name]) for name in ("ICDI_FRAMEWORK", "ICDI_DATA"))
    return build_definitions(framework, data, afresh=True).resolve_job_def("publish_index")


def test_a_run_that_is_retried_publishes_what_the_first_one_has_made(
    small: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ICDI_FRAMEWORK", str(small.framework))
    monkeypatch.setenv("ICDI_DATA", str(small.data))
    job = dg.reconstructable(publish_index)
    compute = Step.compute

    def failing(step: Step, *given: object) -> object:
        if step.name == "audit":
            raise OSError("the disk is full")
        return compute(step, *given)  # type: ignore[arg-type]

    with dg.DagsterInstance.local_temp(overrides={"telemetry": {"enabled": False}}) as instance:
        with monkeypatch.context() as patch:
            patch.setattr(Step, "compute", failing)
            with dg.execute_job(job, instance) as first:
                (fault,) = ended(instance, first.run_id).faults
        again = dg.ReexecutionOptions.from_failure(first.run_id, instance)
        with dg.execute_job(job, instance, reexecution_options=again) as retried:
            begun = [event.step_key for event in retried.all_events if event.is_step_start]
        run_ended = ended(instance, retried.run_id)

    assert fault.endswith("audit: the disk is full")
    assert begun == ["robustness", "analysis", "release"]
    assert run_ended.release
    assert verify(run_ended.release) == []
