"""A process killed at any moment loses nothing, doubles nothing, and needs no cleaning by hand."""

import shutil
from collections.abc import Callable
from pathlib import Path

from killing import bytes_of, finish, kill_at, moments, new_year, partial, steps_noted, steps_of
from small_project import REGIONS, Project

from index_pipeline.publication.releases.folder import listing, newest
from index_pipeline.publication.releases.verifying import verify
from index_pipeline.sources.registers.stocks import load_events
from index_pipeline.sources.store.vintages import load_observations


def test_ingest(project: Project) -> None:
    file, before = new_year(project), load_observations(project.data).num_rows
    command = ("ingest", file, *project.options())
    steps = steps_of(project, *command)
    taken = {before, before + len(REGIONS)}
    for moment in moments(steps):
        _forget_batches(project)
        struck = kill_at(moment, project, *command)
        assert struck or moment.later
        assert load_observations(project.data).num_rows in taken
        assert not partial(project.data)

    _forget_batches(project)
    finish(*command)
    assert load_observations(project.data).num_rows == max(taken)


def _forget_batches(project: Project) -> None:
    for batch in project.data.glob("observations/*/*__*.csv"):
        batch.unlink()


def test_register_add(project: Project) -> None:
    options = ("--region", "辽宁", "--year", 2025, "--document", "名单", *project.options())
    steps = steps_of(project, "register", "add", "industrial_heritage", "首厂", *options)
    before = load_events(project.data).num_rows
    killed = list(moments(steps))
    for number, moment in enumerate(killed):
        known = load_events(project.data).num_rows
        struck = kill_at(moment, project, "register", "add", "industrial_heritage", f"某厂{number}", *options)
        assert struck or moment.later
        assert load_events(project.data).num_rows - known in {0, 1}
        assert not partial(project.data)

    finish("register", "add", "industrial_heritage", "末厂", *options)
    events = load_events(project.data).to_pandas()
    assert before < len(events) <= before + len(killed) + 1
    assert not events[events["event"] == "designated"].duplicated(["register_id", "entry_id"]).any()


def forget(data: Path, release: str) -> None:
    """Put back the one release, so that the next run has all of the other one to make again."""
    for folder in (data / "releases").glob("small-*"):
        if folder.name != release:
            shutil.rmtree(folder)
    (data / "releases" / "latest.json").write_text(f'{{"release_id": "{release}"}}\n', encoding="utf-8")


def test_run(project: Project, two_releases: Project, record_testsuite_property: Callable[[str, object], None]) -> None:
    """As of an earlier day, so that there is another release to make; every release that is seen is whole."""
    command = ("run", *project.options(), "--as-of", "2024-12-31")
    listed = finish("release", "list", "--data", project.data).split()
    release = next(word for word in listed if word.startswith("small-"))
    releases = project.data / "releases"
    figures = bytes_of(project.data / "observations")
    (made,) = {path.name for path in listing(two_releases.data / "releases")} - {release}
    killed = list(moments(steps_noted(two_releases)))
    struck = 0
    for moment in killed:
        forget(project.data, release)
        if kill_at(moment, project, *command):
            struck += 1
        else:
            assert moment.later
        assert newest(releases) == release
        assert [fault for folder in listing(releases) for fault in verify(folder)] == []
        assert not partial(project.data)

    record_testsuite_property("struck", f"{struck} of {len(killed)} moments among {steps_noted(two_releases)} steps")
    forget(project.data, release)
    assert Path(finish(*command).splitlines()[-1]).name == made != release
    finish("release", "verify", "--data", project.data)
    finish("release", "verify", release, "--data", project.data)
    assert not list((project.data / "releases").glob(".staging-*"))
    assert bytes_of(project.data / "observations") == figures
