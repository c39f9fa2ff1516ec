"""What a workbook stores is read as it shows: formats of cells, hidden lines, and formulas only with their results."""

import io
import re
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
import xlsxwriter
import xlwt
from samples import Row, as_html, body, expected, figures, harmonised, kinds, refusal, regions

from index_pipeline.sources.problems import Refusal
from index_pipeline.sources.workbooks.contents import open_contents, open_form

YEARS: list[Row] = [["地区", "2023年", "2022年", "2021年"], *body()]
CALC = rb"<calcPr[^>]*/>"
SAVED = b'<calcPr calcId="191029"/>'


def written(rows: list[Row], code: str | None = None, more: Callable[[Any, Any], object] | None = None) -> bytes:
    """Write an XLSX whose numbers have the number format `code`."""
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content)
    sheet, style = book.add_worksheet("表"), book.add_format({"num_format": code}) if code else None
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            sheet.write(number, column, cell, style if isinstance(cell, int | float) else None)
    if more:
        more(book, sheet)
    book.close()
    return content.getvalue()


def written_xls(rows: list[Row], code: str, more: Callable[[Any, Any], object] | None = None) -> bytes:
    """Write an XLS whose numbers have the number format `code`."""
    book = xlwt.Workbook()
    sheet, style = book.add_sheet("表"), xlwt.easyxf(num_format_str=code)
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            sheet.write(number, column, cell, *([style] if isinstance(cell, int | float) else []))
    if more:
        more(book, sheet)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def edited(workbook: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """Change one part of a workbook."""
    source, target = zipfile.ZipFile(io.BytesIO(workbook)), io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in source.namelist():
            archive.writestr(name, change(source.read(name)) if name.endswith(part) else source.read(name))
    return target.getvalue()


def scaled(factor: float, head: str) -> list[Row]:
    return [[head], YEARS[0], *([row[0], *(round(cell * factor, 6) for cell in row[1:])] for row in body())]


@pytest.mark.parametrize(
    ("code", "factor", "head"),
    [
        pytest.param("#,##0.00", 1, "地区生产总值(亿元)", id="separators"),
        pytest.param("0.0,", 1000, "地区生产总值(亿元)", id="thousands"),
        pytest.param("0!.0,", 10_000, "地区生产总值(亿元)", id="ten thousands without a word"),
        pytest.param('0!.0,"万"', 100_000_000, "地区生产总值(万元)", id="万 in a column of 万元"),
        pytest.param('0!.0,"万"', 100_000_000, "地区生产总值(元)", id="万 in a column of 元"),
        pytest.param('0.0"亿元"', 1, "地区生产总值", id="a unit in the format"),
    ],
)
@pytest.mark.parametrize("write", [written, written_xls], ids=["XLSX", "XLS"])
def test_a_figure_is_the_one_that_its_cell_shows(
    write: Callable[..., bytes], code: str, factor: float, head: str
) -> None:
    assert figures(write(scaled(factor, head), code)) == expected()


@pytest.mark.parametrize("write", [written, written_xls], ids=["XLSX", "XLS"])
@pytest.mark.parametrize("head", ["有电子商务交易活动的企业数比重", "有电子商务交易活动的企业数比重(%)"])
def test_a_share_that_shows_as_a_percentage_is_one(write: Callable[..., bytes], head: str) -> None:
    rows: list[Row] = [[head], ["地区", "2023年"], *([r.title_zh, 0.236] for r in regions())]

    assert set(figures(write(rows, "0.0%")).values()) == {23.6}


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        pytest.param('0!.0,"万"', "unknown_unit", id="万 of nobody knows what"),
        pytest.param("0.0%", "unit_conflict", id="percentages of a value in money"),
        pytest.param("yyyy-mm-dd", "not_a_number", id="days"),
        pytest.param('"$"#,##0', "not_a_number", id="another currency"),
        pytest.param(";;;", "no_figures", id="nothing"),
    ],
)
def test_a_figure_that_its_cell_does_not_show_is_refused(code: str, kind: str) -> None:
    assert kinds(refusal(written(YEARS, code), series="gdp")) == {kind}


def test_percentages_and_bare_numbers_under_one_heading_are_refused() -> None:
    rows: list[Row] = [["地区", "2023年"], *([r.title_zh, 0.236] for r in regions())]
    content = written(rows, "0.0%", lambda _, sheet: sheet.write_number(3, 1, 0.25))

    assert kinds(refusal(content, series="ecommerce_enterprise_share")) == {"mixed_percent"}


# --- formulas --------------------------------------------------------------------------------------------------------


