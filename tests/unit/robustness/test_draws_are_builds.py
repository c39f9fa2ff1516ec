"""A draw is the index of the framework that makes the same choices: the same scores to 1e-12."""

from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from synthetic_index import framework_of, indicator_table, inputs_of, replicated

from index_pipeline.robustness.design import read_design
from index_pipeline.robustness.model import model_of
from index_pipeline.robustness.replicates import scores_of

TREE = {"p": {"a": 1.0, "b": 2.0}, "q": {"c": 1.0, "d": 1.0, "e": 0.5}}
ALTERNATIVES: dict[str, list[Any]] = {
    "imputation": [[], [{"method": "interpolate"}, {"method": "median", "by": "zone"}]],
    "treatment": [{"method": "log", "offset": 1}, {"method": "winsorise", "points": 1, "skew": 0.5, "kurtosis": 0.5}],
    "normalisation": [
        {"method": "z_score", "mean": 50, "standard_deviation": 10},
        {"method": "percentile_rank", "fitted_on": "year"},
        {"method": "min_max", "scale": [1, 10]},
    ],
    "aggregation": [{"method": "geometric", "floor": 1}, {"method": "harmonic", "floor": 1}],
    "reference_period": [{"first": 2020, "last": 2021}, {"first": 2022, "last": 2022}],
}


@pytest.mark.parametrize(
    ("step", "choice"), [(step, number) for step, options in ALTERNATIVES.items() for number in range(len(options))]
)
def test_a_choice(step: str, choice: int) -> None:
    rng = np.random.default_rng(11)
    values = rng.lognormal(sigma=1.5, size=(5, 4, 9))
    values[rng.random(values.shape) < 0.2] = np.nan
    figures = indicator_table(values, "abcde", range(2019, 2023))
    common: dict[str, Any] = {
        "years": (2020, 2022),
        "groups": {f"R{i:02d}": "east" if i < 5 else "west" for i in range(9)},
        "indicators": {"b": {"direction": "lower_is_better"}},
        "coverage": 0.3,
    }
    listed = [{"rule": rule} for rule in ALTERNATIVES[step]] if step == "aggregation" else ALTERNATIVES[step]
    own = framework_of(TREE, robustness={step: listed}, imputation=[{"method": "carry"}], **common)
    chosen = {"imputation": [{"method": "carry"}], **common, step: ALTERNATIVES[step][choice]}
    other = framework_of(TREE, weights={"p": 3.0}, **chosen)

    model = model_of(inputs_of(figures, own), own)
    draws = read_design(pa.table({step: [1, choice + 2], "p": [1.0, 3.0]}), model.space)
    found = scores_of(model, draws)

    for framework, scores in ((own, found[0]), (other, found[1])):
        expected, _ = replicated(inputs_of(figures, framework), framework)
        np.testing.assert_allclose(scores, expected, rtol=1e-12)
