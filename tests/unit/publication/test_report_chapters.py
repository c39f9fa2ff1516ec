"""Chapters of the report: key messages with reasons, a page per theme, a cover."""

import re
from dataclasses import asdict

import pytest
from example_release import example_release, with_tables

from index_pipeline.publication.lookups.panel import Panel
from index_pipeline.publication.report.files import chapters, report_files
from index_pipeline.publication.report.messages import mean_message, mean_parts
from index_pipeline.publication.report.themes import themes
from index_pipeline.publication.text import words

ZH, EN = words("zh"), words("en")
YEAR = 2023


@pytest.fixture(scope="module")
def panel():
    return Panel(example_release())


def part(area, name, contribution):
    key = {"ref_area": area, "time_period": YEAR, "component_id": "example", "kind": "indicator"}
    return key | {"part_id": name, "contribution": contribution}


def test_parts_of_the_mean_add_up_to_its_change(panel):
    scored = [area for area in panel.areas if panel.score(area, YEAR, "example") is not None]
    changes = [panel.rankings[area, YEAR, "example"]["score_change"] for area in scored]

    assert sum(mean_parts(panel, YEAR).values()) == pytest.approx(sum(changes) / len(changes))


def test_a_part_of_the_mean_is_the_mean_over_the_regions_that_changed():
    parts = [part("11", "patents", 1.0), part("12", "patents", 2.0), part("11", "museums", -4.0)]

    assert mean_parts(Panel(with_tables(example_release(), changes=parts)), YEAR) == {"museums": -2.0, "patents": 1.5}


def test_the_summary_gives_the_reasons_of_the_largest_changes(panel):
    reasons = asdict(chapters(panel, ZH)[0])["blocks"][-1]["items"]

    assert reasons
    assert all("使总指数得分" in reason for reason in reasons)


def test_a_mean_that_no_part_moved_is_not_explained():
    still = with_tables(example_release(), changes=[part("11", "patents", 0.001)])

    assert list(mean_message(Panel(still), EN)) == []


def test_the_width_of_intervals_is_the_mean_of_those_there_are():
    shared = {"rank": 1, "rank_median": 1.0, "rank_p05": 1.0, "rank_p95": 4.0, "p_top": 1.0, "p_scored": 1.0}
    row = {"ref_area": "11", "time_period": YEAR, "component_id": "knowledge"} | shared
    chapter = themes(Panel(with_tables(example_release(), rank_intervals=[row])), EN)
    assert chapter

    notes = [block["text"] for block in asdict(chapter)["blocks"] if block.get("note")]

    assert "3.0" in notes[0]
    assert not any("wide" in note for note in notes[1:])


def test_each_theme_has_its_page_with_the_finding_first(panel):
    chapter = themes(panel, EN)
    assert chapter
    blocks = asdict(chapter)["blocks"]
    heads = [block for block in blocks if block["kind"] == "heading"]
    first = blocks[blocks.index(heads[0]) + 1]["text"]

    assert [head["text"] for head in heads] == ["Knowledge", "Memory", "Nature"]
    assert [head["new_page"] for head in heads] == [False, True, True]
    assert first.startswith("In 2023 the first 3 regions are")
    assert "points apart." in first


def test_the_cover_says_what_to_cite(panel):
    report = {file.path: file.content for file in report_files(panel)}["report/zh/report.html"].decode()

    assert re.search(r"示例指数项目\. 示例指数报告（2023年）\[R\]\. 报告编号 report-2023-[0-9a-f]{12}\.", report)
    assert "截至2024-01-01已公布的数据" in report
