"""A run over the project's own figures publishes one release: whole, described, traceable to the cell."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from running import answered, icdi


def test_release_is_whole(data: Path) -> None:
    assert "whole" in icdi("release", "verify", "--data", data).stdout


def test_an_altered_byte_is_found(release: Path, tmp_path: Path) -> None:
    copy = tmp_path / "releases" / release.name
    shutil.copytree(release, copy)
    scores = copy / "tables" / "scores.csv"
    scores.write_bytes(scores.read_bytes().replace(b"6", b"7", 1))

    done = icdi("release", "verify", release.name, "--data", tmp_path, check=False)

    assert done.returncode == 1
    assert "tables/scores.csv was altered" in done.stderr


def test_a_link_is_no_file_of_a_release(release: Path, tmp_path: Path) -> None:
    copy = tmp_path / "releases" / release.name
    shutil.copytree(release, copy)
    (copy / "index.html").rename(tmp_path / "index.html")
    (copy / "index.html").symlink_to(tmp_path / "index.html")

    done = icdi("release", "verify", release.name, "--data", tmp_path, check=False)

    assert done.returncode == 1
    assert "index.html is a link" in done.stderr


REBUILT = """
import hashlib, sys
from pathlib import Path
from index_pipeline.publication.releases.contents import read_contents
from index_pipeline.publication.products import products

for file in products(read_contents(Path(sys.argv[1]))):
    print(hashlib.sha256(file.content).hexdigest(), file.path)
"""


def test_every_product_is_made_again_byte_for_byte(release: Path) -> None:
    """Cards, report, charts, workbook, explorer and open formats, in another process of another place and language."""
    elsewhere = os.environ | {"PYTHONHASHSEED": "7", "TZ": "America/New_York", "LC_ALL": "C.UTF-8"}

    done = subprocess.run(
        [sys.executable, "-c", REBUILT, str(release)], env=elsewhere, capture_output=True, text=True, check=True
    )

    made = dict(line.split(" ", 1)[::-1] for line in done.stdout.splitlines())
    held = {path: hashlib.sha256((release / path).read_bytes()).hexdigest() for path in made}
    assert len(made) > 400
    assert {path for path in made if made[path] != held[path]} == set()


def test_a_release_is_small_enough_to_hand_on(release: Path) -> None:
    assert sum(path.stat().st_size for path in release.rglob("*") if path.is_file()) < 30_000_000


def test_frictionless_accepts_the_package(release: Path) -> None:
    from frictionless import Package

    report = Package(str(release / "datapackage.json")).validate()

    assert report.valid, report.flatten(["resourceName", "message"])[:5]


def test_scores_are_published_for_every_component_region_and_year(release: Path) -> None:
    scores = pd.read_parquet(release / "tables" / "scores.parquet")

    assert len(scores) == 32 * 31 * 5
    assert not scores.duplicated(["ref_area", "time_period", "component_id"]).any()
    assert set(scores.loc[scores["status"] == "not_measured", "component_id"]) == {
        "craftsmanship",
        "integrity",
        "foundations",
        "theory_and_research",
        "resource_coordination",
        "policies_and_standards",
        "industrial_tourism",
        "science_popularisation",
        "publicity",
        "brands_and_quality",
        "demonstration_and_exchange",
        "organisation",
    }
    index = scores[scores["component_id"] == "icdi"]
    assert index["score"].between(0, 100).all()


@pytest.mark.parametrize(
    ("area", "year", "component", "series", "value", "cell"),
    [
        pytest.param("北京", 2023, "technology_market_intensity", "tech_market_turnover", 8536.94, "D4", id="series"),
        pytest.param("650000", 2022, "enterprise_density", "population_resident", 2587, "D35", id="to the cell"),
        pytest.param("Shanghai", 2023, "enterprise_density", "enterprise_legal_units", None, None, id="carried"),
    ],
)
def test_explain_ends_at_the_figure(
    data: Path, area: str, year: int, component: str, series: str, value: float | None, cell: str | None
) -> None:
    explained = json.loads(answered("explain", area, year, component, "--data", data, "--json").stdout)
    figures = [row for row in explained["figures"] if row["series_id"] == series]

    assert figures
    for row in figures:
        stored = pd.read_csv(data / row["batch"], dtype={"ref_area": str}).iloc[row["batch_line"] - 2]
        assert (stored["series_id"], stored["ref_area"], stored["time_period"]) == (
            series,
            row["ref_area"],
            row["time_period"],
        )
        assert stored["obs_value"] == row["obs_value"]
    if value is not None:
        (own,) = [row for row in figures if row["time_period"] == year]
        assert (own["obs_value"], own["source_cell"]) == (value, cell)
    else:
        assert [row["time_period"] for row in figures] == [2022]


def test_explain_lists_the_entries_counted(data: Path) -> None:
    explained = json.loads(answered("explain", "新疆", 2023, "industrial_heritage", "--data", data, "--json").stdout)
    entries = [row["title"] for row in explained["parts"][0]["entries"] if "title" in row]

    assert entries == ["可可托海矿务局", "独山子炼油厂", "克拉玛依油田"]
