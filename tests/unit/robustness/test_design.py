"""A design that does not fit the framework is refused by column and draw."""

import numpy as np
import pyarrow as pa
import pytest
from synthetic_index import framework_of, indicator_table, inputs_of

from index_pipeline.kernel.errors import MethodError
from index_pipeline.robustness.model import model_of
from index_pipeline.robustness.uncertainty import uncertainty


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        pytest.param({"weight_of_a": [1.0]}, "column weight_of_a is neither a component", id="unknown column"),
        pytest.param({"a": [1.0, -1.0]}, "a, draw 2: the weight is negative", id="negative weight"),
        pytest.param({"a": [1.0, 0.0], "b": [1.0, 0.0]}, "p, draw 2: all weights", id="nothing but zeros"),
        pytest.param({"a": [1.0, None]}, "a, draw 2: the cell is empty", id="empty cell"),
        pytest.param({"a": ["one"]}, "column a is not all numbers", id="text for a number"),
        pytest.param(
            {"normalisation": [1, 3]},
            "normalisation, draw 2: choices are numbered from 1, .* to 2",
            id="no such choice",
        ),
        pytest.param({"normalisation": [0]}, "normalisation, draw 1: choices are numbered from 1", id="counted from 0"),
        pytest.param(
            {"left_out": ["", "z"]}, "left_out, draw 2: the tree has no indicator of this name", id="unknown indicator"
        ),
        pytest.param({"a": pa.array([], pa.float64())}, "the table has no row", id="no draws"),
    ],
)
def test_a_design_is_refused(columns: dict[str, object], message: str) -> None:
    framework = framework_of(
        {"p": {"a": 1.0, "b": 1.0}, "q": {"c": 1.0}}, robustness={"normalisation": [{"method": "rank"}]}
    )
    inputs = inputs_of(indicator_table(np.arange(12.0).reshape(3, 1, 4), "abc", [2020]), framework)

    with pytest.raises(MethodError, match=f"design: {message}"):
        uncertainty(model_of(inputs, framework), pa.table(columns))
