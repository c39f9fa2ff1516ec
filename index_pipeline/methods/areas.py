"""The regions that are scored."""

import pyarrow as pa

from index_pipeline.framework.framework import Framework


def assessed(table: pa.Table, framework: Framework) -> pa.Table:
    """Return the assessed regions (`ref_area`, in order); every region of `table` if the framework lists none."""
    codes = list(framework.ref_areas) or sorted(table["ref_area"].unique().to_pylist())
    return pa.table({"ref_area": pa.array(codes, pa.string())})
