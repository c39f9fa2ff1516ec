"""`adjacency.csv` as part of a framework: read, and refused where it does not fit the regions."""

import shutil
from pathlib import Path

import pytest

from index_pipeline.analysis.neighbours import adjacency
from index_pipeline.framework.load import FrameworkError, load

INDICATORS = Path(__file__).resolve().parents[3] / "indicators"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(INDICATORS, tmp_path / "indicators"))


def add(folder: Path, line: str) -> None:
    with (folder / "adjacency.csv").open("a", encoding="utf-8") as file:
        file.write(line + "\n")


def test_pairs_and_their_kinds() -> None:
    found = adjacency(load(INDICATORS)).to_pylist()

    assert len(found) == 69
    assert [row for row in found if row["kind"] != "land"] == [
        {"ref_area": "440000", "other_area": "460000", "kind": "convention"}
    ]


def test_a_framework_without_an_adjacency_list_has_no_pairs(folder):
    (folder / "adjacency.csv").unlink()

    assert adjacency(load(folder)).num_rows == 0


@pytest.mark.parametrize(
    ("line", "message"),
    [
        pytest.param(
            "110000,999999,land,",
            "adjacency.csv: pair 110000–999999: region 999999 is not in regions.csv",
            id="unknown region",
        ),
        pytest.param(
            "110000,110000,land,", "adjacency.csv: pair 110000–110000: a region is not its own neighbour", id="itself"
        ),
        pytest.param("120000,110000,land,", "adjacency.csv line 71: pair 110000–120000 is doubled", id="doubled"),
    ],
)
def test_refused_pairs(folder, line, message):
    add(folder, line)

    with pytest.raises(FrameworkError) as refused:
        load(folder)
    assert str(refused.value) == message
