"""Jobs, schedules and sensors: what runs the graph and when, and what follows a run."""

import hashlib
from pathlib import Path
from typing import Any

import dagster as dg

from index_pipeline.clock import TIME_ZONE, today
from index_pipeline.defs.ended import ended
from index_pipeline.defs.notify import tell_of_refusals, tell_of_run, tell_of_sources
from index_pipeline.defs.quality import write_quality
from index_pipeline.defs.refused import arrived
from index_pipeline.defs.resources import DataResource
from index_pipeline.defs.sources import SOURCE_KIND
from index_pipeline.defs.step_errors import in_both_languages
from index_pipeline.defs.stored import OBSERVED
from index_pipeline.defs.times import CHECKS_OF_SOURCES, ESTIMATES, SCHEDULES, SENSORS
from index_pipeline.framework.load import load
from index_pipeline.scale.partitions import partitioned_registers
from index_pipeline.sources.inbox import take_inbox
from index_pipeline.sources.receipts import Receipt, Rejection
from index_pipeline.sources.registers.stocks import FILES as REGISTERS
from index_pipeline.sources.store.stored import stored_files
from index_pipeline.sources.store.vintages import FILES as OBSERVATIONS

INBOX_SENSOR = "inbox"
"""Name of the sensor of the inbox."""

SECONDS_A_TICK = 20.0
"""No further file of the inbox is begun after that time: a sensor tick that lasts a minute is stopped, and the
last file and unanswered alerts need part of that minute."""

publish_index = dg.define_asset_job(
    "publish_index",
    selection=dg.AssetSelection.all() | OBSERVED,
    executor_def=dg.in_process_executor,
    hooks={in_both_languages},
    description="用最新数据计算指数，检查各表并发布 · Compute the index from the newest figures, check every table and "
    "publish a release.",
)

first_and_final_estimate = dg.ScheduleDefinition(
    name="first_and_final_estimate",
    job=publish_index,
    cron_schedule=ESTIMATES,
    execution_timezone=TIME_ZONE,
    default_status=SCHEDULES,
    description="1月31日初步测算，6月30日最终测算，北京时间3时 · "
    "A first estimate on 31 January and a final one on 30 June, at "
    "3 in the morning in Beijing.",
)


check_sources = dg.define_asset_job(
    "check_sources",
    selection=dg.AssetSelection.kind(SOURCE_KIND) | OBSERVED,
    executor_def=dg.in_process_executor,
    hooks={in_both_languages},
    description="读取并检查各来源数据，指出未按时更新的数据来源 · "
    "Read and check the figures of every source, and say which are overdue.",
)

monthly_check_of_sources = dg.ScheduleDefinition(
    name="monthly_check_of_sources",
    job=check_sources,
    cron_schedule=CHECKS_OF_SOURCES,
    execution_timezone=TIME_ZONE,
    default_status=SCHEDULES,
    description="每月2日北京时间8时检查未按时更新的数据来源 · "
    "On the second of each month, at 8 in the morning in Beijing: which sources "
    "are overdue?",
)


def inbox_sensor(framework_folder: Path) -> dg.SensorDefinition:
    """Build the sensor that takes the files of `data/inbox` and asks for a run if the store has changed.

    Its cursor is the state of the store for which it last asked for a run: if a tick is stopped between taking a
    file and asking, the next one asks instead. A store that changed otherwise, by a command or by hand, asks too.
    """

    @dg.sensor(
        name=INBOX_SENSOR,
        job=publish_index,
        minimum_interval_seconds=60,
        default_status=SENSORS,
        description="导入 data/inbox 中的文件，不能导入的移至 data/rejected 并附说明 · "
        "Takes each file in data/inbox, or moves it to "
        "data/rejected with a report beside it.",
    )
    def inbox(context: dg.SensorEvaluationContext, data: DataResource) -> dg.SensorResult | dg.SkipReason:
        outcomes: list[Receipt | Rejection] = []

        def events() -> list[dg.AssetMaterialization]:
            return [arrived(outcomes, data.path)] if outcomes else []

        try:
            for outcome in take_inbox(data.path, load(framework_folder), today(), SECONDS_A_TICK):
                outcomes.append(outcome)
                context.log.info(outcome.sentence())
        finally:
            for line in tell_of_refusals(outcomes):
                context.log.warning(line)
        state = store_state(data.path)
        if state == context.cursor:
            said = "; ".join(outcome.sentence() for outcome in outcomes) or "the inbox is empty"
            if outcomes:
                return dg.SensorResult(skip_reason=f"no figure changed: {said}", asset_events=events())
            return dg.SkipReason(f"no figure changed: {said}")
        if _is_queued(context):
            return dg.SensorResult(
                skip_reason="the run that was asked for has not begun: it reads these too",
                cursor=state,
                asset_events=events(),
            )
        return dg.SensorResult(run_requests=[dg.RunRequest()], cursor=state, asset_events=events())

    return inbox


def launched_with(run: dg.DagsterRun) -> Path | None:
    """Return the framework folder that a run was launched with in the web interface, if another one was given."""
    settings: Any = run.run_config
    folder = settings.get("resources", {}).get("framework", {}).get("config", {}).get("folder")
    return Path(folder) if folder else None


def _is_queued(context: dg.SensorEvaluationContext) -> bool:
    """Return whether a run that this sensor asked for is waiting in the queue."""
    statuses = [dg.DagsterRunStatus.NOT_STARTED, dg.DagsterRunStatus.QUEUED]
    waiting = dg.RunsFilter(statuses=statuses, tags={"dagster/sensor_name": INBOX_SENSOR})
    return context.instance.get_runs_count(waiting) > 0


def store_state(data: Path) -> str:
    """Return a digest of what the store holds: files by name, size and time, partitioned registers by their digest."""
    files = [*stored_files(data, OBSERVATIONS), *stored_files(data, REGISTERS)]
    stamps = ((path.relative_to(data).as_posix(), path.stat()) for path in files)
    lines = (f"{name} {stamp.st_size} {stamp.st_mtime_ns}" for name, stamp in stamps)
    partitioned = (f"{register.register_id} {register.digest}" for register in partitioned_registers(data))
    return hashlib.sha256("\n".join([*lines, *partitioned]).encode()).hexdigest()


def after_runs(framework_folder: Path) -> list[dg.SensorDefinition]:
    """Build the sensors that follow each run that the daemon started: quality report and alerts.

    `icdi run` does the same by itself at the end of its own runs.
    """

    def follow(status: dg.DagsterRunStatus, name: str) -> dg.SensorDefinition:
        @dg.run_status_sensor(
            run_status=status,
            name=name,
            monitored_jobs=[publish_index, check_sources],
            default_status=SENSORS,
            description="写出质量报告，并通报未通过的检查与未按时更新的数据来源 · "
            "Writes the quality report of a run, and reports failed checks and "
            "overdue sources.",
        )
        def after_run(context: dg.RunStatusSensorContext, data: DataResource) -> None:
            run_ended = ended(context.instance, context.dagster_run.run_id)
            if context.dagster_run.job_name == check_sources.name:
                unsaid = tell_of_sources(run_ended)
            else:
                used = launched_with(context.dagster_run) or framework_folder
                page = write_quality(run_ended, used, data, today())
                context.log.info(f"quality report: {page}")
                unsaid = tell_of_run(run_ended, page)
            for line in unsaid:
                context.log.warning(line)

        return after_run

    return [
        follow(dg.DagsterRunStatus.SUCCESS, "after_success"),
        follow(dg.DagsterRunStatus.FAILURE, "after_failure"),
    ]
