"""What the tests of faults share: a small project with a release, to be harmed."""

from pathlib import Path

import pytest
from small_project import Project


@pytest.fixture
def project(published: Project, tmp_path: Path) -> Project:
    """A copy of the small project with one release."""
    return published.copy(tmp_path / "project")
