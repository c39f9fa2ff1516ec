"""An incremental run that is killed at any moment spoils nothing: the next one publishes what one from nothing does."""

import os
import shutil
import signal
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

import dagster as dg
import psutil
import pytest
from killing import bytes_of, partial
from running import ROOT, started
from small_project import Project
from soak import TIMES
from warm import Forked, forked

from index_pipeline.publication.releases.folder import OUTSIDE, listing
from index_pipeline.publication.releases.verifying import verify

MOMENTS = 50
"""Moments at which runs are killed, spread evenly over their processor time, which other work changes little."""

LONGEST = 1200.0
"""Seconds of the clock that a run may take on a machine with other work."""

PATIENCE = 20.0
"""Seconds in which the processes that a killed run had started have to end."""

WEIGHTS = {"small": "patent_grants", "icdi": "heritage_share"}
"""The component of each index whose weight is changed."""

Change = Callable[[Project], None]
Report = Callable[[str, object], None]


@pytest.fixture(params=["small", "icdi"])
def project(request: pytest.FixtureRequest, tmp_path: Path) -> Project:
    """The small project, or that of the whole index, with a release and all that its run has kept; to be changed."""
    if request.param == "small":
        return request.getfixturevalue("published").copy(tmp_path / "project")
    return Project(ROOT / "indicators", request.getfixturevalue("data")).copy(tmp_path / "project")


@pytest.mark.skipif(TIMES == 1, reason="takes from ten minutes to an hour: part of the soak")
def test_after_an_incremental_run_is_killed(
    project: Project, tmp_path: Path, request: pytest.FixtureRequest, record_testsuite_property: Report
) -> None:
    """The inputs go from state to state; each run that is killed has what the run of the state before has kept."""
    source, index = project.copy(tmp_path / "source"), request.node.callspec.params["project"]
    changes = _changes(WEIGHTS[index])
    expected = {state: _from_nothing(source, change, tmp_path / "bare") for state, change in changes.items()}
    seconds: dict[str, float] = {}
    for state, change in changes.items():
        _restore(project, source, change)
        seconds[state] = _finish(project)[1]
    struck = 0
    for number in range(MOMENTS):
        state = [*changes][number % len(changes)]
        _restore(project, source, changes[state])
        shutil.rmtree(project.data / "releases" / expected[state][0])
        struck += _killed(project, seconds[state] * (number + 0.5) / MOMENTS)
        assert [fault for folder in listing(project.data / "releases") for fault in verify(folder)] == []
        assert not partial(project.data)

        release, _ = _finish(project)

        assert (release.name, _digests(release)) == expected[state], (state, number)
        assert not list((project.data / "releases").glob(".staging-*"))
        assert not partial(project.data)

    record_testsuite_property(f"struck_{index}", f"{struck} of {MOMENTS} runs while they ran")
    assert struck > 0.8 * MOMENTS
    _assert_history_is_readable(project, finished=MOMENTS + len(changes))


def _changes(component: str) -> Mapping[str, Change]:
    """Return the states of the inputs: each differs from the project as it is by one change."""
    gdp = ("data", "observations", "nbs_annual", "gdp.csv")
    entries = ("data", "registers", "industrial_heritage.csv")
    return {
        "a figure": _edit(",47353.7,", ",47353.8,", *gdp),
        "an entry of a register": _edit(",designated,2017,", ",designated,2018,", *entries),
        "a note": _edit("五经普修订前", "经济普查修订前", *gdp),
        "a weight": _edit(f"{component}: 1", f"{component}: 2", "indicators", "framework.yaml"),
    }


def _edit(old: str, new: str, *path: str) -> Change:
    def change(project: Project) -> None:
        file = project.data.parent.joinpath(*path)
        text = file.read_text(encoding="utf-8")
        assert old in text, (file, old)
        file.write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


def _restore(project: Project, source: Project, change: Change) -> None:
    """Give the inputs of a project those of another one, and a change."""
    for name in ("data/observations", "data/registers", "indicators"):
        shutil.rmtree(project.data.parent / name)
        shutil.copytree(source.data.parent / name, project.data.parent / name)
    change(project)


def _from_nothing(source: Project, change: Change, folder: Path) -> tuple[str, dict[str, str]]:
    """Return name and digests of the release of a changed project, of which nothing is kept."""
    bare = source.copy(folder)
    for name in ("tables", "releases", "quality"):
        shutil.rmtree(bare.data / name)
    change(bare)
    release = Path(started("run", *bare.options(), "--no-latest").stdout.splitlines()[-1])
    found = release.name, _digests(release)
    shutil.rmtree(folder)
    return found


def _digests(release: Path) -> dict[str, str]:
    return {name: digest for name, digest in bytes_of(release).items() if name not in OUTSIDE}


def _begin(project: Project) -> Forked:
    history = project.data.parent / "history"
    history.mkdir(exist_ok=True)
    (history / "dagster.yaml").write_text("telemetry: {enabled: false}\n", encoding="utf-8")
    return forked("run", *project.options(), "--no-latest", environment={"DAGSTER_HOME": str(history)})


def _finish(project: Project) -> tuple[Path, float]:
    """Run; return the release and the processor seconds. Only what that run has used is kept afterwards."""
    begun = time.time()
    process = _begin(project)
    spent = _wait(process, float("inf"))
    out, err = process.communicate(timeout=LONGEST)
    assert process.returncode == 0, err
    for path in (project.data / "tables" / "kept").iterdir():
        if path.stat().st_mtime < begun:
            path.unlink()
    return Path(out.splitlines()[-1]), spent


def _wait(process: Forked, seconds: float) -> float:
    """Wait until a process has used so much processor time, or has ended; return what it has used itself."""
    spent, until = 0.0, time.monotonic() + LONGEST
    with suppress(psutil.NoSuchProcess):
        watched = psutil.Process(process.pid)
        while spent < seconds and watched.status() != psutil.STATUS_ZOMBIE:
            spent = sum(watched.cpu_times()[:2])
            assert time.monotonic() < until, "the run does not end"
            time.sleep(0.005)
    return spent


def _killed(project: Project, seconds: float) -> bool:
    """Kill a run after some processor time; return whether it was still running. What it had started ends by itself."""
    process = _begin(project)
    _wait(process, seconds)
    with suppress(ProcessLookupError):
        os.kill(process.pid, signal.SIGKILL)
    process.communicate(timeout=60)
    until = time.monotonic() + PATIENCE
    while left := [each for each in psutil.process_iter() if _session(each) == process.pid]:
        assert time.monotonic() < until, left
        time.sleep(0.1)
    return process.returncode == -signal.SIGKILL


def _session(process: psutil.Process) -> int | None:
    with suppress(ProcessLookupError):
        return os.getsid(process.pid)
    return None


def _assert_history_is_readable(project: Project, finished: int) -> None:
    """The runs that were not killed are whole in the history, and the events of the others can be read."""
    with dg.DagsterInstance.from_config(str(project.data.parent / "history")) as instance:
        events = {run.run_id: instance.all_logs(run.run_id) for run in instance.get_runs()}
        whole = instance.get_runs(dg.RunsFilter(statuses=[dg.DagsterRunStatus.SUCCESS]))
        assert finished <= len(whole) <= len(events) <= finished + MOMENTS
        assert {len(events[run.run_id]) for run in whole} == {max(map(len, events.values()))}
