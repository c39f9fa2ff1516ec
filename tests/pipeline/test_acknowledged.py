"""A run says what is new; an acknowledged finding neither stops it nor is reported."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import dagster as dg
import pandas as pd
import pytest
from running import icdi
from small_project import Project

from index_pipeline import tables
from index_pipeline.clock import today
from index_pipeline.defs.ended import Ended, ended
from index_pipeline.defs.graph import build_definitions
from index_pipeline.framework.acknowledgements import FILE, Place
from index_pipeline.framework.load import load
from index_pipeline.quality.findings import Finding
from index_pipeline.quality.report import Quality, Run, quality
from index_pipeline.quality.reports import pages, write

LIVELY = "observations.jump gdp 110000 2023"


@pytest.fixture
def jumping(small: Project) -> Project:
    """The small project, in which the product of Beijing in 2023 is four times what it was."""
    return multiply(small, 4)


def multiply(project: Project, factor: float) -> Project:
    store = project.store("gdp")
    figures = pd.read_csv(store, dtype={"ref_area": str})
    odd = (figures["ref_area"] == "110000") & (figures["time_period"] == 2023)
    figures.loc[odd, "obs_value"] *= factor
    figures.to_csv(store, index=False)
    return project


def acknowledge(project: Project) -> None:
    """Take over what the command proposes, a reason filled in."""
    proposed = icdi("quality", "acknowledge", "--data", project.data).stdout
    filled = proposed.replace("by: ''", "by: 统计处").replace("zh: ''", "zh: 查明属实")
    (project.framework / FILE).write_text(filled, encoding="utf-8")


def report(project: Project) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(pages(project.data / "quality")[-1].with_suffix(".json").read_text("utf-8"))
    return found


def run_here(project: Project, job: str) -> Ended:
    with dg.DagsterInstance.ephemeral() as instance:
        definitions = build_definitions(project.framework, project.data)
        result = definitions.resolve_job_def(job).execute_in_process(instance=instance, raise_on_error=False)
        return ended(instance, result.run_id)


def test_new_findings_are_told_known_ones_are_counted(
    jumping: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = tmp_path / "alerts.jsonl"
    monkeypatch.setenv("ICDI_NOTIFY_FILE", str(told))

    before = icdi("run", *jumping.options(), check=False)
    acknowledge(jumping)
    after = json.loads(icdi("run", *jumping.options(), "--json").stdout)

    assert before.returncode == 3
    assert "0 known, " in before.stderr
    assert "Beijing, 2023: “Gross regional product”" in before.stderr
    assert f"[{LIVELY}]" in before.stderr
    assert "jump_share" not in before.stderr
    assert after["new"] == 0
    assert after["known"] > 0
    assert after["warnings"] == []
    (alert,) = map(json.loads, told.read_text(encoding="utf-8").splitlines())
    assert alert["kind"] == "waiting_release"
    assert after["state"] == "newest"
    assert "北京市2023年地区生产总值为" in alert["text"]
    shown = pages(jumping.data / "quality")[-1].read_text(encoding="utf-8")
    assert "统计处" in shown
    assert "查明属实" in shown
    assert icdi("quality", "acknowledge", "--data", jumping.data).stdout == ""


def test_a_run_ends_with_the_findings_that_are_new(jumping: Project) -> None:
    """Of each vintage: the product of 2023 is in the store as first published and as revised."""
    found = run_here(jumping, "check_sources")

    odd = [each for each in found.new if each.key == LIVELY]
    assert {(each.critical, each.table) for each in odd} == {(False, "nbs_annual")}
    assert len({each.value for each in odd}) == len(odd) == 2
    assert found.known == ()
    assert found.success


def test_a_bound_stops_a_run_until_it_is_acknowledged_and_again_where_the_value_changes(small: Project) -> None:
    multiply(small, 1000)
    stopped = run_here(small, "check_sources")
    entries = [finding.entry(today()) or "" for finding in stopped.new]
    filled = "".join(entries).replace("by: ''", "by: 统计处").replace("zh: ''", "zh: 查明属实")
    (small.framework / FILE).write_text(filled, encoding="utf-8")

    passed = run_here(small, "check_sources")
    again = run_here(multiply(small, 2), "check_sources")

    assert not stopped.success
    assert any("[observations.maximum gdp 110000 2023]" in fault for fault in stopped.faults)
    assert (passed.success, passed.new, len(passed.known)) == (True, (), len(entries))
    assert not again.success
    assert any("the value acknowledged is" in fault for fault in again.faults)


def test_an_acknowledgement_that_has_expired_is_said_and_one_of_nothing_is_named(jumping: Project) -> None:
    text = """
- {check: observations.jump, series: gdp, regions: ["110000"], years: [2023], since: 2023-12-31, until: 2024-12-31,
   by: 统计处, why: {zh: 查明属实}}
- {check: observations.jump, series: gdp, regions: ["310000"], years: [2021], since: 2023-12-31, until: 2999-12-31,
   by: 统计处, why: {zh: 查明属实}}
"""
    (jumping.framework / FILE).write_text(text, encoding="utf-8")

    done = icdi("run", *jumping.options(), check=False)

    assert done.returncode == 3
    assert "(acknowledged by 统计处 until 2024-12-31: expired)" in done.stderr
    assert [row["key"] for row in report(jumping)["unmatched"]] == ["observations.jump gdp 310000 2021"]
    assert report(jumping)["summary"]["unmatched"] == 1
    assert "observations.jump gdp 310000 2021" in pages(jumping.data / "quality")[-1].read_text(encoding="utf-8")


def test_what_cannot_be_acknowledged_is_said(small: Project) -> None:
    finding = Finding(Place("observations.region", "gdp", "999999", 2023), "observations", True, 1.0, "地区", "region")
    write(made_of(finding, small), small.data / "quality")

    proposed = icdi("quality", "acknowledge", "--data", small.data)

    assert proposed.stdout == ""
    assert "cannot be acknowledged, correct it: region" in proposed.stderr


def made_of(finding: Finding, project: Project) -> Quality:
    run = Run("0123456789", datetime(2026, 1, 31, 3, tzinfo=UTC), False, (), None, None)
    return quality(run, [], [finding], {}, None, tables.DUE.empty(), [], [], load(project.framework))
