"""Count partitioned registers: each part by itself, wherever it is counted, and whole numbers added."""

from functools import partial

import pyarrow as pa

from index_pipeline.framework.framework import Framework
from index_pipeline.scale.engine import each
from index_pipeline.scale.partitions import Part, PartitionedRegister, parts_of, read_part
from index_pipeline.sources.registers import added, stock_changes


def partitioned_changes(registers: list[PartitionedRegister], framework: Framework) -> pa.Table:
    """Return the changes of stocks of all registers, equal for any number of parts and workers.

    Raises:
        PartitionError: a part is absent or damaged.
        RegisterError: events do not fit the framework.
        EngineError: what ICDI_ENGINE names cannot count.
    """
    total = added([])
    for changes in each(partial(count_part, framework=framework), list(parts_of(registers))):
        total = added([total, changes])
    return total


def count_part(part: tuple[PartitionedRegister, Part], framework: Framework) -> pa.Table:
    """Return the changes of stocks of one part: rows by region, category and year, never events."""
    return stock_changes(read_part(*part), framework)
