"""The files of the store as one Parquet file beside the computed tables, and a manifest with a stamp of each file.

Reading 10,000 files takes ten seconds, reading what they hold one. A file with another stamp, or none, is read again; a
Parquet file that is damaged, or that another version of the program made, only costs the reading. What is kept is never
more than a copy.
"""

import hashlib
import json
import os
import time
from contextlib import suppress
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet

from index_pipeline import program_files
from index_pipeline.files import write_text, write_whole
from index_pipeline.sources.store.stored import read_files, stored_files

FOLDER = "tables/store"
UNSETTLED = 2.0
"""Seconds within which a file may change again without a change of its times, on the coarsest file systems."""

MADE_BY = {"program": program_files.started(), "pyarrow": pa.__version__}
"""What reads the files: what another one has read is read again."""

Stamp = list[int]


def read_kept(data: Path, pattern: str, schema: pa.Schema, *, keep: bool) -> pa.Table:
    """Read all files of `data` that match `pattern`, as `read_stored` does, from the Parquet file where it has them.

    Args:
        data: The data folder.
        pattern: Of the files, relative to `data`.
        schema: Of the result.
        keep: Whether to write the Parquet file again, if files differ from it. If it cannot be written, it is not.

    Raises:
        StoredFileError: as `read_stored`.
    """
    kept = data / FOLDER / f"{pattern.split('/')[0]}.parquet"
    files = {path.relative_to(data).as_posix(): path for path in stored_files(data, pattern)}
    before, now = {batch: _stamp(path) for batch, path in files.items()}, time.time_ns()
    table, stamps = _kept(kept, schema)
    known = [batch for batch, stamp in before.items() if stamp and stamps.get(batch) == stamp]
    if known == list(files) == list(stamps):
        return table
    others = [files[batch] for batch in files.keys() - set(known)]
    of_known = table.filter(pc.is_in(table["batch"], pa.array(known, pa.string())))
    found = _in_order(pa.concat_tables([of_known, read_files(data, sorted(others), schema)]), list(files))
    if keep and program_files.is_unchanged():
        settled = {batch: stamp for batch, stamp in before.items() if stamp and stamp[-1] < now - UNSETTLED * 1e9}
        stamped = {batch: stamp for batch, stamp in settled.items() if _stamp(files[batch]) == stamp}
        with suppress(OSError):
            _write(found.filter(pc.is_in(found["batch"], pa.array(list(stamped), pa.string()))), stamped, kept)
    return found


def _stamp(path: Path) -> Stamp | None:
    """Return what differs between a file and another one, or itself after a change; the time of a change is last."""
    try:
        found = path.stat()
    except OSError:  # the reader says why
        return None
    return [found.st_ino, found.st_size, found.st_mtime_ns, max(found.st_mtime_ns, found.st_ctime_ns)]


def _kept(path: Path, schema: pa.Schema) -> tuple[pa.Table, dict[str, Stamp]]:
    try:
        manifest, content = json.loads(_manifest(path).read_bytes()), path.read_bytes()
        if manifest["made_by"] == MADE_BY and manifest["sha256"] == hashlib.sha256(content).hexdigest():
            return pyarrow.parquet.read_table(pa.BufferReader(content)).cast(schema), dict(manifest["stamps"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError, pa.ArrowException):
        pass
    return schema.empty_table(), {}


def _manifest(path: Path) -> Path:
    """Return the file beside the Parquet file: program, SHA-256, and the stamp of each file of the store."""
    return path.with_suffix(".json")


def _in_order(table: pa.Table, batches: list[str]) -> pa.Table:
    """Put rows in the order of their files."""
    encoded = pc.index_in(table["batch"], pa.array(batches, pa.string())).to_numpy()
    return table if (np.diff(encoded) >= 0).all() else table.take(pa.array(np.argsort(encoded, kind="stable")))


def _write(table: pa.Table, stamps: dict[str, Stamp], path: Path) -> None:
    sink = pa.BufferOutputStream()
    pyarrow.parquet.write_table(table, sink, compression="zstd")
    content = sink.getvalue()
    write_whole(path, lambda file: file.write(content))
    manifest = {"made_by": MADE_BY, "sha256": hashlib.sha256(content).hexdigest(), "stamps": stamps}
    write_text(_manifest(path), json.dumps(manifest))


def folder_stamps(data: Path, room: str) -> tuple[Stamp | None, ...]:
    """Return the stamps of a room's folders, which change when a file in them is made, renamed or removed."""
    folders = [data / room]
    with suppress(OSError), os.scandir(data / room) as entries:
        folders += sorted(Path(entry.path) for entry in entries if entry.is_dir())
    return tuple(_stamp(folder) for folder in folders)
