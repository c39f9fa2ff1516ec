"""Pairs of neighbours, of a framework or of one's own: read, and refused where they do not fit the regions."""

import shutil
from pathlib import Path

import pytest
from regional_example import framework, pairs, scores

from index_pipeline.analysis.errors import AnalysisError
from index_pipeline.analysis.neighbours import adjacency, links_by_name
from index_pipeline.analysis.spatial import global_moran, local_moran
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


@pytest.mark.parametrize(
    ("stated", "message"),
    [
        pytest.param([("R1", "999999")], r"pair R1–999999: region 999999 is not in regions\.csv", id="unknown region"),
        pytest.param([("R1", "R1")], "pair R1–R1: a region is not its own neighbour", id="itself"),
        pytest.param([("R1", "R2"), ("R2", "R1", "convention")], "stated twice, with different kinds", id="two kinds"),
    ],
)
def test_refused_pairs_of_ones_own(stated, message):
    index = framework(3)
    table = scores(index, {"index": [1.0, 2.0, 3.0]})

    for analyse in (global_moran, local_moran):
        with pytest.raises(AnalysisError, match=message):
            analyse(table, pairs(*stated), index)


def test_a_pair_may_be_stated_in_both_directions() -> None:
    index = framework(3)

    assert links_by_name(pairs(("R1", "R2"), ("R2", "R1")), index, ()) == {"all": frozenset({frozenset({"R1", "R2"})})}
