"""After any change, a run that uses what earlier runs have kept publishes what a run from nothing publishes."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from small_project import ROOT, Project, copy_rows
from soak import TIMES

from index_pipeline import tables
from index_pipeline.defs.groups import GROUPS
from index_pipeline.defs.kept import FIGURES
from index_pipeline.defs.run import run
from index_pipeline.defs.steps import ASSETS
from index_pipeline.files import files_below
from index_pipeline.framework.load import load
from index_pipeline.keeping import digest
from index_pipeline.parquet import read_parquet
from index_pipeline.publication.releases.folder import OUTSIDE
from index_pipeline.steps import Step

Change = Callable[[Project], object]


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text, (path, old)
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def revise(project: Project, series: str, column: int, value: str) -> None:
    """Change one cell of the last line of a series' figures."""
    path = project.store(series)
    *lines, last = path.read_text(encoding="utf-8").splitlines()
    cells = last.split(",")
    cells[column] = value
    path.write_text("\n".join([*lines, ",".join(cells)]) + "\n", encoding="utf-8")


def state(project: Project, text: str) -> None:
    """Add a statement to the framework."""
    path = project.framework / "framework.yaml"
    path.write_text(f"{path.read_text(encoding='utf-8')}{text}\n", encoding="utf-8")


UNUSED: dict[str, Change] = {
    "a note of a figure": lambda project: revise(project, "gdp", -1, "核实"),
    "figures of a series that no indicator uses": lambda project: copy_rows(
        ROOT / "data/observations/nbs_annual/museums.csv", project.store("museums")
    ),
}
"""What a release publishes and no step uses."""

CHANGES: dict[str, Change] = {
    "a figure": lambda project: revise(project, "gdp", 4, "23456.7"),
    **UNUSED,
    "a unit": lambda project: edit(project.framework / "units.csv", "元", "圆"),
    "a title of a region": lambda project: edit(project.framework / "regions.csv", "辽宁省", "辽宁"),
    "an entry of a register": lambda project: edit(
        project.data / "registers" / "industrial_heritage.csv", "designated", "confirmed"
    ),
    "a weight": lambda project: edit(project.framework / "framework.yaml", "patent_grants: 1", "patent_grants: 2"),
    "a title of the index": lambda project: edit(project.framework / "framework.yaml", "Small index", "Smaller index"),
    "a unit of an indicator": lambda project: edit(
        project.framework / "indicator" / "output_per_resident.yaml", "multiplier: 10000", ""
    ),
    "the address of the site": lambda project: state(project, "site_url: https://example.org/icdi/"),
    "the citation": lambda project: state(project, "citation: {authors: [{name: {zh: 某局, en: An office}}]}"),
    "a source's words": lambda project: edit(project.framework / "source" / "nbs_annual.yaml", "国家统计局", "统计局"),
}
"""What may change between two runs; beyond the first three in the soak only."""


def release(project: Project) -> dict[str, bytes]:
    """Run, and return the files of the release that follow from its inputs."""
    folder = run(project.framework, project.data, None, latest=False, on_step=lambda *_: None).release
    paths = {path.relative_to(folder).as_posix(): path for path in files_below(folder)}
    return {name: path.read_bytes() for name, path in paths.items() if name not in OUTSIDE}


@pytest.fixture
def computed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the steps that are computed."""
    names, compute = list[str](), Step.compute

    def noted(step: Step, *given: object) -> object:
        names.append(step.name)
        return compute(step, *given)  # type: ignore[arg-type]

    monkeypatch.setattr("index_pipeline.steps.Step.compute", noted)
    return names


@pytest.mark.soak
@pytest.mark.parametrize("name", list(CHANGES)[: None if TIMES > 1 else 3])
def test_a_run_after_a_change_equals_one_from_nothing(
    published: Project, tmp_path: Path, computed: list[str], name: str
) -> None:
    project = published.copy(tmp_path / "kept")
    CHANGES[name](project)
    bare = project.copy(tmp_path / "bare")
    shutil.rmtree(bare.data / "tables")

    after_change = release(project)

    assert not (computed and name in UNUSED)
    assert after_change == release(bare)


def test_a_run_of_the_same_figures_computes_no_step_and_imports_no_checker(
    published: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = published.copy(tmp_path)

    def unexpected(*_: object) -> None:
        raise AssertionError("computed again")

    monkeypatch.setattr("index_pipeline.steps.Step.compute", unexpected)
    monkeypatch.setattr("index_pipeline.quality.expectations._great_expectations", unexpected)

    run(project.framework, project.data, None, latest=None, on_step=lambda *_: None)


def test_a_run_that_is_made_afresh_computes_every_step(published: Project, tmp_path: Path, computed: list[str]) -> None:
    project = published.copy(tmp_path)

    run(project.framework, project.data, None, latest=None, on_step=lambda *_: None, afresh=True)

    assert len(computed) == sum(len(group) for group in GROUPS.values())


@pytest.mark.parametrize(
    "step",
    [step for steps in GROUPS.values() for step in steps if {*step.takes} & {*FIGURES}],
    ids=lambda step: step.name,
)
def test_a_step_gives_the_same_from_all_observations(data: Path, step: Step) -> None:
    given = {name: read_parquet(data / "tables" / f"{ASSETS.get(name, name)}.parquet") for name in step.takes}

    made = step.compute(given, load(ROOT / "indicators"))

    for name, table in made.items():
        found = read_parquet(data / "tables" / f"{name}.parquet").replace_schema_metadata(None)
        assert digest(tables.DECLARED[name].conform(table)) == digest(found)
