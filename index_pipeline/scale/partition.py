"""Divide the events of a register into parts, however many they are: batch by batch."""

import hashlib
import json
import secrets
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path
from zlib import crc32

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet

from index_pipeline import tables
from index_pipeline.causes import cause
from index_pipeline.framework.framework import Framework
from index_pipeline.language import Both
from index_pipeline.scale.errors import PartitionError
from index_pipeline.scale.partitions import HANDLE, Part, PartitionedRegister, opened, read_part
from index_pipeline.sources.registers.stocks import checked_events, stock_changes
from index_pipeline.sources.store.stored import BATCH_COLUMNS
from index_pipeline.sql import SpaceError

EVENTS_PER_PART = 1_000_000
"""Events of a part, if the number of parts is not given: a worker needs about 0.5 GB for them."""

BYTES_PER_EVENT = 120
"""Of a CSV file, about."""

SCHEMA = tables.REGISTER_EVENTS.schema
LISTED = pa.schema([column for column in SCHEMA if column.name not in BATCH_COLUMNS])


def partition(
    source: Path, register_id: str, store: str, framework: Framework, parts: int | None = None
) -> PartitionedRegister:
    """Divide a list of events into parts, check each, and put them in place of the parts so far.

    Args:
        source: CSV or Parquet, with the columns of `registers/*.csv`.
        register_id: The register, which all events must name.
        store: Folder or address of the partitioned registers.
        framework: Gives the register and the regions.
        parts: Number of parts; by default one per `EVENTS_PER_PART`.

    Raises:
        PartitionError: the list cannot be read, the store not written, or memory and disk do not suffice.
        RegisterError, StoredFileError: events do not fit; the parts so far are unchanged.
    """
    system, root = opened(store)
    folder, mark = f"{root}/{register_id}", secrets.token_hex(4)
    number = parts or _parts(source)
    files = [f"part-{part:05d}-{mark}.parquet" for part in range(number)]
    try:
        system.create_dir(folder, recursive=True)
        written = _write(source, register_id, [f"{folder}/{file}" for file in files], system)
        found = tuple(
            Part(file, count, _digest(system, f"{folder}/{file}"))
            for file, count in zip(files, written.counts, strict=True)
        )
        columns = {column.name: str(column.type) for column in SCHEMA}
        register = PartitionedRegister(
            *(store, register_id, found, columns),
            *(tuple(sorted(written.sources)), max(written.years, default=None), written.content.digest()),
        )
        for part in found:
            stock_changes(checked_events(read_part(register, part, tuple(SCHEMA.names))), framework)
        with system.open_output_stream(f"{folder}/.{HANDLE}") as file:
            file.write(register.as_json().encode())
        system.move(f"{folder}/.{HANDLE}", f"{folder}/{HANDLE}")
    except (OSError, pa.ArrowException, SpaceError) as error:
        _remove(system, folder, files)
        why = cause(error)
        raise PartitionError(
            Both(f"{register_id}: not partitioned: {why.en}", f"{register_id}：未分区：{why.zh}")
        ) from error
    except BaseException:
        _remove(system, folder, files)
        raise
    present = [Path(each.path).name for each in system.get_file_info(pa.fs.FileSelector(folder))]
    _remove(system, folder, [name for name in present if name not in {*files, HANDLE}])
    return register


