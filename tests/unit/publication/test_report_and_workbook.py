"""The national report and the workbook of a release."""

import io
import math
from dataclasses import asdict, replace

import openpyxl
import pyarrow as pa
import pypdfium2
import pytest
from printed_type import sizes_by_page

from index_pipeline.publication.lookups.panel import Panel
from index_pipeline.publication.printing.pdf import pdf
from index_pipeline.publication.report.blocks import Chapter, Heading, Paragraph, TableBlock
from index_pipeline.publication.report.files import report_files
from index_pipeline.publication.workbook.sheets import A4, CHARACTERS, LINE_HEIGHT
from index_pipeline.publication.workbook.workbook import LONG_TABLES, workbook


@pytest.fixture(scope="module")
def report(real):
    return {file.path: file.content for file in report_files(Panel(real))}


@pytest.fixture(scope="module")
def book(example):
    return openpyxl.load_workbook(io.BytesIO(workbook(Panel(example))))


def test_report_comes_in_both_languages_and_forms(report):
    assert set(report) == {f"report/{language}/report.{kind}" for language in ("zh", "en") for kind in ("html", "pdf")}


def test_report_ranks_every_region_and_defines_every_indicator(real, report):
    html = report["report/zh/report.html"].decode()
    document = pypdfium2.PdfDocument(report["report/zh/report.pdf"])
    text = "".join(page.get_textpage().get_text_bounded() for page in document).replace("\r\n", "")

    for row in real.tables["indicator_definitions"].to_pylist():
        assert row["title_zh"].replace("&", "&amp;") in html
    for row in Panel(real).ranked(2023, "icdi"):
        name = real.framework.codes.regions[row["ref_area"]].title_zh
        assert f"{row['rank']}{name}{row['score']:.1f}" in text.replace(" ", "")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_chart_of_the_report_is_printed_in_type_of_less_than_six_and_a_half_points(report, language):
    assert min(min(sizes) for sizes in sizes_by_page(report[f"report/{language}/report.pdf"])) >= 6.5


def test_a_table_leaves_no_heading_behind_and_at_least_three_rows_on_each_page():
    front: dict[str, object] = dict.fromkeys(("title", "subtitle", "standing", "contents", "foot"), "x") | {"facts": []}
    chapters = []
    for name in range(20):
        table = TableBlock(f"table{name}", ["row"], [[f"row{name}."]] * 12)
        filling = [Paragraph("filling")] * (name % 7)
        chapters.append(asdict(Chapter(f"chapter{name}", [*filling, Heading(f"heading{name}."), table])))
    printed = pdf("report.typ", front | {"lang": "en", "region": "gb", "chapters": chapters})
    pages = [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(printed)]

    for name in range(20):
        rows = [page.count(f"row{name}.") for page in pages]
        assert sum(rows) == 12
        assert min(filter(None, rows)) >= 3
        assert rows[next(at for at, page in enumerate(pages) if f"heading{name}." in page)] > 0
    assert any(page.count(f"row{name}.") not in (0, 12) for page in pages for name in range(20))


def test_report_says_what_is_not_measured_and_why(real, report):
    html = report["report/zh/report.html"].decode()

    gaps = [row for row in real.tables["components"].to_pylist() if not row["measured"]]
    assert len(gaps) == 8
    assert all(row["reason_zh"] in html and row["wanted_zh"] in html for row in gaps)


def test_report_says_what_is_not_computed(report):
    assert report["report/zh/report.html"].decode().count("未计算。") >= 3


def _widths(sheet):
    """Return the width of each column; neighbours of one width are one entry of the file."""
    return [
        each.width - 182 / 256  # what the file adds for the margins of a cell
        for each in sheet.column_dimensions.values()
        for _ in range(each.min, each.max + 1)
    ]


def test_workbook_has_a_sheet_for_each_table_with_frozen_heads_and_filters(example, book):
    held = [name for name in LONG_TABLES if name in example.tables]

    sheets = book.worksheets[1:]
    assert len(sheets) == len(held) + 2  # the summary and the codebook
    assert all(sheet.auto_filter.ref for sheet in sheets)
    assert [sheet.freeze_panes for sheet in sheets] == ["D3", *["A3"] * (len(held) + 1)]  # the summary's names stay too