def with_formula(_: Any, sheet: Any) -> None:
    sheet.write_formula(2, 1, "=1+1")


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(written(YEARS, more=with_formula), id="a placeholder 0, to be computed when opened"),
        pytest.param(
            edited(written(YEARS, more=with_formula), "workbook.xml", lambda xml: re.sub(CALC, SAVED, xml)),
            id="a placeholder 0, and no program that computed it",
        ),
        pytest.param(
            written(YEARS, more=lambda _, sheet: sheet.write_formula(2, 1, "=1", None, 12241.5)),
            id="a result that is to be computed again",
        ),
    ],
)
def test_a_formula_that_was_never_computed_is_refused(content: bytes) -> None:
    (problem,) = refusal(content, series="gdp").problems

    assert (problem.kind, problem.sheet, problem.cell) == ("formula", "表", "B3")


@pytest.mark.parametrize(
    "cell",
    [
        b'<c r="B3"><f>1+1</f></c>',
        b'<c r="B3"><f>1+1</f><v/></c>',
        b'<c t="n" s="0" r="B3"><f>1+1</f><v></v></c>',
        b"<c r='B3'><f>1+1</f><v> </v></c>",
        b'<c r="B3"><f t="shared" si="0"/></c>',
        b'<c r="B3" t="str"><f>1+1</f></c>',
        b'<c r="B3"><!-- sum --><f><![CDATA[1+1]]></f><extLst/></c>',
        b'<x:c r="B3" xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:f>1+1</x:f></x:c>',
    ],
)
def test_a_formula_without_a_result_is_refused_however_it_is_written(cell: bytes) -> None:
    content = edited(written(YEARS), "sheet1.xml", lambda xml: re.sub(rb'<c r="B3">.*?</c>', cell, xml, count=1))

    assert [(p.kind, p.cell) for p in refusal(content, series="gdp").problems] == [("formula", "B3")]


def test_every_cell_that_an_array_formula_fills_is_a_formula() -> None:
    content = written(YEARS, more=lambda _, sheet: sheet.write_array_formula(1, 1, 31, 1, "{=C2:C32}"))

    (cause,) = refusal(content, series="gdp").causes

    assert (cause.problems[0].kind, cause.count) == ("formula", 31)


def test_a_formula_whose_result_a_spreadsheet_program_stored_is_read() -> None:
    def computed(_: Any, sheet: Any) -> None:
        for number, row in enumerate(body(), 1):
            sheet.write_formula(number, 1, f"={row[1]}*1", None, row[1])

    saved = edited(written(YEARS, more=computed), "workbook.xml", lambda xml: re.sub(CALC, SAVED, xml))

    assert figures(saved, series="gdp") == expected()


def test_a_result_of_zero_counts_where_a_spreadsheet_program_computed_it() -> None:
    zero = edited(written(YEARS, more=with_formula), "workbook.xml", lambda xml: re.sub(CALC, SAVED, xml))
    saved = edited(zero, "app.xml", lambda xml: xml.replace(b"Microsoft Excel", b"LibreOffice/24.2"))

    assert figures(saved, series="gdp")["gdp", "120000", 2023] == 0


def test_a_formula_in_an_xls_that_nothing_computed_is_refused() -> None:
    content = written_xls(YEARS, "General", lambda _, sheet: sheet.write(40, 5, xlwt.Formula("1+1")))

    assert [(p.kind, p.cell) for p in refusal(content, series="gdp").problems] == [("formula", "F41")]


# --- what nobody sees ------------------------------------------------------------------------------------------------

FORECAST: list[Row] = [[*YEARS[0], "2024年"], *([*row, 7.0] for row in body())]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(written(FORECAST, more=lambda _, s: s.set_column(4, 4, None, None, {"hidden": True})), id="XLSX"),
        pytest.param(written(FORECAST, more=lambda _, s: s.set_column(4, 4, 0)), id="no width"),
        pytest.param(written_xls(FORECAST, "General", lambda _, s: setattr(s.col(4), "hidden", True)), id="XLS"),
    ],
)
def test_a_hidden_column_is_not_read_and_that_is_said(content: bytes) -> None:
    found = harmonised(content, series="gdp")

    assert {f.time_period for f in found.figures} == {2021, 2022, 2023}
    assert any("column E is hidden and not read" in line for line in found.left_out)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(
            written([*YEARS, ["北京市", 1, 2, 3]], more=lambda _, s: s.set_row(32, None, None, {"hidden": True})),
            id="XLSX",
        ),
        pytest.param(written([*YEARS, ["北京市", 1, 2, 3]], more=lambda _, s: s.set_row(32, 0)), id="no height"),
        pytest.param(
            written(
                [*YEARS, ["北京市", 1, 2, 3]], more=lambda _, s: s.set_row(32, None, None, {"hidden": 1, "level": 1})
            ),
            id="grouped and collapsed",
        ),
        pytest.param(
            written_xls([*YEARS, ["北京市", 1, 2, 3]], "General", lambda _, s: setattr(s.row(32), "hidden", True)),
            id="XLS",
        ),
        pytest.param(
            as_html([*YEARS, ["北京市", 1, 2, 3]]).replace(
                "<tr><td>北京市</td>\n<td>1<".encode(), '<tr style="display: none"><td>北京市</td>\n<td>1<'.encode()
            ),
            id="HTML",
        ),
    ],
)
def test_a_hidden_line_is_not_read_and_that_is_said(content: bytes) -> None:
    found = harmonised(content, series="gdp")

    assert {f.key: float(f.value or 0) for f in found.figures} == expected()
    assert any("not read" in line for line in found.left_out)


