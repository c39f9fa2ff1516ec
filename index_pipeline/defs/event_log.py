"""Dagster's event log in SQLite, with databases that stay open while a process records a run."""

import os
from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Any, Self

from dagster._core.events.log import EventLogEntry
from dagster._core.storage.event_log import SqliteEventLogStorage
from dagster._core.storage.event_log.sqlite.sqlite_event_log import INDEX_SHARD_NAME
from dagster._core.storage.sqlite import SQLITE_BUSY_TIMEOUT_SECONDS
from dagster._serdes import ConfigurableClassData
from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.event import listen

MOST_OPEN = 4
"""Databases that stay open: that of all runs, that of the run, and a few that are read beside them."""

WITHOUT_WAITING = "PRAGMA synchronous = NORMAL"
"""Let SQLite, which writes ahead (WAL) here, not wait for the disk at each event: the last ones are lost only where the
power fails."""


class OpenEventLog(SqliteEventLogStorage):
    """Dagster's event log in SQLite, which opens each database once.

    Dagster itself opens and closes it for every event, of which a run has a thousand; SQLite then writes its log back
    each time. The files, their tables and each event's transaction are the same: what was stored before a process was
    killed is there afterwards, and every version of this class or Dagster's own reads it.
    """

    def __init__(self, base_dir: str, inst_data: ConfigurableClassData | None = None) -> None:
        self._engines: dict[str | None, Engine] = {}
        self._tables: set[str] = set()
        super().__init__(base_dir, inst_data)

    @classmethod
    def from_config_value(cls, inst_data: ConfigurableClassData | None, config_value: Mapping[str, Any]) -> Self:
        """Make the storage that Dagster's settings describe."""
        return cls(inst_data=inst_data, **config_value)

    def run_connection(self, run_id: str | None = None) -> AbstractContextManager[Connection]:
        """Begin a transaction in the database of a run."""
        engine = self._engines.get(run_id) or self._opened(run_id)
        return engine.begin() if engine else super().run_connection(run_id)

    def index_connection(self) -> AbstractContextManager[Connection]:
        """Begin a transaction in the database of all runs."""
        return self.run_connection(INDEX_SHARD_NAME)

    def store_event(self, event: EventLogEntry) -> None:
        """Store an event, and touch the database of its run: by that file's time others see that there is a new one."""
        super().store_event(event)
        os.utime(self.path_for_shard(event.run_id))

    def has_table(self, table_name: str) -> bool:
        """Return whether a table is in the database of all runs; Dagster asks that for every event of an asset."""
        if table_name not in self._tables and super().has_table(table_name):
            self._tables.add(table_name)
        return table_name in self._tables

    def dispose(self) -> None:
        """Close the databases."""
        while self._engines:
            self._engines.popitem()[1].dispose()
        super().dispose()

    def _opened(self, run_id: str | None) -> Engine | None:
        if run_id is None or len(self._engines) == MOST_OPEN:
            return None
        with super().run_connection(run_id):  # makes the tables of a new database
            url = self.conn_string_for_shard(run_id)
        engine = create_engine(url, connect_args={"timeout": SQLITE_BUSY_TIMEOUT_SECONDS})
        listen(engine, "connect", lambda connection, _: connection.execute(WITHOUT_WAITING))
        return self._engines.setdefault(run_id, engine)
