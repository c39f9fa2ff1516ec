"""The tables and lines of text of a PDF document, page by page."""

import io
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfplumber.utils.exceptions import PdfminerException

from index_pipeline.sources.workbooks.pdf_marks import THICKEST_LINE, mark_raised, strikes
from index_pipeline.sources.workbooks.sheets import MOST_CELLS, OVER_MOST_CELLS, Area, Cell, NotReadError, Sheet
from index_pipeline.sources.workbooks.text_lines import SAME_LINE, text_lines

MOST_PAGES = 1_000


def read_pdf(content: bytes) -> list[Sheet]:
    """Read a document as one sheet per page.

    A table whose cells are ruled is read cell by cell; other text is a line of one cell, in its place. Of a page
    without a ruled table, `words` are all words with their corners, in points from the top left, and whether they are
    struck through. Text that is not set upright, such as a watermark, is left out.

    Raises:
        NotReadError: the document is broken, locked, has too many pages or cells, or holds no text.
    """
    try:
        document = pdfplumber.open(io.BytesIO(content))
    except (PDFPasswordIncorrect, PdfminerException) as error:
        is_locked = "Password" in repr(error) or isinstance(error.__cause__, PDFPasswordIncorrect)
        raise NotReadError("password" if is_locked else "broken", **({} if is_locked else {"format": "PDF"})) from error
    with document:
        if len(document.pages) > MOST_PAGES:
            count = len(document.pages)
            raise NotReadError("too_large", why=(f"{count:,} pages", f"{count:,}页"))
        pages, cells = [], 0
        for number, page in enumerate(document.pages, start=1):
            pages.append(_page(page, number))
            cells += sum(map(len, pages[-1]["rows"]))
            if cells > MOST_CELLS:
                raise NotReadError("too_large", why=OVER_MOST_CELLS)
            page.close()
    if not any(page["rows"] for page in pages):
        raise NotReadError("no_table_format", what=("a PDF of images, without text", "只有图像、没有文字的PDF"))
    return pages


def _page(page: Any, number: int) -> Sheet:
    upright = page.filter(_is_of_the_table).dedupe_chars()
    mark_raised(upright.chars)
    found = list(strikes(upright.chars, [*upright.lines, *upright.rects]))
    lines, signs = [line for line, _ in found], [sign for _, struck_signs in found for sign in struck_signs]
    upright = upright.filter(lambda thing: not any(thing is line for line in lines))
    tables = [table for table in upright.find_tables() if len(table.rows) and len(table.columns) > 1]
    words = upright.extract_words(keep_blank_chars=False, x_tolerance=3, y_tolerance=SAME_LINE)
    inside = [table.bbox for table in tables]
    blocks: list[tuple[float, Any]] = [(table.bbox[1], table) for table in tables]
    blocks += _lines([word for word in words if not any(_is_in(word, box) for box in inside)])
    rows: list[list[str]] = []
    merged: list[Area] = []
    struck: list[Cell] = []
    for _, block in sorted(blocks, key=lambda block: block[0]):
        if isinstance(block, str):
            rows.append([block])
        else:
            struck += [(len(rows) + row, column) for row, column in _cells_with(signs, block)]
            _add_table(block, rows, merged)
    sheet: Sheet = {"name": None, "hidden": False, "rows": rows, "merged": merged, "struck": struck, "page": number}
    if not tables:
        sheet["words"] = [
            [*corners, word["text"], any(_is_in(sign, corners) for sign in signs)]
            for word in words
            for corners in [(word["x0"], word["top"], word["x1"], word["bottom"])]
        ]
    places = [f"第{number}页第{line}行 · page {number} line {line}" for line in range(1, len(rows) + 1)]
    return {**sheet, "places": places, "hidden_rows": [], "hidden_columns": [], "unseen": 0}


def _is_of_the_table(thing: dict[str, Any]) -> bool:
    """Return whether an object on the page may belong to a table: text that is set upright, a line; no shading."""
    if thing["object_type"] == "char":
        along, across = thing["matrix"][:2]
        return bool(thing["upright"] and abs(across) <= 0.01 * abs(along))
    is_shade = thing["object_type"] == "rect" and thing["fill"] and not thing["stroke"]
    return not (is_shade and min(thing["height"], thing["width"]) > THICKEST_LINE)


def _add_table(table: Any, rows: list[list[str]], merged: list[Area]) -> None:
    """Add the rows of a ruled table; a cell that reaches over others is a merged area."""
    top = len(rows)
    lefts = sorted({round(cell[0]) for cell in table.cells})
    tops = sorted({round(cell[1]) for cell in table.cells})
    texts = table.extract()
    for line, row in zip(texts, table.rows, strict=True):
        rows.append([text or "" for text in line])
        for column, box in enumerate(row.cells):
            if box is None:
                continue
            across = sum(round(box[0]) <= left < round(box[2]) - 1 for left in lefts)
            down = sum(round(box[1]) <= start < round(box[3]) - 1 for start in tops)
            if across * down > 1:
                first = len(rows) - 1
                merged.append((first, column, min(first + down, top + len(texts)) - 1, column + across - 1))


def _cells_with(signs: list[Any], table: Any) -> list[Cell]:
    """Return the cells of a ruled table in which any of the signs is."""
    cells = [(row, column, box) for row, line in enumerate(table.rows) for column, box in enumerate(line.cells) if box]
    return [(row, column) for row, column, box in cells if any(_is_in(sign, box) for sign in signs)]


def _lines(words: list[Any]) -> list[tuple[float, str]]:
    """Join words of one height to lines, each with its height."""
    lines = text_lines(words, lambda word: (word["top"], word["x0"]))
    return [(min(word["top"] for word in line), " ".join(word["text"] for word in line)) for line in lines]


def _is_in(word: Any, box: tuple[float, float, float, float]) -> bool:
    across, down = (word["x0"] + word["x1"]) / 2, (word["top"] + word["bottom"]) / 2
    return bool(box[0] <= across <= box[2] and box[1] <= down <= box[3])
