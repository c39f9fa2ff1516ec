"""Each format is known by its content, whatever the file is called, and gives the same figures."""

import pytest
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
        pytest.param(b"%PDF-1.7\n%\xe2\xe3", "no_table_format", id="a PDF document"),
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