def _parts(source: Path) -> int:
    if source.suffix == ".parquet":
        events: int = pyarrow.parquet.read_metadata(source).num_rows
    else:
        events = source.stat().st_size // BYTES_PER_EVENT
    return max(1, -(-events // EVENTS_PER_PART))


class _Content:
    """SHA-256 of events: of each column, the lengths of its values as texts (−1 for none), and the texts.

    It depends neither on the batches that the events are read in nor on the parts that they are written to.
    """

    def __init__(self) -> None:
        self._columns = {name: (hashlib.sha256(), hashlib.sha256()) for name in LISTED.names}

    def add(self, events: pa.Table) -> None:
        """Add events, in the order of the list."""
        for name, (lengths, texts) in self._columns.items():
            column = pc.cast(events[name], pa.large_string())
            lengths.update(pc.fill_null(pc.binary_length(column), -1).to_numpy().tobytes())
            texts.update("".join(filter(None, column.to_pylist())).encode())

    def digest(self) -> str:
        """Return the digest of all events so far."""
        each = [[name, *(one.hexdigest() for one in hashes)] for name, hashes in self._columns.items()]
        return hashlib.sha256(json.dumps(each).encode()).hexdigest()


@dataclass
class _Written:
    """What was written: events of each part, newest years of batches, sources, and the content of all."""

    counts: list[int]
    years: set[int] = field(default_factory=set)
    sources: set[str] = field(default_factory=set)
    content: _Content = field(default_factory=_Content)


def _write(source: Path, register_id: str, paths: list[str], system: pa.fs.FileSystem) -> _Written:
    """Write each event into its part."""
    written, line = _Written([0] * len(paths)), 2
    with ExitStack() as held:
        writers = [
            held.enter_context(pyarrow.parquet.ParquetWriter(path, SCHEMA, compression="zstd", filesystem=system))
            for path in paths
        ]
        for batch in _batches(source):
            _refuse_others(batch, register_id, line)
            events = _with_lines(batch, source, line)
            line += events.num_rows
            written.content.add(events)
            written.years |= {year for year in [pc.max(events["time_period"]).as_py()] if year is not None}
            written.sources |= set(pc.unique(events["source_id"]).to_pylist())
            number = np.array([crc32(entry.encode()) % len(paths) for entry in events["entry_id"].to_pylist()])
            ordered = events.take(np.argsort(number, kind="stable"))
            ends = np.cumsum(np.bincount(number, minlength=len(paths)))
            for part, (begin, end) in enumerate(zip([0, *ends[:-1]], ends, strict=True)):
                if end > begin:
                    writers[part].write_table(ordered.slice(begin, end - begin))
                    written.counts[part] += int(end - begin)
    return written


def _batches(source: Path) -> Iterator[pa.Table]:
    if source.suffix == ".parquet":
        with pyarrow.parquet.ParquetFile(source) as file:
            for batch in file.iter_batches(EVENTS_PER_PART, columns=LISTED.names):
                yield pa.table(batch).cast(LISTED)
        return
    convert = pyarrow.csv.ConvertOptions(
        column_types=LISTED, include_columns=LISTED.names, null_values=[""], strings_can_be_null=True
    )
    options = pyarrow.csv.ReadOptions(block_size=EVENTS_PER_PART * BYTES_PER_EVENT)
    with pyarrow.csv.open_csv(source, read_options=options, convert_options=convert) as file:
        for batch in file:
            yield pa.table(batch).cast(LISTED)


def _with_lines(batch: pa.Table, source: Path, line: int) -> pa.Table:
    lines = pa.array(np.arange(line, line + batch.num_rows), pa.int32())
    files = pa.array([source.name]).take(pa.array(np.zeros(batch.num_rows, np.int8)))
    return pa.table([*batch.columns, files, lines], schema=SCHEMA)


def _refuse_others(batch: pa.Table, register_id: str, line: int) -> None:
    row = pc.index(pc.equal(batch["register_id"], register_id), False).as_py()
    if row >= 0:
        other = batch["register_id"][row].as_py()
        raise PartitionError(
            Both(
                f"event {line + row - 1} is of register {other}, not {register_id}: a list is of one register",
                f"第{line + row - 1}条属于名录{other}，而非{register_id}：一份名单只能属于一个名录",
            )
        )


def _digest(system: pa.fs.FileSystem, path: str) -> str:
    with system.open_input_stream(path) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _remove(system: pa.fs.FileSystem, folder: str, files: list[str]) -> None:
    for file in files:
        with suppress(OSError):
            system.delete_file(f"{folder}/{file}")
