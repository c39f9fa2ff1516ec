"""Keeping: results by the digest of all that they were made from, so that a run computes what has changed.

A result is found by what it is made from alone, never by its name or time, and is compared with its own hash when it is
read: one that is damaged, or that another version of the program made, is not found and is made again.
"""

import hashlib
import json
import os
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

MOST_BYTES = 200_000_000
"""Size up to which results are kept: those of about ten runs in which everything changed."""

ABANDONED = 3600.0
"""Seconds after which a file that is only half written is what a killed writer has left."""

PACKED = pa.schema({"name": pa.string(), "table": pa.large_binary()})

HASH = hashlib.sha256().digest_size


@dataclass(frozen=True)
class Keeping:
    """A folder of kept results.

    Attributes:
        folder: Where they are; deleting it costs only time.
        made_by: The program and its libraries, which every result is made from.
        afresh: Whether nothing that is kept is used; what is made is kept all the same.
        is_current: Returns whether the program is still that of `made_by`: what another one may have made is not kept.
    """

    folder: Path
    made_by: Mapping[str, Any]
    afresh: bool = False
    is_current: Callable[[], bool] = lambda: True

    def key(self, **made_from: Any) -> str:
        """Return the digest of what a result is made from: plain data, texts, numbers, digests."""
        content = json.dumps({"made_by": self.made_by, **made_from}, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(content.encode()).hexdigest()

    def get(self, key: str) -> bytes | None:
        """Return a kept result; None if there is none, or it is damaged."""
        path = self.folder / key
        if self.afresh:
            return None
        try:
            content = path.read_bytes()
            os.utime(path)  # `prune` removes what was used longest ago
        except OSError:
            return None
        return content[HASH:] if _hash(key, content[HASH:]) == content[:HASH] else None

    def put(self, key: str, content: bytes) -> None:
        """Keep a result; if it cannot be written, it is not kept."""
        if not self.is_current():
            return
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self.folder, prefix=".")
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(_hash(key, content) + content)
                Path(name).replace(self.folder / key)
            except BaseException:
                Path(name).unlink(missing_ok=True)
                raise

    def made(self, key: str, make: Callable[[], bytes]) -> bytes:
        """Return a kept result, made and kept if there is none."""
        content = self.get(key)
        if content is None:
            content = make()
            self.put(key, content)
        return content

    def tables(self, key: str) -> dict[str, pa.Table] | None:
        """Return kept tables by name; None if there are none."""
        content = self.get(key)
        if content is None:
            return None
        with pa.ipc.open_stream(content) as stream:
            packed = stream.read_all()
        return {row["name"]: pa.ipc.open_stream(row["table"]).read_all() for row in packed.to_pylist()}

    def put_tables(self, key: str, found: Mapping[str, pa.Table]) -> None:
        """Keep tables by name."""
        rows = [{"name": name, "table": _stream(table, "zstd").to_pybytes()} for name, table in found.items()]
        self.put(key, _stream(pa.Table.from_pylist(rows, PACKED)).to_pybytes())

    def prune(self) -> None:
        """Remove what was used longest ago, if there is too much, and what a writer that was killed has left."""
        try:
            found = [(path.stat(), path) for path in self.folder.iterdir() if path.is_file()]
        except OSError:
            return
        newest, size = max((stat.st_mtime for stat, _ in found), default=0.0), 0
        for stat, path in sorted(found, key=lambda one: one[0].st_mtime, reverse=True):
            size += stat.st_size
            if size > MOST_BYTES or (path.name.startswith(".") and stat.st_mtime < newest - ABANDONED):
                with suppress(OSError):
                    path.unlink(missing_ok=True)


def _hash(key: str, content: bytes) -> bytes:
    """Return the hash of a result under its key: one that was put under another key is damaged."""
    return hashlib.sha256(key.encode() + content).digest()


def _stream(table: pa.Table, compression: str | None = None) -> pa.Buffer:
    """Return a table as an Arrow stream: the same rows of the same types give the same bytes, however in chunks."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema, options=pa.ipc.IpcWriteOptions(compression=compression)) as stream:
        stream.write_table(table.combine_chunks())
    return sink.getvalue()


def digest(table: pa.Table) -> str:
    """Hash what a table holds: names, types, rows in their order. Bytes beneath a missing value do not count."""
    holed = [name for name, column in zip(table.column_names, table.columns, strict=True) if column.null_count]
    found = hashlib.sha256(str(table.schema.remove_metadata()).encode())
    found.update(_stream(table.drop_columns(holed).replace_schema_metadata(None)))
    for name in holed:
        found.update(_stream(pa.table({name: table[name].drop_null()})))
        found.update(_stream(pa.table({name: table[name].is_valid().cast(pa.uint8())})))
    return found.hexdigest()