def test_workbook_is_printed_with_its_heads_on_pages_that_can_be_read(example, book):
    for sheet in book.worksheets:
        width = sum(_widths(sheet))
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (A4, "landscape")
        assert (sheet.page_setup.fitToWidth or 1) == math.ceil(width / CHARACTERS)
        assert sheet.page_setup.fitToHeight == 0
        assert example.release_id in sheet.oddFooter.left.text
    assert {sheet.print_title_rows for sheet in book.worksheets[1:]} == {"$1:$2"}
    assert book.worksheets[1].print_title_cols == "$A:$C"


def test_workbook_shows_the_whole_head_of_every_column(book):
    for sheet in book.worksheets[1:]:
        widths = _widths(sheet)
        for row in (1, 2):
            for cell, width in zip(sheet[row], widths, strict=True):
                lines = sum(math.ceil(len(line) / width) for line in cell.value.split("\n"))
                assert (sheet.row_dimensions[row].height or LINE_HEIGHT) >= LINE_HEIGHT * lines


def test_workbook_holds_the_scores_to_the_last_digit(example, book):
    sheet = book["位次 Ranks"]
    heads = [cell.value for cell in sheet[2]]
    found = [dict(zip(heads, row, strict=True)) for row in sheet.iter_rows(min_row=3, values_only=True)]

    scores = {(row["ref_area"], row["time_period"], row["component_id"]): row["score"] for row in found}
    for row in example.tables["rankings"].to_pylist():
        assert scores[row["ref_area"], row["time_period"], row["component_id"]] == row["score"]


def test_workbook_shows_no_computed_number_with_all_its_digits(example, book):
    for sheet in book.worksheets[1:]:
        whole = {
            sheet.cell(2, cell.column).value
            for row in sheet.iter_rows(min_row=3)
            for cell in row
            if isinstance(cell.value, float) and cell.number_format == "General"
        }
        assert whole <= {"multiplier"}, sheet.title


def test_workbook_shows_a_missing_value_only_where_the_year_is_scored(example):
    indicators = example.tables["indicators"]
    earlier = indicators.drop_columns("time_period").append_column(
        "time_period", pa.array([2010] * indicators.num_rows, pa.int32())
    )
    both = pa.concat_tables([earlier.select(indicators.column_names).cast(indicators.schema), indicators])
    book = openpyxl.load_workbook(
        io.BytesIO(workbook(Panel(replace(example, tables=example.tables | {"indicators": both}))))
    )

    rows = list(book["指标值 Indicator values"].iter_rows(min_row=2, values_only=True))
    year, value = rows[0].index("time_period"), rows[0].index("obs_value")
    missing = indicators["obs_value"].null_count
    assert len(rows) - 1 == both.num_rows - missing
    assert [row[year] > 2010 for row in rows if row[value] is None] == [True] * missing
    assert missing


def test_workbook_says_which_sheet_has_not_all_rows(example, monkeypatch):
    monkeypatch.setattr("index_pipeline.publication.workbook.workbook.MOST_ROWS", 3)
    book = openpyxl.load_workbook(io.BytesIO(workbook(Panel(example))))
    about = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]
    rows = example.tables["rankings"].num_rows

    assert book["位次 Ranks"].max_row == 2 + 3
    (said,) = [row for row in about if row[0] == "位次 Ranks"]
    assert said[1].endswith(f"；仅列前3行，共{rows}行，全部数据见 tables/rankings.parquet")
    assert said[2].endswith(f"; its first 3 of {rows} rows: tables/rankings.parquet has all")


def test_the_first_sheet_leads_to_each_of_the_others(book):
    about = book.worksheets[0]
    leads = {row[0].value: row[0].hyperlink.location for row in about.iter_rows() if row[0].hyperlink}

    assert leads == {name: f"'{name}'!A1" for name in book.sheetnames[1:]}


def test_workbook_names_what_codes_stand_for(book):
    row = next(book["位次 Ranks"].iter_rows(min_row=3, max_row=3, values_only=True))

    assert row[:3] == ("11", "甲省", "Province 11")
