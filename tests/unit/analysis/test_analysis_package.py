"""The package as a whole: light to import, and every caveat worded in both languages with the same values."""

import string
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from regional_example import framework, scores

import index_pipeline.analysis
from index_pipeline.analysis.caveats import TEXTS, caveat, columns
from index_pipeline.analysis.clusters import clusters
from index_pipeline.analysis.convergence import beta_convergence
from index_pipeline.analysis.inequality import inequality, zone_inequality
from index_pipeline.analysis.neighbours import adjacency
from index_pipeline.analysis.similar import similar_regions
from index_pipeline.analysis.spatial import global_moran
from index_pipeline.analysis.tiers import tiers
from index_pipeline.framework.codes import CodeLists
from index_pipeline.language import Both
from index_pipeline.tables import RANK_INTERVALS

MODULES = sorted(path.stem for path in Path(index_pipeline.analysis.__file__).parent.glob("*.py"))


def test_importing_the_package_loads_nothing_heavy() -> None:
    imports = "; ".join(f"import index_pipeline.analysis.{name}" for name in MODULES if name != "__init__")
    code = f"import sys; {imports}; print([m for m in ('scipy', 'pandas', 'duckdb', 'dagster') if m in sys.modules])"

    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


@pytest.mark.parametrize("name", TEXTS)
def test_caveats_say_the_same_in_both_languages(name):
    zh, en = ({field for _, field, _, _ in string.Formatter().parse(text) if field} for text in _both(TEXTS[name]))

    assert zh <= en | {"n"}
    assert en <= zh


def test_several_caveats_follow_each_other() -> None:
    found = columns([caveat("ceiling"), caveat("few_ranked", n=4)])

    assert found["caveat_zh"] == "得分有共同上限，β为负可能部分由此而来。仅有4个地区，p值仅供参考。"
    assert (
        found["caveat_en"]
        == "Scores share a ceiling: a negative β may come partly from it. n = 4: p is indicative only."
    )
    assert columns([]) == {"caveat_zh": None, "caveat_en": None}


def _both(text: Both) -> tuple[str, str]:
    return text.zh, text.en


def test_an_index_without_a_list_of_regions_is_analysed_by_code_as_one_zone() -> None:
    listed = framework(["LAO", "AUT", "BEL", "CHN"])
    index = replace(listed, codes=CodeLists({}, {}, {}))
    values: dict[str, Any] = {
        "index": {2020: [1.0, 4, None, 2], 2021: [2.0, 5, 3, 3]},
        "a": [1.0, 5, 2, 8],
        "b": [3.0, 1, 2, 4],
    }
    table = scores(listed, values)

    found = inequality(table, index).to_pylist()
    assert [row["zones"] for row in found] == [1, 1, 1, 1]
    assert "Without a score and left out: BEL." in found[0]["caveat_en"]
    assert [row["zone"] for row in zone_inequality(table, index).to_pylist()] == ["_Z"] * 4
    assert {row["zone"] for row in beta_convergence(table, index).to_pylist()} == {None}
    assert similar_regions(table, index).num_rows == 12
    assert clusters(table, index).num_rows == 4
    assert tiers(table, RANK_INTERVALS.empty(), index).num_rows == 7
    assert global_moran(table, adjacency(index), index).num_rows == 0
