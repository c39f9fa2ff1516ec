"""Text files: their encoding found by content, and delimited tables read from them."""

import codecs
import csv
import io
import re
from collections import Counter

from index_pipeline.language import Both
from index_pipeline.sources.problems import Problem, Refusal
from index_pipeline.sources.workbooks.grids import Grid, make_grid
from index_pipeline.sources.workbooks.sheets import MOST_CELLS, OVER_MOST_CELLS

DELIMITERS = (",", "\t", ";", "|")


def decode(file: str, content: bytes) -> str:
    """Decode text: UTF-8, UTF-16 or GB18030, with or without a byte order mark.

    Raises:
        Refusal: it is none of them, ends within a character, or holds control characters.
    """
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = _strict(file, content, "utf-16")
    elif is_utf16(content):
        text = _strict(file, content, "utf-16-le" if content[1::2].count(0) > content[::2].count(0) else "utf-16-be")
    else:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            marked = content.startswith(codecs.BOM_UTF8)
            if error.end >= len(content) - 3 and error.reason == "unexpected end of data" and error.start > 0:
                raise _cut(file) from error
            if marked:
                raise Refusal(file, [Problem("encoding")]) from error
            text = _strict(file, content, "gb18030")
    if text is None or re.search(r"[\x00-\x08\x0e-\x1f]", text):
        raise Refusal(file, [Problem("encoding")])
    return text


def is_utf16(content: bytes) -> bool:
    """Return whether text is UTF-16 without a byte order mark: digits and commas leave every other byte zero."""
    sample = content[:4096]
    fewer, more = sorted((sample[::2].count(0), sample[1::2].count(0)))
    return more * 10 > len(sample) and fewer * 10 < more


def read_delimited(file: str, text: str) -> Grid:
    """Read a table delimited by commas, tabs, semicolons or bars, whichever splits its lines most evenly.

    Raises:
        Refusal: a quotation mark is not closed, a cell is longer than any real table has, or the table is too large.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    rows, lines, cells, line = [], [], 0, 1
    try:
        for row in reader:
            rows.append(row)
            lines.append(line)
            line = reader.line_num + 1
            cells += len(row)
            if cells > MOST_CELLS:
                raise Refusal(file, [Problem("too_large", details={"why": Both(*OVER_MOST_CELLS)})])
    except csv.Error as error:
        if str(error).startswith("field larger"):
            raise Refusal(file, [Problem("long_cell", cell=f"A{line}")]) from error
        why = Both(
            f"a quotation mark opened in line {line} is not closed, or is in a wrong place",
            f"第{line}行的引号未闭合或位置有误",
        )
        raise Refusal(file, [Problem("cut", cell=f"A{line}", details={"why": why})]) from error
    return make_grid(file, None, rows, lines)


def _strict(file: str, content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        if error.end >= len(content) - 1 and error.start > 0:
            raise _cut(file) from error
        return None


def _cut(file: str) -> Refusal:
    return Refusal(file, [Problem("cut", details={"why": Both("it ends within a character", "文件止于半个字符")})])


def _delimiter(text: str) -> str:
    lines = [line for line in text[:100_000].splitlines()[:200] if line.strip()]

    def evenness(delimiter: str) -> tuple[int, int]:
        counts = Counter(line.count(delimiter) for line in lines if delimiter in line)
        if not counts:
            return 0, 0
        number, times = max(counts.items(), key=lambda item: (item[1], item[0]))
        return times, number

    return max(DELIMITERS, key=lambda delimiter: (evenness(delimiter), -DELIMITERS.index(delimiter)))
