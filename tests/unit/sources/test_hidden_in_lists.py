"""What a reader of a list does not see is not read, and asked about; marks on its names are read in every format."""

import io
from collections.abc import Callable
from typing import Any

import docx
import openpyxl
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from official_lists import Table, as_docx, as_typst
from registers_of_lists import planned

from index_pipeline.sources.lists.plan import Plan

ROWS = (("序号", "名称", "地区"), ("1", "甲厂", "北京"), ("2", "乙厂", "上海"), ("3", "丙厂", "天津"))


def outcome(plan: Plan) -> tuple[list[str | None], list[str]]:
    return [event.title for event in plan.new], [question.key for question in plan.questions]


def said(plan: Plan) -> list[str]:
    return [question.said for question in plan.questions]


# --- workbooks and pages ----------------------------------------------------------------------------------------------


def workbook(change: Callable[[openpyxl.Workbook], None]) -> Plan:
    book = openpyxl.Workbook()
    book.worksheets[0].title = "名单"
    for row in ROWS:
        book.worksheets[0].append((*row, "备注"))
    change(book)
    file = io.BytesIO()
    book.save(file)
    return planned(file.getvalue())


def test_hidden_columns_are_asked() -> None:
    def hide(book: openpyxl.Workbook) -> None:
        book.worksheets[0].column_dimensions["D"].hidden = True

    (question,) = said(workbook(hide))
    assert "column D is hidden and not read; is the list whole" in question


@pytest.mark.parametrize(
    ("name", "is_asked"), [("上海市", True), ("撤销名单", True), ("下拉选项", False), ("Sheet2", False)]
)
def test_a_hidden_sheet_is_asked_if_its_name_is_that_of_a_list_or_place(name: str, is_asked: bool) -> None:
    def hide(book: openpyxl.Workbook) -> None:
        book.create_sheet(name).sheet_state = "hidden"

    names, asked = outcome(workbook(hide))
    assert (names, asked) == (["甲厂", "乙厂", "丙厂"], [f"hidden:{name}"] * is_asked)


@pytest.mark.parametrize("style", ["style='display:none'", "hidden"])
def test_cells_that_a_page_does_not_show_are_asked(style: str) -> None:
    rows = "".join(f"<tr {style * (row[0] == '3')}><td>{'<td>'.join(row)}</tr>" for row in ROWS)

    names, asked = outcome(planned(f"<table>{rows}</table>".encode()))
    assert names == ["甲厂", "乙厂"]
    assert asked == ["hidden:第1行 · row 1"]


# --- documents of Word ------------------------------------------------------------------------------------------------


def word(change: Callable[[Any], None]) -> Plan:
    """Plan a document after a change of the run that names the last entry."""
    table = Table([2, 6, 3])
    for row in ROWS:
        table.add(*row)
    made = docx.Document(io.BytesIO(as_docx(["测试名单", table])))
    change(made.tables[0].cell(3, 1).paragraphs[0].runs[0])
    file = io.BytesIO()
    made.save(file)
    return planned(file.getvalue())


def hidden(run: Any) -> None:
    run.text = "丙"
    run._r.addnext(docx.oxml.parse_xml(run._r.xml.replace(">丙<", ">（已撤销）<")))
    run._r.getnext().get_or_add_rPr().append(OxmlElement("w:vanish"))
    run._r.getnext().addnext(docx.oxml.parse_xml(run._r.xml.replace(">丙<", ">厂<")))


def shown(run: Any) -> None:
    mark = OxmlElement("w:vanish")
    mark.set(qn("w:val"), "0")
    run._r.get_or_add_rPr().append(mark)


def tracked(kind: str) -> Callable[[Any], None]:
    def change(run: Any) -> None:
        wrapper = OxmlElement(f"w:{kind}")
        run._r.addprevious(wrapper)
        wrapper.append(run._r)

    return change


def test_hidden_text_of_word_is_not_read_and_asked() -> None:
    plan = word(hidden)

    assert outcome(plan) == (["甲厂", "乙厂", "丙厂"], ["hidden:第1行 · row 1"])
    assert "1 cell shows nothing of what it holds" in said(plan)[0]
    assert outcome(word(shown)) == (["甲厂", "乙厂", "丙厂"], [])


@pytest.mark.parametrize("kind", ["ins", "moveTo"])
def test_a_name_that_a_tracked_change_put_in_is_asked(kind: str) -> None:
    plan = word(tracked(kind))

    assert outcome(plan) == (["甲厂", "乙厂", "丙厂"], ["hidden:第1行 · row 1"])
    assert "有1个单元格含修订标记" in said(plan)[0]


def test_a_name_that_a_tracked_change_took_out_is_asked() -> None:
    names, asked = outcome(word(tracked("del")))

    assert names == ["甲厂", "乙厂"]
    assert "hidden:第1行 · row 1" in asked


# --- PDF --------------------------------------------------------------------------------------------------------------


def pdf(name: str, stroke: str, after: str = "") -> Plan:
    rows = (*ROWS[:3], ("3", name, "天津"))
    cells = ", ".join(f"[{text}]" for row in rows for text in row)
    return planned(as_typst(f"#table(columns: (1cm, 6cm, 3cm), stroke: {stroke}, {cells}){after}"))


@pytest.mark.parametrize("stroke", ["0.5pt", "none"])
@pytest.mark.parametrize(
    ("name", "title", "asked"),
    [
        ("丙厂#super(typographic: false)[1]", "丙厂[1]", ["entry:丙厂[1]"]),
        ("丙厂#super(typographic: false)[12]", "丙厂[12]", ["entry:丙厂[12]"]),
        ("丙m#super(typographic: false)[2]厂", "丙m2厂", []),
        ("丙#text(size: 9pt)[3]厂", "丙3厂", []),
        ("#strike[丙厂]", "丙厂", ["struck:丙厂"]),
        ("#underline[丙厂]", "丙厂", []),
    ],
    ids=["raised", "two raised", "a unit", "small", "struck", "underlined"],
)
def test_marks_on_a_name_in_a_pdf(name: str, title: str, asked: list[str], stroke: str) -> None:
    assert outcome(pdf(name, stroke)) == (["甲厂", "乙厂", title], asked)


@pytest.mark.parametrize("stroke", ["0.5pt", "none"])
def test_a_line_through_a_whole_row_of_a_pdf_strikes_its_entry(stroke: str) -> None:
    line = "#place(top + left, line(start: (0.1cm, 40pt), length: 9.5cm))"

    assert outcome(pdf("丙厂", stroke, line)) == (["甲厂", "乙厂", "丙厂"], ["struck:甲厂"])
