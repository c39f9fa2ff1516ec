"""Nothing is computed where nothing has changed; after any change the run computes, as if there had been no other."""

import shutil
from collections.abc import Callable
from datetime import date, datetime, timedelta
from importlib.metadata import version
from pathlib import Path

import pytest
from running import icdi, processor_seconds, started, without_progress
from sharing import made_once
from small_project import Project

from index_pipeline import program_files
from index_pipeline.clock import today
from index_pipeline.defs import unchanged as looking
from index_pipeline.defs.run import run
from index_pipeline.defs.unchanged import RECORD, Outcome, unchanged
from index_pipeline.publication.releases import program
from index_pipeline.publication.releases.folder import LATEST

Change = Callable[[Project, pytest.MonkeyPatch], object]

MOST_SECONDS = 3.0
"""Processor time of a run with nothing changed, the start of Python included."""


@pytest.fixture(scope="module")
def computed(small_project: Project, published: Project, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The small project after a run."""

    def compute(folder: Path) -> None:
        icdi("run", *small_project.copy(folder).with_kept(published).options())

    folder = made_once(tmp_path_factory, "computed", compute)
    return Project(folder / "indicators", folder / "data")


@pytest.fixture
def project(computed: Project, tmp_path: Path) -> Project:
    """A copy of it, to be changed: the content of its files is the same, their times and place are not."""
    return computed.copy(tmp_path / "project")


def look(project: Project, as_of: date | None = None, latest: bool | None = None) -> Outcome | None:
    return unchanged(project.framework, project.data, as_of, latest=latest)


def release_of(project: Project) -> Path:
    (found,) = [path.parent for path in (project.data / "releases").glob("*/datapackage.json")]
    return found


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def add(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write(text)


def remove(*paths: Path) -> None:
    for path in paths:
        path.unlink()


def change_program(patch: pytest.MonkeyPatch, folder: Path, name: str) -> None:
    """Let the program be a copy of itself, one file of which has another byte."""
    package = Path(shutil.copytree(program_files.PACKAGE, folder / "package"))
    add(package / name, " ")
    patch.setattr(program_files, "PACKAGE", package)


def change_library(patch: pytest.MonkeyPatch, module: object, library: str) -> None:
    """Let a library have another version."""
    patch.setattr(module, "version", lambda name: "0.0.0" if name == library else version(name))


TOMORROW = today() + timedelta(days=1)

INPUTS: dict[str, Change] = {
    "a figure": lambda p, _: edit(p.store("gdp"), ",7149.8,", ",7149.9,"),
    "a digit of a figure": lambda p, _: edit(p.store("gdp"), ",7149.8,", ",7149.80000000001,"),
    "a figure withdrawn": lambda p, _: edit(p.store("gdp"), ",7149.8,A,", ",,M,"),
    "a note": lambda p, _: edit(p.store("gdp"), "五经普修订前", "五经普修订前。"),
    "a vintage": lambda p, _: edit(p.store("gdp"), ",2006-12-31,", ",2006-12-30,"),
    "a file of figures gone": lambda p, _: remove(p.store("gdp")),
    "a file of figures renamed": lambda p, _: p.store("gdp").rename(p.store("gdp_again")),
    "a batch added": lambda p, _: shutil.copy(p.store("gdp"), p.store("gdp_again")),
    "a batch withdrawn": lambda p, _: add(p.data / "withdrawn" / "nbs_annual" / "gdp.csv", "x"),
    "a register entry": lambda p, _: edit(p.data / "registers" / "industrial_heritage.csv", ",2017,1,", ",2018,1,"),
    "a weight": lambda p, _: edit(p.framework / "framework.yaml", "patent_grants: 1", "patent_grants: 2"),
    "a title": lambda p, _: edit(p.framework / "framework.yaml", "Small index", "The small index"),
    "a comment": lambda p, _: add(p.framework / "framework.yaml", "# why\n"),
    "a unit": lambda p, _: edit(p.framework / "indicator" / "output_per_resident.yaml", "multiplier: 10000", ""),
    "the name of a unit": lambda p, _: add(p.framework / "units.csv", " "),
    "the name of a region": lambda p, _: edit(p.framework / "regions.csv", "北京市", "北京"),
    "a bound of a series": lambda p, _: add(p.framework / "series.csv", " "),
    "a source": lambda p, _: add(p.framework / "source" / "nbs_annual.yaml", "# why\n"),
    "an acknowledgement": lambda p, _: add(p.framework / "acknowledgements.yaml", "[]\n"),
    "an answer to the audit": lambda p, _: add(p.framework / "answers.yaml", "[]\n"),
    "code": lambda p, patch: change_program(patch, p.data, "clock.py"),
    "a query": lambda p, patch: change_program(patch, p.data, "sources/store/one_vintage.sql"),
    "a text": lambda p, patch: change_program(patch, p.data, "framework/messages.toml"),
    "a library": lambda _, patch: change_library(patch, program, "numpy"),
    "a library that checks": lambda _, patch: patch.setitem(looking.SURROUNDINGS, "great-expectations", "0.0.0"),
    "the instructions of the processor": lambda _, patch: patch.setitem(looking.SURROUNDINGS, "processor", ["X86_V3"]),
    "the day": lambda _, patch: patch.setattr(looking, "today", lambda: TOMORROW),
}


def damage_decisions(project: Project) -> None:
    """Leave a release that nobody can say is the newest one, or was compared with it."""
    (release_of(project) / "gate.json").write_text("{")
    (project.data / "releases" / LATEST).unlink()


RESULTS: dict[str, Change] = {
    "a table altered": lambda p, _: add(release_of(p) / "tables" / "scores.csv", " "),
    "a page gone": lambda p, _: remove(release_of(p) / "index.html"),
    "a file too many": lambda p, _: add(release_of(p) / "more.txt", "x"),
    "the release gone": lambda p, _: shutil.rmtree(release_of(p)),
    "the newest release lost": lambda p, _: remove(p.data / "releases" / LATEST),
    "another newest release": lambda p, _: (p.data / "releases" / LATEST).write_text('{"release_id": "small-0"}'),
    "decisions damaged": lambda p, _: damage_decisions(p),
    "another release damaged": lambda p, _: (p.data / "releases" / "small-0-000000000000").mkdir(),
    "the quality report gone": lambda p, _: shutil.rmtree(p.data / "quality"),
    "the record gone": lambda p, _: remove(p.data / "releases" / RECORD),
    "the record cut off": lambda p, _: (p.data / "releases" / RECORD).write_text('{"inputs": "'),
    "the record of other things": lambda p, _: (p.data / "releases" / RECORD).write_text("[7]"),
}


@pytest.mark.parametrize("change", [*INPUTS.values(), *RESULTS.values()], ids=[*INPUTS, *RESULTS])
def test_after_a_change_the_run_computes(change: Change, project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = look(project)
    assert kept is not None
    assert kept.release == release_of(project)

    change(project, monkeypatch)

    assert look(project) is None


@pytest.mark.parametrize("change", ["a figure", "a register entry", "a weight", "a batch added"])
def test_nothing_is_recorded_of_a_run_during_which_an_input_was_changed_and_put_back(
    change: str, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    remove(project.data / "releases" / RECORD)
    inputs = [project.framework, project.data / "observations", project.data / "registers"]
    before = {path: path.read_bytes() for root in inputs for path in root.rglob("*") if path.is_file()}

    def meddle(step: str, steps: int) -> None:
        if step == "scores":
            INPUTS[change](project, monkeypatch)
            project.store("gdp_again").unlink(missing_ok=True)
            for path, content in before.items():
                if path.read_bytes() != content:
                    path.write_bytes(content)

    run(project.framework, project.data, None, latest=None, on_step=meddle)

    assert not (project.data / "releases" / RECORD).exists()


def test_other_options_compute(project: Project) -> None:
    day = datetime.fromisoformat("2024-12-31").date()

    assert [look(project, as_of=day), look(project, latest=True), look(project, latest=False)] == [None] * 3


def test_nothing_changed_costs_little_and_says_the_same(project: Project) -> None:
    first = icdi("run", *project.options(), "--again")
    files = {path: path.stat().st_mtime_ns for path in project.data.rglob("*") if path.is_file()}
    before = processor_seconds()

    second = started("run", *project.options())

    assert processor_seconds() - before < MOST_SECONDS
    assert second.stdout == first.stdout
    assert "nothing has changed" in second.stderr
    assert set(without_progress(first.stderr)) < set(without_progress(second.stderr))
    assert {path: path.stat().st_mtime_ns for path in project.data.rglob("*") if path.is_file()} == files


def test_a_release_that_waits_is_named_again_with_the_same_exit_code(project: Project) -> None:
    lines = project.store("patent_grants_total").read_text(encoding="utf-8").splitlines()
    figure = next(line for line in lines if line.startswith("patent_grants_total,310000,2022,")).split(",")[4]
    edit(project.store("patent_grants_total"), f",{figure},", f",{float(figure) * 1.5},")
    first = icdi("run", *project.options(), check=False)
    assert first.returncode == 3

    second = icdi("run", *project.options(), check=False)

    assert "nothing has changed" in second.stderr
    assert (second.returncode, second.stdout) == (3, first.stdout)
    release = Path(first.stdout.splitlines()[-1]).name
    icdi("release", "discard", release, "--data", project.data, "--why", "a slip of the pen")
    assert look(project) is None
