"""The steps that make many tables, of the sources and of each group: all of one, a table, or its checks alone."""

from pathlib import Path

import dagster as dg
import pyarrow as pa
import pyarrow.parquet
import pytest
from small_project import Project

from index_pipeline.defs.graph import build_definitions
from index_pipeline.defs.groups import step_tables
from index_pipeline.defs.run import RunError
from index_pipeline.defs.run import run as run_graph
from index_pipeline.errors import UserError
from index_pipeline.language import Both
from index_pipeline.steps import Step

FIGURES, SCORES = dg.AssetKey("nbs_annual"), dg.AssetKey("scores")


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
def test_a_part_of_the_sources_can_be_read(
    small: Project, selection: dg.AssetSelection, made: set[str], checked: set[str]
) -> None:
    result = run(small, selection)

    assert result.success
    assert tables_of(result) == made
    assert {check.check_name for check in result.get_asset_check_evaluations()} == checked


def test_a_critical_finding_about_a_source_stops_what_follows(small: Project) -> None:
    store = small.store("gdp")
    store.write_text(store.read_text(encoding="utf-8").replace("gdp,110000,", "gdp,999999,", 1), encoding="utf-8")

    result = run(small, dg.AssetSelection.all())

    checks = {check.check_name: check.passed for check in result.get_asset_check_evaluations()}
    assert not result.success
    assert not checks["nbs_annual_as_expected"]
    assert checks.keys() >= {"miit_industrial_heritage_as_expected"}
    assert "observations" not in tables_of(result)


@pytest.mark.parametrize(
    ("selection", "made", "checked"),
    [
        (dg.AssetSelection.assets(SCORES), {"scores"}, {"scores_as_expected"}),
        (dg.AssetSelection.checks_for_assets(SCORES), set(), {"scores_as_expected"}),
        (dg.AssetSelection.assets("normalised", "rankings"), {"normalised", "rankings"}, {"rankings_as_expected"}),
    ],
    ids=["a table", "its checks", "two that do not follow each other"],
)
def test_a_part_of_a_group_is_made_from_the_stored_tables(
    published: Project, tmp_path: Path, selection: dg.AssetSelection, made: set[str], checked: set[str]
) -> None:
    project = published.copy(tmp_path)
    before = {name: stored(project, name) for name in step_tables()}
    for name in made:
        (project.data / "tables" / f"{name}.parquet").unlink()

    result = run(project, selection)

    assert result.success
    assert tables_of(result) == made
    assert {check.check_name for check in result.get_asset_check_evaluations()} == checked
    assert {name: stored(project, name) for name in step_tables()} == before


def test_a_critical_finding_about_a_table_of_a_group_stops_what_follows(
    small: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def checked(_: object, asset: str, *__: object) -> dg.AssetCheckResult:
        return dg.AssetCheckResult(asset_key=asset, check_name=f"{asset}_as_expected", passed=asset != "scores")

    monkeypatch.setattr("index_pipeline.defs.steps.validated", checked)

    result = run(small, dg.AssetSelection.all())

    assert not result.success
    assert "scores" in tables_of(result)
    assert not tables_of(result) & {"rankings", "audit", "uncertainty", "release"}


def test_a_step_that_fails_is_named_by_what_it_makes(small: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    compute = Step.compute

    def failing(step: Step, *given: object) -> object:
        if step.name == "normalised":
            raise UserError(Both("no goalpost", "没有标杆值"))
        return compute(step, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(Step, "compute", failing)

    with pytest.raises(RunError) as raised:
        run_graph(small.framework, small.data, None, latest=None, on_step=lambda *_: None, afresh=True)

    assert "normalised: no goalpost" in str(raised.value)
    assert "normalised：没有标杆值" in str(raised.value)


def test_progress_names_each_step_as_it_begins(small: Project) -> None:
    steps: list[tuple[str, int]] = []

    run_graph(small.framework, small.data, None, latest=None, on_step=lambda name, number: steps.append((name, number)))

    names = [name for name, _ in steps]
    assert {number for _, number in steps} == {len(steps)}
    assert len({*names}) == len(names)
    assert [name for name in names if name in ("sources", "treated", "scores", "uncertainty", "release")] == [
        *("sources", "treated", "scores", "uncertainty", "release")
    ]


def tables_of(result: dg.ExecuteInProcessResult) -> set[str]:
    events = result.get_asset_materialization_events()
    return {event.asset_key.to_user_string() for event in events if event.asset_key}


def stored(project: Project, name: str) -> pa.Table:
    return pyarrow.parquet.read_table(project.data / "tables" / f"{name}.parquet").replace_schema_metadata(None)
