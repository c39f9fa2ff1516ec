"""Each format is known by its content, whatever the file is called, and gives the same figures."""

from typing import Any

import pytest
import xlwt
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font
from samples import (
    as_csv,
    as_html,
    as_new_bureau_csv,
    as_xls,
    as_xlsx,
    body,
    bureau,
    expected,
    figures,
    framework,
    harmonised,
    kinds,
    locked,
    refusal,
)

from index_pipeline.sources.readers import read_bytes

NEW_BUREAU = [
    ["数据库：分省年度数据 "],
    ["时间： "],
    ["地区", "2023年", "2022年", "2021年"],
    *body(),
    ["数据来源：国家统计局"],
]
WEB_PAGE = as_html(
    [["单位:亿元"], ["地区", "2023年", "2022年", "2021年"], *body()],
    title="各地区地区生产总值",
    source="数据来源：国家统计局",
)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        pytest.param(as_csv(bureau()), "CSV", id="bureau CSV in GB18030"),
        pytest.param(as_csv(bureau(), "utf-8"), "CSV", id="UTF-8"),
        pytest.param(as_csv(bureau(), "utf-8-sig", newline="\n"), "CSV", id="UTF-8 with a mark"),
        pytest.param(as_csv(bureau(), "utf-16"), "CSV", id="UTF-16 with a mark"),
        pytest.param(as_csv(bureau(), "utf-16-le"), "CSV", id="UTF-16 little-endian"),
        pytest.param(as_csv(bureau(), "utf-16-be"), "CSV", id="UTF-16 big-endian"),
        pytest.param(as_csv(bureau(), delimiter="\t"), "CSV", id="tabs"),
        pytest.param(as_csv(bureau(), delimiter=";"), "CSV", id="semicolons"),
        pytest.param(as_xlsx(bureau()), "XLSX", id="XLSX"),
        pytest.param(as_xls(bureau()), "XLS", id="XLS"),
        pytest.param(locked(as_xlsx(bureau()), "VelvetSweatshop"), "XLS", id="locked with Excel's own password"),
        pytest.param(WEB_PAGE, "HTML", id="HTML"),
    ],
)
def test_every_format_gives_the_same_figures(content: bytes, name: str) -> None:
    assert figures(content) == expected()
    assert read_bytes("misleading.png", content, framework().codes).format == name


def test_the_new_bureau_export_does_not_name_its_indicator_so_it_has_to_be_given() -> None:
    content = as_new_bureau_csv(NEW_BUREAU)

    assert "--series" in str(refusal(content))
    assert figures(content, series="gdp") == expected()


def test_cells_are_named_as_spreadsheets_name_them() -> None:
    in_text = {f.key: f.cell for f in harmonised(as_csv(bureau())).figures}
    in_workbook = {f.key: (f.sheet, f.cell) for f in harmonised(as_xlsx(bureau(), sheet="表1")).figures}

    assert in_text["gdp", "110000", 2023] == "B5"
    assert in_text["gdp", "650000", 2021] == "D35"
    assert in_workbook["gdp", "650000", 2021] == ("表1", "D35")


def test_lines_count_as_they_stand_in_the_file_also_behind_a_cell_of_two_lines() -> None:
    rows = [["数据库：分省年度数据"], ["指标：地区生产总值(亿元)"], ["说明：\n两行"], ["地区", "2023年"], *body([2023])]

    cells = {f.ref_area: f.cell for f in harmonised(as_csv(rows, newline="\n")).figures}

    assert cells["110000"] == "B6"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        pytest.param(b"", "empty", id="no byte"),
        pytest.param(b"\xef\xbb\xbf\r\n \r\n", "empty", id="blanks"),
        pytest.param(b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "no_table_format", id="an image"),
        pytest.param(b"%PDF-1.7\n%\xe2\xe3", "document", id="a PDF document"),
        pytest.param(bytes(range(256)) * 20, "no_table_format", id="some binary file"),
        pytest.param(b"<html><body>404 Not Found</body></html>", "no_table_format", id="a web page without a table"),
        pytest.param(b'<?xml version="1.0"?><a/>', "no_table_format", id="XML"),
        pytest.param("今天天气很好。\n明天也是。".encode(), "no_regions", id="a text"),
        pytest.param(b"a,b\n1,2\n", "no_regions", id="a table without regions"),
        pytest.param(b"\xff\xfe\x00\xd8" * 9, "encoding", id="no encoding"),
        pytest.param(locked(as_xlsx(bureau()), "secret"), "password", id="locked with a password"),
        pytest.param(as_csv([["地区", "2023年"], ["北京市", ""]]), "no_figures", id="no figure"),
    ],
)
def test_what_is_no_table_is_refused_and_says_what_it_is(content: bytes, kind: str) -> None:
    assert kinds(refusal(content, series="gdp")) == {kind}


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(as_csv(bureau()), id="GB18030"),
        pytest.param(as_csv(bureau(), "utf-8"), id="UTF-8"),
        pytest.param(as_new_bureau_csv(NEW_BUREAU), id="new bureau CSV"),
        pytest.param(as_xlsx(bureau()), id="XLSX"),
        pytest.param(as_xls(bureau()), id="XLS"),
        pytest.param(WEB_PAGE, id="HTML"),
    ],
)
@pytest.mark.parametrize("share", [0.3, 0.5, 0.503, 0.506, 0.8])
def test_a_file_that_is_cut_off_is_refused(content: bytes, share: float) -> None:
    assert kinds(refusal(content[: int(len(content) * share)], series="gdp")) & {"cut", "broken", "row_length"}


