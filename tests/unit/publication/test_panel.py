"""The panel: what pages read from a release."""

import pytest
from example_release import example_release, with_tables

from index_pipeline.publication.lookups.panel import Panel


def test_own_weights_are_those_of_the_indicators_a_region_has():
    """Culture 3/4 of the index: knowledge 1/3 (patents), memory 2/3 (museums); nature 1/4 (emissions)."""
    contents = example_release()
    whole = Panel(contents).own_weights("11", 2023)
    gone = [row for row in contents.tables["imputed"].to_pylist() if row["indicator_id"] != "patents"]
    unscored = [
        row | ({"score": None} if row["component_id"] == "knowledge" else {})
        for row in contents.tables["rankings"].to_pylist()
    ]
    without = Panel(with_tables(contents, imputed=gone, rankings=unscored)).own_weights("11", 2023)

    assert whole == pytest.approx({"patents": 0.25, "museums": 0.5, "emissions": 0.25})
    assert without == pytest.approx({"museums": 0.75, "emissions": 0.25})


def test_a_region_without_a_score_has_no_weights():
    contents = example_release()
    unscored = [row | {"score": None} for row in contents.tables["rankings"].to_pylist()]

    assert Panel(with_tables(contents, rankings=unscored)).own_weights("11", 2023) == {}
