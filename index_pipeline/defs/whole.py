"""A whole release of figures that are given in one table, without a store and without Dagster."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa

from index_pipeline import tables
from index_pipeline.defs.fitness import ensure_fit
from index_pipeline.defs.groups import GROUPS, NOT_PUBLISHED, step_tables
from index_pipeline.framework.framework import Framework
from index_pipeline.language import Bilingual
from index_pipeline.methods.notices import sentences
from index_pipeline.publication.catalogue import catalogue
from index_pipeline.publication.publish import Recipe, publish
from index_pipeline.publication.releases.decisions import judge


@dataclass(frozen=True)
class PublishedIndex:
    """A release that was made: its folder, and what a reader of its scores should know."""

    release: Path
    notices: tuple[Bilingual, ...]


def publish_figures(
    observations: pa.Table, framework: Framework, releases: Path, on_step: Callable[[str, int], None]
) -> PublishedIndex:
    """Compute an index from given figures by every step of the graph, and publish it as the newest release.

    Each figure has one vintage. No register is counted, and nothing is raised against the release: without a store,
    it cannot be compared with anything.

    Args:
        observations: `tables.OBSERVATIONS`, one vintage of each figure.
        framework: What to compute.
        releases: Folder of the releases.
        on_step: Called as each step begins: its name, and how many there are.

    Raises:
        MethodError: a step has no defined result.
        UnfitToPublishError: the newest year has no scores, or a critical check fails.
        OSError: the release cannot be written.
    """
    found = {
        "observations": observations,
        "first_observations": observations,
        "revisions": tables.REVISIONS.empty(),
        "register_events": tables.REGISTER_EVENTS.empty(),
        "register_stocks": tables.REGISTER_STOCKS.empty(),
    }
    steps = [step for group in GROUPS.values() for step in group]
    for step in steps:
        on_step(step.name, len(steps) + 1)
        found |= step.compute(found, framework)
    kept = ("observations", "revisions", "register_events", "register_stocks", *step_tables())
    made = {name: found[name] for name in kept if name != NOT_PUBLISHED} | catalogue(framework, found["weights"])
    on_step("release", len(steps) + 1)
    now = datetime.now(UTC)
    folder = publish(Recipe(made, framework), releases, now, lambda staged: ensure_fit(staged, framework))
    judge(folder, now, lambda _: ())
    return PublishedIndex(folder, tuple(sentences(found["notices"])))
