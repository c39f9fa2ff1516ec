"""What is refused before a release is published: a newest year in which no region has a rank."""

import pytest
from synthetic_index import framework_of

from index_pipeline import tables
from index_pipeline.defs.fitness import UnfitToPublishError, ensure_fit
from index_pipeline.methods.rank import rank


@pytest.mark.parametrize(
    ("newest", "said"),
    [
        ((None, None), r"no region has a score of index in 2021, .* \(none after 2020 has one\): add its figures"),
        ((7.0, 7.0), "all regions have the same score of index in 2021, .* so that none has a rank"),
    ],
    ids=["without scores", "with one score"],
)
def test_a_newest_year_without_ranks_is_refused_with_its_reason(
    newest: tuple[float | None, float | None], said: str
) -> None:
    framework = framework_of({"a": 1.0}, years=(2020, 2021))
    rows = [
        {"ref_area": area, "time_period": year, "component_id": "index", "score": score, "coverage": 1.0, "status": "s"}
        for year, scores in ((2020, (3.0, 5.0)), (2021, newest))
        for area, score in zip("xy", scores, strict=True)
    ]

    with pytest.raises(UnfitToPublishError, match=said):
        ensure_fit({"rankings": rank(tables.SCORES.of_rows(rows))}, framework)
