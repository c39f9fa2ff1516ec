"""Count partitioned registers: each part by itself, wherever it is counted, and whole numbers added."""

from functools import partial

import pyarrow as pa

from index_pipeline.framework.framework import Framework
from index_pipeline.language import Both
from index_pipeline.scale.engine import each
from index_pipeline.scale.errors import PartitionError
from index_pipeline.scale.partitions import Part, PartitionedRegister, parts_of, read_part
from index_pipeline.sources.registers.stocks import added, stock_changes
from index_pipeline.sql import SpaceError


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
    """Return the changes of stocks of one part: rows by region, category and year, never events.

    Raises:
        PartitionError: the part is absent or damaged, or too large for memory and disk.
        RegisterError: events do not fit the framework.
    """
    register, counted = part
    try:
        return stock_changes(read_part(register, counted), framework)
    except SpaceError as error:
        name, why = f"{register.register_id}/{counted.file}", error.both()
        raise PartitionError(
            Both(
                f"{name}: {counted.events:,} events were not counted, {why.en}: divide the register into more parts",
                f"{name}：{counted.events:,}条事件未计数，{why.zh}：请把名录分成更多区",
            )
        ) from error
