"""`icdi fetch` against a stand-in that serves the shipped store: the same figures come of it; nothing else is asked."""

import json
import shutil
from pathlib import Path

import bureau_server
import dagster as dg
import pytest
from fetched import SOURCE, asking, figures, library, shipped, stored
from running import ROOT, icdi, processor_seconds, started
from watching import noted, watching

from index_pipeline.clock import today
from index_pipeline.defs.graph import build_definitions
from index_pipeline.fetch.fetching import Wish, fetch
from index_pipeline.framework.load import load


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """The owner has switched fetching on."""
    monkeypatch.setenv("ICDI_FETCH", "1")
    return monkeypatch


def shipped_figures(first: int, last: int) -> dict[tuple[str, str, int], float]:
    """The shipped figures that its source fetches, of assessed regions, by series, region and year."""
    wanted = shipped().sources[SOURCE].fetched_series
    found = {
        (str(row["series_id"]), str(row["ref_area"]), int(str(row["time_period"]))): float(str(row["obs_value"]))
        for row in stored()
        if row["series_id"] in wanted
    }
    return {key: figure for key, figure in found.items() if first <= key[2] <= last and key[1] != "000000"}


def test_from_nothing_the_shipped_figures_come_back_in_little_time(tmp_path: Path) -> None:
    data = tmp_path / "data"
    (data / "observations").mkdir(parents=True)
    with bureau_server.serve(library()) as address:
        framework = load(asking(tmp_path, address))
        before = processor_seconds()
        outcomes = list(fetch(Wish(years=(2005, 2024)), data, framework, today()))
        used = processor_seconds() - before

    assert {outcome.status for outcome in outcomes} == {"taken"}
    assert figures(data) == shipped_figures(2005, 2024)
    assert used < 20


def test_into_the_shipped_store_nothing_is_written(tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(ROOT / "data" / "observations", data / "observations")
    before = {path: path.read_bytes() for path in (data / "observations").rglob("*.csv")}
    with bureau_server.serve(library()) as address:
        framework = load(asking(tmp_path, address))
        outcomes = list(fetch(Wish(years=(2018, 2024)), data, framework, today()))

    assert {outcome.status for outcome in outcomes} == {"unchanged"}
    assert {path: path.read_bytes() for path in (data / "observations").rglob("*.csv")} == before


@pytest.mark.usefixtures("on")
def test_a_newer_year_is_what_is_written(tmp_path: Path) -> None:
    """The shipped store without its last years: what is missing comes, from batches beside the figures of before."""
    data = tmp_path / "data"
    shutil.copytree(ROOT / "data" / "observations", data / "observations")
    path = data / "observations" / SOURCE / "population_resident.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if line.split(",")[2] != "2024"), encoding="utf-8")
    with bureau_server.serve(library({"population_resident"})) as address:
        options = ("--framework", asking(tmp_path, address), "--data", data, "--series", "population_resident")
        done = icdi("fetch", *options, "--years", "2018-2024", "--json")

    (outcome,) = json.loads(done.stdout)
    assert (outcome["status"], outcome["receipts"][0]["new"], outcome["receipts"][0]["unchanged"]) == ("taken", 31, 186)
    assert figures(data).items() >= shipped_figures(2005, 2024).items()


@pytest.mark.parametrize("fault", ["", "elsewhere", "moved away", "anti-bot"])
def test_no_other_address_is_ever_asked(tmp_path: Path, on: pytest.MonkeyPatch, fault: str) -> None:
    served = library({"gdp"})
    served.faults, served.elsewhere = [fault], "http://203.0.113.5/elsewhere"
    (tmp_path / "data" / "observations").mkdir(parents=True)
    with bureau_server.serve(served) as address:
        options = ("--framework", asking(tmp_path, address), "--data", tmp_path / "data", "--series", "gdp")
        for name, text in {**watching(tmp_path / "watch"), "HTTP_PROXY": "http://203.0.113.6:1"}.items():
            on.setenv(name, text)
        done = started("fetch", *options, "--years", "2020-2024", check=False)

    assert noted(tmp_path / "watch") == []
    assert done.returncode == (1 if fault else 0)
    assert ("stopped" if fault else "taken") in done.stdout + done.stderr


def test_without_leave_nothing_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ICDI_FETCH", raising=False)
    (tmp_path / "data" / "observations").mkdir(parents=True)
    served = library({"gdp"})
    with bureau_server.serve(served) as address:
        options = ("--framework", asking(tmp_path, address), "--data", tmp_path / "data", "--series", "gdp")
        refused = icdi("fetch", *options, check=False)
        planned = icdi("fetch", *options, "--dry-run", "--json")

    assert (refused.returncode, served.log) == (1, [])
    assert "ICDI_FETCH=1" in refused.stderr
    assert json.loads(planned.stdout)[0]["what"] == "地区生产总值"


@pytest.mark.usefixtures("on")
def test_a_check_says_where_the_site_differs_and_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "data" / "observations").mkdir(parents=True)
    served = library({"gdp"})
    served.layout = "bare"
    with bureau_server.serve(served) as address:
        options = ("--framework", asking(tmp_path, address), "--data", tmp_path / "data", "--series", "gdp")
        done = icdi("fetch", *options, "--years", "2020-2024", "--check", check=False)
        in_chinese = icdi("--lang", "zh", "fetch", *options, "--years", "2020-2024", "--check", check=False)

    assert "_id, du_name" not in done.stdout
    assert "missing: _id, catalogid, du_name, i_showname" in done.stdout
    assert "✓ reading: 155 figures" in done.stdout
    assert "✓ 读取：155 个数值" in in_chinese.stdout
    assert "✓ 数值字段：缺：_id, catalogid, du_name, i_showname；其他：无" in in_chinese.stdout
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["observations"]


