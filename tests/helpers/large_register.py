"""A register of any size, the same at each call: enterprises by region, some of which move or are revoked."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet
from samples import framework

from index_pipeline import tables
from index_pipeline.framework.framework import Framework
from index_pipeline.sources.store.stored import BATCH_COLUMNS

REGISTER = "industrial_heritage"
LISTED = pa.schema([field for field in tables.REGISTER_EVENTS.schema if field.name not in BATCH_COLUMNS])
BATCH = 1_000_000
COUNTIES = tuple(f"{110000 + number}" for number in range(3100))


def write(path: Path, entries: int, areas: list[str], years: tuple[int, int] = (2000, 2025)) -> Path:
    """Write `entries` entries and a fifth as many further events as Parquet; events of an entry may lie far apart."""
    with pyarrow.parquet.ParquetWriter(path, LISTED, compression="zstd") as writer:
        for begin in range(0, entries, BATCH):
            writer.write_table(_events(np.arange(begin, min(entries, begin + BATCH)), areas, years))
        for begin in range(0, entries, BATCH):
            some = np.arange(begin, min(entries, begin + BATCH))
            writer.write_table(_events(some[some % 5 == 0], areas, years, later=True))
    return path


def of_counties() -> Framework:
    """The project's framework over 3,100 counties, with the register known for 26 years."""
    found = framework()
    regions = {
        code: replace(found.codes.regions["110000"], ref_area=code, parent="", level=found.definition.level or "county")
        for code in COUNTIES
    }
    source = next(source for source in found.sources.values() if REGISTER in {r.register_id for r in source.registers})
    own = next(register for register in source.registers if register.register_id == REGISTER)
    years = own.model_copy(update={"first": 2000, "last": 2025})
    return replace(
        found,
        codes=replace(found.codes, regions=regions),
        sources={source.id: source.model_copy(update={"registers": (years,)})},
    )


def _events(number: np.ndarray, areas: list[str], years: tuple[int, int], later: bool = False) -> pa.Table:
    first, last = years
    mixed = (number * np.uint64(2654435761)) % np.uint64(2**32)
    began = first + (mixed % (last - first)).astype(np.int32)
    moves = number % 10 == 0
    kinds = np.where(moves, "moved", "revoked") if later else np.full(len(number), "designated")
    area = np.array(areas)[((mixed // 7 + (later & moves)) % len(areas)).astype(np.int64)]
    columns = {
        "register_id": np.full(len(number), REGISTER),
        "entry_id": np.char.add("e", number.astype(str)),
        "title": np.full(len(number), "某厂"),
        "ref_area": area,
        "event": kinds,
        "time_period": np.minimum(last, began + 3) if later else began,
        "entries": np.ones(len(number), np.int32),
        "source_id": np.full(len(number), "miit_industrial_heritage"),
    }
    arrays = {name: pa.array(values) for name, values in columns.items()}
    empty = pa.nulls(len(number), pa.string())
    return pa.table({name: arrays.get(name, empty) for name in LISTED.names}).cast(LISTED)
