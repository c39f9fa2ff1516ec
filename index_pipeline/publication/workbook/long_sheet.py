"""A sheet whose rows are written as columns, all at once: cell by cell, a workbook takes four times as long.

It uses private members of XlsxWriter, whose version is therefore limited in `pyproject.toml`.
"""

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

LONGEST_TEXT = 32767
"""Units of UTF-16 that a cell holds."""

EPOCH = 25569
"""The number that a spreadsheet stores for 1 January 1970; the next day has the next one."""


class LongSheet(Worksheet):  # type: ignore[misc]  # the package has no types
    """A sheet of XlsxWriter that takes whole columns below the cells that are written one by one."""

    rows: str = ""

    def write_columns(self, first: int, columns: Sequence[tuple[pa.ChunkedArray, Format | None]]) -> None:
        """Write columns from row `first` (from 0) on, all of one length: numbers, days, truth values and texts.

        A missing value and an empty text leave their cell empty. What a cell cannot hold is cut off.

        Raises:
            TypeError: a column is of another type.
        """
        count = len(columns[0][0])
        numbers = pa.array(range(first + 1, first + 1 + count), pa.int32()).cast(pa.string())
        cells = [self._cells(column, at, style, numbers) for at, (column, style) in enumerate(columns)]
        self.rows = "".join(pc.binary_join_element_wise('<row r="', numbers, '">', *cells, "</row>", "").to_pylist())
        self._check_dimensions(first + count - 1, len(columns) - 1)

    def _write_rows(self) -> None:
        super()._write_rows()
        self.fh.write(self.rows)

    def _cells(self, column: pa.ChunkedArray, at: int, style: Format | None, numbers: pa.Array) -> pa.Array:
        values, attributes = column.combine_chunks(), f' s="{style._get_xf_index()}"' if style else ""
        if pa.types.is_boolean(values.type):
            values = values.cast(pa.string())
        if pa.types.is_string(values.type):
            values, attributes = self._shared(values), ' t="s"'
        elif pa.types.is_date32(values.type):
            values = pc.add(values.cast(pa.int32()), EPOCH)
        elif not (pa.types.is_integer(values.type) or pa.types.is_floating(values.type)):
            raise TypeError(f"a cell of type {values.type}")
        place, content = f'<c r="{xl_col_to_name(at)}', values.cast(pa.string())
        cells = pc.binary_join_element_wise(place, numbers, f'"{attributes}><v>', content, "</v></c>", "")
        return pc.fill_null(cells, "")

    def _shared(self, texts: pa.Array) -> pa.Array:
        """Return the position of each text among those that the sheets of a workbook share; null if there is none."""
        encoded = pc.replace_with_mask(texts, pc.equal(texts, ""), pa.scalar(None, pa.string())).dictionary_encode()
        places = [self.str_table._get_shared_string_index(_fitting(text)) for text in encoded.dictionary.to_pylist()]
        self.str_table.count += len(texts) - encoded.null_count - len(places)
        return pa.array(places, pa.int32()).take(encoded.indices)


def _fitting(text: str) -> str:
    units = text.encode("utf-16-le")
    return text if len(units) <= 2 * LONGEST_TEXT else units[: 2 * LONGEST_TEXT].decode("utf-16-le", "ignore")
