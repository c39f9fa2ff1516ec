"""Clusters by Ward's method, their silhouettes, and how many there are."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from regional_example import framework, reference, row, rows, scores
from soak import examples

from index_pipeline.analysis import clusters as cluster_room
from index_pipeline.analysis.clusters import cluster_counts, clusters, silhouettes

PILLARS = tuple("abcdef")


def of_profiles(profiles):
    index = framework(len(profiles), pillars=PILLARS[: len(profiles[0])])
    return scores(index, {name: [p[n] for p in profiles] for n, name in enumerate(PILLARS[: len(profiles[0])])}), index


def test_two_groups_are_found_and_the_higher_is_the_first() -> None:
    table, index = of_profiles([(1, 2), (2, 1), (1, 1), (80, 82), (81, 80), (82, 81)])

    found = clusters(table, index)

    assert [r["cluster"] for r in rows(found)] == [2, 2, 2, 1, 1, 1]
    assert row(cluster_counts(table, index), chosen=True)["clusters"] == 2


def test_a_number_that_equal_distances_pass_over_has_no_row() -> None:
    """R1 and R2 are as near as R3 and R4: both pairs are joined at once, so that three clusters do not exist."""
    found = cluster_counts(*of_profiles([(0,), (1,), (10,), (11,)]))

    assert [(r["clusters"], r["chosen"]) for r in rows(found)] == [(2, True)]


def test_regions_that_are_all_as_far_apart_have_no_clusters() -> None:
    table, index = of_profiles([(9, 0, 0), (0, 9, 0), (0, 0, 9)])

    assert rows(clusters(table, index)) == rows(cluster_counts(table, index)) == []


def test_silhouette_by_hand() -> None:
    """0 | 6, 8: 6 is 2 from its own cluster and 6 from the other."""
    found = silhouettes(np.array([[0.0], [6.0], [8.0]]), np.array([1, 2, 2]))

    assert found == pytest.approx([0, (6 - 2) / 6, (8 - 2) / 8])


@pytest.mark.parametrize("number", [2, 3, 4, 5])
def test_agrees_with_scikit_learn(number):
    known = reference()
    stated = known["clusters"][str(number)]

    found = silhouettes(np.array(known["profiles"]), np.array(stated["labels"]))
    table, index = of_profiles(known["profiles"])
    mean = row(cluster_counts(table, index), clusters=number)["silhouette"]

    assert found == pytest.approx(stated["silhouettes"], rel=1e-9)
    assert mean == pytest.approx(np.mean(stated["silhouettes"]), rel=1e-9)


def test_labels_agree_with_scikit_learn() -> None:
    known = reference()
    table, index = of_profiles(known["profiles"])
    best = max(known["clusters"].values(), key=lambda stated: np.mean(stated["silhouettes"]))
    found = clusters(table, index)

    labels = [r["cluster"] for r in rows(found)]
    assert len(set(zip(labels, best["labels"], strict=True))) == len(set(labels)) == len(set(best["labels"]))
    assert [r["silhouette"] for r in rows(found)] == pytest.approx(best["silhouettes"], rel=1e-9)


def test_profiles_without_structure_have_a_caveat() -> None:
    table, index = of_profiles([(float(i), float(j)) for i in range(0, 50, 10) for j in range(0, 50, 10)])
    found = cluster_counts(table, index)

    chosen = row(found, chosen=True)
    assert (chosen["silhouette"] < 0.25) == (chosen["caveat_en"] is not None)
    assert all(r["caveat_en"] is None for r in rows(found, chosen=False))


def test_a_region_without_a_score_is_in_no_cluster() -> None:
    table, index = of_profiles([(1, 2), (2, 1), (80, None), (80, 82), (81, 80)])

    assert [r["ref_area"] for r in rows(clusters(table, index))] == ["R1", "R2", "R4", "R5"]


def test_fewer_than_three_distinct_profiles_have_no_clusters() -> None:
    table, index = of_profiles([(1, 2), (1, 2), (5, 5)])

    assert clusters(table, index).num_rows == 0
    assert cluster_counts(table, index).num_rows == 0


@given(
    st.lists(st.tuples(st.integers(0, 100), st.integers(0, 100)), min_size=4, max_size=15, unique=True),
    st.integers(1, 9),
)
@examples(30)
def test_scale_does_not_matter_and_silhouettes_are_bounded(profiles, factor):
    table, index = of_profiles(profiles)
    other, _ = of_profiles([(factor * one, factor * two) for one, two in profiles])
    found, scaled = rows(clusters(table, index)), rows(clusters(other, index))

    assert all(-1 <= r["silhouette"] <= 1 for r in found)
    assert [r["cluster"] for r in scaled] == [r["cluster"] for r in found]


def test_silhouettes_in_blocks_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    points, labels = np.random.default_rng(1).random((40, 3)), np.arange(40) % 3
    whole = silhouettes(points, labels)

    monkeypatch.setattr(cluster_room, "DISTANCES_AT_ONCE", 500)
    assert silhouettes(points, labels) == pytest.approx(whole, rel=1e-12)


def test_more_regions_than_are_clustered_have_no_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster_room, "MOST_REGIONS", 5)
    table, index = of_profiles([(1, 2), (2, 1), (1, 1), (80, 82), (81, 80), (82, 81)])

    assert clusters(table, index).num_rows == cluster_counts(table, index).num_rows == 0
