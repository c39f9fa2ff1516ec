"""Resources: where framework and data are. The one home of paths."""

from pathlib import Path

import dagster as dg
from pydantic import PrivateAttr

from index_pipeline.framework.framework import Framework
from index_pipeline.framework.load import load


class FrameworkResource(dg.ConfigurableResource):
    """The framework folder; loaded once a run."""

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


class DataResource(dg.ConfigurableResource):
    """The data folder: figures, registers, inbox, tables, releases, quality reports."""

    folder: str

    @property
    def path(self) -> Path:
        """The folder itself."""
        return Path(self.folder)

    @property
    def tables(self) -> Path:
        """Folder of the tables that steps hand to one another."""
        return self.path / "tables"

    @property
    def releases(self) -> Path:
        """Folder of the published releases."""
        return self.path / "releases"

    @property
    def quality(self) -> Path:
        """Folder of the quality reports, one a run."""
        return self.path / "quality"
