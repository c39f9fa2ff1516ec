"""Workbooks filled in as a person would, with openpyxl."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from index_pipeline.framework.framework import Framework
from index_pipeline.framework.load import load

Codes = Callable[[str, str], object]
"""What the code cell of a region and item holds."""


@dataclass(frozen=True)
class Material:
    """A framework's folder, a data folder, and blank workbooks."""

    indicators: Path
    data: Path
    folder: Path

    @property
    def framework(self) -> Framework:
        return load(self.indicators)

    def blank(self, name: str, kind: str = "coding") -> Path:
        """A copy of a blank workbook: `coding`, `ahp` or `budget_allocation`."""
        self.folder.mkdir(exist_ok=True)
        return Path(shutil.copy(self.indicators.parent / f"{kind}.xlsx", self.folder / name))


def columns(sheet: Worksheet) -> dict[str, int]:
    return {str(cell.value).split()[-1]: cell.column for cell in sheet[1] if cell.value}


def fill_coding(path: Path, coder: str, codes: Codes, document: str = "《某某规划》") -> Path:
    """Fill in a coder's workbook: a document and an address wherever the code is above 0."""
    book = openpyxl.load_workbook(path)
    _write_name(book["说明 Instructions"], "coder", coder)
    sheet = book["编码 Coding"]
    at = columns(sheet)
    for row in range(2, sheet.max_row + 1):
        code = codes(sheet.cell(row, at["ref_area"]).value, sheet.cell(row, at["item"]).value)
        sheet.cell(row, at["code"]).value = code
        if code and document:
            sheet.cell(row, at["document"]).value = document
            sheet.cell(row, at["address"]).value = "https://example.cn/1"
    book.save(path)
    return path


def change(path: Path, edit: Callable[[openpyxl.Workbook], object]) -> Path:
    """Let `edit` change the workbook at `path`."""
    book = openpyxl.load_workbook(path)
    edit(book)
    book.save(path)
    return path


def _write_name(sheet: Worksheet, label: str, name: str) -> None:
    for row in range(1, sheet.max_row + 1):
        if str(sheet.cell(row, 1).value or "").split()[-1:] == [label]:
            sheet.cell(row, 2).value = name


def fill_points(path: Path, expert: str, points: Callable[[str, str], object]) -> Path:
    """Fill in a workbook of budget allocation: the points of a component's child."""
    book = openpyxl.load_workbook(path)
    _write_name(book["说明 Instructions"], "expert", expert)
    sheet = book["分配 Allocation"]
    at = columns(sheet)
    for row in range(2, sheet.max_row + 1):
        if child := sheet.cell(row, at["child"]).value:
            sheet.cell(row, at["points"]).value = points(sheet.cell(row, at["component"]).value, child)
    book.save(path)
    return path


def fill_pairs(path: Path, expert: str, times: Callable[[str, str], float]) -> Path:
    """Fill in a workbook of pairs: how many times as important the left child is as the right one."""
    book = openpyxl.load_workbook(path)
    _write_name(book["说明 Instructions"], "expert", expert)
    sheet = book["两两比较 Pairs"]
    at = columns(sheet)
    for row in range(2, sheet.max_row + 1):
        if left := sheet.cell(row, at["left"]).value:
            value = times(left, sheet.cell(row, at["right"]).value)
            if value != 1:
                sheet.cell(row, at["more"]).value = "左 left" if value > 1 else "右 right"
            sheet.cell(row, at["degree"]).value = round(max(value, 1 / value))
    book.save(path)
    return path
