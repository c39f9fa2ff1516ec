"""What counts as checked where a run is executed again in part."""

import dagster as dg

from index_pipeline.defs.ended import newest_reports, with_retried

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
