"""Official lists as ministries publish them, made for tests: five layouts, each as DOCX, PDF, HTML and XLSX."""

import html
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

import docx
import typst
import xlsxwriter
from docx.shared import Cm

from index_pipeline.publication.printing.pdf import _typesetter


class Entry(NamedTuple):
    """An entry as a list names it."""

    name: str
    place: str
    product: str = ""


class Cell(NamedTuple):
    """A cell, and how many columns and rows it takes."""

    text: str
    across: int = 1
    down: int = 1


@dataclass
class Table:
    """A table; the first `head` rows are headings. `widths` are those of its columns, in centimetres."""

    widths: Sequence[float]
    rows: list[list[Cell]] = field(default_factory=list)
    head: int = 1

    def add(self, *cells: str | Cell) -> None:
        self.rows.append([cell if isinstance(cell, Cell) else Cell(cell) for cell in cells])


Block = str | Table
Document = list[Block]


# --- layouts ----------------------------------------------------------------------------------------------------------


def plain(entries: Sequence[Entry]) -> Document:
    """One table over many pages: serial number, name, place, product."""
    table = Table((1.4, 6.5, 4, 2.6))
    table.add("序号", "企业名称", "所在地", "行业")
    for number, entry in enumerate(entries, start=1):
        table.add(str(number), entry.name, entry.place, entry.product)
    return ["附件", "测试名单（仅供测试）", f"（共{len(entries)}家）", table]


def sections(entries: Sequence[Entry]) -> Document:
    """A row over all columns heads the entries of each place: 北京（12家）."""
    table = Table((1.6, 8, 3))
    table.add("序 号", "单 位 名 称", "行 业")
    number = 0
    for place, group in _by_place(entries):
        table.add(Cell(f"{place}（{len(group)}家）", across=3))
        for entry in group:
            number += 1
            table.add(str(number), entry.name, entry.product)
    return ["测试名单", table]


def merged(entries: Sequence[Entry]) -> Document:
    """The place is one cell beside its entries, which are numbered anew in each place; a heading of two rows."""
    table = Table((2.4, 1.4, 6, 3), head=2)
    table.add(Cell("省（区、市）", down=2), Cell("申报单位", across=2), Cell("所属行业", down=2))
    table.add("序号", "名称")
    for place, group in _by_place(entries):
        for number, entry in enumerate(group, start=1):
            first = [Cell(place, down=len(group))] if number == 1 else []
            table.add(*first, str(number), entry.name, entry.product)
    return ["测试名单", table]


def two_columns(entries: Sequence[Entry]) -> Document:
    """Two entries side by side; the numbers run down the left half, then down the right."""
    table = Table((1.3, 5, 2.4, 1.3, 5, 2.4))
    table.add(*("序号", "企业名称", "地区") * 2)
    half = (len(entries) + 1) // 2
    numbered = list(enumerate(entries, start=1))
    for left, right in zip(numbered[:half], [*numbered[half:], (0, None)], strict=False):
        cells = [str(left[0]), left[1].name, left[1].place]
        cells += [str(right[0]), right[1].name, right[1].place] if right[1] else ["", "", ""]
        table.add(*cells)
    return ["测试名单", table]


def chapters(entries: Sequence[Entry]) -> Document:
    """A paragraph heads a table of its own for each place; the columns are narrow and names are broken over lines."""
    document: Document = ["测试名单"]
    for chapter, (place, group) in enumerate(_by_place(entries), start=1):
        table = Table((1.3, 3.4, 2))
        table.add("编号", "工厂名称", "领域")
        for number, entry in enumerate(group, start=1):
            table.add(str(number), entry.name, entry.product)
        document += [f"{chinese(chapter)}、{place}（{len(group)}家）", table]
    return document


LAYOUTS: dict[str, Callable[[Sequence[Entry]], Document]] = {
    layout.__name__: layout for layout in (plain, sections, merged, two_columns, chapters)
}


def chinese(number: int) -> str:
    """Write a number below 100 in Chinese."""
    tens, ones = divmod(number, 10)
    digits = "〇一二三四五六七八九"
    return f"{digits[tens] if tens > 1 else ''}{'十' if tens else ''}{digits[ones] if ones else ''}"


