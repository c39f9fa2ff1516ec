"""The store of observations as one process holds it while it takes several files: read once, then added to."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pyarrow as pa

from index_pipeline import tables
from index_pipeline.sources.store.by_series import Store
from index_pipeline.sources.store.kept import Stamp, folder_stamps
from index_pipeline.sources.store.stored import read_files
from index_pipeline.sources.store.vintages import FILES, load_observations

ROOM = FILES.split("/")[0]


class StoredFigures:
    """Every vintage in the store; the figures of a series are found without a pass over all of them."""

    def __init__(self, data: Path) -> None:
        """Read nothing yet."""
        self._data = data
        self._folders: tuple[Stamp | None, ...] | None = None
        self._table = tables.OBSERVATIONS.empty()
        self._rows: dict[str, np.ndarray] = {}
        self._added: dict[str, list[pa.Table]] = {}
        self.store = Store.of(self._table)

    def refresh(self) -> None:
        """Read the store, if another process has made or removed a file of it since; the caller has its lock.

        Raises:
            StoredFileError: it cannot be read.
        """
        folders = folder_stamps(self._data, ROOM)
        if folders == self._folders:
            return
        self._folders = None
        self._table = load_observations(self._data, keep=True).combine_chunks()  # rows are taken from few chunks fast
        self.store, self._added = Store.of(self._table), {}
        codes = self.store.parts[0].series
        order = np.argsort(codes, kind="stable")
        ends = np.cumsum(np.bincount(codes, minlength=len(self.store.series_names)))[:-1]
        self._rows = dict(zip(self.store.series_names, np.split(order, ends), strict=False))
        self._folders = folders

    def of(self, series: Iterable[str]) -> pa.Table:
        """Return every vintage of these series, as `tables.OBSERVATIONS`."""
        wanted = sorted(series)
        rows = [self._rows[name] for name in wanted if name in self._rows]
        parts = [self._table.take(np.concatenate(rows))] if rows else [self._table.slice(0, 0)]
        return pa.concat_tables([*parts, *(part for name in wanted for part in self._added.get(name, ()))])

    def add(self, batch: str) -> None:
        """Add a batch that the caller has just written into the store."""
        folders, self._folders = self._folders, None
        table = tables.OBSERVATIONS.conform(read_files(self._data, [self._data / batch], tables.OBSERVATIONS.schema))
        self.store = self.store.with_table(table)
        for name in table["series_id"].unique().to_pylist():
            self._added.setdefault(name, []).append(table.filter(pa.compute.equal(table["series_id"], name)))
        self._folders = folders and folder_stamps(self._data, ROOM)