# --- workbooks that a person filled in -------------------------------------------------------------------------------


def fill_in(book: Any, sheet: Any) -> None:
    """A sum that nothing computed, a code as a percentage; lines filtered away, a column and a sheet hidden."""
    sheet.write_formula(4, 0, "=SUM(A1:A2)")
    sheet.write_number(4, 1, 1, book.add_format({"num_format": "0%"}))
    sheet.set_row(1, None, None, {"hidden": True})
    sheet.set_column(1, 1, None, None, {"hidden": True})
    other = book.add_worksheet("说明")
    other.write(0, 0, "张三")
    other.hide()


def fill_in_xls(book: Any, sheet: Any) -> None:
    sheet.write(4, 0, xlwt.Formula("SUM(A1:A2)"))
    sheet.write(4, 1, 1, xlwt.easyxf(num_format_str="0%"))
    sheet.row(1).hidden = sheet.col(1).hidden = True
    other = book.add_sheet("说明")
    other.write(0, 0, "张三")
    other.visibility = 1


FILLED_IN: list[Row] = [["地区", "代码"], ["北京市", 2], ["天津市", 0]]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(written(FILLED_IN, more=fill_in), id="XLSX"),
        pytest.param(written_xls(FILLED_IN, "General", fill_in_xls), id="XLS"),
    ],
)
def test_a_form_is_read_whole_and_a_sum_that_was_not_computed_is_empty(content: bytes) -> None:
    rows = [["地区", "代码"], ["北京市", "2"], ["天津市", "0"], ["", ""], ["", "100%"]]

    assert open_form("f", content) == {"表": rows, "说明": [["张三"]]}
    with pytest.raises(Refusal, match="A5"):
        open_contents("f", content)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"a,b\n1,2\n", "no_table_format"),
        (written(FILLED_IN)[:-200], "broken"),
        (
            edited(written(FILLED_IN), "sheet1.xml", lambda xml: xml.replace(b"<worksheet", b"<!DOCTYPE w><w", 1)),
            "bomb",
        ),
        (edited(written(FILLED_IN), "sheet1.xml", lambda xml: xml.replace(b'r="B3"', b'r="XFD1048576"')), "too_large"),
    ],
)
def test_a_form_is_refused_as_any_other_workbook(content: bytes, kind: str) -> None:
    with pytest.raises(Refusal) as caught:
        open_form("f", content)

    assert kinds(caught.value) == {kind}


# --- other workbooks -------------------------------------------------------------------------------------------------


def test_text_of_an_xls_is_read_whatever_its_code_page_says() -> None:
    content = written_xls([["各地区生产总值(亿元)"], *YEARS], "General")
    place = content.index(b"\x42\x00\x02\x00\xb0\x04")

    assert figures(content[: place + 4] + b"\xe4\x04" + content[place + 6 :]) == expected()


def test_an_xml_spreadsheet_of_2003_is_read_with_its_formats() -> None:
    style = '<Styles><Style ss:ID="p"><NumberFormat ss:Format="Percent"/></Style></Styles>'
    cells = "".join(
        f'<Row><Cell><Data ss:Type="String">{r.title_zh}</Data></Cell>'
        '<Cell ss:StyleID="p"><Data ss:Type="Number">0.236</Data></Cell></Row>'
        for r in regions()
    )
    head = "".join(f'<Cell><Data ss:Type="String">{text}</Data></Cell>' for text in ("地区", "2023年"))
    xml = (
        '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        f'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">{style}'
        '<Worksheet ss:Name="有电子商务交易活动的企业数比重">'
        f"<Table><Row>{head}</Row>{cells}</Table></Worksheet></Workbook>"
    )

    assert set(figures(xml.encode()).values()) == {23.6}


@pytest.mark.parametrize("part", ["xl/workbook.bin", "content.xml"])
def test_workbooks_of_other_formats_are_refused_by_name(part: str) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr(part, b"x")

    assert "save it as XLSX" in str(refusal(content.getvalue()))
