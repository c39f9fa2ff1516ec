"""A release of an earlier day, or of another edition, is asked for in one place, and says what it is."""

import json
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import dagster as dg
import pyarrow.parquet
import pytest
from dask_workers import cluster
from running import icdi
from small_project import Project

from index_pipeline.cli.backfill import run_as_of
from index_pipeline.defs.graph import build_definitions
from index_pipeline.defs.resources import KnowledgeResource
from index_pipeline.locks import locked
from index_pipeline.publication.releases.folder import as_of, listing, newest
from index_pipeline.publication.releases.verifying import verify

DAY = "2024-06-30"


@pytest.fixture(scope="module")
def instance() -> Iterator[dg.DagsterInstance]:
    with dg.DagsterInstance.ephemeral() as made:
        yield made


@pytest.fixture(scope="module")
def project(
    small_project: Project, published: Project, instance: dg.DagsterInstance, tmp_path_factory: pytest.TempPathFactory
) -> Project:
    """A small project after a run as of a day, launched as the web interface launches it."""
    made = small_project.copy(tmp_path_factory.mktemp("backfill")).with_kept(published)
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
    ("knowledge", "candidate"),
    [
        pytest.param({}, True, id="newest figures"),
        pytest.param({"as_of": DAY}, False, id="an earlier day"),
        pytest.param({"as_of": DAY, "latest": True}, True, id="said so"),
        pytest.param({"latest": False}, False, id="said not"),
    ],
)
def test_which_release_is_put_to_the_gate(knowledge: dict, candidate: bool) -> None:
    assert KnowledgeResource(**knowledge).is_candidate() is candidate


def test_days_are_backfilled_side_by_side_and_beside_another_run(project: Project, small: Project) -> None:
    """To the release that a run of its own makes; a day without figures publishes nothing and is named."""
    (alone,) = listing(project.data / "releases")
    days = ("--as-of", DAY, "--as-of", "1990-01-01")

    with locked(small.data / "tables" / ".lock", 0):
        done = icdi("backfill", *days, "--processes", 2, "--json", *small.options(), check=False)

    assert done.returncode == 1
    made = {each["as_of"]: each for each in json.loads(done.stdout)}
    assert Path(made[DAY]["release"]).name == alone.name
    assert made["1990-01-01"]["release"] is None
    assert "the store holds no figure yet, or none of that day" in "".join(made["1990-01-01"]["said"])
    assert not [fault for folder in listing(small.data / "releases") for fault in verify(folder)]
    assert newest(small.data / "releases") is None
    assert {path.name for path in (small.data / "tables").iterdir() if path.is_dir()} == {"1990-01-01", "kept", "store"}


def test_tables_that_another_run_works_with_by_then_are_left(small: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    tables = small.data / "tables" / DAY
    tables.mkdir(parents=True)
    done = subprocess.CompletedProcess("icdi", 0, '{"release": "as of that day"}', "")
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: done)

    with locked(tables / ".lock", 0):
        made = run_as_of(date.fromisoformat(DAY), small.framework, small.data)
    assert tables.is_dir()

    assert run_as_of(date.fromisoformat(DAY), small.framework, small.data) == made
    assert not tables.exists()


def test_workers_of_dask_backfill_the_same_releases(project: Project, small: Project, tmp_path: Path) -> None:
    (alone,) = listing(project.data / "releases")
    days = ("2023-06-30", DAY)

    with cluster(tmp_path / "dask", workers=2) as made:
        options = (word for day in days for word in ("--as-of", day))
        done = icdi("backfill", *options, "--json", *small.options(), ICDI_ENGINE=made.address)

    found = {each["as_of"]: Path(each["release"]) for each in json.loads(done.stdout)}
    assert [as_of(found[day]) for day in days] == list(days)
    assert found[DAY].name == alone.name
    assert [fault for folder in found.values() for fault in verify(folder)] == []
    assert newest(small.data / "releases") is None
