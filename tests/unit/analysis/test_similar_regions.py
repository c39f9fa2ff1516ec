"""Similar regions: distances over the pillars, the nearest first."""

import pytest
from regional_example import framework, reference, row, rows, scores

from index_pipeline.analysis.similar import similar_regions


def test_distances_by_hand() -> None:
    index = framework(3)
    found = similar_regions(scores(index, {"a": [0.0, 3.0, 0.0], "b": [0.0, 4.0, 1.0]}), index)

    of_first = rows(found, ref_area="R1")
    assert [(r["other_area"], r["position"], r["distance"]) for r in of_first] == [("R3", 1, 1), ("R2", 2, 5)]
    assert row(found, ref_area="R2", other_area="R1")["distance"] == 5


def test_missing_scores_agree_with_scikit_learn() -> None:
    known = reference()
    index = framework(3, pillars=tuple("abcdef"))
    profiles = [[*values] for values in known["profiles"][:3]]
    profiles[0][2] = profiles[1][0] = None
    table = scores(index, {name: [profile[n] for profile in profiles] for n, name in enumerate("abcdef")})
    found = similar_regions(table, index)

    for i, one in enumerate(index.ref_areas):
        for j, other in enumerate(index.ref_areas):
            if i != j:
                stated = row(found, ref_area=one, other_area=other)
                assert stated["distance"] == pytest.approx(known["distances"][i][j], rel=1e-12)
    assert row(found, ref_area="R1", other_area="R2")["n"] == 4


def test_regions_that_share_too_few_scores_are_not_compared() -> None:
    index = framework(3, pillars=("a", "b", "c"))
    found = similar_regions(scores(index, {"a": [1.0, 2, 3], "b": [1.0, None, 3], "c": [1.0, None, 3]}), index)

    assert {(r["ref_area"], r["other_area"]) for r in rows(found)} == {("R1", "R3"), ("R3", "R1")}


def test_equal_distances_stand_in_the_order_of_the_regions() -> None:
    index = framework(["Z", "M", "A"])
    found = similar_regions(scores(index, {"a": [0.0, 1, -1], "b": [0.0, 0, 0]}), index)

    assert [r["other_area"] for r in rows(found, ref_area="Z")] == ["M", "A"]


def test_other_components_can_be_compared() -> None:
    index = framework(2)
    table = scores(index, {"a": [0.0, 9.0], "b": [0.0, 9.0], "a_theme": [0.0, 2.0]})

    assert row(similar_regions(table, index, ["a_theme"]), ref_area="R1")["distance"] == 2


def test_of_many_regions_the_nearest_twenty_are_listed() -> None:
    index = framework(301)
    found = similar_regions(scores(index, {"a": [float(n) for n in range(301)], "b": [0.0] * 301}), index)

    assert found.num_rows == 301 * 20
    assert [r["other_area"] for r in rows(found, ref_area="R1")] == [f"R{n}" for n in range(2, 22)]
