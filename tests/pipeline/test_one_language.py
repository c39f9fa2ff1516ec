"""A Chinese reader meets no English sentence, an English reader no Chinese one: every page and PDF of a release."""

from pathlib import Path

import openpyxl
import pyarrow.parquet as pq
import pytest
from one_language import CHINESE, foreign, texts

PAGES = ("scorecards/{}/*.html", "scorecards/{}/*.pdf", "report/{}/*", "figures/{}/*.html", "figures/{}/*.svg")


@pytest.fixture(scope="module")
def entries(release: Path) -> str:
    """Titles and places of register entries, which have no translation."""
    table = pq.read_table(release / "tables" / "register_events.parquet", columns=["title", "place"])
    return "|".join("".join(name.split()) for column in table.columns for name in column.unique().to_pylist() if name)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("pattern", PAGES)
def test_a_file_of_one_language_holds_no_sentence_of_the_other(
    release: Path, entries: str, language: str, pattern: str
) -> None:
    files = sorted(release.glob(pattern.format(language)))

    assert files
    wrong = {path.name: found for path in files if (found := foreign(texts(path, language), language, entries))}
    assert wrong == {}


def test_the_quality_report_marks_what_is_english_and_says_it_in_chinese_too(data: Path) -> None:
    (report,) = (data / "quality").glob("*.html")

    assert foreign(texts(report, "zh"), "zh") == {"Quality report"}, "the title of a page in both languages"


def test_the_workbook_names_sheets_columns_and_rows_in_both_languages(release: Path) -> None:
    book = openpyxl.load_workbook(release / "workbook.xlsx", read_only=True)

    assert [title for title in book.sheetnames if not CHINESE.search(title) or not title[-1].isascii()] == []
    for sheet in book.worksheets[1:]:
        heads, codes = (list(row) for row in sheet.iter_rows(max_row=2, values_only=True))
        assert [head for head in heads if len(str(head).split("\n")) != 2] == [], sheet.title
        names = [code.removesuffix("_zh") for code in codes if code.endswith("_zh") and code != "short_zh"]
        assert [name for name in names if f"{name}_en" not in codes] == [], sheet.title
