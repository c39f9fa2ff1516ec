"""What every folder of tests shares: the small project, and one real release of the project's own figures."""

from pathlib import Path
from typing import Any

import pytest
from running import ROOT, copy_data, icdi
from small_project import Project, make
from xdist.scheduler import LoadScopeScheduling

TOGETHER = {
    "tests/faults/": "faults",
    "tests/pipeline/test_diff.py": "release",
    "tests/pipeline/test_graph.py": "release",
    "tests/pipeline/test_independent.py": "release",
    "tests/pipeline/test_release.py": "release",
    "tests/notebooks/": "release",
    "tests/docs/": "site",
    "tests/unit/publication/test_scorecards.py": "cards",
    "tests/pipeline/test_web.py": "web",
}
"""Tests that share what takes long to make, and so run in one process."""


class Together(LoadScopeScheduling):
    """Sends tests to processes one by one, those that belong together to one."""

    def _split_scope(self, nodeid: str) -> str:
        return next((group for path, group in TOGETHER.items() if nodeid.startswith(path)), nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Together:
    """Take the place of `--dist loadgroup`, which groups nothing under pytest 9.2."""
    return Together(config, log)


@pytest.fixture(scope="session")
def small_project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The small project, nothing computed; a test that changes it takes `small`."""
    return make(tmp_path_factory.mktemp("small"))


@pytest.fixture
def small(small_project: Project, tmp_path: Path) -> Project:
    """A copy of the small project, to be changed."""
    return small_project.copy(tmp_path / "small")


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder in which one release is published."""
    folder = copy_data(tmp_path_factory.mktemp("data"))
    icdi("run", "--framework", ROOT / "indicators", "--data", folder)
    return folder


@pytest.fixture(scope="session")
def release(data: Path) -> Path:
    """The folder of that release."""
    return next(path.parent for path in (data / "releases").glob("*/datapackage.json"))


@pytest.fixture(scope="session")
def earlier(data: Path, release: Path) -> Path:
    """A second release in that data folder: the index as it would have been on 2025-01-01."""
    run = icdi("run", "--framework", ROOT / "indicators", "--data", data, "--as-of", "2025-01-01")
    return Path(run.stdout.splitlines()[-1])
