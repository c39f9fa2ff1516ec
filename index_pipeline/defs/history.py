"""The history of runs: Dagster's own storage, as `dagster.yaml` in DAGSTER_HOME says."""

import os

import dagster as dg

from index_pipeline.causes import cause
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