def test_a_formula_without_its_result_is_refused_by_cell() -> None:
    refused = refusal(as_xlsx([["地区", "2023年"], ["北京市", "=1+1"]]), series="gdp")

    assert [(problem.kind, problem.cell) for problem in refused.problems] == [("formula", "B2")]


def test_hidden_sheets_are_not_read_and_that_is_said() -> None:
    def hide(book: object) -> None:
        sheet = book.create_sheet("旧数")  # type: ignore[attr-defined]
        sheet.append(["地区", "2020年"])
        sheet.append(["北京市", 1])
        sheet.sheet_state = "hidden"

    found = harmonised(as_xlsx(bureau(), more=hide))

    assert {f.time_period for f in found.figures} == {2021, 2022, 2023}
    assert "sheet 旧数 is hidden and was not read" in found.left_out


def marked(cell: Any) -> list[Any]:
    """A table whose cell B2 is `cell`."""
    rows = body([2023])
    rows[0][1] = cell
    return [["地区", "2023年"], *rows]


def raised() -> tuple[Any, ...]:
    """The digit 1 raised, as runs of a text in XLS."""
    font = xlwt.Font()
    font.escapement = xlwt.Font.ESCAPEMENT_SUPERSCRIPT
    return ("11241", xlwt.Font()), ("1", font)


def as_xml(cell: str) -> bytes:
    lines = "".join(
        "<Row>" + "".join(f'<Cell><Data ss:Type="String">{text}</Data></Cell>' for text in row) + "</Row>"
        for row in marked(cell)
    )
    name = "urn:schemas-microsoft-com:office:spreadsheet"
    head = f'<Workbook xmlns="{name}" xmlns:ss="{name}"><Worksheet ss:Name="S"><Table>'
    return f"<?xml version='1.0'?>{head}{lines}</Table></Worksheet></Workbook>".encode()


@pytest.mark.parametrize(
    "content",
    [
        as_xlsx(marked(CellRichText("11241", TextBlock(InlineFont(vertAlign="superscript"), "1")))),
        as_xlsx(marked(CellRichText("11241", TextBlock(InlineFont(strike=True), "1")))),
        as_xls(marked(raised())),
        as_xml("11241<Sup>1</Sup>"),
        as_html(marked("11241<sup>1</sup>")),
        as_html(marked("11241<span style='vertical-align: super'>1</span>")),
        as_html(marked('11241<a href="#n1">1</a>')),
        as_html(marked("11241<del>1</del>")),
    ],
)
def test_a_mark_beside_a_figure_is_no_digit_of_it(content: bytes) -> None:
    (problem,) = refusal(content, series="gdp").problems

    assert (problem.kind, problem.value) == ("not_a_number", "11241[1]")


def test_a_cell_that_is_struck_through_is_no_figure() -> None:
    def strike(book: Any) -> None:
        book.active["B3"].font = Font(strike=True)

    assert [(p.kind, p.cell) for p in refusal(as_xlsx(marked(11241), more=strike), series="gdp").problems] == [
        ("not_a_number", "B3")
    ]


@pytest.mark.parametrize(
    "hidden",
    [
        '<i style="visibility:hidden">9</i>',
        '<i style="mso-hide:all">9</i>',
        "<style>.h{display:none}</style><i class=h>9</i>",
    ],
)
def test_what_a_page_does_not_show_is_no_digit(hidden: str) -> None:
    shown = dict(expected([2023]))

    assert figures(as_html(marked(f"{shown['gdp', '110000', 2023]}{hidden}")), series="gdp") == shown
