"""A process killed at any moment loses nothing, doubles nothing, and needs no cleaning by hand."""

import time
from pathlib import Path

import pandas as pd
import pytest
from killing import FRAMEWORK, finish, kill_at, moments

from index_pipeline.framework.load import load
from index_pipeline.sources.registers import load_events
from index_pipeline.sources.vintages import load_observations

pytestmark = pytest.mark.xdist_group("faults")


def seen(data: Path) -> list[str]:
    """Names of the files that a person sees: none is half written."""
    return [path.name for path in data.rglob("*") if not any(part.startswith(".") for part in path.parts[-3:])]


def export(folder: Path) -> Path:
    """Write an export of the bureau with patents of a year that the store does not have."""
    codes = load(FRAMEWORK).codes.regions
    held = pd.concat(
        pd.read_csv(path, dtype={"ref_area": str}) for path in folder.glob("observations/*/patent_grants_total.csv")
    )
    last = held[held["time_period"] == held["time_period"].max()].set_index("ref_area")["obs_value"]
    year = held["time_period"].max() + 1
    rows = [f"{codes[str(area)].title_zh},{round(value * 1.05)}" for area, value in last.items()]
    head = ["数据库：分省年度数据", "指标：国内专利申请授权量(项)", f"时间：{year}年", f"地区,{year}年"]
    path = folder.parent / "export.csv"
    path.write_bytes("\r\n".join([*head, *rows, "数据来源：国家统计局"]).encode("gb18030"))
    return path


def test_ingest(data: Path) -> None:
    file, before = export(data), load_observations(data).num_rows
    command = ("ingest", file, "--framework", FRAMEWORK, "--data", data)
    for moment in moments(2.5):
        kill_at(moment, *command)
        assert load_observations(data).num_rows in {before, before + 31}
        assert not [name for name in seen(data) if name.endswith(".partial")]

    finish(*command)
    assert load_observations(data).num_rows == before + 31


def test_register_add(data: Path) -> None:
    before = load_events(data).num_rows
    for number, moment in enumerate(moments(1.5)):
        known = load_events(data).num_rows
        command = ("register", "add", "industrial_heritage", f"某厂{number}", "--region", "辽宁", "--year", 2025)
        kill_at(moment, *command, "--document", "名单", "--framework", FRAMEWORK, "--data", data)
        assert load_events(data).num_rows - known in {0, 1}

    finish(*command[:3], "末厂", *command[4:], "--document", "名单", "--framework", FRAMEWORK, "--data", data)
    events = load_events(data).to_pandas()
    assert before < len(events) <= before + len(moments(1.5)) + 1
    assert not events[events["event"] == "designated"].duplicated(["register_id", "entry_id"]).any()


def test_run(data: Path) -> None:
    """As of an earlier day, so that each run has another release to make."""
    command = ("run", "--framework", FRAMEWORK, "--data", data, "--as-of", "2025-01-01")
    started = time.monotonic()
    release = finish("run", "--framework", FRAMEWORK, "--data", data).splitlines()[-1]
    for moment in moments(1.5 * (time.monotonic() - started)):
        kill_at(moment, *command)
        finish("release", "verify", "--data", data)

    assert finish(*command).splitlines()[-1] != release
    finish("release", "verify", "--data", data)
    finish("release", "verify", Path(release).name, "--data", data)
    assert not list((data / "releases").glob(".staging-*"))
