"""The workbook that a coder fills in: a line for each region and item."""

from collections.abc import Mapping
from dataclasses import dataclass

from index_pipeline.framework.framework import Framework
from index_pipeline.framework.survey import Item, Survey
from index_pipeline.framework.text import Text
from index_pipeline.judgement.book import LONGEST_PROMPT, LONGEST_TITLE, Book, both, height

HEADINGS = ("ref_area", "region", "item", "question", "codes", "code", "document", "address", "remark")
"""The last word of each heading, by which a column is found."""

HEAD = (
    "地区代码\nref_area",
    "地区\nregion",
    "条目\nitem",
    "问题\nquestion",
    "可填代码\ncodes",
    "代码\ncode",
    "依据文件（标题、文号）\ndocument",
    "网址\naddress",
    "备注\nremark",
)
WIDTHS = (10, 18, 20, 52, 40, 8, 42, 36, 24)

STAMPS = ("survey", "year", "version", "coder")

PARAGRAPHS = (
    Text(
        zh="请独立编码，完成前不与其他编码员讨论。姓名填在上方黄色单元格。",
        en="Code on your own; do not talk to the other coders before you have finished. Write your name in the yellow "
        "cell above.",
    ),
    Text(
        zh="在“编码”表的黄色单元格中填写：每个地区的每个条目各填一个代码（下拉选择）。查不到文件的，填最低的代码。",
        en="Fill in the yellow cells of the sheet Coding: one code for each region and item, from the list. Where you "
        "find no document, give the lowest code.",
    ),
    Text(
        zh="代码高于最低者，须写明依据文件（标题和文号）和网址，使他人能找到。",
        en="A code above the lowest needs its document (title and number) and address, so that others can find it.",
    ),
    Text(
        zh="可以筛选。不要增删行、列或改动白色单元格。工作表保护没有密码：撤消后可以排序，但须整行一起排。",
        en="You may filter. Do not add or remove lines or columns or change white cells. The sheets are protected "
        "without a password: take it off to sort, and sort whole lines together.",
    ),
)


@dataclass(frozen=True)
class FilledIn:
    """The initial contents of a line of the workbook; code and strings may be empty."""

    code: float | None = None
    document: str = ""
    address: str = ""
    remark: str = ""


def workbook(
    survey: Survey, framework: Framework, year: int, coder: str, given: Mapping[tuple[str, str], FilledIn] | None = None
) -> bytes:
    """Return the workbook of one coder: instructions, a line for each region and item, and the items in full.

    Args:
        survey: Gives the items.
        framework: Gives the assessed regions.
        year: The year that is coded.
        coder: Name of the coder, written in an open cell.
        given: By region and item, the initial contents.
    """
    title = f"{both(survey.title, ' · ')} · {year}"
    book = Book(title)
    stamps = (("调查 survey", survey.id), ("年份 year", str(year)), ("版本 version", survey.version))
    paragraphs = (*([survey.note] if survey.note else []), *PARAGRAPHS)
    book.instructions(title, stamps, "编码员 coder", coder, paragraphs)
    sheet = book.sheet("编码 Coding", WIDTHS, HEAD)
    sheet.freeze_panes(1, 3)
    row = 0
    for area in framework.ref_areas:
        region = framework.codes.regions[area]
        for item in survey.items:
            row += 1
            texts = (area, _region(region.title_zh, region.title_en), item.id, both(item.question), anchors(item))
            for column, text in enumerate(texts):
                sheet.write_string(row, column, text, book.text)
            known = (given or {}).get((area, item.id), FilledIn())
            if known.code is None:
                sheet.write_blank(row, 5, None, book.open)
            else:
                sheet.write_number(row, 5, known.code, book.open)
            for column, text in enumerate((known.document, known.address, known.remark), start=6):
                sheet.write_string(row, column, text, book.open) if text else sheet.write_blank(
                    row, column, None, book.open
                )
            sheet.set_row(row, max(height(both(item.question), WIDTHS[3]), height(anchors(item), WIDTHS[4])))
            sheet.data_validation(row, 5, row, 5, _choice(item))
    sheet.autofilter(0, 0, row, len(HEAD) - 1)
    _items(book, survey)
    return book.content()


def anchors(item: Item) -> str:
    """Return the codes of an item with their anchors, one per line."""
    return "\n".join(f"{code.value:g} = {both(code.anchor, ' · ')}" for code in item.codes)


def _region(zh: str, en: str) -> str:
    return f"{zh}\n{en}" if en else zh


def _choice(item: Item) -> dict[str, object]:
    codes = [f"{code.value:g}" for code in item.codes]
    return {
        "validate": "list",
        "source": codes,
        "input_title": item.id[:LONGEST_TITLE],
        "input_message": anchors(item)[:LONGEST_PROMPT],
        "error_title": "代码 code",
        "error_message": f"可填 codes: {', '.join(codes)}"[:LONGEST_PROMPT],
    }


def _items(book: Book, survey: Survey) -> None:
    head = (
        "条目\nidentifier",
        "指导意见原文\nsentence of the guideline",
        "问题\nquestion",
        "代码\ncodes",
        "尺度\nlevel",
    )
    widths = (24, 48, 60, 56, 12)
    sheet = book.sheet("条目 Items", widths, head)
    for row, item in enumerate(survey.items, start=1):
        sentence = both(item.sentence) if item.sentence else ""
        texts = (item.id, sentence, both(item.question), anchors(item), item.level)
        for column, text in enumerate(texts):
            sheet.write_string(row, column, text, book.text)
        sheet.set_row(row, max(height(text, width) for text, width in zip(texts, widths, strict=True)))
