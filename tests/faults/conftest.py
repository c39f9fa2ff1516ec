"""What the tests of faults share: a small project with a release, to be harmed."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from small_project import Project


@pytest.fixture
def project(published: Project, tmp_path: Path) -> Project:
    """A copy of the small project with one release."""
    return published.copy(tmp_path / "project")


@pytest.fixture
def small(small: Project, published: Project) -> Project:
    """A copy of the small project, to be changed, with what a run of it has kept but not its release."""
    return small.with_kept(published)


@pytest.fixture(scope="session")
def bound() -> tuple[str, ...]:
    """What to put before a command so that permissions bind it: root gives up that it reads and writes everywhere."""
    if os.geteuid() != 0:
        return ()
    without = ("setpriv", "--bounding-set", "-dac_override,-dac_read_search", "--")
    if shutil.which("setpriv") is None or subprocess.run([*without, "true"], check=False).returncode != 0:
        pytest.skip("root reads and writes everywhere, and setpriv cannot take that from it here")
    return without
