"""Attribution: how much of a change between two releases is new figures, revised figures, and method."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from index_pipeline import sql, tables
from index_pipeline.framework.framework import Framework
from index_pipeline.methods.build import build
from index_pipeline.publication.releases.program import STARTED


@dataclass(frozen=True)
class Published:
    """The inputs of a release, and its results; `program` is that of `publication.releases.folder.program_of`."""

    observations: pa.Table
    register_stocks: pa.Table
    scores: pa.Table
    rankings: pa.Table
    framework: Framework
    program: Mapping[str, Any] | None = None


def attribute(before: Published, after: Published) -> pa.Table:
    """Split each change of score between two releases into new figures, revision and method.

    With s(F, D) the score of framework F on figures D, and N the earlier figures with those added that the earlier
    release did not have: ``new_data_effect = s(F₁, N) − s(F₁, D₁)``, ``revision_effect = s(F₁, D₂) − s(F₁, N)``, and
    `method_effect` is the rest of the published change, so that the three sum to it. A figure that was withdrawn
    counts as revised.

    Args:
        before: The earlier release.
        after: The later one.

    Returns:
        `tables.SCORE_CHANGES`: every component, region and year that either release has; a part is null if a
        score needed for it is missing.
    """
    observations = _with_new(before.observations, after.observations, tables.OBSERVATIONS)
    stocks = _with_new(before.register_stocks, after.register_stocks, tables.REGISTER_STOCKS)
    if _made_alike(before, after):
        old, every = before.scores, after.scores
    else:
        old, every = (build(one.observations, one.register_stocks, before.framework).scores for one in (before, after))
    added = observations.num_rows > before.observations.num_rows or stocks.num_rows > before.register_stocks.num_rows
    inputs = {
        "before": before.rankings,
        "after": after.rankings,
        "old_figures": old,
        "with_new_figures": build(observations, stocks, before.framework).scores if added else old,
        "all_figures": every,
    }
    return tables.SCORE_CHANGES.conform(sql.run(Path(__file__).with_name("attribution.sql"), inputs))


def _made_alike(before: Published, after: Published) -> bool:
    """Return whether this program made both releases with one framework: it would give the scores that they publish."""
    return before.program == after.program == STARTED and before.framework.content == after.framework.content


def changed_figures(before: pa.Table, after: pa.Table) -> pa.Table:
    """List the figures that differ between two releases: new, revised or withdrawn.

    Args:
        before: `tables.OBSERVATIONS` of the earlier release.
        after: `tables.OBSERVATIONS` of the later one.

    Returns:
        `tables.FIGURE_CHANGES`, in the unit of the series.
    """
    inputs = {"before": before, "after": after}
    return tables.FIGURE_CHANGES.conform(sql.run(Path(__file__).with_name("changed_figures.sql"), inputs))


def _with_new(before: pa.Table, after: pa.Table, table: tables.Table) -> pa.Table:
    """Return the earlier rows, and the later rows that had no earlier row."""
    identity = [name for name in table.key if name != "vintage"]
    new = after.join(before.select(identity), identity, join_type="left anti")
    return table.conform(
        pa.concat_tables([part.select(table.schema.names).cast(table.schema) for part in (before, new)])
    )
