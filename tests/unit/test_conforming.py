"""A table whose column has another type is refused by table and column, in both languages."""

import pyarrow as pa
import pytest

from index_pipeline import tables
from index_pipeline.tables.declare import TableError

WEIGHT = {"component_id": "index", "child_id": "a", "weight": 1.0, "share": 1.0, "effective_weight": 1.0}


@pytest.mark.parametrize("wrong", ["a lot", [1.0]])
def test_the_column_of_another_type_is_named(wrong: object) -> None:
    row = dict.fromkeys(tables.WEIGHTS.schema.names, "x") | WEIGHT | {"weight": wrong}

    with pytest.raises(TableError) as refused:
        tables.WEIGHTS.conform(pa.Table.from_pylist([row]))
    assert "table weights: column weight is not of type double: " in refused.value.sentences("en")[0]
    assert "表 weights：列 weight 的类型不是 double：" in refused.value.sentences("zh")[0]


def test_rows_become_a_table_and_a_column_that_a_row_lacks_is_missing_in_it() -> None:
    table = tables.COVARIATES.of_rows(iter([{"ref_area": "110000", "covariate_id": "gdp"}]))

    assert table.schema == tables.COVARIATES.schema
    assert table["value"].to_pylist() == [None]
    with pytest.raises(TableError):
        tables.COVARIATES.of_rows([{"ref_area": "110000"}])
