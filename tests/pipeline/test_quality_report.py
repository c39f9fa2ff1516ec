"""The quality report of a run: what was checked, refused, filled and overdue; made also where a check has failed."""

import json
import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest
from running import answered, icdi
from small_project import REGIONS, Project, export

from index_pipeline import tables
from index_pipeline.framework.framework import Framework
from index_pipeline.framework.load import load
from index_pipeline.quality.page import page
from index_pipeline.quality.report import Run, quality
from index_pipeline.quality.reports import history, pages, summary, write
from index_pipeline.sources.inbox import take_inbox
from index_pipeline.sources.rejections import rejections

RUN = Run("0123456789", datetime(2026, 1, 31, 3, tzinfo=UTC), True, (), "small-1-a", "small-1-b")


@pytest.fixture(scope="module")
def framework(small_project: Project) -> Framework:
    return load(small_project.framework)


def imputed(*rows: tuple[str, str | None]) -> pa.Table:
    """Values of one indicator, a region a row: status and what filled it."""
    return tables.IMPUTED.conform(
        pa.Table.from_pylist(
            [
                {
                    "ref_area": f"{number:06}",
                    "time_period": 2022,
                    "indicator_id": "patent_grants",
                    "obs_value": None if status == "M" else 1.0,
                    "obs_status": status,
                    "filled_by": filled,
                }
                for number, (status, filled) in enumerate(rows)
            ],
            schema=tables.IMPUTED.schema,
        )
    )


def scores(**coverage: float) -> pa.Table:
    """Scores of one region in 2023, by component; without one where less than half is covered."""
    return tables.SCORES.conform(
        pa.Table.from_pylist(
            [
                {
                    "ref_area": "110000",
                    "time_period": 2023,
                    "component_id": component,
                    "score": 50.0 if share >= 0.5 else None,
                    "coverage": share,
                    "status": "scored" if share >= 0.5 else "insufficient_coverage",
                }
                for component, share in coverage.items()
            ],
            schema=tables.SCORES.schema,
        )
    )


def made(framework: Framework, **given: Any) -> Any:
    empty = {
        "checks": [],
        "findings": [],
        "computed": {},
        "scores_before": None,
        "due": tables.DUE.empty(),
        "refused": [],
    }
    return quality(**{"run": RUN, **empty, "history": [], "framework": framework, **given})


def test_values_are_counted_by_where_they_come_from(framework: Framework) -> None:
    values = imputed(("A", None), ("A", None), ("E", None), ("I", "interpolate"), ("C", "carry"), ("C", None),
                     ("E", "mean"), ("M", None), ("Z", None))  # fmt: skip

    found = made(framework, computed={"imputed": values}).figures

    assert len(found) == 1
    assert {name: value for name, value in found[0].items() if name not in {"indicator_id", "title"}} == {
        "observed": 3,
        "estimated": 1,
        "interpolated": 1,
        "carried": 2,
        "imputed": 1,
        "missing": 1,
        "capped": 0,
    }


def test_coverage_is_held_against_the_release_before(framework: Framework) -> None:
    found = made(
        framework,
        computed={"scores": scores(small=0.75, invention=1.0)},
        scores_before=scores(small=0.25, invention=1.0),
    )

    moved = {row["component_id"]: row for row in found.coverage}
    assert (moved["small"]["change"], moved["small"]["scored_before"], moved["small"]["scored"]) == (0.5, 0, 1)
    assert moved["invention"]["change"] == 0
    assert moved["heritage"]["change"] is None
    assert found.not_reached == ("imputed", "treated_points")


def test_refusals_before_the_last_release_are_left_out(small: Project) -> None:
    export(small.data / "inbox" / "x.csv", "地区生产总值", "光年", {2031: dict.fromkeys(REGIONS, 1.0)})
    list(take_inbox(small.data, load(small.framework), date(2032, 2, 1)))

    assert [report["file"] for report in rejections(small.data)] == ["x.csv"]
    assert rejections(small.data, datetime(2200, 1, 1, tzinfo=UTC)) == []
    for damaged in ('{"problems": null}', '{"problems": [{"cell": "A1"}]}', "[]"):
        (small.data / "rejected" / "y.csv.report.json").write_text(damaged, encoding="utf-8")
        assert [report["file"] for report in rejections(small.data)] == ["x.csv"]


def test_late_series_are_named(framework: Framework) -> None:
    due = [
        {
            "source_id": "nbs_annual",
            "newest_year": 2024,
            "expected_year": 2025,
            "overdue": True,
            "late_series": "gdp:2024",
        }
    ]
    drawn = page(
        made(
            framework,
            due=tables.DUE.conform(pa.Table.from_pylist(due, schema=tables.DUE.schema)),
        )
    )

    assert "gdp 地区生产总值 2024" in drawn


def test_the_page_is_escaped_and_asks_no_other_machine(framework: Framework) -> None:
    problem = {"sheet": None, "cell": "B5", "value": "<script>alert(1)</script>",
               "reason": {"en": "r", "zh": "r"}, "remedy": {"en": "m", "zh": "m"}}  # fmt: skip
    refused = [{"file": "<b>.csv", "moved_to": "rejected/x", "refused_at": "2026-01-01", "problems": [problem]}]

    drawn = page(made(framework, refused=refused, computed={"scores": scores(small=1.0)}))

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in drawn
    assert "<script" not in drawn
    assert not re.findall(r'(?:src|href)="(?!data:)[^"]*"|url\(|@import', drawn)


def test_reports_of_one_run_replace_each_other_and_earlier_ones_are_remembered(
    framework: Framework, small: Project
) -> None:
    folder = small.data / "quality"
    first = write(made(framework), folder)
    later = Run("abcdefghij", datetime(2026, 6, 30, 3, tzinfo=UTC), False, ("it broke",), None, "small-1-a")
    write(made(framework), folder)
    second = write(made(framework, run=later, history=history(folder, later.run_id)), folder)

    assert pages(folder) == [first, second]
    assert (summary(second) or {})["success"] is False
    assert [row["run_id"] for row in history(folder, later.run_id)] == [RUN.run_id]
    assert "small-1-a" in second.read_text(encoding="utf-8")


def test_an_implausible_figure_stops_the_run_by_name_and_is_reported(published: Project, tmp_path: Path) -> None:
    project = published.copy(tmp_path / "project")
    store = project.store("gdp")
    figures = pd.read_csv(store, dtype={"ref_area": str})
    figures.loc[figures.index[-1], "obs_value"] = 4e12
    figures.to_csv(store, index=False)

    done = icdi("run", *project.options(), check=False)
    report = json.loads(answered("quality", "--data", project.data, "--json").stdout)

    assert done.returncode == 1
    assert "gdp" in done.stderr
    assert figures["ref_area"].iloc[-1] in done.stderr
    assert "Traceback" not in done.stderr
    assert "quality report: " in done.stderr
    assert (report["success"], report["release_id"]) == (False, None)
    assert report["failed_critical"] > 0
    drawn = pages(project.data / "quality")[-1].read_text(encoding="utf-8")
    assert "4000000000000亿元，高于合理上限" in drawn
    assert "4,000,000,000,000 × 100 million yuan, above the plausible maximum" in drawn
    assert "whole" in answered("release", "verify", "--data", project.data).stdout
