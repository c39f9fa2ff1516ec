"""A folder that is read-only, a clock that was set back, runs and an ingest that start together."""

import json
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from killing import bytes_of, finish, new_year, partial, start
from small_project import REGIONS, Project

from index_pipeline.framework.load import load
from index_pipeline.sources.inbox import take_inbox
from index_pipeline.sources.store.vintages import load_observations, newest


@pytest.fixture
def read_only(project: Project) -> Iterator[Project]:
    """A published project that nobody may write to."""
    new_year(project)
    folders = [path for path in [project.data, *project.data.rglob("*")] if path.is_dir()]
    for folder in folders:
        folder.chmod(0o555)
    yield project
    for folder in folders:
        folder.chmod(0o755)


def test_a_read_only_folder_is_named_and_nothing_changes(read_only: Project, bound: tuple[str, ...]) -> None:
    project, before = read_only, bytes_of(read_only.data)

    for command in (
        ("run", *project.options()),
        ("ingest", project.data.parent / "export.csv", *project.options()),
        ("register", "add", "industrial_heritage", "某厂", "--region", "辽宁", "--year", 2025, "--document", "名单",
         *project.options()),
    ):  # fmt: skip
        process = start(*command, before=bound)
        _, err = process.communicate(timeout=300)
        assert process.returncode == 1, command
        assert "Permission denied" in err, command
        assert "Traceback" not in err, command

    assert bytes_of(project.data) == before
    finish("release", "verify", "--data", project.data)


def test_a_clock_that_was_set_back_loses_no_figure(project: Project) -> None:
    """The store then holds figures of later days than today; they stay the newest."""
    framework = load(project.framework)
    before = newest(load_observations(project.data))
    inbox = project.data / "inbox"
    inbox.mkdir()
    shutil.copy(new_year(project), inbox / "export.csv")

    (wrong,) = take_inbox(project.data, framework, date(2001, 1, 1))

    assert wrong.batch is None
    assert newest(load_observations(project.data)).equals(before)
    shutil.copy(new_year(project), inbox / "export.csv")
    (right,) = take_inbox(project.data, framework, date(2032, 1, 1))
    assert right.batch
    assert load_observations(project.data).num_rows - before.num_rows >= len(REGIONS)


def test_two_runs_and_an_ingest_together(project: Project) -> None:
    """The clock was set back besides: the last release is of a later day than those that the runs make.

    Both runs are of what was known on an earlier day, so the newest release stays.
    """
    (earlier,) = [path.parent for path in (project.data / "releases").glob("*/datapackage.json")]
    (earlier / "published.json").write_text('{"published": "2101-01-01T00:00:00+00:00"}\n', encoding="utf-8")
    before = load_observations(project.data).num_rows
    command = ("ingest", new_year(project), *project.options())

    processes = [start("run", *project.options(), "--as-of", day) for day in ("2024-12-31", "2023-12-31")]
    processes += [start(*command), start(*command)]
    ended = [process.communicate(timeout=300) for process in processes]

    assert [process.returncode for process in processes] == [0, 0, 0, 0], ended
    assert load_observations(project.data).num_rows == before + len(REGIONS)
    made = {Path(out.splitlines()[-1]).name for out, _ in ended[:2]}
    for name in (*made, earlier.name):
        finish("release", "verify", name, "--data", project.data)
    assert len(made) == 2
    assert json.loads(finish("release", "verify", "--data", project.data, "--json"))["release_id"] == earlier.name
    assert not partial(project.data)
