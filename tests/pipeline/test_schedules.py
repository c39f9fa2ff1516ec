"""Schedules and what follows a run: when they fire, what they ask for, what is told and written afterwards."""

import itertools
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import dagster as dg
import pytest
from dagster._core.definitions.freshness import CronFreshnessPolicy
from dagster._utils.schedules import schedule_execution_time_iterator
from small_project import SOURCES, Project

from index_pipeline.defs.automation import first_and_final_estimate, monthly_check_of_sources
from index_pipeline.defs.graph import build_definitions
from index_pipeline.defs.resources import DataResource
from index_pipeline.defs.times import PUBLISHED_IN_TIME, READ_EACH_MONTH
from index_pipeline.quality.reports import pages, summary


def days(schedule: dg.ScheduleDefinition, year: int) -> list[str]:
    """The days of a year, in Beijing, on which a schedule fires."""
    ticks = schedule_execution_time_iterator(
        datetime(year, 1, 1, tzinfo=UTC).timestamp(), schedule.cron_schedule, schedule.execution_timezone
    )
    found: list[str] = []
    for tick in ticks:
        if tick.year > year:
            return found
        found.append(f"{tick:%m-%d}")
    return found


@pytest.fixture
def alerts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "alerts.jsonl"
    monkeypatch.setenv("ICDI_NOTIFY_FILE", str(path))
    return path


@pytest.fixture
def instance() -> Iterator[dg.DagsterInstance]:
    with dg.DagsterInstance.ephemeral() as made:
        yield made


def run_and_follow(project: Project, job: str, instance: dg.DagsterInstance) -> dg.ExecuteInProcessResult:
    """Run a job, and let the sensors that follow a run see how it ended, as the daemon does."""
    definitions = build_definitions(project.framework, project.data)
    result = definitions.resolve_job_def(job).execute_in_process(instance=instance, raise_on_error=False)
    name = "after_success" if result.success else "after_failure"
    kind = dg.DagsterEventType.RUN_SUCCESS if result.success else dg.DagsterEventType.RUN_FAILURE
    (event,) = [e.dagster_event for e in instance.all_logs(result.run_id, of_type=kind)]
    assert event is not None
    context = dg.build_run_status_sensor_context(
        sensor_name=name,
        dagster_event=event,
        dagster_instance=instance,
        dagster_run=result.dagster_run,
        resources={"data": DataResource(folder=str(project.data))},
    )
    sensor = definitions.resolve_sensor_def(name)
    assert isinstance(sensor, dg.RunStatusSensorDefinition)
    sensor(context)
    return result


def test_the_estimates_are_published_in_january_and_june() -> None:
    assert days(first_and_final_estimate, 2027) == ["01-31", "06-30"]


def test_what_is_due_is_checked_each_month() -> None:
    assert days(monthly_check_of_sources, 2027) == [f"{month:02}-02" for month in range(1, 13)]


@pytest.mark.parametrize("name", ["first_and_final_estimate", "monthly_check_of_sources"])
def test_a_schedule_asks_for_a_run_and_is_off_until_the_interface_switches_it_on(small: Project, name: str) -> None:
    schedule = build_definitions(small.framework, small.data).resolve_schedule_def(name)
    context = dg.build_schedule_context(scheduled_execution_time=datetime(2027, 1, 31, 3, tzinfo=UTC))

    assert schedule.default_status == dg.DefaultScheduleStatus.STOPPED
    assert len(schedule.evaluate_tick(context).run_requests or []) == 1


def test_the_check_of_sources_tells_of_what_is_overdue(
    small: Project, alerts: Path, instance: dg.DagsterInstance
) -> None:
    for path in (small.data / "observations" / "nbs_annual").iterdir():
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        path.write_text("".join(line for line in lines if line.split(",")[2] < "2011" or line == lines[0]), "utf-8")

    result = run_and_follow(small, "check_sources", instance)

    checks = {check.check_name: check for check in result.get_asset_check_evaluations()}
    assert result.success
    assert not checks["nbs_annual_up_to_date"].passed
    assert checks["nbs_annual_up_to_date"].metadata["最新年份 · newest year"].value == 2010
    assert "gdp:2010" in str(checks["nbs_annual_up_to_date"].metadata["逾期数据序列 · late series"].value)
    (alert,) = map(json.loads, alerts.read_text(encoding="utf-8").splitlines())
    assert alert["kind"] == "overdue_source"
    assert "figures up to 2010" in alert["text"]
    assert "现有数据至2010年" in alert["text"]
    assert "地区生产总值（2010年）" in alert["text"]
    assert pages(small.data / "quality") == []


def test_a_run_of_the_daemon_that_fails_leaves_a_report_and_an_alert(
    small: Project, alerts: Path, instance: dg.DagsterInstance
) -> None:
    store = small.store("gdp")
    text = store.read_text(encoding="utf-8").replace("gdp,110000,", "gdp,999999,", 1)
    store.write_text(text, encoding="utf-8")

    result = run_and_follow(small, "publish_index", instance)

    assert not result.success
    (page,) = pages(small.data / "quality")
    assert (summary(page) or {})["success"] is False
    assert "999999" in page.read_text(encoding="utf-8")
    (alert,) = map(json.loads, alerts.read_text(encoding="utf-8").splitlines())
    assert alert["kind"] == "failed_run"
    assert "999999" in alert["text"]
    assert str(page) in alert["text"]


@pytest.mark.parametrize(
    ("schedule", "policy"),
    [
        pytest.param(first_and_final_estimate, PUBLISHED_IN_TIME, id="estimates"),
        pytest.param(monthly_check_of_sources, READ_EACH_MONTH, id="sources"),
    ],
)
def test_what_a_schedule_makes_is_fresh(schedule: dg.ScheduleDefinition, policy: CronFreshnessPolicy) -> None:
    """Each time that it fires lies in the window of the deadline that follows, and each deadline follows one."""
    begin = datetime(2026, 1, 1, tzinfo=UTC).timestamp()
    ticks = schedule_execution_time_iterator(begin, schedule.cron_schedule, schedule.execution_timezone)
    deadlines = schedule_execution_time_iterator(begin, policy.deadline_cron, policy.timezone)

    for tick, deadline in itertools.islice(zip(ticks, deadlines, strict=False), 24):
        assert deadline - policy.lower_bound_delta < tick < deadline


def test_every_source_and_the_release_have_a_freshness_policy(small: Project) -> None:
    graph = build_definitions(small.framework, small.data).resolve_asset_graph()
    held = {key.to_user_string() for key in graph.get_all_asset_keys() if graph.get(key).freshness_policy}

    assert held == {*SOURCES, "release"}
