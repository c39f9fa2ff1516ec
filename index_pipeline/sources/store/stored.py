"""Read the project's own CSV files of one kind as one table: strict about columns, each fault by file and line."""

import csv
import fnmatch
import io
import re
import stat
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager, suppress
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from index_pipeline.causes import cause
from index_pipeline.characters import is_hidden, visible
from index_pipeline.errors import UserError
from index_pipeline.files import listed, read_regular
from index_pipeline.language import Bilingual, Both
from index_pipeline.locks import locked

BATCH_COLUMNS = ("batch", "batch_line")
"""Place of a stored row: its file, relative to the data folder, and its line in it."""

LARGEST_FILE = 500_000_000
"""Bytes of the largest file of the store: all of its figures today are a hundred times smaller."""


PATIENCE = 60.0
"""Seconds to wait for another process that writes to the store."""


class StoredFileError(UserError):
    """A file of the store cannot be read; the message names file, line and value."""


def writing(data: Path) -> AbstractContextManager[None]:
    """Hold the store in `data` alone, so that nobody else writes to it.

    Raises:
        TimeoutError: another process held it for `PATIENCE`; the message says which.
        OSError: the lock file cannot be made or locked.
    """
    return locked(data / ".lock", PATIENCE)


def read_stored(data: Path, pattern: str, schema: pa.Schema) -> pa.Table:
    """Read all files of `data` that match `pattern`, in the order of their names.

    Args:
        data: The data folder.
        pattern: Of the files, relative to `data`.
        schema: Of the result. Its last two columns are `BATCH_COLUMNS`; a file holds the others, in that order.

    Returns:
        One row per line, empty cells null.

    Raises:
        StoredFileError: a file has other columns, a value that is not of its column's type, or is not text; a folder
            cannot be listed.
    """
    return read_files(data, stored_files(data, pattern), schema)


def read_files(data: Path, files: Iterable[Path], schema: pa.Schema) -> pa.Table:
    """Read these files of `data`, as `read_stored` reads all."""
    columns = {field.name: field.type for field in schema if field.name not in BATCH_COLUMNS}
    required = [field.name for field in schema if not field.nullable and field.name not in BATCH_COLUMNS]
    parts = [_read(path, path.relative_to(data).as_posix(), columns, required) for path in files]
    return pa.concat_tables([schema.empty_table(), *(part.cast(schema) for part in parts)])


def stored_files(data: Path, pattern: str) -> list[Path]:
    """List all files of `data` that match `pattern`, in the order of their names.

    Args:
        data: The data folder.
        pattern: Of the files, relative to `data`, such as `observations/*/*.csv`; its first folder may be absent.

    Raises:
        StoredFileError: a folder cannot be listed, or a link has no target: its contents would seem to be absent.
    """
    room, *inner = pattern.split("/")
    if not (data / room).exists() and not (data / room).is_symlink():
        return []
    found = [data / room]
    for number, part in enumerate(inner, start=1):
        is_file = number == len(inner)
        below = (path for folder in found for path in _below(folder, data) if fnmatch.fnmatchcase(path.name, part))
        found = [path for path in below if is_file or _is_folder(path, data)]
    return sorted(found)


def _below(folder: Path, data: Path) -> list[Path]:
    try:
        return listed(folder)
    except OSError as error:
        raise _unlisted(folder, data, error) from error


def _is_folder(path: Path, data: Path) -> bool:
    """Return whether a path is a folder, or a link to one."""
    try:
        return stat.S_ISDIR(path.stat().st_mode)
    except OSError as error:
        raise _unlisted(path, data, error) from error


def _unlisted(folder: Path, data: Path, error: OSError) -> StoredFileError:
    name = visible(folder.relative_to(data).as_posix())
    why = cause(error)
    return StoredFileError(
        Bilingual(
            f"{name}: the folder cannot be listed ({why.en})", f"{name}：无法列出目录（{why.zh}），其中的数据不明"
        )
    )


def _read(path: Path, batch: str, columns: dict[str, pa.DataType], required: list[str]) -> pa.Table:
    convert = pyarrow.csv.ConvertOptions(
        column_types=columns, null_values=[""], strings_can_be_null=True, check_utf8=True
    )
    if any(map(is_hidden, batch)):
        name = visible(batch)
        raise StoredFileError(
            Bilingual(f"{name}: the file's name is not printable: rename it", f"{name}：文件名不是可显示的文字，请改名")
        )
    try:
        content = read_regular(path, LARGEST_FILE)
        table = pyarrow.csv.read_csv(
            pa.BufferReader(content), pyarrow.csv.ReadOptions(use_threads=False), convert_options=convert
        )
        names = table.column_names
    except UnicodeDecodeError as error:
        raise StoredFileError(
            Both(f"{batch} line 1: the names of the columns are not UTF-8 text", f"{batch} 第1行：列名不是 UTF-8 文本")
        ) from error
    except (pa.ArrowInvalid, pa.ArrowKeyError) as error:
        raise StoredFileError(
            Both(f"{batch}: {_sentence(str(error), list(columns))}", f"{batch}：{_sentence(str(error), list(columns))}")
        ) from error
    except OSError as error:
        why = cause(error)
        raise StoredFileError(
            Both(f"{batch}: the file cannot be opened: {why.en}", f"{batch}：文件无法打开：{why.zh}")
        ) from error
    if names != list(columns):
        raise StoredFileError(
            Both(
                f"{batch}: the columns are {','.join(names)}, not {','.join(columns)}",
                f"{batch}：列为 {','.join(names)}，应为 {','.join(columns)}",
            )
        )
    lines = _lines(content, table.num_rows)
    for name in required:
        if table[name].null_count:
            line = lines[pc.index(pc.is_null(table[name]), True).as_py()]
            raise StoredFileError(Both(f"{batch} line {line}: {name} is empty", f"{batch} 第{line}行：{name} 为空"))
    return table.append_column("batch", pa.array([batch] * table.num_rows, pa.string())).append_column(
        "batch_line", pa.array(lines, pa.int32())
    )


def _lines(content: bytes, rows: int) -> Sequence[int]:
    """Return the line of a file on which each row begins: blank lines and lines within a cell are counted too."""
    if content.count(b"\n") + (not content.endswith(b"\n")) == rows + 1:
        return range(2, rows + 2)
    reader, begins, found = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")), 1, list[int]()
    with suppress(csv.Error):
        for row in reader:
            if row:
                found.append(begins)
            begins = reader.line_num + 1
    return found[1:] if len(found) == rows + 1 else range(2, rows + 2)


def _sentence(message: str, columns: list[str]) -> str:
    """Turn Arrow's message into the project's: it counts columns from 0 and rows from 1, the header included."""
    found = re.search(r"column #(\d+): (?:Row #(\d+): )?(.*)", message, re.DOTALL)
    if not found or int(found[1]) >= len(columns):
        return message.splitlines()[0] if message else "the file cannot be read"
    line = f"line {found[2]}, " if found[2] else ""
    return f"{line}{columns[int(found[1])]}: {found[3].strip()}"
