"""What the tests of faults share: a small project with a release."""

import time
from pathlib import Path

import pytest
from killing import finish
from small_project import Project


@pytest.fixture(scope="session")
def first_run(small_project: Project, tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, float]:
    """A small project with one release, and the seconds that its run took."""
    project = small_project.copy(tmp_path_factory.mktemp("published"))
    started = time.monotonic()
    finish("run", *project.options())
    return project, time.monotonic() - started


@pytest.fixture
def project(first_run: tuple[Project, float], tmp_path: Path) -> Project:
    """A copy of that project, to be harmed."""
    return first_run[0].copy(tmp_path / "project")


@pytest.fixture
def lasting(first_run: tuple[Project, float]) -> float:
    """Seconds that a run takes here."""
    return first_run[1]
