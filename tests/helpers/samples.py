"""Small files of every format, made of figures that are known: GDP of region r in year y is `value(r, y)`."""

import csv
import io
import struct
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import msoffcrypto.format.ooxml
import openpyxl
import pytest
import xlwt

from index_pipeline.framework.codes import Region
from index_pipeline.framework.framework import Framework
from index_pipeline.framework.load import load
from index_pipeline.sources.harmonise import Harmonised, harmonise
from index_pipeline.sources.options import Options
from index_pipeline.sources.problems import Refusal
from index_pipeline.sources.readers import read_bytes

ROOT = Path(__file__).resolve().parents[2]
TODAY = date(2026, 11, 24)
YEARS = (2023, 2022, 2021)

Row = Any
"""The cells of a line."""


@cache
def framework() -> Framework:
    """The project's own framework, for its code lists and sources."""
    return load(ROOT / "indicators")


def regions() -> list[Region]:
    """The 31 assessed regions, in their usual order."""
    return [framework().codes.regions[code] for code in framework().ref_areas]


def value(area: str, year: int) -> float:
    """A figure in 亿元 that differs between all regions and years."""
    return int(area[:2]) * 1000 + (year - 2000) * 10.5


def body(years: Iterable[int] = YEARS, name: Callable[[Region], str] = lambda r: r.title_zh) -> list[Row]:
    """One line per region: its name and a figure for each year."""
    return [[name(region), *(value(region.ref_area, year) for year in years)] for region in regions()]


def bureau(
    lines: Sequence[Row] | None = None, head: str = "指标：地区生产总值(亿元)", years: Iterable[int] = YEARS
) -> list[Row]:
    """The old export of the bureau's site: three lines, headings, regions, notes and source."""
    years = list(years)
    top: list[Row] = [["数据库：分省年度数据"], [head], ["时间：最近3年"], ["地区", *(f"{year}年" for year in years)]]
    return [
        *top,
        *(body(years) if lines is None else lines),
        ["注：本表为测试。"],
        ["　　　2.续注。"],
        ["数据来源：国家统计局"],
    ]


def as_csv(rows: Iterable[Row], encoding: str = "gb18030", delimiter: str = ",", newline: str = "\r\n") -> bytes:
    """Write delimited text."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator=newline).writerows(rows)
    return text.getvalue().encode(encoding)


def as_new_bureau_csv(rows: Iterable[Row]) -> bytes:
    """Write as the bureau's new site does: UTF-8 with a mark, cells that end with a tab, no last newline."""
    lines = [",".join(f"{cell}\t" for cell in row) + "," if len(row) > 1 else str(row[0]) for row in rows]
    return b"\xef\xbb\xbf" + "\n".join(lines).encode()


def as_xlsx(
    rows: Iterable[Row], sheet: str = "Sheet1", merge: Iterable[str] = (), more: Callable[[Any], None] | None = None
) -> bytes:
    """Write a workbook of one sheet, or with `more`."""
    book = openpyxl.Workbook()
    book.active.title = sheet
    for row in rows:
        book.active.append(list(row))
    for area in merge:
        book.active.merge_cells(area)
    if more:
        more(book)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def as_xls(rows: Iterable[Row], comments: Mapping[tuple[int, int], str] | None = None) -> bytes:
    """Write a workbook of Excel 97, with comments by row and column; a tuple is a text in runs, each with its font."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("Sheet1")
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            (sheet.write_rich_text if isinstance(cell, tuple) else sheet.write)(number, column, cell)
    own = sheet.get_biff_data
    noted = [_comment(*cell, text, number) for number, (cell, text) in enumerate((comments or {}).items(), 1)]
    sheet.get_biff_data = lambda: own()[:-4] + b"".join(noted) + own()[-4:]  # before the record of the sheet's end
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _comment(row: int, column: int, text: str, number: int) -> bytes:
    """Return the records of a comment, which xlwt does not write: OBJ, TXO with its text, NOTE."""
    written, records = text.encode("utf-16-le"), b""
    for kind, data in (
        (0x5D, struct.pack("<5H12x2H", 0x15, 18, 25, number, 0, 0, 0)),
        (0x1B6, struct.pack("<2H6x3H", 0, 0, len(text), 16, 0)),
        (0x3C, b"\1" + written),
        (0x3C, struct.pack("<2H4x2H4x", 0, 0, len(text), 0)),
        (0x1C, struct.pack("<5HBB", row, column, 0, number, 0, 0, 0)),
    ):
        records += struct.pack("<2H", kind, len(data)) + data
    return records


def locked(workbook: bytes, password: str) -> bytes:
    """Lock a workbook with a password."""
    content = io.BytesIO()
    msoffcrypto.format.ooxml.OOXMLFile(io.BytesIO(workbook)).encrypt(password, content)
    return content.getvalue()


def as_html(rows: Iterable[Row], title: str = "", source: str = "") -> bytes:
    """Write a web page as database sites hand it out under an .xls name."""
    lines = "".join("<tr>" + "".join(f"<td>{cell}</td>\n" for cell in row) + "</tr>\n" for row in rows)
    page = f"<html><head><title>Excel</title><style>td {{}}</style></head><body><div>{title}</div>"
    return f"\n\n{page}<table>{lines}</table><div>{source}</div></body></html>\n".encode()


def harmonised(content: bytes, **options: Any) -> Harmonised:
    """Read and harmonise a file."""
    return harmonise(read_bytes("file", content, framework().codes), framework(), Options(TODAY, **options))


def figures(content: bytes, **options: Any) -> dict[tuple[str, str, int], float]:
    """Return the figures of a file by series, region and year."""
    return {f.key: float(f.value) for f in harmonised(content, **options).figures if f.value is not None}


def expected(years: Iterable[int] = YEARS, series: Iterable[str] = ("gdp",)) -> dict[tuple[str, str, int], float]:
    """Return the figures that a file of all regions should hold."""
    return {(s, r.ref_area, year): value(r.ref_area, year) for s in series for r in regions() for year in years}


def refusal(content: bytes, **options: Any) -> Refusal:
    """Return the refusal of a file that has to be refused."""
    with pytest.raises(Refusal) as caught:
        harmonised(content, **options)
    return caught.value


def kinds(refused: Refusal) -> set[str]:
    """Return the kinds of problems of a refusal."""
    return {problem.kind for problem in refused.problems}
