"""The estimate of the newest year is shown as an estimate, and is never a final year."""

import io
from dataclasses import replace
from typing import Any

import openpyxl
import pytest
from example_release import example_release, with_tables

from index_pipeline.publication.lookups.panel import Panel
from index_pipeline.publication.releases.contents import Contents
from index_pipeline.publication.report.blocks import Paragraph, TableBlock
from index_pipeline.publication.report.estimates import estimates
from index_pipeline.publication.report.files import chapters
from index_pipeline.publication.text import words
from index_pipeline.publication.workbook.workbook import workbook


def row(area: str, score: float, rank: int) -> dict[str, Any]:
    ends = {"estimated_p05": score - 1, "estimated_p95": score + 2, "estimated_rank": rank, "own_weight": 0.6}
    return {"ref_area": area, "time_period": 2024, "estimated_score": score, **ends}


@pytest.fixture(scope="module")
def release() -> Contents:
    made = example_release()
    root = made.framework.index_id
    definition = made.framework.definition
    years = definition.years.model_copy(update={"estimate": 2024})
    framework = replace(made.framework, definition=definition.model_copy(update={"years": years}))
    measures = {
        "bias": -0.1,
        "mean_absolute_error": 0.59,
        "mean_absolute_rank_error": 0.45,
        "mean_absolute_rank_change": 0.65,
        "skill": 0.3,
        "interval_coverage": 0.86,
        "own_weight": 0.5,
    }
    return with_tables(
        replace(made, framework=framework),
        estimates=[row("11", 55.04, 2) | {"component_id": root}, row("12", 61.0, 1) | {"component_id": root}],
        estimate_errors=[
            {"component_id": root, "time_period": year, "estimates": 10, **measures} for year in (None, 2022, 2023)
        ],
    )


@pytest.mark.parametrize(
    ("language", "marked", "span"),
    [("zh", "【初步测算】2024年", "54.0～57.0"), ("en", "[Estimate] Some indicators", "54.0–57.0")],
)
def test_report_marks_the_year_as_an_estimate_and_says_how_far_estimates_were_off(
    release: Contents, language: str, marked: str, span: str
) -> None:
    chapter = estimates(Panel(release), words(language))
    assert chapter
    text, table = chapter.blocks

    assert isinstance(text, Paragraph)
    assert isinstance(table, TableBlock)
    assert text.text.startswith(marked)
    assert all(figure in text.text for figure in ("60%", "0.59", "0.45", "0.65", "86%", "2022"))
    assert [line[0] for line in table.rows] == ["1", "2"]
    assert table.rows[1][2:5] == ["55.0", span, "60"]


def test_the_estimate_follows_the_results_of_all_years(release: Contents) -> None:
    titles = [chapter.title.partition("、")[2] for chapter in chapters(Panel(release), words("zh"))]

    assert titles[titles.index("历年变化") + 1] == "2024年初步测算"


def test_the_year_is_not_the_newest_of_any_page(release: Contents) -> None:
    panel = Panel(release)

    assert panel.newest == 2023
    assert 2024 not in panel.years


def test_workbook_has_the_estimates_on_sheets_that_say_so(release: Contents) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(Panel(release))))

    assert book["初步测算 Estimates"]["F1"].value is not None
    assert {"初步测算 Estimates", "测算误差 Errors of estimates"} <= set(book.sheetnames)


def test_a_release_without_an_estimate_shows_none() -> None:
    plain = with_tables(example_release(), estimates=[], estimate_errors=[])

    assert estimates(Panel(plain), words("zh")) is None
    book = openpyxl.load_workbook(io.BytesIO(workbook(Panel(plain))), read_only=True)
    assert not {"初步测算 Estimates", "测算误差 Errors of estimates"} & set(book.sheetnames)
