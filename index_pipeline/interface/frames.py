"""Tables as pandas frames."""

from typing import TYPE_CHECKING

import pyarrow as pa

if TYPE_CHECKING:
    import pandas as pd


def as_frame(table: pa.Table) -> "pd.DataFrame":
    """Return `table` as a pandas frame, its columns and rows unchanged.

    A missing number is NaN; columns of whole numbers or truth values that may be missing are `Int32` and `boolean`,
    so that a rank stays a whole number.
    """
    frame = table.to_pandas()
    nullable = {pa.int32(): "Int32", pa.bool_(): "boolean"}
    return frame.astype({f.name: nullable[f.type] for f in table.schema if f.nullable and f.type in nullable})
