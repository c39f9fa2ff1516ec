"""A sheet that is written as columns is the one that XlsxWriter writes cell by cell."""

import io
from datetime import date, datetime
from typing import Any

import openpyxl
import pyarrow as pa
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from index_pipeline.publication.workbook.long_sheet import LONGEST_TEXT, LongSheet

FORMATS = ("#,##0.00", "yyyy-mm-dd", "0.0%")
VALUES = {
    pa.float64(): st.floats(allow_nan=False, allow_infinity=False),
    pa.int64(): st.integers(-(2**53), 2**53),
    pa.string(): st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20),
    pa.bool_(): st.booleans(),
    pa.date32(): st.dates(date(1900, 3, 1), date(2100, 1, 1)),
}


def sheet_of(columns: dict[str, pa.ChunkedArray], patterns: dict[str, str]) -> Any:
    """The sheet as openpyxl reads it: a head, and the columns below it."""
    buffer = io.BytesIO()
    file = xlsxwriter.Workbook(buffer, {"in_memory": True})
    formats = {name: file.add_format({"num_format": pattern}) for name, pattern in patterns.items()}
    sheet: LongSheet = file.add_worksheet("lines", LongSheet)
    for at, name in enumerate(columns):
        sheet.write_string(0, at, name)
    sheet.write_columns(1, [(column, formats.get(name)) for name, column in columns.items()])
    file.close()
    return openpyxl.load_workbook(buffer)["lines"]


def values_of(sheet: Any) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]


@given(st.data())
def test_values_come_back_as_they_were(data: st.DataObject) -> None:
    kinds = data.draw(st.lists(st.sampled_from(list(VALUES)), min_size=1, max_size=30))
    rows = data.draw(st.integers(1, 5))
    drawn = [data.draw(st.lists(st.none() | VALUES[kind], min_size=rows, max_size=rows)) for kind in kinds]
    columns = {
        f"c{at}": pa.chunked_array([pa.array(values, kind)])
        for at, (kind, values) in enumerate(zip(kinds, drawn, strict=True))
    }
    columns["last"] = pa.chunked_array([[1] * rows])  # a line without any value is not read back
    patterns = {f"c{at}": FORMATS[1] for at, kind in enumerate(kinds) if pa.types.is_date32(kind)}

    found = values_of(sheet_of(columns, patterns))

    for at, column in enumerate(columns.values()):
        assert [expected(value) for value in column.to_pylist()] == [plain(row[at]) for row in found]


def expected(value: Any) -> Any:
    if isinstance(value, bool):
        return str(value).lower()
    return None if value == "" else value


def plain(value: Any) -> Any:
    return value.date() if hasattr(value, "date") else value


def test_numbers_and_days_have_the_style_of_their_column_and_texts_none() -> None:
    columns = {
        "score": pa.chunked_array([[1.5, None]]),
        "day": pa.chunked_array([pa.array([date(2026, 11, 29), None])]),
        "title": pa.chunked_array([["甲", "乙"]]),
    }

    sheet = sheet_of(columns, dict(zip(columns, FORMATS, strict=True)))

    assert [cell.number_format for cell in sheet[2]] == [*FORMATS[:2], "General"]
    assert sheet.dimensions == "A1:C3"


def test_a_text_that_a_cell_cannot_hold_is_cut_off_between_two_characters() -> None:
    (row,) = values_of(sheet_of({"long": pa.chunked_array([["𠮷" * LONGEST_TEXT]])}, {}))

    assert row == ["𠮷" * (LONGEST_TEXT // 2)]


@pytest.mark.parametrize("text", ["=1+1", "<r>&amp;</r", "  两端空格 ", "_x0041_"])
def test_a_text_is_a_text(text: str) -> None:
    (row,) = values_of(sheet_of({"text": pa.chunked_array([[text]])}, {}))

    assert row == [text]


def test_a_column_that_would_be_no_number_is_refused() -> None:
    with pytest.raises(TypeError, match="timestamp"):
        sheet_of({"at": pa.chunked_array([pa.array([datetime(2026, 11, 29)])])}, {})
