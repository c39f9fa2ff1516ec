"""The regions that are scored."""

import pyarrow as pa

from index_pipeline.framework.framework import Framework
from index_pipeline.kernel.cells import distinct


def assessed(table: pa.Table, framework: Framework) -> pa.Table:
    """Return the assessed regions (`ref_area`, in order); every region of `table` if the framework lists none."""
    codes = framework.ref_areas or distinct(table["ref_area"])
    return pa.table({"ref_area": pa.array(list(codes), pa.string())})
