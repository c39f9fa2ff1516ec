"""`icdi register partition`: a register of millions of entries, in parts."""

from contextlib import nullcontext
from pathlib import Path
from typing import Annotated

import typer

from index_pipeline.cli import console
from index_pipeline.cli.declaring import MissingError
from index_pipeline.cli.language import MESSAGES, phrase
from index_pipeline.locks import locked
from index_pipeline.places import framework_folder, store_folder
from index_pipeline.unknown_names import unknown


def partition_register(
    register_id: Annotated[str, typer.Argument(help="名录代码 · register")],
    file: Annotated[
        Path | None,
        typer.Option(
            "--from",
            help="CSV 或 Parquet 文件，列同 registers/*.csv；默认：该名录的 CSV 文件，分区后删去 · CSV or Parquet file "
            "with the columns of registers/*.csv [default: the register's own CSV file, which is then removed]",
            exists=True,
            dir_okay=False,
        ),
    ] = None,
    parts: Annotated[
        int | None,
        typer.Option(help="分区数，默认每百万条一个 · parts [default: one per million events]", min=1, max=1000),
    ] = None,
    framework: console.FrameworkFolder = None,
    data: console.DataFolder = None,
    as_json: console.AsJson = False,
) -> None:
    """将数百万条的名录按条目划分为 Parquet 分区，并逐一检查 ·
    Divide a register of millions of entries into Parquet parts.

    分区存放于 data/registers/<名录>/，或 ICDI_STORE 所指的目录或 s3:// 地址。计数逐区进行，结果与不分区时逐字节相同 ·
    It is divided by entry, and each part is checked. Parts are kept in data/registers/<register>/, or where ICDI_STORE
    says: a folder or s3://. They are counted one by one, to the same bytes as a register in one file.

    例 Example: icdi register partition enterprises --from enterprises.parquet --parts 8
    """
    from index_pipeline.framework.load import load
    from index_pipeline.scale.partition import partition
    from index_pipeline.scale.partitions import store_of_registers
    from index_pipeline.sources.store.stored import writing

    folder, found = store_folder(data), load(framework_folder(framework))
    if register_id not in found.registers:
        raise MissingError(unknown(MESSAGES["head_register"], register_id, found.registers, MESSAGES["the_framework"]))
    own = folder / "registers" / f"{register_id}.csv"
    store_lock = writing(folder) if file is None else nullcontext()  # the CSV file is removed
    with locked(folder / "registers" / ".partition.lock", 0), store_lock:  # another division removes parts of this one
        made = partition(file or own, register_id, store_of_registers(folder), found, parts)
        if file is None:
            own.unlink()
    if as_json:
        console.answer(
            {"register_id": register_id, "events": made.events, "parts": len(made.parts), "store": made.store}
        )
        return
    details = {"events": f"{made.events:,}", "parts": len(made.parts), "store": made.store}
    console.say(phrase("partitioned", register=register_id, **details))


def refuse_partitioned(register_id: str, data: Path) -> None:
    """Refuse to record single events of a partitioned register: its list is divided again instead.

    Raises:
        PartitionError: the register is partitioned.
    """
    from index_pipeline.scale.errors import PartitionError
    from index_pipeline.scale.partitions import partitioned_registers

    if register_id in {register.register_id for register in partitioned_registers(data)}:
        raise PartitionError(MESSAGES["is_partitioned"].with_details(register=register_id))
