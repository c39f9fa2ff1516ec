"""The difference between two releases splits exactly, on the revision of GDP after the fifth economic census."""

import json
from datetime import date
from pathlib import Path

import pytest
from running import ROOT, icdi

from index_pipeline.framework.load import load
from index_pipeline.methods.build import build
from index_pipeline.robustness.attribution import Published, attribute, changed_figures
from index_pipeline.sources.registers import load_events, stocks
from index_pipeline.sources.vintages import load_observations, newest

FRAMEWORK = load(ROOT / "indicators")


def known_on(day: date) -> Published:
    observations = newest(load_observations(ROOT / "data"), day)
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

    assert len(rows) > 31 * 6 * 20
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


def test_two_releases_are_told_apart(data: Path, earlier: Path, release: Path) -> None:
    difference = json.loads(icdi("diff", earlier.name, release.name, "--data", data, "--json").stdout)
    index = [row for row in difference["scores"] if row["component_id"] == "icdi" and row["time_period"] == 2022]

    assert len(index) == 31
    assert any(abs(row["revision_effect"]) > 0.001 for row in index)
    shown = icdi("diff", earlier.name, release.name, "--data", data).stdout
    assert "110000  北京市" in shown
    assert "gdp " in shown
    assert "地区生产总值" in shown
    assert shown.index("figures differ") < shown.index("the 20 largest changes")
    refused = icdi("diff", earlier.name, release.name, "--data", data, "--year", 2031, check=False)
    assert "2031 is not scored in this release; it holds 2018 to 2023" in refused.stderr
