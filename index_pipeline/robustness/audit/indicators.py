"""Gaps and outliers of indicators, and the coverage of each region."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from index_pipeline.framework.framework import Framework
from index_pipeline.framework.methods.treatment import KURTOSIS, SKEW
from index_pipeline.kernel.arrays import Axes, Floats
from index_pipeline.kernel.cells import dense
from index_pipeline.kernel.moments import passes, skew_and_kurtosis
from index_pipeline.kernel.tree import Tree
from index_pipeline.rounding import reaches
from index_pipeline.tables import AUDIT_COVERAGE, AUDIT_INDICATORS, finite

LEAST_SHARE = 2 / 3
"""JRC practice: at least two thirds of an indicator's, and of a region's, figures are present."""


def audit_indicators(
    imputed: pa.Table, treated: pa.Table, treatments: pa.Table, tree: Tree, framework: Framework
) -> pa.Table:
    """Count gaps, zeros and distinct values of each weighted indicator, and test it for outliers.

    All statistics of a row use the same figures: those observed in the scored years, before and after treatment. Skew
    and kurtosis are of type 2; an indicator has outliers if |skew| ≥ 2 and excess kurtosis ≥ 3.5, as for a treatment.
    Moments of the values that a treatment was fitted on, filled ones among them, are in `tables.TREATMENTS`.

    Returns:
        `tables.AUDIT_INDICATORS`; values are in the indicator's unit.
    """
    axes = _axes(imputed, tree, framework)
    figures = dense(imputed.filter(pc.is_null(imputed["filled_by"])), "obs_value", axes)
    after = dense(treated, "obs_value", axes)
    rows = []
    for j, name in enumerate(axes.indicator_ids):
        fits = treatments.filter(pc.equal(treatments["indicator_id"], name))
        rows.append(_row(name, figures[j], after[j], fits))
    return AUDIT_INDICATORS.of_rows(rows)


def _row(name: str, figures: Floats, after: Floats, fits: pa.Table) -> dict[str, object]:
    """Return the row of an indicator from its figures (year, region), those after treatment, and its treatments."""
    observed = ~np.isnan(figures)
    x, y = figures[observed], after[observed]
    share, (before, treated) = len(x) / figures.size, (skew_and_kurtosis(values[None]) for values in (x, y))
    return {
        "indicator_id": name,
        "values": len(x),
        "observed_share": share,
        "zero": int((x == 0).sum()),
        "distinct": len(np.unique(x)),
        "minimum": float(x.min()) if len(x) else None,
        "median": float(np.median(x)) if len(x) else None,
        "maximum": float(x.max()) if len(x) else None,
        "skew_before": finite(before[0].item()),
        "kurtosis_before": finite(before[1].item()),
        "skew_after": finite(treated[0].item()),
        "kurtosis_after": finite(treated[1].item()),
        "treatment": ", ".join(sorted(set(fits["method"].to_pylist()))),
        "points": sum(fits["points"].to_pylist()),
        "flag": _flag(share, *treated),
    }


def audit_coverage(screened: pa.Table, scores: pa.Table, tree: Tree, framework: Framework) -> pa.Table:
    """Return `tables.AUDIT_COVERAGE`; `flag` is `low` if less than two thirds of the indicators have a figure."""
    axes = _axes(screened, tree, framework)
    share = (~np.isnan(dense(screened, "obs_value", axes))).mean(axis=0)
    below = tree.component_ids[:-1] or tree.component_ids
    components = Axes(below, axes.years, axes.ref_areas)
    coverage = np.nan_to_num(dense(scores, "coverage", components, of="component_id"))
    lowest = coverage.argmin(axis=0)
    rows = [
        {
            "ref_area": area,
            "time_period": year,
            "observed_share": float(share[t, i]),
            "lowest_coverage": float(coverage[lowest[t, i], t, i]),
            "lowest_component_id": below[lowest[t, i]],
            "flag": None if reaches(share[t, i], LEAST_SHARE) else "low",
        }
        for t, year in enumerate(axes.years)
        for i, area in enumerate(axes.ref_areas)
    ]
    return AUDIT_COVERAGE.of_rows(rows)


def _axes(table: pa.Table, tree: Tree, framework: Framework) -> Axes:
    areas = tuple(sorted(pc.unique(table["ref_area"]).to_pylist()))
    return Axes(tree.indicator_ids, tuple(framework.definition.years.range), areas)


def _flag(share: float, skew: Floats, kurtosis: Floats) -> str | None:
    if not reaches(share, LEAST_SHARE):
        return "missing"
    return None if passes(skew, kurtosis, SKEW, KURTOSIS).all() else "outliers"
