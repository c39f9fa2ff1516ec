"""A fetch that is killed at any moment loses nothing and doubles nothing, and the next one goes on where it was."""

import shutil
from pathlib import Path

import bureau_server
import pytest
from fetched import asking, figures, library
from killing import finish, kill_at, moments, partial, steps_of
from small_project import Project

from index_pipeline.sources.store.vintages import load_observations

SERIES = ("gdp", "museums", "population_resident")


def test_a_fetch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ICDI_FETCH", "1")
    served = library(SERIES)
    (tmp_path / "data").mkdir()
    with bureau_server.serve(served) as address:
        project = Project(asking(tmp_path, address), tmp_path / "data")
        chosen = [text for name in SERIES for text in ("--series", name)]
        command = ("fetch", *chosen, "--years", "2018-2024", *project.options())
        clear(project.data)
        steps = steps_of(project, *command)
        truth = figures(project.data)
        for moment in moments(steps):
            clear(project.data)
            struck = kill_at(moment, project, *command)
            assert struck or moment.later
            assert figures(project.data).items() <= truth.items()
            assert not partial(project.data)

            finish(*command)
            assert figures(project.data) == truth
            assert load_observations(project.data).num_rows == len(truth)
            assert len(list(project.data.glob("observations/*/*.csv"))) == len(SERIES)
            assert len(list(project.data.glob("archive/*/*/*.gz"))) == len(SERIES)


def clear(data: Path) -> None:
    """Take away all that was fetched."""
    shutil.rmtree(data)
    (data / "observations").mkdir(parents=True)
