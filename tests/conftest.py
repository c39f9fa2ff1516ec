"""The small project, for every folder of tests."""

from pathlib import Path

import pytest
from small_project import Project, make


@pytest.fixture(scope="session")
def small_project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The small project, nothing computed; a test that changes it takes `small`."""
    return make(tmp_path_factory.mktemp("small"))


@pytest.fixture
def small(small_project: Project, tmp_path: Path) -> Project:
    """A copy of the small project, to be changed."""
    return small_project.copy(tmp_path / "small")
