"""Indicator scores are computed in blocks, which bound memory: their size decides no digit of a score."""

import numpy as np
import pytest
from synthetic_index import framework_of, indicator_table, inputs_of

from index_pipeline.robustness import leaves
from index_pipeline.robustness.model import Model, model_of
from index_pipeline.robustness.replicates import leaves_of
from index_pipeline.robustness.uncertainty import random_draws

VARIED = {
    "replicates": 300,
    "normalisation": [
        {"method": "z_score", "mean": 50, "standard_deviation": 10, "fitted_on": "panel"},
        {"method": "percentile_rank", "fitted_on": "panel"},
        {"method": "centred_range", "fitted_on": "panel"},
    ],
    "treatment": [{"method": "winsorise", "points": 2, "skew": 0.5, "kurtosis": 0.5}, {"method": "log", "offset": 1}],
    "imputation": [[], [{"method": "interpolate"}]],
    "reference_period": [{"first": 2021, "last": 2021}],
    "count_noise": True,
    "fill_noise": True,
}


@pytest.mark.parametrize("size", [1, 77, 1001])
def test_the_size_of_a_block_decides_no_score(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    model = _model()
    draws, (_, years, regions) = random_draws(model), model.figures.axes.shape
    whole = leaves_of(model, draws)

    monkeypatch.setattr(leaves, "NUMBERS_AT_ONCE", size * years * regions)
    parts = leaves_of(model, draws)

    assert max(len(scores) for scores in whole.scores) > 250
    for one, other in zip(whole.scores, parts.scores, strict=True):
        np.testing.assert_array_equal(one, other)


def _model() -> Model:
    """Return an index of a register and three indicators with gaps, one of which is carried to the last year."""
    rng = np.random.default_rng(5)
    values = rng.lognormal(size=(4, 4, 9))
    values[1:][rng.random(values[1:].shape) < 0.15] = np.nan
    values[0], values[1, -1] = np.cumsum(rng.poisson(3, (4, 9)), axis=0), np.nan
    framework = framework_of(
        {"p": {"a": 1.0, "b": 1.0}, "q": {"c": 1.0, "d": 2.0}},
        years=(2019, 2022),
        indicators={"a": {"numerator": {"parts": [{"register": "list"}]}}},
        imputation=[{"method": "carry"}],
        robustness=VARIED,
    )
    return model_of(inputs_of(indicator_table(values, "abcd", range(2019, 2023)), framework), framework)
