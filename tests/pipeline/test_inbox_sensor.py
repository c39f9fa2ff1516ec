"""The inbox sensor takes what can be read, moves away what cannot, and asks for a run where figures changed."""

from pathlib import Path

import dagster as dg
import pandas as pd
import pytest
from dagster._core.test_utils import create_run_for_test
from running import ROOT, copy_data

from index_pipeline.cli import figures
from index_pipeline.defs.automation import inbox_sensor, store_state
from index_pipeline.defs.resources import DataResource
from index_pipeline.framework.load import load

ASSESSED = load(ROOT / "indicators").ref_areas


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy_data(tmp_path)
    (tmp_path / "inbox").mkdir()
    return tmp_path


def evaluate(folder: Path, cursor: str | None, *, waiting: bool = False) -> dg.SensorResult | dg.SkipReason:
    """Evaluate the sensor; where `waiting`, a run that it asked for before has not begun."""
    resources = {"data": DataResource(folder=str(folder))}
    with dg.DagsterInstance.ephemeral() as instance:
        if waiting:
            create_run_for_test(instance, job_name="publish_index", tags={"dagster/sensor_name": "inbox"})
        with dg.build_sensor_context(instance=instance, resources=resources, cursor=cursor) as context:
            result = inbox_sensor(ROOT / "indicators")(context)
    assert isinstance(result, dg.SensorResult | dg.SkipReason)
    return result


def export(folder: Path, unit: str) -> None:
    """Write grants of patents as the bureau exports them: of the next year, a few hundredths above the last."""
    titles = load(ROOT / "indicators").codes.regions
    held = pd.concat(
        pd.read_csv(path, dtype={"ref_area": str}) for path in folder.glob("observations/*/patent_grants_total.csv")
    )
    last = held[held["time_period"] == held["time_period"].max()].set_index("ref_area")["obs_value"]
    year = held["time_period"].max() + 1
    rows = [f"{titles[area].title_zh},{round(last[area] * (1.02 + n / 500))}" for n, area in enumerate(ASSESSED)]
    head = ["数据库：分省年度数据", f"指标：国内专利申请授权量({unit})", f"时间：{year}年", f"地区,{year}年"]
    text = "\r\n".join([*head, *rows, "数据来源：国家统计局"])
    (folder / "inbox" / "分省年度数据.csv").write_bytes(text.encode("gb18030"))


def test_an_empty_inbox_is_skipped(folder: Path) -> None:
    assert isinstance(evaluate(folder, store_state(folder)), dg.SkipReason)


def test_new_figures_ask_for_a_run_once(folder: Path) -> None:
    before = store_state(folder)
    export(folder, "项")

    result = evaluate(folder, before)

    assert isinstance(result, dg.SensorResult)
    assert result.run_requests
    assert list((folder / "observations").glob("*/*__*.csv"))
    assert isinstance(evaluate(folder, result.cursor), dg.SkipReason)


def test_no_second_run_is_asked_for_while_the_first_waits_for_its_turn(folder: Path) -> None:
    export(folder, "项")

    result = evaluate(folder, "another state", waiting=True)

    assert isinstance(result, dg.SensorResult)
    assert not result.run_requests
    assert result.cursor == store_state(folder)


def test_a_tick_that_was_broken_off_after_taking_a_file_is_made_up_for(folder: Path) -> None:
    before = store_state(folder)
    export(folder, "项")
    evaluate(folder, before)

    result = evaluate(folder, before)

    assert isinstance(result, dg.SensorResult)
    assert result.run_requests


def test_the_command_computes_where_figures_changed_and_only_there(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that one line of cron does what the sensor does."""
    computed: list[dict] = []
    monkeypatch.setattr(figures, "compute", lambda **given: computed.append(given))
    export(folder, "项")

    for _ in range(2):
        figures.inbox(run=True, framework=ROOT / "indicators", data=folder, as_json=False)

    assert len(computed) == 1


def test_a_refused_file_is_moved_with_its_report(folder: Path) -> None:
    export(folder, "光年")
    before = sorted(folder.rglob("observations/*/*.csv"))

    result = evaluate(folder, store_state(folder))

    assert isinstance(result, dg.SensorResult)
    assert not result.run_requests
    assert {path.name.split("__")[1] for path in (folder / "rejected").iterdir()} == {
        "分省年度数据.csv",
        "分省年度数据.csv.report.md",
        "分省年度数据.csv.report.json",
    }
    assert sorted(folder.rglob("observations/*/*.csv")) == before


def test_a_refused_file_is_shown_in_the_pages_with_its_reason_in_both_languages(folder: Path) -> None:
    export(folder, "光年")

    result = evaluate(folder, store_state(folder))

    assert isinstance(result, dg.SensorResult)
    (event,) = result.asset_events
    assert event.asset_key == dg.AssetKey("inbox_files")
    assert event.metadata["未导入 · refused"].value == 1
    listed = event.metadata["未导入的文件与原因 · refused files and why"]
    assert isinstance(listed, dg.TableMetadataValue)
    (row,) = listed.records
    assert row.data["file"] == "分省年度数据.csv"
    assert str(row.data["zh"]).startswith("B5 光年: units.csv 中没有该单位; 改正单位")
    assert str(row.data["en"]).startswith("B5 光年: the unit is not in units.csv; correct it")
