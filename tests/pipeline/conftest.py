"""What the tests of whole runs share."""

import pytest
from small_project import Project


@pytest.fixture
def small(small: Project, published: Project) -> Project:
    """A copy of the small project, to be changed, with what a run of it has kept but not its release."""
    return small.with_kept(published)
