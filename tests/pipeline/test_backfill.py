"""A release of an earlier day, or of another edition, is asked for in one place, and says what it is."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pyarrow.parquet
import pytest
from small_project import Project

from index_pipeline.defs.graph import build_definitions
from index_pipeline.defs.resources import DataResource, FrameworkResource, KnowledgeResource
from index_pipeline.publication.releases import as_of, listing, newest

DAY = "2024-06-30"


@pytest.fixture(scope="module")
def instance() -> Iterator[dg.DagsterInstance]:
    with dg.DagsterInstance.ephemeral() as made:
        yield made


@pytest.fixture(scope="module")
def project(small_project: Project, instance: dg.DagsterInstance, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A small project after a run as of a day, launched as the web interface launches it."""
    made = small_project.copy(tmp_path_factory.mktemp("backfill"))
    assert launch(made, instance, {"as_of": DAY}).success
    return made


def launch(
    project: Project,
    instance: dg.DagsterInstance,
    knowledge: dict[str, object],
    only: list[str] | None = None,
) -> dg.ExecuteInProcessResult:
    definitions = build_definitions(project.framework, project.data)
    return definitions.resolve_job_def("publish_index").execute_in_process(
        run_config={"resources": {"knowledge": {"config": knowledge}}},
        instance=instance,
        asset_selection=[dg.AssetKey(name) for name in only] if only else None,
        raise_on_error=False,
    )


def said(result: dg.ExecuteInProcessResult) -> str:
    (failure,) = [e for e in result.all_node_events if e.is_step_failure]
    return str(failure.step_failure_data.error_display_string)


def test_one_setting_reaches_every_table(project: Project) -> None:
    (folder,) = listing(project.data / "releases")
    vintages = {
        str(vintage)
        for name in ("observations", "revisions")
        for vintage in pyarrow.parquet.read_table(folder / "tables" / f"{name}.parquet")["vintage"].to_pylist()
    }

    assert as_of(folder) == DAY
    assert max(vintages) <= DAY
    assert newest(project.data / "releases") is None


def test_a_release_of_tables_that_another_run_left_is_refused(project: Project, instance: dg.DagsterInstance) -> None:
    for only in (["release"], ["newest_observations", "release"]):
        result = launch(project, instance, {}, only=only)

        assert "a release is made by the run that reads its figures" in said(result)


def test_what_is_no_day_stops_a_run_before_its_first_step(project: Project, instance: dg.DagsterInstance) -> None:
    result = launch(project, instance, {"as_of": "30.6.2024"}, only=["newest_observations"])

    assert not result.success
    assert [e for e in result.all_events if e.is_step_start] == []


@pytest.mark.parametrize(
    ("knowledge", "edition", "moves"),
    [
        pytest.param({}, "small-1", True, id="newest figures, edition of the newest release"),
        pytest.param({}, "small-2", False, id="another edition"),
        pytest.param({"as_of": DAY}, "small-1", False, id="an earlier day"),
        pytest.param({"latest": True}, "small-2", True, id="said so"),
        pytest.param({"latest": False}, "small-1", False, id="said not"),
    ],
)
def test_which_release_becomes_the_newest(
    knowledge: dict, edition: str, moves: bool, project: Project, tmp_path: Path
) -> None:
    folder, data = tmp_path / "indicators", tmp_path / "data"
    shutil.copytree(project.framework, folder)
    definition = folder / "framework.yaml"
    text = definition.read_text(encoding="utf-8").replace("edition: small-1", f"edition: {edition}")
    definition.write_text(text, encoding="utf-8")
    (release,) = listing(project.data / "releases")
    shutil.copytree(release, data / "releases" / release.name)
    (data / "releases" / "latest.json").write_text(json.dumps({"release_id": release.name}), encoding="utf-8")
    framework = FrameworkResource(folder=str(folder))
    framework.setup_for_execution(dg.build_init_resource_context())

    assert KnowledgeResource(**knowledge).is_latest(framework, DataResource(folder=str(data))) is moves
