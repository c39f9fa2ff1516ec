"""Resources: the paths of framework and data, defined only here; and the figures that a run may use."""

from datetime import date
from pathlib import Path
from typing import Any

import dagster as dg
import pyarrow as pa
from pydantic import PrivateAttr, field_validator

from index_pipeline.clock import day, past_day
from index_pipeline.defs.unchanged import is_candidate, keeping
from index_pipeline.framework.framework import Framework
from index_pipeline.framework.load import load
from index_pipeline.keeping import Keeping
from index_pipeline.scale.partitions import PartitionedRegister, partitioned_registers
from index_pipeline.sources.registers.stocks import load_events
from index_pipeline.sources.store.vintages import load_observations


class FrameworkResource(dg.ConfigurableResource[Any]):
    """The framework folder; loaded once per run."""

    folder: str
    _framework: Framework = PrivateAttr()

    def setup_for_execution(self, context: dg.InitResourceContext) -> None:  # noqa: ARG002
        """Load the framework, or stop the run with every fault found."""
        self._framework = load(self.path)

    @property
    def path(self) -> Path:
        """The folder itself."""
        return Path(self.folder)

    def load(self) -> Framework:
        """Return the framework of this run."""
        return self._framework


class DataResource(dg.ConfigurableResource[Any]):
    """The data folder: figures, registers, inbox, tables, releases, quality reports.

    Figures and registers are read once per run, so that all of its steps see the same state of the store. A run that is
    made `afresh` computes every step, whatever is kept; one `with_products` makes pages, documents and charts too.
    """

    folder: str
    afresh: bool = False
    with_products: bool = True
    _observations: pa.Table | None = PrivateAttr(default=None)
    _events: pa.Table | None = PrivateAttr(default=None)
    _partitioned: list[PartitionedRegister] | None = PrivateAttr(default=None)

    def setup_for_execution(self, context: dg.InitResourceContext) -> None:  # noqa: ARG002
        """Forget what an earlier run has read."""
        self._observations = self._events = self._partitioned = None

    @property
    def path(self) -> Path:
        """The folder itself."""
        return Path(self.folder)

    def observations(self) -> pa.Table:
        """Return every vintage of every figure in the store, as from `load_observations`.

        Raises:
            StoredFileError: the store cannot be read; the next caller reads it again.
        """
        if self._observations is None:
            self._observations = load_observations(self.path, keep=True)
        return self._observations

    def events(self) -> pa.Table:
        """Return every event of the registers, as from `load_events`.

        Raises:
            StoredFileError: a register cannot be read; the next caller reads it again.
        """
        if self._events is None:
            self._events = load_events(self.path)
        return self._events

    def partitioned(self) -> list[PartitionedRegister]:
        """Return the handles of the partitioned registers, as from `partitioned_registers`.

        Raises:
            PartitionError: a handle cannot be read.
        """
        if self._partitioned is None:
            self._partitioned = partitioned_registers(self.path)
        return self._partitioned

    @property
    def tables(self) -> Path:
        """Folder of the tables that steps pass to one another."""
        return self.path / "tables"

    @property
    def keeping(self) -> Keeping:
        """What earlier runs made, by the digest of what it was made from."""
        return keeping(self.path, afresh=self.afresh)

    @property
    def releases(self) -> Path:
        """Folder of the published releases."""
        return self.path / "releases"

    @property
    def quality(self) -> Path:
        """Folder of the quality reports, one per run."""
        return self.path / "quality"


class KnowledgeResource(dg.ConfigurableResource[Any]):
    """What a run may know, and whether its release is put to the gate, to become the newest one.

    `as_of` is a day in ISO 8601: no later vintage is read. Without it, the newest of each figure is. `latest` says
    whether the release is put to the gate; if it says nothing, a release of the newest figures is.
    """

    as_of: str | None = None
    latest: bool | None = None

    @field_validator("as_of")
    @classmethod
    def _is_a_day(cls, text: str | None) -> str | None:
        if text is not None:
            past_day(text)
        return text

    def day(self) -> date | None:
        """Return `as_of` as a day."""
        return day(self.as_of) if self.as_of else None

    def is_candidate(self) -> bool:
        """Return whether the release is put to the gate. The gate decides whether it becomes the newest one."""
        return is_candidate(self.as_of, self.latest)
