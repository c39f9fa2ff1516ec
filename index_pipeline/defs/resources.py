"""Resources: where framework and data are, the one home of paths; and what a run may know."""

from datetime import date
from pathlib import Path
from typing import Any

import dagster as dg
from pydantic import PrivateAttr, field_validator

from index_pipeline.framework.framework import Framework
from index_pipeline.framework.load import load
from index_pipeline.places import framework_folder
from index_pipeline.publication.releases import follows


class FrameworkResource(dg.ConfigurableResource[Any]):
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


class DataResource(dg.ConfigurableResource[Any]):
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


class KnowledgeResource(dg.ConfigurableResource[Any]):
    """What a run may know, and whether its release is the newest one from now on.

    `as_of` is a day in ISO 8601: no later vintage is read. Without it, the newest of each figure is.
    """

    as_of: str | None = None
    latest: bool | None = None

    @field_validator("as_of")
    @classmethod
    def _is_a_day(cls, text: str | None) -> str | None:
        if text is not None:
            date.fromisoformat(text)
        return text

    def day(self) -> date | None:
        """Return `as_of` as a day."""
        return date.fromisoformat(self.as_of) if self.as_of else None

    def is_latest(self, framework: FrameworkResource, data: DataResource) -> bool:
        """Tell whether `latest.json` points to the release from now on.

        Where `latest` does not say so, it does for the newest figures by the project's own framework, or by one of the
        newest release's edition.
        """
        if self.latest is not None:
            return self.latest
        is_own = framework.path.resolve() == framework_folder(None).resolve()
        return self.as_of is None and (is_own or follows(data.releases, framework.load().definition.edition))
