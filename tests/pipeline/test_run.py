"""A run publishes the same for the same inputs, and is never the worse for a fault: on the small project."""

import os
import resource
from pathlib import Path

import pytest
from running import icdi, started
from small_project import Project


@pytest.fixture
def project(published: Project, tmp_path: Path) -> Project:
    """A copy of the small project with one release."""
    return published.copy(tmp_path / "project")


def release_of(project: Project) -> Path:
    """Return the folder of the one release."""
    (found,) = [path.parent for path in (project.data / "releases").glob("*/datapackage.json")]
    return found


def test_same_inputs_same_release_on_one_core(project: Project) -> None:
    release = release_of(project)
    before = {path: path.stat().st_mtime_ns for path in release.rglob("*")}

    done = started("run", *project.options(), preexec_fn=lambda: os.sched_setaffinity(0, {0}))

    assert done.stdout.splitlines()[-1] == str(release)
    assert {path: path.stat().st_mtime_ns for path in release.rglob("*")} == before


@pytest.mark.parametrize("most", [pytest.param(5_000, id="in the tables"), pytest.param(20_000, id="in the release")])
def test_a_disk_that_fills_leaves_the_last_release(project: Project, most: int) -> None:
    done = started(
        "run",
        *project.options(),
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most, most)),
    )

    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert not list(project.data.rglob("*.partial"))
    assert "whole" in icdi("release", "verify", "--data", project.data).stdout