def _by_place(entries: Sequence[Entry]) -> list[tuple[str, list[Entry]]]:
    return [(place, list(group)) for place, group in groupby(entries, key=lambda entry: entry.place)]


# --- formats ----------------------------------------------------------------------------------------------------------


def as_docx(document: Document) -> bytes:
    made = docx.Document()
    for block in document:
        if isinstance(block, str):
            made.add_paragraph(block)
            continue
        table = made.add_table(len(block.rows), len(block.widths), style="Table Grid")
        table.autofit = False
        rows = [row.cells for row in table.rows]
        for row, column, cell in _placed(block):
            target = rows[row][column]
            if cell.across * cell.down > 1:
                target = target.merge(rows[row + cell.down - 1][column + cell.across - 1])
            target.text = cell.text
        for column, width in enumerate(block.widths):
            table.columns[column].width = Cm(width)
    return _saved(made.save)


def as_html(document: Document) -> bytes:
    parts = ["<!DOCTYPE html><html><head><meta charset='utf-8'><title>名单</title></head><body>"]
    for block in document:
        if isinstance(block, str):
            parts.append(f"<p>{html.escape(block)}</p>")
            continue
        parts.append("<table border='1'>")
        for number, row in enumerate(block.rows):
            tag = "th" if number < block.head else "td"
            cells = (
                f"<{tag} colspan='{c.across}' rowspan='{c.down}'><p>{html.escape(c.text)}</p></{tag}>" for c in row
            )
            parts.append(f"<tr>{''.join(cells)}</tr>")
        parts.append("</table>")
    return "\n".join([*parts, "</body></html>"]).encode()


def as_xlsx(document: Document) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet("名单")
        line = 0
        for block in document:
            if isinstance(block, str):
                sheet.write_string(line, 0, block)
                line += 1
                continue
            for row, column, cell in _placed(block):
                top = line + row
                if cell.across * cell.down > 1:
                    sheet.merge_range(top, column, top + cell.down - 1, column + cell.across - 1, cell.text)
                elif cell.text.isdecimal():
                    sheet.write_number(top, column, int(cell.text))
                else:
                    sheet.write_string(top, column, cell.text)
            line += len(block.rows)
    return file.getvalue()


def as_pdf(document: Document, stroke: str = "0.5pt") -> bytes:
    """Set the document; headings are repeated on each page. `stroke` `none` draws no line."""
    parts = ['#set page(numbering: "— 1 —")']
    for block in document:
        if isinstance(block, str):
            parts.append(f"#par[#{_quoted(block)}]")
            continue
        cells = [_cells(block.rows[: block.head]), _cells(block.rows[block.head :])]
        widths = ", ".join(f"{width}cm" for width in block.widths)
        parts.append(f"#table(columns: ({widths}), stroke: {stroke}, table.header({cells[0]}), {cells[1]})")
    return as_typst("\n".join(parts))


def as_typst(source: str) -> bytes:
    """Set a source of Typst on A4 in the project's font."""
    head = '#set page(paper: "a4", margin: 2cm)\n#set text(font: "Noto Sans CJK SC", size: 10pt, lang: "zh")\n'
    compiler = typst.Compiler(font_paths=_typesetter().fonts)
    made = compiler.compile((head + source).encode(), format="pdf")
    assert isinstance(made, bytes)
    return made


FORMATS: dict[str, Callable[[Document], bytes]] = {
    "docx": as_docx,
    "pdf": as_pdf,
    "html": as_html,
    "xlsx": as_xlsx,
}


def _cells(rows: list[list[Cell]]) -> str:
    return ", ".join(
        f"table.cell(colspan: {cell.across}, rowspan: {cell.down}, breakable: true)[#{_quoted(cell.text)}]"
        for row in rows
        for cell in row
    )


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _placed(table: Table) -> list[tuple[int, int, Cell]]:
    """Give each cell its row and column, those that cells above reach down into left out."""
    taken: set[tuple[int, int]] = set()
    placed = []
    for row, cells in enumerate(table.rows):
        column = 0
        for cell in cells:
            while (row, column) in taken:
                column += 1
            placed.append((row, column, cell))
            taken.update((row + d, column + a) for d in range(cell.down) for a in range(cell.across))
            column += cell.across
    return placed


def _saved(save: Callable[[io.BytesIO], object]) -> bytes:
    file = io.BytesIO()
    save(file)
    return file.getvalue()
