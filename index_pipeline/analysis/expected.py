"""Expected scores: the index that goes with one figure of a region's context, such as GDP per head."""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from index_pipeline.analysis.regression import determined, least_squares
from index_pipeline.analysis.scores import CrossSection, cross_sections
from index_pipeline.framework.context import ContextFigure, predictor_of
from index_pipeline.framework.framework import Framework
from index_pipeline.rounding import is_constant
from index_pipeline.tables import EXPECTED_SCORES

FEWEST = 10
"""Number of regions below which nothing is fitted."""


def expected_scores(scores: pa.Table, observations: pa.Table, framework: Framework) -> pa.Table:
    """Regress the index on the logarithm of the `predictor` of the framework's `context`, year by year.

    S = a + b ln x + e over the regions with a score and a figure x of the same year, by ordinary least squares. The
    interval is that of a single region: a + b ln x ± t s √(1 + 1/n + (ln x − mean)²/Σ(ln x − mean)²), t the 95th
    percentile of Student's t with n − 2 degrees of freedom, s² the residual variance. A description: what goes with
    x, not what x makes.

    Args:
        scores: `tables.SCORES`, in points of the scale.
        observations: `tables.OBSERVATIONS`, one vintage of each figure.
        framework: Gives the index and the predictor.

    Returns:
        `tables.EXPECTED_SCORES`, `residual` the score less the expected one. Regions whose x is missing or not
        positive are left out, and years with fewer than ten regions or a single value of x or S; empty without a
        predictor.

    Source: Draper and Smith (1998), Applied Regression Analysis, section 3.1.
    """
    predictor = predictor_of(framework.definition.context)
    if predictor is None:
        return EXPECTED_SCORES.empty()
    known = _values(observations, predictor)
    sections = cross_sections(scores, framework, framework.index_id)
    return EXPECTED_SCORES.of_rows(row for section in sections for row in _expected(section, known))


def _values(observations: pa.Table, predictor: ContextFigure) -> dict[tuple[str, int], float]:
    """Return the figure of each region and year."""
    wanted = observations.filter(pc.is_in(observations["series_id"], pa.array(predictor.all_series)))
    columns = (wanted[name].to_pylist() for name in ("series_id", "ref_area", "time_period", "obs_value"))
    known = {(series, area, year): value for series, area, year, value in zip(*columns, strict=True)}
    found = {}
    for (series, area, year), value in known.items():
        if series != predictor.series or value is None:
            continue
        size = 1.0 if predictor.over is None else known.get((predictor.over, area, year))
        if size:
            found[area, year] = value / size * predictor.multiplier
    return found


def _expected(section: CrossSection, known: dict[tuple[str, int], float]) -> Iterator[dict[str, object]]:
    from scipy.special import stdtrit

    year = section.time_period
    figures = np.array([known.get((area, year), np.nan) for area in section.ref_areas])
    used = np.flatnonzero(figures > 0)
    x, y = np.log(figures[used]), section.scores[used]
    design = np.column_stack([np.ones(len(x)), x])
    if len(x) < FEWEST or not determined(design) or is_constant(y):
        return
    fit = least_squares(y, design)
    expected = design @ fit.estimates
    n, centred = len(x), x - x.mean()
    spread = np.sqrt(((y - expected) ** 2).sum() / (n - 2))
    half = stdtrit(n - 2, 0.95) * spread * np.sqrt(1 + 1 / n + centred**2 / (centred**2).sum())
    for i, at in enumerate(used):
        yield {
            "time_period": year,
            "ref_area": section.ref_areas[at],
            "predictor": float(figures[at]),
            "score": float(y[i]),
            "expected_score": float(expected[i]),
            "expected_p05": float(expected[i] - half[i]),
            "expected_p95": float(expected[i] + half[i]),
            "residual": float(y[i] - expected[i]),
            "n": n,
            "r_squared": fit.r_squared,
        }
