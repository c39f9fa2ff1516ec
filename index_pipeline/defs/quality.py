"""Quality report of a run that has ended, successful or not: written from its events, so that no check can stop it."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path

import pyarrow as pa

from index_pipeline import tables
from index_pipeline.defs.ended import Ended
from index_pipeline.defs.io import tables_as_of
from index_pipeline.defs.resources import DataResource
from index_pipeline.errors import UserError
from index_pipeline.framework.framework import Framework
from index_pipeline.framework.load import load
from index_pipeline.parquet import read_parquet
from index_pipeline.publication.releases.folder import as_of, listing, published
from index_pipeline.quality.report import Run, quality
from index_pipeline.quality.reports import history, write
from index_pipeline.sources.rejections import rejections
from index_pipeline.sources.store.calendar import due

COUNTED = ("imputed", "treated_points", "scores")
"""Tables of the run that the report counts."""

FROM_STORE = (tables.OBSERVATIONS.name, tables.REGISTER_EVENTS.name)
"""Tables of the run that hold what it has read from the store."""


def write_quality(ended: Ended, folder: Path, data: DataResource, today: date) -> Path:
    """Write the quality report of a run into `data/quality` and return its page.

    The framework is the one in the release that the run has made; if it made none, the one in `folder`.

    Raises:
        FrameworkError: that framework is no longer accepted.
        OSError: the disk is full or the folder cannot be written.
    """
    framework = load(ended.release / "framework" if ended.release else folder)
    made = _computed(tables_as_of(data.tables, ended.as_of), ended.made.intersection(COUNTED + FROM_STORE))
    before = _release_before(data.releases, ended.started)
    since = datetime.fromisoformat(published(before)) if before else None
    run = Run(
        run_id=ended.run_id,
        started=ended.started,
        success=ended.success,
        faults=ended.faults,
        release_id=ended.release.name if ended.release else None,
        release_before=before.name if before else None,
        raised=tuple({"zh": each.zh, "en": each.en} for each in ended.raised),
    )
    found = quality(
        run=run,
        checks=ended.reports,
        findings=ended.findings,
        computed={name: table for name, table in made.items() if name in COUNTED},
        scores_before=_scores(before) if before else None,
        due=_due(data, made, framework, today),
        refused=rejections(data.path, since),
        history=history(data.quality, ended.run_id),
        framework=framework,
    )
    return write(found, data.quality)


def _release_before(releases: Path, started: datetime) -> Path | None:
    """Return the newest release of the newest figures that was published before the run began."""
    known = ((folder, published(folder)) for folder in listing(releases) if as_of(folder) is None)
    return max(
        ((at, folder) for folder, at in known if at and datetime.fromisoformat(at) < started), default=(None, None)
    )[1]


def _computed(folder: Path, names: Iterable[str]) -> Mapping[str, pa.Table]:
    """Read tables that the run has made; one that no longer exists is left out."""
    paths = {name: folder / f"{name}.parquet" for name in names}
    return {name: read_parquet(path) for name, path in paths.items() if path.exists()}


def _scores(release: Path) -> pa.Table | None:
    path = release / "tables" / "scores.parquet"
    return read_parquet(path) if path.exists() else None


def _due(data: DataResource, made: Mapping[str, pa.Table], framework: Framework, today: date) -> pa.Table:
    """Compare what the run has read with the calendar; use the store if the run did not read all of it.

    A store that cannot be read is reported among the run's own faults.
    """
    try:
        figures, events = (made.get(name) for name in FROM_STORE)
        if figures is None or events is None:
            figures, events = data.observations(), data.events()
        return due(figures, events, framework, today)
    except UserError:
        return tables.DUE.empty()
