"""Job, schedule and sensor: what runs the graph, and when."""

from datetime import date
from pathlib import Path

import dagster as dg

from index_pipeline.defs.resources import DataResource
from index_pipeline.framework.load import load
from index_pipeline.sources.inbox import take_inbox

publish_index = dg.define_asset_job(
    "publish_index",
    selection=dg.AssetSelection.all(),
    executor_def=dg.in_process_executor,
    description="Compute the index from the newest figures, check every table and publish a release.",
)

first_and_final_estimate = dg.ScheduleDefinition(
    name="first_and_final_estimate",
    job=publish_index,
    cron_schedule=["0 3 31 1 *", "0 3 30 6 *"],
    execution_timezone="Asia/Shanghai",
    default_status=dg.DefaultScheduleStatus.RUNNING,
    description="A first estimate on 31 January and a final one on 30 June, at 3 in the morning in Beijing.",
)


def inbox_sensor(framework_folder: Path) -> dg.SensorDefinition:
    """Build the sensor that takes the files of `data/inbox` and asks for a run where figures changed."""

    @dg.sensor(
        job=publish_index,
        minimum_interval_seconds=60,
        default_status=dg.DefaultSensorStatus.RUNNING,
        description="Takes each file in data/inbox, or moves it to data/rejected with a report beside it.",
    )
    def inbox(context: dg.SensorEvaluationContext, data: DataResource) -> dg.SensorResult | dg.SkipReason:
        outcomes = take_inbox(data.path, load(framework_folder), date.today())
        if not outcomes:
            return dg.SkipReason("the inbox is empty")
        for outcome in outcomes:
            context.log.info(outcome.sentence())
        batches = [outcome.batch for outcome in outcomes if outcome.batch]
        if not batches:
            return dg.SkipReason("no figure changed: " + "; ".join(outcome.sentence() for outcome in outcomes))
        return dg.SensorResult(run_requests=[dg.RunRequest(run_key=" ".join(batches))])

    return inbox
