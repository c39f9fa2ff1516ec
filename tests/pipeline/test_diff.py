"""The difference between two releases splits exactly, on the revision of GDP after the fifth economic census."""

import json
from pathlib import Path

import pytest
from running import ROOT, copy_data, icdi

pytestmark = pytest.mark.xdist_group("release")


@pytest.fixture(scope="module")
def difference(release: Path, tmp_path_factory: pytest.TempPathFactory) -> dict:
    """The difference between what was known on 2025-12-30 and a day later, with one figure more."""
    folder = copy_data(tmp_path_factory.mktemp("diff"))
    names = []
    for day in ("2025-12-30", "2025-12-31"):
        run = icdi("run", "--framework", ROOT / "indicators", "--data", folder, "--as-of", day)
        names.append(Path(run.stdout.splitlines()[-1]).name)
    return json.loads(icdi("diff", *names, "--data", folder, "--json").stdout)


def test_the_parts_sum_to_the_change(difference: dict) -> None:
    rows = [row for row in difference["scores"] if row["change"] is not None]

    assert len(rows) > 31 * 6 * 20
    for row in rows:
        assert row["new_data"] + row["revision"] + row["method"] == pytest.approx(row["change"], abs=1e-12)


def test_a_revision_of_gdp_moves_what_is_divided_by_it(difference: dict) -> None:
    moved = {row["component_id"] for row in difference["scores"] if row["revision"] and abs(row["revision"]) > 1e-6}

    assert moved == {"green_industry", "industrial_image", "support_services", "enabling_measures", "icdi"}
    assert all(abs(row["method"]) < 1e-9 for row in difference["scores"] if row["method"] is not None)


def test_the_figures_behind_it_are_listed(difference: dict) -> None:
    revised = {row["series_id"] for row in difference["figures"] if row["kind"] == "revised"}

    assert revised == {"gdp"}
