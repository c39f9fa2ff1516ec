"""The history of runs in SQLite, whose databases a run keeps open: what Dagster itself would have written."""

import os
import signal
from collections.abc import Iterator
from multiprocessing import get_context
from pathlib import Path

import dagster as dg
import pytest
from dagster._core.storage.event_log import ConsolidatedSqliteEventLogStorage, SqliteEventLogStorage

from index_pipeline.defs.event_log import MOST_OPEN, OpenEventLog
from index_pipeline.defs.history import opened, opened_for_run


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of Dagster's settings and of its history."""
    (tmp_path / "dagster.yaml").write_text("telemetry: {enabled: false}\n", encoding="utf-8")
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path))
    return tmp_path


@dg.asset
def figures() -> dg.MaterializeResult[None]:
    return dg.MaterializeResult(metadata={"rows": 31})


@dg.asset(deps=[figures])
def killed() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def make(*assets: dg.AssetsDefinition) -> None:
    with opened_for_run() as instance:
        dg.materialize(assets, instance=instance)


def types_of(instance: dg.DagsterInstance) -> list[str]:
    """Types of the events of the one run, in order; Dagster calls a run a pipeline here."""
    (run,) = instance.get_runs()
    return [str(entry.dagster_event_type.value) for entry in instance.all_logs(run.run_id) if entry.dagster_event_type]


def open_files(home: Path) -> Iterator[str]:
    for each in Path("/proc/self/fd").iterdir():
        if each.exists() and str(each.readlink()).startswith(str(home)):
            yield str(each.readlink())


def test_a_run_is_read_by_dagster_itself(home: Path) -> None:
    make(figures)

    with opened() as instance:
        assert type(instance.event_log_storage) is SqliteEventLogStorage
        assert types_of(instance)[-1] == "PIPELINE_SUCCESS"
        assert instance.get_latest_materialization_event(figures.key)


def test_a_history_that_dagster_wrote_is_read(home: Path) -> None:
    with opened() as instance:
        dg.materialize([figures], instance=instance)

    with opened_for_run() as instance:
        assert isinstance(instance.event_log_storage, OpenEventLog)
        assert types_of(instance)[-1] == "PIPELINE_SUCCESS"
        assert instance.get_latest_materialization_event(figures.key)


def test_the_events_before_a_kill_are_there_after_it(home: Path) -> None:
    process = get_context("fork").Process(target=make, args=(figures, killed))
    process.start()
    process.join(60)

    assert process.exitcode == -signal.SIGKILL
    with opened() as instance:
        found = types_of(instance)
        assert "ASSET_MATERIALIZATION" in found
        assert found[-1] == "STEP_START"
        assert instance.get_latest_materialization_event(figures.key)


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="the system does not list a process's open files")
def test_few_databases_stay_open_and_none_after_the_run(home: Path) -> None:
    with opened_for_run() as instance:
        for number in range(MOST_OPEN + 1):
            assert list(instance.all_logs(f"run-{number}")) == []
        assert len({path for path in open_files(home / "history" / "runs") if path.endswith(".db")}) <= MOST_OPEN

    assert list(open_files(home)) == []


def test_each_event_can_be_seen_at_the_time_of_the_file(home: Path) -> None:
    """Dagster's page of a run looks at it again when its database has changed."""
    with opened_for_run() as instance:
        dg.materialize([figures], instance=instance)
        (run,) = instance.get_runs()
        database = home / "history" / "runs" / f"{run.run_id}.db"
        os.utime(database, (0, 0))
        instance.report_engine_event("one more", run)
        assert database.stat().st_mtime > 0


@pytest.mark.parametrize(
    ("settings", "found"),
    [
        pytest.param(
            "event_log_storage: {{module: dagster._core.storage.event_log, class: ConsolidatedSqliteEventLogStorage, "
            "config: {{base_dir: {home}}}}}",
            ConsolidatedSqliteEventLogStorage,
            id="another event log",
        ),
        pytest.param(
            "storage: {{custom: {{module: dagster._core.storage.sqlite_storage, class: DagsterSqliteStorage, "
            "config: {{base_dir: {home}}}}}}}",
            SqliteEventLogStorage,
            id="a storage of all that is Dagster's own",
        ),
    ],
)
def test_another_storage_in_the_settings_is_used_as_it_is(home: Path, settings: str, found: type) -> None:
    (home / "dagster.yaml").write_text(settings.format(home=home), encoding="utf-8")

    with opened_for_run() as instance:
        assert type(instance.event_log_storage) is found
        dg.materialize([figures], instance=instance)
        assert instance.get_latest_materialization_event(figures.key)
