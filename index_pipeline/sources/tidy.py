"""A tidy table of any index: one row per figure, codes unchanged."""

import csv
import math
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

import pyarrow as pa

from index_pipeline import tables
from index_pipeline.causes import cause
from index_pipeline.characters import shortened
from index_pipeline.errors import UserError
from index_pipeline.language import Both
from index_pipeline.sources.workbooks.sheets import cell_name

REQUIRED = ("ref_area", "time_period", "series_id", "obs_value")
OPTIONAL = ("obs_status", "source_id")
MISSING = {"", "NA"}
"""Texts that stand for a missing value."""
NO_SOURCE = "tidy"
"""Source of a figure whose source is not stated."""


class TidyError(UserError):
    """A tidy table is refused; the message names file, line and value."""


def read_tidy(path: Path, ref_areas: Collection[str] = (), sources: Collection[str] = ()) -> pa.Table:
    """Read `ref_area,time_period,series_id,obs_value[,obs_status,source_id]`, other columns are ignored.

    An empty value or NA is missing. A figure without a status is observed (A). A figure without a source has the
    framework's only one; if there are none or several, its source is `tidy`.

    Args:
        path: A CSV file in UTF-8.
        ref_areas: The regions that exist; if none are given, regions are not checked.
        sources: The sources that the framework declares.

    Returns:
        `tables.OBSERVATIONS`; `source_file` is the file, and `source_cell` the cell in it. `vintage` is missing.

    Raises:
        TidyError: a column is missing, there is no row, a region is not known, a cell is not a year or not a finite
            number, a status is unknown or contradicts its value, or a figure appears twice with two values.
    """
    rows: dict[tuple[str, str, int], dict[str, object]] = {}
    unstated = next(iter(sources)) if len(sources) == 1 else NO_SOURCE
    for line, row in _rows(path):
        key = (str(row["series_id"]), str(row["ref_area"]), _year(row, path, line))
        if ref_areas and row["ref_area"] not in ref_areas:
            raise _refused(
                path,
                line,
                f"region {row['ref_area']} is not in the framework's regions.csv: add it there (role separate where it "
                "is not to be scored), or take it out",
                f"指标体系的 regions.csv 中没有地区 {row['ref_area']}：请加入（不参评的 role 写 separate）或删去该行",
            )
        value = _value(row, path, line)
        earlier = rows.get(key)
        if earlier and earlier["obs_value"] != value:
            now, before, at = _shown(value), _shown(earlier["obs_value"]), earlier["batch_line"]
            raise _refused(
                path,
                line,
                f"{key[0]} of {key[1]} in {key[2]} is {now}, but {before} in line {at}: leave one of them",
                f"{key[1]} {key[2]} 年 {key[0]} 为 {now}，而第{at}行为 {before}：请只留一个",
            )
        rows.setdefault(
            key,
            {
                "obs_value": value,
                "obs_status": _status(row, value, path, line),
                "source_id": row.get("source_id") or unstated,
                "source_cell": cell_name(line - 1, [*row].index("obs_value")),
                "batch_line": line,
            },
        )
    if not rows:
        raise TidyError(Both(f"{path.name}: there is no row below the header", f"{path.name}：表头之下没有数据行"))
    return tables.OBSERVATIONS.conform(_table(rows, path.name))


def _refused(path: Path, line: int, en: str, zh: str) -> TidyError:
    return TidyError(Both(f"{path.name} line {line}: {en}", f"{path.name} 第{line}行：{zh}"))


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Give the rows of a CSV file by their lines, once its header has what is needed; cells are stripped."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            reader.fieldnames = [name.strip() for name in reader.fieldnames or []]
            _refuse_header(path, reader.fieldnames)
            for row in reader:
                yield reader.line_num, _stripped(row, path, reader.line_num)
    except UnicodeDecodeError as error:
        raise TidyError(
            Both(
                f"{path.name}: the file is not UTF-8 text: save it as CSV in UTF-8",
                f"{path.name}：文件不是 UTF-8 文本：请另存为 UTF-8 编码的 CSV",
            )
        ) from error
    except csv.Error as error:
        why = cause(error)
        raise TidyError(
            Both(f"{path.name}: the file is not a CSV table ({why.en})", f"{path.name}：文件不是 CSV 表（{why.zh}）")
        ) from error


