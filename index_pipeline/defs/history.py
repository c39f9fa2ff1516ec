"""The history of runs: Dagster's own storage, as `dagster.yaml` in DAGSTER_HOME says."""

import os

import dagster as dg
from dagster._core.storage.event_log import SqliteEventLogStorage
from dagster._core.storage.noop_compute_log_manager import NoOpComputeLogManager
from dagster._serdes import ConfigurableClassData

from index_pipeline.causes import cause
from index_pipeline.defs.event_log import OpenEventLog
from index_pipeline.errors import UserError
from index_pipeline.language import Both


class HistoryError(UserError):
    """Dagster's storage cannot be opened."""


def opened() -> dg.DagsterInstance:
    """Open the storage that DAGSTER_HOME names.

    Raises:
        HistoryError: the storage named in `dagster.yaml` does not exist, or does not answer.
    """
    try:
        return dg.DagsterInstance.get()
    except Exception as error:  # of Dagster, of the driver of a database, of the network
        why = cause(error)
        where = f"{os.environ.get('DAGSTER_HOME')}/dagster.yaml"
        raise HistoryError(
            Both(
                f"Dagster's storage cannot be opened as {where} says: {type(error).__name__}: {why.en}",
                f"无法按 {where} 打开 Dagster 的存储：{type(error).__name__}：{why.zh}",
            )
        ) from error


def opened_for_run() -> dg.DagsterInstance:
    """Open that storage for a run in this process; an event log in SQLite is opened as `OpenEventLog`.

    What the steps print is not captured, as processes beside this one would do: it is on the terminal already.

    Raises:
        HistoryError: as `opened`.
    """
    instance = opened()
    settings = instance.get_ref()
    instance.dispose()
    silent = ConfigurableClassData(NoOpComputeLogManager.__module__, NoOpComputeLogManager.__name__, "{}\n")
    settings = settings._replace(compute_logs_data=silent)
    found = settings.event_storage_data
    if found is not None and found.class_name == SqliteEventLogStorage.__name__:
        kept_open = ConfigurableClassData(OpenEventLog.__module__, OpenEventLog.__name__, found.config_yaml)
        settings = settings._replace(storage_data=None, event_storage_data=kept_open)
    return dg.DagsterInstance.from_ref(settings)
