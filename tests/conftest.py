"""What every folder of tests shares: the small project, the index of the project's own figures, and their releases."""

import gc
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings
from killing import steps_of
from running import ROOT, copy_data, icdi
from sharing import made_once
from small_project import Project, make
from soak import USUAL, examples
from xdist.scheduler import LoadScopeScheduling

if TYPE_CHECKING:
    from index_pipeline.publication.releases.contents import Contents

gc.disable()  # until all tests are collected: they are not garbage, and looking for some takes a quarter of the time

os.environ["ICDI_LANG"] = "en"  # the language of messages that tests read, whatever that of the machine

pytest_plugins = ["pytester", "tiers", "chromium"]

settings.register_profile("icdi", examples(USUAL))
settings.load_profile("icdi")

TOGETHER = {
    "tests/docs/": "site",
    "tests/pipeline/test_backfill.py": "graph",
    "tests/pipeline/test_checks.py": "graph",
    "tests/pipeline/test_graph.py": "graph",
    "tests/pipeline/test_inbox_sensor.py": "graph",
    "tests/pipeline/test_schedules.py": "graph",
    "tests/pipeline/test_year.py": "graph",
    "tests/pipeline/test_scorecards.py": "cards",
    "tests/pipeline/test_web.py": "web",
    "tests/unit/interface/": "interface",
    "tests/unit/publication/": "products",
    "tests/unit/sources/test_bombs.py": "bombs",
}
"""Tests that share what takes long to make or to load and is not shared by processes, and so run in one of them."""

FIRST = (
    "tests/pipeline/test_release.py::test_release_is_whole",
    "tests/faults/test_killed.py::test_run",
    "tests/faults/",
    "tests/pipeline/test_security.py",
    "tests/pipeline/test_backfill.py",
    "tests/pipeline/test_year.py",
    "tests/unit/interface/",
    "tests/unit/publication/",
    "tests/pipeline/test_scorecards.py",
    "tests/pipeline/test_web.py",
    "tests/pipeline/test_release.py::test_every_product",
    "tests/notebooks/",
    "tests/pipeline/",
    "tests/browser/",
)
"""What takes longest begins first, so that no process is left with it at the end; the release begins before all."""


class Together(LoadScopeScheduling):
    """Sends tests to processes one by one, in the order of `FIRST`; those that belong together to one."""

    def _split_scope(self, nodeid: str) -> str:
        return next((group for path, group in TOGETHER.items() if nodeid.startswith(path)), nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Together:
    """Take the place of `--dist loadgroup`, which groups nothing under pytest 9.2."""
    config.option.loadscopereorder = False
    return Together(config, log)


def pytest_xdist_auto_num_workers() -> int:
    """One process more than processors: tests wait for browsers, for other processes and for time to pass."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_finish() -> None:
    gc.freeze()
    gc.enable()


def pytest_unconfigure() -> None:
    gc.unfreeze()  # or DuckDB complains of what is left


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Order the tests where several processes share them."""
    if hasattr(config, "workerinput"):
        items.sort(
            key=lambda item: next((k for k, path in enumerate(FIRST) if item.nodeid.startswith(path)), len(FIRST))
        )


@pytest.fixture(scope="session")
def small_project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The small project, nothing computed; a test that changes it takes `small`."""
    return make(tmp_path_factory.mktemp("small"))


@pytest.fixture
def small(small_project: Project, tmp_path: Path) -> Project:
    """A copy of the small project, to be changed."""
    return small_project.copy(tmp_path / "small")


@pytest.fixture(scope="session")
def published(small_project: Project, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The small project with one release; a test that changes it takes a copy."""

    def publish(folder: Path) -> None:
        icdi("run", *small_project.copy(folder).options())
        (folder / "data" / "releases" / "last_run.json").unlink()  # a test that runs it computes

    folder = made_once(tmp_path_factory, "published", publish)
    return Project(folder / "indicators", folder / "data")


@pytest.fixture(scope="session")
def two_releases(published: Project, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The small project with a release as of 2024-12-31 besides, and the number of steps that its run took."""

    def publish(folder: Path) -> None:
        project = published.copy(folder)
        steps_of(project, "run", *project.options(), "--as-of", "2024-12-31")
        (folder / "data" / "releases" / "last_run.json").unlink()  # a test that runs it computes

    folder = made_once(tmp_path_factory, "two_releases", publish)
    return Project(folder / "indicators", folder / "data")


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder in which one release of the project's own figures is published; nobody changes it."""

    def publish(folder: Path) -> None:
        icdi("run", "--framework", ROOT / "indicators", "--data", copy_data(folder))

    return made_once(tmp_path_factory, "data", publish)


@pytest.fixture(scope="session")
def release(data: Path) -> Path:
    """The folder of that release."""
    return next(path.parent for path in (data / "releases").glob("*/datapackage.json"))


@pytest.fixture(scope="session")
def example() -> "Contents":
    """A small release made on the spot."""
    from example_release import example_release

    return example_release()


@pytest.fixture(scope="session")
def real() -> "Contents":
    """The first edition of the project's own index, from its own figures."""
    import pyarrow as pa

    from index_pipeline.framework.load import load
    from index_pipeline.methods.build import build
    from index_pipeline.publication.catalogue import catalogue
    from index_pipeline.publication.releases.contents import Contents
    from index_pipeline.sources.registers.stocks import load_events, stocks
    from index_pipeline.sources.store.vintages import load_observations, newest

    framework = load(ROOT / "indicators" / "editions" / "1")
    observations, events = newest(load_observations(ROOT / "data")), load_events(ROOT / "data")
    register_stocks = stocks(events, framework)
    built = vars(build(observations, register_stocks, framework))
    tables = {name: table for name, table in built.items() if isinstance(table, pa.Table)}
    tables |= {"observations": observations, "register_events": events, "register_stocks": register_stocks}
    return Contents("icdi-2026-0123456789ab", framework, tables | catalogue(framework, tables["weights"]))
