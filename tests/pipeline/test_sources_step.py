"""The step of the sources: all of it, one source's figures, or its checks alone."""

import dagster as dg
import pytest
from small_project import Project

from index_pipeline.defs.graph import build_definitions

FIGURES = dg.AssetKey("nbs_annual")


def run(project: Project, selection: dg.AssetSelection) -> dg.ExecuteInProcessResult:
    made = build_definitions(project.framework, project.data)
    job = dg.define_asset_job("some", selection, executor_def=dg.in_process_executor)
    with dg.DagsterInstance.ephemeral() as instance:
        return (
            dg.Definitions(assets=made.assets, resources=made.resources, jobs=[job])
            .resolve_job_def("some")
            .execute_in_process(instance=instance, raise_on_error=False)
        )


@pytest.mark.parametrize(
    ("selection", "made", "checked"),
    [
        (dg.AssetSelection.assets(FIGURES), {"nbs_annual"}, {"nbs_annual_as_expected", "nbs_annual_up_to_date"}),
        (
            dg.AssetSelection.checks_for_assets(FIGURES),
            set(),
            {"nbs_annual_as_expected", "nbs_annual_up_to_date"},
        ),
        (dg.AssetSelection.assets(FIGURES).without_checks(), {"nbs_annual"}, set()),
    ],
    ids=["a source", "its checks", "without its checks"],
)
def test_a_part_of_the_step_can_be_run(
    small: Project, selection: dg.AssetSelection, made: set[str], checked: set[str]
) -> None:
    result = run(small, selection)

    assert result.success
    events = result.get_asset_materialization_events()
    assert {str(event.asset_key.path[-1]) for event in events if event.asset_key} == made
    assert {check.check_name for check in result.get_asset_check_evaluations()} == checked


def test_a_critical_finding_about_a_source_stops_what_follows(small: Project) -> None:
    store = small.store("gdp")
    store.write_text(store.read_text(encoding="utf-8").replace("gdp,110000,", "gdp,999999,", 1), encoding="utf-8")

    result = run(small, dg.AssetSelection.all())

    events = result.get_asset_materialization_events()
    checks = {check.check_name: check.passed for check in result.get_asset_check_evaluations()}
    assert not result.success
    assert not checks["nbs_annual_as_expected"]
    assert checks.keys() >= {"miit_industrial_heritage_as_expected"}
    assert "observations" not in {str(event.asset_key.path[-1]) for event in events if event.asset_key}
