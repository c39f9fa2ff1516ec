"""What the tests of faults share: a small project with a release."""

from pathlib import Path

import pytest
from killing import finish
from small_project import Project


@pytest.fixture(scope="session")
def published(small_project: Project, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A small project with one release."""
    project = small_project.copy(tmp_path_factory.mktemp("published"))
    finish("run", *project.options())
    return project


@pytest.fixture
def project(published: Project, tmp_path: Path) -> Project:
    """A copy of that project, to be harmed."""
    return published.copy(tmp_path / "project")
