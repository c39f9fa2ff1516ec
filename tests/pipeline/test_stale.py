"""Dagster's data versions: the interface marks as out of date what a run would compute anew, and nothing else."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from dagster._core.definitions.data_version import CachingStaleStatusResolver, StaleStatus
from dagster._core.loader import LoadingContextForTest
from sharing import made_once
from small_project import SOURCES, Project

from index_pipeline.defs.automation import publish_index
from index_pipeline.defs.graph import build_definitions
from index_pipeline.defs.groups import step_tables
from index_pipeline.defs.history import opened
from index_pipeline.defs.run import run
from index_pipeline.publication.releases.program import STARTED

READ_NO_FRAMEWORK = {*SOURCES, "newest_observations", "first_observations", "revisions"}


@pytest.fixture(scope="module")
def computed(published: Project, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the small project after a run, and with the history of that run."""

    def publish(home: Path) -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("DAGSTER_HOME", str(home))
            compute(published.copy(home))

    return made_once(tmp_path_factory, "stale", publish)


@pytest.fixture
def project(computed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A copy of that project, to be changed."""
    home = shutil.copytree(computed, tmp_path / "home")
    monkeypatch.setenv("DAGSTER_HOME", str(home))
    return Project(home / "indicators", home / "data")


def compute(project: Project) -> None:
    run(project.framework, project.data, None, latest=None, on_step=lambda *_: None)


def observe(project: Project) -> None:
    """Do what the button "Observe" of the interface does with all that the store holds."""
    definitions = build_definitions(project.framework, project.data)
    keys = [*definitions.resolve_asset_graph().observable_asset_keys]
    with opened() as instance:
        job = definitions.resolve_job_def(publish_index.name)
        assert job.execute_in_process(instance=instance, asset_selection=keys).success


def out_of_date(project: Project) -> dict[str, set[str]]:
    """Return why each asset is out of date, as the interface says it."""
    graph: Any = build_definitions(project.framework, project.data).resolve_asset_graph()
    with opened() as instance:
        resolver = CachingStaleStatusResolver(instance, graph, LoadingContextForTest(instance))
        stale = [key for key in graph.get_all_asset_keys() if resolver.get_status(key) != StaleStatus.FRESH]
        return {key.to_user_string(): {each.category.value for each in resolver.get_stale_causes(key)} for key in stale}


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_figure_that_changed_is_shown_at_its_source_until_a_run_has_read_it(project: Project) -> None:
    assert out_of_date(project) == {}

    *lines, last = project.store("gdp").read_text(encoding="utf-8").splitlines()
    project.store("gdp").write_text("\n".join([*lines, f"{last}核实"]) + "\n", encoding="utf-8")
    observe(project)
    assert out_of_date(project) == {"nbs_annual": {"DATA"}}

    compute(project)
    assert out_of_date(project) == {}


def test_a_framework_that_changed_is_shown_where_it_is_read(project: Project) -> None:
    edit(project.framework / "framework.yaml", "Small index", "Smaller index")

    found = out_of_date(project)

    assert {*step_tables(), "register_stocks", "release"} <= found.keys()
    assert not READ_NO_FRAMEWORK & found.keys()
    assert all(causes == {"CODE"} for causes in found.values())


def test_another_program_is_shown_everywhere(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index_pipeline.defs.unchanged.STARTED", {**STARTED, "code_digest": "another"})

    found = out_of_date(project)

    assert READ_NO_FRAMEWORK | {*step_tables(), "release"} <= found.keys()
