"""Further indices are shown wherever the index is: report, card and workbook; a release without them says nothing."""

import io
from dataclasses import replace

import openpyxl
import pytest
from example_release import AREAS, WITHOUT_FIGURES, with_tables

from index_pipeline.framework.indices import FurtherIndex
from index_pipeline.publication.explorer.core import core
from index_pipeline.publication.lookups.panel import Panel
from index_pipeline.publication.releases.contents import Contents
from index_pipeline.publication.report.blocks import Bullets, TableBlock
from index_pipeline.publication.report.further import further_indices
from index_pipeline.publication.scorecards.headline import headline
from index_pipeline.publication.text import words
from index_pipeline.publication.workbook.workbook import workbook

INDICES = (
    FurtherIndex.model_validate(
        {
            "id": "core",
            "title": {"zh": "核心指数", "en": "Core Index"},
            "definition": {"zh": "只含直接指标。", "en": "Direct measures only."},
            "only": "direct",
        }
    ),
    FurtherIndex.model_validate(
        {"id": "progress", "title": {"zh": "进展指数", "en": "Progress Index"}, "without": "registers"}
    ),
)


@pytest.fixture
def shown(example: Contents) -> Panel:
    """The example with two further indices: ranks 1 to 5, one region without a score, intervals of the core only."""
    rows: list[dict[str, object]] = [
        {
            "index_id": index.id,
            "ref_area": area,
            "time_period": 2023,
            "score": None if area == WITHOUT_FIGURES else 90.0 - 10 * place,
            "coverage": 0.0 if area == WITHOUT_FIGURES else 1.0,
            "rank": None if area == WITHOUT_FIGURES else place + 1,
            "ranked": 5,
            "rank_p05": None if index.id == "progress" or area == WITHOUT_FIGURES else float(place + 1),
            "rank_p95": None if index.id == "progress" or area == WITHOUT_FIGURES else float(place + 1 + place % 2),
            "p_scored": 1.0,
        }
        for index in INDICES
        for place, area in enumerate(AREAS)
    ]
    contents = with_tables(example, further_indices=rows)
    definition = contents.framework.definition.model_copy(update={"indices": INDICES})
    return Panel(replace(contents, framework=replace(contents.framework, definition=definition)))


def test_the_report_lists_score_rank_and_interval_of_each(shown: Panel) -> None:
    *_, described, grid = further_indices(shown, words("en"))

    assert isinstance(described, Bullets)
    assert isinstance(grid, TableBlock)
    assert described.items == ["Core Index: Direct measures only.", "Progress Index"]
    assert grid.heads[1:3] == ["Core Index, score", "Core Index, rank (90% interval)"]
    of = {row[0]: row[1:] for row in grid.rows}
    names = {area: shown.area_short(area, words("en")) for area in AREAS}
    assert of[names["11"]] == ["90.0", "1 (1)", "90.0", "1"]
    assert of[names["12"]] == ["80.0", "2 (2–3)", "80.0", "2"]
    assert of[names[WITHOUT_FIGURES]] == ["—"] * 4


def test_a_card_names_them_in_its_headline(shown: Panel) -> None:
    assert headline(shown, "12", 2023, words("zh")).sentences[-1] == (
        "分指数：核心指数得分80.0分，居第2位（90%区间为第2—3位）；进展指数得分80.0分，居第2位。"
    )
    assert headline(shown, "12", 2023, words("en")).sentences[-1] == (
        "Further indices: Core Index 80.0 points, rank 2 (90% interval 2–3); Progress Index 80.0 points, rank 2."
    )


def test_a_card_says_how_they_changed(shown: Panel) -> None:
    changes = {"core": -1.25}
    rows = [row | {"score_change": changes.get(row["index_id"])} for row in shown.rows("further_indices")]
    panel = Panel(with_tables(shown.contents, further_indices=rows))

    assert headline(panel, "12", 2023, words("en")).sentences[-1] == (
        "Further indices, with the change against the year before: Core Index 80.0 points (−1.2), rank 2 (90% interval "
        "2–3); Progress Index 80.0 points, rank 2."
    )


@pytest.mark.parametrize(("area", "year"), [(WITHOUT_FIGURES, 2023), ("11", 2022)])
def test_a_card_says_nothing_where_none_is_ranked(shown: Panel, area: str, year: int) -> None:
    assert not any("Further" in sentence for sentence in headline(shown, area, year, words("en")).sentences)


def test_a_release_without_them_says_nothing(example: Contents) -> None:
    panel = Panel(example)
    assert further_indices(panel, words("zh")) == []
    assert panel.indices == ()
    assert not any("分指数" in sentence for sentence in headline(panel, "11", 2023, words("zh")).sentences)


def test_the_workbook_has_a_sheet_with_their_names(shown: Panel) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(workbook(shown)))["分指数 Further indices"]
    heads = [cell.value for cell in sheet[2]]
    first = dict(zip(heads, [cell.value for cell in sheet[3]], strict=True))
    assert (first["index_id"], first["index_id_name_zh"], first["score"], first["rank"]) == ("core", "核心指数", 90, 1)


def test_the_explorer_holds_a_row_per_year_and_a_column_per_region(shown: Panel) -> None:
    first, second = core(shown)["further"]

    assert (first["title"], first["definition"]) == (
        ["核心指数", "Core Index"],
        ["只含直接指标。", "Direct measures only."],
    )
    assert first["scores"] == [[None] * 6, [None] * 6, [90.0, 80.0, 70.0, 60.0, 50.0, None]]
    assert first["ranks"][2] == [1, 2, 3, 4, 5, None]
    assert first["intervals"][2] == [[1, 1], [2, 3], [3, 3], [4, 5], [5, 5], None]
    assert second["intervals"][2] == [None] * 6
