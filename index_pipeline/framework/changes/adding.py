"""What a person adds to a framework's folder by a command: a row of series.csv, a file of a source."""

import csv
import io
from collections.abc import Mapping
from pathlib import Path

import yaml
from pydantic import TypeAdapter, ValidationError

from index_pipeline.files import write_bytes
from index_pipeline.framework.code_files import read_codes
from index_pipeline.framework.fault import Fault
from index_pipeline.framework.faults.fields import invalid
from index_pipeline.framework.load import FrameworkError, framework_of, read_files
from index_pipeline.framework.shared import place
from index_pipeline.framework.source import Source
from index_pipeline.framework.text import Identifier
from index_pipeline.framework.yaml_files import YamlFileError, read_model
from index_pipeline.unknown_names import closest

SERIES = "series.csv"
_IDENTIFIER = TypeAdapter(Identifier)


def add_series(folder: Path, row: Mapping[str, str]) -> None:
    """Write a row at the end of series.csv; the other rows keep every byte.

    Args:
        folder: The framework's folder. It may have faults, but no new one may come with the row.
        row: Cells by column; columns without a cell stay empty.

    Raises:
        FrameworkError: there is no series.csv, it lacks a column, or the row does not fit the framework.
    """
    files, _ = read_files(folder)
    if SERIES not in files:
        raise FrameworkError([Fault.of("no_series_list", SERIES)])
    header = _header(files[SERIES])
    try:
        _IDENTIFIER.validate_python(row.get("series_id"))
    except ValidationError as error:
        raise FrameworkError([fault.within(SERIES) for fault in invalid(error, row, ("series_id",))]) from error
    missing = [Fault.of("no_column", SERIES, name=name) for name, cell in row.items() if cell and name not in header]
    if missing:
        raise FrameworkError(missing)
    _write(folder, SERIES, with_row(files[SERIES], row), files)


def with_row(content: bytes, row: Mapping[str, str]) -> bytes:
    """Return a CSV file with one more row; a column that `row` does not name is empty; other rows are unchanged."""
    newline = "\r\n" if b"\r\n" in content else "\n"
    line = io.StringIO()
    csv.writer(line, lineterminator=newline).writerow([row.get(name, "") for name in _header(content)])
    return content + (b"" if content.endswith(b"\n") else newline.encode()) + line.getvalue().encode()


def add_source(folder: Path, fields: Mapping[str, object]) -> Path:
    """Write `source/ID.yaml` from the fields of a source, and return its path.

    Raises:
        FrameworkError: there is one of that name, or a field does not fit.
    """
    name = f"source/{fields['id']}.yaml"
    if (folder / name).exists():
        raise FrameworkError([Fault.of("exists", name)])
    content = yaml.safe_dump(dict(fields), allow_unicode=True, sort_keys=False, width=10_000).encode()
    try:
        read_model(content, Source)
    except YamlFileError as error:
        raise FrameworkError([fault.within(name) for fault in error.found]) from error
    _write(folder, name, content, read_files(folder)[0])
    return folder / name


def unit_named(folder: Path, name: str) -> str:
    """Return the identifier of the unit that has this identifier, title or label; `name` itself if none is listed.

    Raises:
        FrameworkError: units.csv has no such unit.
    """
    files, _ = read_files(folder)
    units = _units(files)
    names = {label: unit for unit, labels in units.items() for label in reversed((unit, *labels))}
    if units and name not in names:
        kind = "unknown_unit" if name else "unit_missing"
        raise FrameworkError([Fault.of(kind, SERIES, "unit", name=name, near=closest(name, names))])
    return names.get(name, name)


def _header(content: bytes) -> list[str]:
    return next(csv.reader(io.StringIO(content.decode("utf-8-sig", errors="replace"))), [])


def _units(files: Mapping[str, bytes]) -> dict[str, tuple[str, ...]]:
    units = read_codes({name: content for name, content in files.items() if name == "units.csv"}).units
    return {unit.unit: (unit.title_zh, unit.title_en, *unit.labels) for unit in units.values()}


def _write(folder: Path, name: str, content: bytes, files: Mapping[str, bytes]) -> None:
    """Write a file of the framework, unless that causes a new fault."""
    before = {str(fault) for fault in _faults(files)}
    new = [fault for fault in _faults({**files, name: content}) if str(fault) not in before]
    if new:
        raise FrameworkError(new)
    write_bytes(place(folder, name) if name == SERIES else folder / name, content)


def _faults(files: Mapping[str, bytes]) -> tuple[Fault, ...]:
    try:
        framework_of(files)
    except FrameworkError as error:
        return error.found
    return ()
