"""The difference between two releases splits exactly, on the revision of GDP after the fifth economic census."""

import json
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest
from running import ROOT, answered
from small_project import Project

from index_pipeline.cli import differences
from index_pipeline.framework.load import load
from index_pipeline.methods.build import Build, build
from index_pipeline.publication.releases.contents import read_contents
from index_pipeline.publication.releases.folder import listing, newest
from index_pipeline.robustness import attribution, changed
from index_pipeline.robustness.attribution import Published, attribute, changed_figures
from index_pipeline.sources.registers.stocks import load_events, stocks
from index_pipeline.sources.store.vintages import load_observations
from index_pipeline.sources.store.vintages import newest as newest_figures

FRAMEWORK = load(ROOT / "indicators")


def known_on(day: date) -> Published:
    observations = newest_figures(load_observations(ROOT / "data"), day)
    held = stocks(load_events(ROOT / "data"), FRAMEWORK)
    made = build(observations, held, FRAMEWORK)
    return Published(observations, held, made.scores, made.rankings, FRAMEWORK)


@pytest.fixture(scope="module")
def before() -> Published:
    return known_on(date(2025, 12, 30))


@pytest.fixture(scope="module")
def after() -> Published:
    return known_on(date(2025, 12, 31))


@pytest.fixture(scope="module")
def changes(before: Published, after: Published) -> list[dict]:
    return attribute(before, after).to_pylist()


def test_the_parts_sum_to_the_change(changes: list[dict]) -> None:
    rows = [row for row in changes if row["change"] is not None]

    assert len(rows) > 31 * 5 * 18
    for row in rows:
        assert row["new_data_effect"] + row["revision_effect"] + row["method_effect"] == pytest.approx(
            row["change"], abs=1e-12
        )


def test_a_revision_of_gdp_moves_what_is_divided_by_it(changes: list[dict]) -> None:
    moved = {row["component_id"] for row in changes if row["revision_effect"] and abs(row["revision_effect"]) > 1e-6}

    assert moved == {"green_industry", "industrial_image", "support_services", "enabling_measures", "icdi"}
    assert all(abs(row["method_effect"]) < 1e-9 for row in changes if row["method_effect"] is not None)


def test_the_figures_behind_it_are_listed(before: Published, after: Published) -> None:
    figures = changed_figures(before.observations, after.observations).to_pylist()

    assert {row["series_id"] for row in figures if row["kind"] == "revised"} == {"gdp"}


@dataclass(frozen=True)
class Two:
    """Releases of the small project: as of 2024-12-31, and of all that is known."""

    data: Path
    earlier: Path
    later: Path


@pytest.fixture(scope="module")
def two(two_releases: Project) -> Two:
    releases = two_releases.data / "releases"
    later = releases / (newest(releases) or "")
    (earlier,) = set(listing(releases)) - {later}
    return Two(two_releases.data, earlier, later)


def test_as_of_uses_what_was_known(two: Two) -> None:
    """The GDP of 2022 was revised at the end of 2025; a run as of 2024-12-31 uses the figure before it."""

    def gdp(folder: Path) -> pd.Series:
        table = pd.read_parquet(folder / "tables" / "observations.parquet")
        return table[(table["series_id"] == "gdp") & (table["time_period"] == 2022)].set_index("ref_area")["obs_value"]

    assert two.earlier.name != two.later.name
    assert gdp(two.earlier)["110000"] == pytest.approx(41_611, rel=0.01)
    assert gdp(two.later)["110000"] == pytest.approx(45_222, rel=0.01)


def test_a_release_as_of_a_day_says_so_and_is_not_the_newest(two: Two) -> None:
    rows = json.loads(answered("release", "list", "--data", two.data, "--json").stdout)
    listed = {row["release_id"]: (row["as_of"], row["newest"]) for row in rows}
    provenance = json.loads((two.earlier / "datapackage.json").read_text(encoding="utf-8"))["provenance"]

    assert provenance["as_of"] == "2024-12-31"
    assert listed == {two.earlier.name: ("2024-12-31", False), two.later.name: (None, True)}
    assert f"{two.earlier.name}: whole" in answered("release", "verify", two.earlier.name, "--data", two.data).stdout


