"""Partitioned registers: a handle with schema and counts, and parts as Parquet, in a folder or an object store.

A part holds all events of an entry: its number is the CRC-32 of `entry_id` in UTF-8, modulo the number of parts.
"""

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pyarrow as pa
import pyarrow.fs
import pyarrow.parquet

from index_pipeline.causes import cause
from index_pipeline.language import Both
from index_pipeline.scale.errors import PartitionError
from index_pipeline.sources.registers.stocks import FILES

VARIABLE = "ICDI_STORE"

HANDLE = "register.json"
"""File in the folder of a register; written last, so that a register without it is not there."""

COUNTED = (
    *("register_id", "entry_id", "category", "ref_area", "event", "time_period", "entries"),
    *("batch", "batch_line"),
)
"""Columns of the events that are read to count them."""

REPEATED = ["register_id", "category", "ref_area", "event", "batch"]
"""Columns with few distinct strings, which are kept in memory as numbers."""


@dataclass(frozen=True)
class Part:
    """A file of a partitioned register, the events in it, and its SHA-256."""

    file: str
    events: int
    sha256: str


@dataclass(frozen=True)
class PartitionedRegister:
    """What is handed on instead of the events: where they are, how many, and their columns.

    `sources` are the sources that its events name; `newest_year` is that of its newest event; `content` is the SHA-256
    of the list that was divided, event by event.
    """

    store: str
    register_id: str
    parts: tuple[Part, ...]
    columns: dict[str, str]
    sources: tuple[str, ...]
    newest_year: int | None
    content: str

    @property
    def events(self) -> int:
        """Number of events in all parts."""
        return sum(part.events for part in self.parts)

    @property
    def digest(self) -> str:
        """SHA-256 over columns and events, wherever they are stored and into however many parts they are divided."""
        return hashlib.sha256(json.dumps([self.register_id, self.columns, self.content]).encode()).hexdigest()

    def as_json(self) -> str:
        """Return the content of its file: everything but where it is stored."""
        content = {name: value for name, value in asdict(self).items() if name != "store"}
        return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def store_of_registers(data: Path) -> str:
    """Return where partitioned registers are: ICDI_STORE, a folder or `s3://…`; else `registers` of the data folder."""
    return os.environ.get(VARIABLE) or str((data / "registers").resolve())


def opened(store: str) -> tuple[pyarrow.fs.FileSystem, str]:
    """Return the file system of a store, and the path in it.

    Raises:
        PartitionError: the address is not one that Arrow can open, or contains credentials.
    """
    if "://" in store and "@" in urlsplit(store).netloc:
        raise PartitionError(
            Both(
                f"{VARIABLE}: credentials belong in the environment (AWS_ACCESS_KEY_ID, …), not in an address",
                f"{VARIABLE}：凭据应放在环境变量中（AWS_ACCESS_KEY_ID 等），不得写入地址",
            )
        )
    try:
        system, path = pyarrow.fs.FileSystem.from_uri(store if "://" in store else Path(store).resolve().as_uri())
    except (OSError, pa.ArrowException) as error:
        raise _unreadable(store, error) from error
    return system, path


def partitioned_registers(data: Path) -> list[PartitionedRegister]:
    """Return the handle of every partitioned register, in the order of their names.

    Raises:
        PartitionError: a handle cannot be read, a register is a CSV file as well, or ICDI_STORE names a place that
            has none: a folder that is not mounted must not take its registers out of the index.
    """
    store = store_of_registers(data)
    system, root = opened(store)
    try:
        there = system.get_file_info(root).type != pyarrow.fs.FileType.NotFound
        within = system.get_file_info(pyarrow.fs.FileSelector(root)) if there else []
        files = system.get_file_info([f"{each.path}/{HANDLE}" for each in within if not each.is_file])
        contents = [_content(system, found.path) for found in files if found.is_file]
    except (OSError, pa.ArrowException) as error:
        raise _unreadable(store, error) from error
    if not contents and os.environ.get(VARIABLE):
        raise PartitionError(
            Both(
                f"{VARIABLE}: {store} holds no register: correct it, or divide a list into it "
                "(`icdi register partition`)",
                f"{VARIABLE}：{store} 中没有名录：请更正，或用 icdi register partition 将名单分区存入",
            )
        )
    handles = sorted((_handle(store, content) for content in contents), key=lambda handle: handle.register_id)
    for handle in handles:
        if (data / FILES.replace("*", handle.register_id)).exists():
            raise PartitionError(
                Both(
                    f"register {handle.register_id} is a CSV file and partitioned as well: remove one of them",
                    f"名录{handle.register_id}既有CSV文件，又有分区：请删去其一",
                )
            )
    return handles


def read_part(register: PartitionedRegister, part: Part, columns: tuple[str, ...] = COUNTED) -> pa.Table:
    """Read columns of the events of one part, which is compared with its digest.

    Raises:
        PartitionError: the part is absent, damaged, or cannot be read.
    """
    system, root = opened(register.store)
    try:
        content = _content(system, f"{root}/{register.register_id}/{part.file}")
    except (OSError, pa.ArrowException) as error:
        raise _unreadable(f"{register.store}/{register.register_id}/{part.file}", error) from error
    if hashlib.sha256(content).hexdigest() != part.sha256:
        raise PartitionError(
            Both(
                f"{register.register_id}/{part.file} is damaged, nothing was counted: partition the register again "
                f"(`icdi register partition {register.register_id} --from FILE`)",
                f"{register.register_id}/{part.file}已损坏，未计数：请重新分区"
                f"（icdi register partition {register.register_id} --from 文件）",
            )
        )
    source = pa.BufferReader(content)
    repeated = [name for name in REPEATED if name in columns]
    return pyarrow.parquet.read_table(source, columns=list(columns), read_dictionary=repeated, use_threads=False)


def missing_parts(registers: list[PartitionedRegister]) -> list[str]:
    """Return the parts that are not in their place; whether one that is there is damaged is seen when it is read.

    Raises:
        PartitionError: the place cannot be read.
    """
    missing = []
    for register in registers:
        system, root = opened(register.store)
        paths = [f"{root}/{register.register_id}/{part.file}" for part in register.parts]
        try:
            missing += [found.path for found in system.get_file_info(paths) if not found.is_file]
        except (OSError, pa.ArrowException) as error:
            raise _unreadable(register.store, error) from error
    return missing


def parts_of(registers: list[PartitionedRegister]) -> Iterator[tuple[PartitionedRegister, Part]]:
    """Yield every part of every register."""
    for register in registers:
        yield from ((register, part) for part in register.parts)


def _content(system: pyarrow.fs.FileSystem, path: str) -> bytes:
    with system.open_input_stream(path) as file:
        content: bytes = file.read()
    return content


def _handle(store: str, content: bytes) -> PartitionedRegister:
    try:
        found: dict[str, Any] = json.loads(content)
        parts = tuple(Part(**part) for part in found.pop("parts"))
        return PartitionedRegister(store, parts=parts, **found | {"sources": tuple(found["sources"])})
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        why = cause(error)
        raise PartitionError(
            Both(
                f"{store}: a file {HANDLE} is damaged ({why.en}): partition the register again",
                f"{store}：某个{HANDLE}已损坏（{why.zh}）：请将该名录重新分区",
            )
        ) from error


def _unreadable(place: str, error: Exception) -> PartitionError:
    why = cause(error)
    return PartitionError(Both(f"{place}: it cannot be read: {why.en}", f"{place}：无法读取：{why.zh}"))