def _refuse_header(path: Path, names: Sequence[str]) -> None:
    absent = [name for name in REQUIRED if name not in names]
    if absent:
        needed, held = ", ".join(REQUIRED), ", ".join(names)
        raise TidyError(
            Both(
                f"{path.name}: column {absent[0]} is missing; it needs {needed}, separated by commas, and has "
                f"{held or 'none'}",
                f"{path.name}：缺少列 {absent[0]}；应有 {needed}，以逗号分隔，现有 {held or '无'}",
            )
        )
    doubled = [name for name in (*REQUIRED, *OPTIONAL) if names.count(name) > 1]
    if doubled:
        raise TidyError(
            Both(
                f"{path.name}: column {doubled[0]} is twice in the header",
                f"{path.name}：表头中列 {doubled[0]} 出现两次",
            )
        )


def _stripped(row: dict[str, str], path: Path, line: int) -> dict[str, str]:
    if None in row or None in row.values():
        raise _refused(path, line, "the row has too many or too few cells", "单元格过多或过少")
    for name in ("ref_area", "series_id"):
        if not row[name].strip():
            raise _refused(path, line, f"{name} is empty", f"{name} 为空")
    return {name: cell.strip() for name, cell in row.items()}


def _year(row: dict[str, str], path: Path, line: int) -> int:
    text = row["time_period"]
    if not (text.isdecimal() and len(text) == 4):
        raise _refused(
            path,
            line,
            f"time_period {text or '(empty)'} is not a year, such as 2020",
            f"time_period {text or '（空）'} 不是年份，如 2020",
        )
    return int(text)


def _value(row: dict[str, str], path: Path, line: int) -> float | None:
    text = row["obs_value"]
    if text in MISSING:
        return None
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value) or "_" in text:
        series, area, year = (row[name] for name in ("series_id", "ref_area", "time_period"))
        raise _refused(
            path,
            line,
            f"{series} of {area} in {year}: obs_value {shortened(text)} is not a finite number (missing is empty or "
            "NA)",
            f"{series} {area} {year}年：obs_value {shortened(text)} 不是有限数（缺失写空或 NA）",
        )
    return value


def _status(row: dict[str, str], value: float | None, path: Path, line: int) -> str:
    status = row.get("obs_status") or ("M" if value is None else "A")
    if status not in tables.STATUSES or (status == "M") != (value is None):
        raise _refused(
            path,
            line,
            f"obs_status {status} does not fit obs_value {row['obs_value']}",
            f"obs_status {status} 与 obs_value {row['obs_value']} 不符",
        )
    return status


def _shown(value: object) -> str:
    return "missing" if value is None else str(value)


def _table(rows: dict[tuple[str, str, int], dict[str, object]], name: str) -> pa.Table:
    keys = list(rows)
    found = list(rows.values())
    blank = pa.nulls(len(rows), pa.string())
    return pa.table(
        {
            "series_id": pa.array([series for series, _, _ in keys], pa.string()),
            "ref_area": pa.array([area for _, area, _ in keys], pa.string()),
            "time_period": pa.array([year for _, _, year in keys], pa.int32()),
            "vintage": pa.nulls(len(rows), pa.date32()),
            "obs_value": pa.array([row["obs_value"] for row in found], pa.float64()),
            "obs_status": pa.array([row["obs_status"] for row in found], pa.string()),
            "source_id": pa.array([row["source_id"] for row in found], pa.string()),
            "source_file": pa.array([name] * len(rows), pa.string()),
            "source_sheet": blank,
            "source_cell": pa.array([row["source_cell"] for row in found], pa.string()),
            "note": blank,
            "batch": pa.array([name] * len(rows), pa.string()),
            "batch_line": pa.array([row["batch_line"] for row in found], pa.int32()),
        }
    )
