"""Fetch by schedule what is due, only if the owner of the machine has switched it on."""

import os
from pathlib import Path

import dagster as dg

from index_pipeline.clock import TIME_ZONE, today
from index_pipeline.defs.notify import tell_of_fetch
from index_pipeline.defs.resources import DataResource
from index_pipeline.defs.times import FETCHES, SCHEDULES
from index_pipeline.fetch.consent import SWITCH, is_switched_on
from index_pipeline.framework.load import load

OFF = f"联网获取未开启：服务的环境中未设 {SWITCH}=1 · fetching is off: {SWITCH}=1 is not in the service's environment"


def fetch_job(framework_folder: Path) -> dg.JobDefinition:
    """Build the job that fetches what is due, as `icdi fetch --due` does."""

    @dg.op
    def fetch_due_series(context: dg.OpExecutionContext, data: DataResource) -> None:
        from index_pipeline.fetch.fetching import Wish, fetch  # with what asks other hosts, which no other job needs

        if not is_switched_on(os.environ):
            raise dg.Failure(OFF, allow_retries=False)
        outcomes = []
        for outcome in fetch(Wish(is_due=True), data.path, load(framework_folder), today()):
            outcomes.append(outcome)
            context.log.info(outcome.sentence())
        for line in tell_of_fetch(outcomes):
            context.log.warning(line)

    @dg.job(
        executor_def=dg.in_process_executor,
        description="取得应已公布而尚未入库的数据 · "
        "Fetch the series that should have been published by now and are not in the store.",
    )
    def fetch_due() -> None:
        fetch_due_series()

    return fetch_due


def fetch_schedule(job: dg.JobDefinition) -> dg.ScheduleDefinition:
    """Build the schedule of that job, which asks for no run unless ICDI_FETCH=1."""

    @dg.schedule(
        name="monthly_fetch",
        job=job,
        cron_schedule=FETCHES,
        execution_timezone=TIME_ZONE,
        default_status=SCHEDULES,
        description="每月3日北京时间8时；仅在 ICDI_FETCH=1 时取数 · "
        "On the third of each month, at 8 in the morning in Beijing; "
        "nothing unless ICDI_FETCH=1.",
    )
    def monthly_fetch() -> dg.RunRequest | dg.SkipReason:
        return dg.RunRequest() if is_switched_on(os.environ) else dg.SkipReason(OFF)

    return monthly_fetch