class TestSchedule:
    """The monthly fetch."""

    @pytest.fixture
    def definitions(self) -> dg.Definitions:
        return build_definitions(ROOT / "indicators", ROOT / "data")

    @pytest.mark.parametrize(("switch", "runs"), [(None, 0), ("0", 0), ("1", 1)])
    def test_it_asks_for_a_run_only_where_it_is_switched_on(
        self, definitions: dg.Definitions, monkeypatch: pytest.MonkeyPatch, switch: str | None, runs: int
    ) -> None:
        monkeypatch.delenv("ICDI_FETCH", raising=False)
        if switch is not None:
            monkeypatch.setenv("ICDI_FETCH", switch)
        schedule = definitions.resolve_schedule_def("monthly_fetch")
        with dg.DagsterInstance.ephemeral() as instance:
            context = dg.build_schedule_context(instance, repository_def=definitions.get_repository_def())
            ticked = schedule.evaluate_tick(context)

        assert len(ticked.run_requests or []) == runs
        assert ("ICDI_FETCH" in (ticked.skip_message or "")) == (runs == 0)

    @pytest.mark.parametrize("is_on", [False, True])
    def test_a_run_fetches_what_is_due_where_it_is_switched_on(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_on: bool
    ) -> None:
        data = tmp_path / "data"
        shutil.copytree(ROOT / "data" / "observations", data / "observations")
        served = library()
        if is_on:
            monkeypatch.setenv("ICDI_FETCH", "1")
        else:
            monkeypatch.delenv("ICDI_FETCH", raising=False)
        with bureau_server.serve(served) as address, dg.DagsterInstance.ephemeral() as instance:
            job = build_definitions(asking(tmp_path, address), data).resolve_job_def("fetch_due")
            result = job.execute_in_process(instance=instance, raise_on_error=False)

        asked = {request["dts"][0] for _, path, request in served.log if path.endswith("esData")}
        assert (result.success, bool(asked)) == (is_on, is_on)