def test_scores_that_are_published_are_not_computed_again(two: Two, monkeypatch: pytest.MonkeyPatch) -> None:
    before, after = (changed.published(read_contents(folder)) for folder in (two.earlier, two.later))
    built: list[int] = []

    def noted(observations: pa.Table, *others: object) -> Build:
        built.append(observations.num_rows)
        return build(observations, *others)  # type: ignore[arg-type]

    monkeypatch.setattr(attribution, "build", noted)
    parts = attribute(before, after)

    assert len(built) == 1  # of the earlier figures with the new ones
    others = attribute(*(replace(one, program=None) for one in (before, after)))
    assert len(built) == 4
    assert parts.equals(others)


def test_two_releases_are_told_apart(two: Two) -> None:
    command = ("diff", two.earlier.name, two.later.name, "--data", two.data)
    difference = json.loads(answered(*command, "--json").stdout)
    index = [row for row in difference["scores"] if row["component_id"] == "small" and row["time_period"] == 2022]

    assert len(index) == 4
    assert any(abs(row["revision_effect"]) > 0.001 for row in index)
    shown = answered(*command).stdout
    assert "110000  Beijing" in shown
    assert "gdp " in shown
    assert "Gross regional product" in shown
    assert shown.index("figures differ") < shown.index(" of 2023")
    refused = answered(*command, "--year", 2031)
    assert "2031 is not scored in this release; it holds 2020 to 2023" in refused.stderr


def test_two_releases_that_are_the_same_are_said_to_be(two: Two) -> None:
    command = ("diff", two.later.name, two.later.name, "--data", two.data)

    assert (
        answered(*command).stdout == f"{two.later.name} and {two.later.name} have the same scores, ranks and figures\n"
    )
    alike = json.loads(answered(*command, "--json").stdout)
    assert {row["change"] for row in alike["scores"]} == {0.0}
    assert alike["figures"] == []


def test_regions_that_do_not_differ_are_not_listed(two: Two) -> None:
    command = ("diff", two.earlier.name, two.later.name, "--data", two.data)
    scores = json.loads(answered(*command, "--json").stdout)["scores"]
    (same,) = (
        row["ref_area"]
        for row in scores
        if (row["component_id"], row["time_period"], row["change"]) == ("small", 2023, 0.0)
    )
    shown = answered(*command).stdout

    assert "the score or rank of 3 of 4 regions differs" in shown
    assert same not in shown.partition("figures differ")[0]


def test_of_many_figures_the_largest_changes_are_listed(
    two: Two, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(differences, "SHOWN", 2)

    differences.diff(two.earlier.name, two.later.name, data=two.data)

    figures = capsys.readouterr().out.partition("the 2 largest changes")[2].strip().splitlines()
    assert len(figures) == 1 + 2


def test_what_changed_is_said_in_sentences(two: Two) -> None:
    said = changed.sentences(two.earlier, two.later)

    head, figures, *others = [each.en for each in said]
    assert head == f"What changed since release {two.earlier.name}:"
    assert figures.startswith(("New figures: ", "Revised figures: "))
    assert "The framework is the same." in others
    assert said[0].zh == f"与发布 {two.earlier.name} 相比的变化："
    (first,) = changed.sentences(None, two.later)
    assert first.en == "This is the first release; there is none to compare it with."
    (same,) = changed.sentences(two.later, two.later)
    assert same.zh == f"与发布 {two.later.name} 相同，没有变化。"


def test_a_release_differs_from_an_earlier_one_in_what_is_recorded_of_both(two: Two) -> None:
    said = [each.en for each in changed.differences(two.earlier, two.later)]

    assert said[0].startswith("figures: ")
    assert "day of the figures" in said
    assert [each.zh for each in changed.differences(two.later, two.later)] == ["无"]
