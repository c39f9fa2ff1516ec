"""Scores as arrays: one component over the regions, or several components over the regions, year by year."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from index_pipeline.analysis.errors import AnalysisError
from index_pipeline.framework.framework import Framework, components
from index_pipeline.kernel.arrays import Floats
from index_pipeline.language import Both
from index_pipeline.tables import SCORES
from index_pipeline.unknown_names import unknown


@dataclass(frozen=True)
class CrossSection:
    """Scores of one component in one year: of the regions that have one, in the order of the framework."""

    component_id: str
    time_period: int
    ref_areas: tuple[str, ...]
    scores: Floats
    missing: tuple[str, ...]
    """Regions that have none."""


@dataclass(frozen=True)
class Profiles:
    """Scores of several components in one year: regions in rows, components in columns, NaN if missing."""

    time_period: int
    ref_areas: tuple[str, ...]
    component_ids: tuple[str, ...]
    scores: Floats


def pillars(framework: Framework) -> tuple[str, ...]:
    """Return the measured components directly below the index."""
    return tuple(node.id for node in framework.definition.index.components if node.not_measured is None)


def cross_sections(
    scores: pa.Table, framework: Framework, component_ids: Sequence[str] | None = None
) -> list[CrossSection]:
    """Split `scores` by component and year; years in which no region has a score are left out.

    Args:
        scores: `tables.SCORES`.
        framework: Gives the order of components and regions.
        component_ids: Components to take, or a single one; the index and its pillars if None.

    Raises:
        AnalysisError: the framework has no component of that name.
    """
    chosen = (framework.index_id, *pillars(framework)) if component_ids is None else _known(component_ids, framework)
    cells, areas, years = _cells(scores, chosen, framework)
    found = []
    for component_id in chosen:
        for year in years:
            column = np.array([cells.get((component_id, year, area), np.nan) for area in areas])
            scored = ~np.isnan(column)
            if scored.any():
                here = tuple(area for area, has in zip(areas, scored, strict=True) if has)
                missing = tuple(area for area, has in zip(areas, scored, strict=True) if not has)
                found.append(CrossSection(component_id, year, here, column[scored], missing))
    return found


def profiles(scores: pa.Table, framework: Framework, component_ids: Sequence[str] | None = None) -> list[Profiles]:
    """Return `scores` as one matrix per year.

    Args:
        scores: `tables.SCORES`.
        framework: Gives the order of components and regions.
        component_ids: Components to take; the pillars if None.

    Raises:
        AnalysisError: the framework has no component of that name.
    """
    chosen = pillars(framework) if component_ids is None else _known(component_ids, framework)
    cells, areas, years = _cells(scores, chosen, framework)
    if not chosen:
        return []
    return [
        Profiles(
            year,
            areas,
            chosen,
            np.array([[cells.get((name, year, area), np.nan) for name in chosen] for area in areas]),
        )
        for year in years
    ]


def _known(component_ids: Sequence[str], framework: Framework) -> tuple[str, ...]:
    known = [node.id for node in components(framework.definition.index)]
    component_ids = [component_ids] if isinstance(component_ids, str) else component_ids
    if not isinstance(component_ids, Iterable):
        raise AnalysisError(
            Both(
                f"components: {component_ids} is neither a name nor a list of names",
                f"components：{component_ids} 既不是名称，也不是名称的列表",
            )
        )
    for name in component_ids:
        if name not in known:
            where = Both(f"the framework {framework.definition.id}", f"指标体系 {framework.definition.id} ")
            raise AnalysisError(unknown(Both("component", "各级指标"), str(name), known, where))
    return tuple(dict.fromkeys(component_ids))


def _cells(
    scores: pa.Table, chosen: Sequence[str], framework: Framework
) -> tuple[dict[tuple[str, int, str], float], tuple[str, ...], list[int]]:
    """Return the scores by component, year and region; the regions, in order; the years, in order."""
    table = SCORES.conform(scores)
    table = table.filter(pc.is_in(table["component_id"], pa.array(chosen, pa.string())))
    order = {area: n for n, area in enumerate(framework.ref_areas)}
    areas = sorted(pc.unique(table["ref_area"]).to_pylist(), key=lambda area: (order.get(area, len(order)), area))
    years = sorted(pc.unique(table["time_period"]).to_pylist())
    columns = (table[name].to_pylist() for name in ("component_id", "time_period", "ref_area", "score"))
    cells = {
        (component, year, area): score
        for component, year, area, score in zip(*columns, strict=True)
        if score is not None
    }
    return cells, tuple(areas), years
