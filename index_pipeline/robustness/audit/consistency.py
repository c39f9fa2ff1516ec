"""Whether the children of a component measure the same thing: Cronbach's alpha and principal components."""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from index_pipeline.kernel.arrays import Floats
from index_pipeline.kernel.moments import deviations
from index_pipeline.methods.reliability import alpha
from index_pipeline.methods.weights.principal import principal_axes
from index_pipeline.robustness.audit.scores import Scores
from index_pipeline.robustness.streams import ALPHA_RESAMPLES
from index_pipeline.rounding import ROUNDING, is_constant, unit
from index_pipeline.tables import AUDIT_CONSISTENCY, AUDIT_PCA, finite

LEAST_ALPHA, LEAST_FIRST_SHARE = 0.7, 0.5
RESAMPLES = 500

SCORES_AT_ONCE = 4_000_000
"""Scores of resamples that are held at a time: bounds memory, whatever the number of regions."""


def principal_components(x: Floats) -> tuple[Floats, Floats]:
    """Return eigenvalues and eigenvectors (child, axis) of the correlations of the complete rows, greatest first.

    The loading of greatest size on each axis is positive: the sign of an eigenvector has no meaning. Empty if
    there are fewer than 2 columns or 3 complete rows, or a column is constant.
    """
    complete = x[~np.isnan(x).any(axis=1)]
    if x.shape[1] < 2 or len(complete) < 3 or is_constant(complete, axis=0).any():
        return np.empty(0), np.empty((x.shape[1], 0))
    values, vectors = principal_axes(np.atleast_2d(np.corrcoef(unit(complete, axis=0), rowvar=False)))
    greatest = vectors[np.abs(vectors).argmax(axis=0), np.arange(len(values))]
    return values, vectors * np.sign(greatest)


def audit_consistency(scores: Scores, seed: int) -> pa.Table:
    """Return `tables.AUDIT_CONSISTENCY`, of each component with two children or more."""
    rows = []
    for component_id in _families(scores):
        x = scores.matrix(component_id)
        values, _ = principal_components(x)
        found = alpha(x)
        low, high = _bootstrap(x, seed)
        share = float(values[0] / values.sum()) if len(values) else np.nan
        above = int((values > 1 + ROUNDING).sum()) if len(values) else None
        rows.append(
            {
                "component_id": component_id,
                "children": x.shape[1],
                "regions": int((~np.isnan(x).any(axis=1)).sum()),
                "alpha": finite(found),
                "alpha_p05": finite(low),
                "alpha_p95": finite(high),
                "first_share": finite(share),
                "eigenvalues_above_one": above,
                "flag": _flag(found, share, above),
            }
        )
    return AUDIT_CONSISTENCY.of_rows(rows)


def audit_pca(scores: Scores) -> pa.Table:
    """Return `tables.AUDIT_PCA`, of each component with two children or more."""
    rows = []
    for component_id in _families(scores):
        values, vectors = principal_components(scores.matrix(component_id))
        for axis, value in enumerate(values):
            for child, name in enumerate(scores.children[component_id]):
                rows.append(
                    {
                        "component_id": component_id,
                        "axis": axis + 1,
                        "child_id": name,
                        "eigenvalue": float(value),
                        "variance_share": float(value / values.sum()),
                        "loading": float(vectors[child, axis]),
                    }
                )
    return AUDIT_PCA.of_rows(rows)


def _families(scores: Scores) -> Iterator[str]:
    yield from (name for name, family in scores.children.items() if len(family) > 1)


def _bootstrap(x: Floats, seed: int) -> tuple[float, float]:
    """Return the 5th and 95th percentile of alpha over complete regions drawn with replacement.

    NaN for fewer than three of them, or if alpha is defined for no resample.
    """
    complete = x[~np.isnan(x).any(axis=1)]
    if len(complete) < 3:
        return np.nan, np.nan
    rows = np.random.default_rng([seed, ALPHA_RESAMPLES]).integers(len(complete), size=(RESAMPLES, len(complete)))
    size = max(1, SCORES_AT_ONCE // complete.size)
    blocks = [_covariances(complete[rows[start : start + size]]) for start in range(0, RESAMPLES, size)]
    covariance = np.concatenate(blocks)
    whole, own = covariance.sum((1, 2)), np.einsum("bii->b", covariance)
    k, varies = x.shape[1], whole > ROUNDING * np.abs(covariance).sum((1, 2))
    if not varies.any():
        return np.nan, np.nan
    found = k / (k - 1) * (1 - own[varies] / whole[varies])
    low, high = np.quantile(found, [0.05, 0.95])
    return float(low), float(high)


def _covariances(drawn: Floats) -> Floats:
    centred = deviations(drawn, axis=1)
    return np.asarray(np.einsum("bni,bnj->bij", centred, centred))


def _flag(found: float, share: float, above: int | None) -> str | None:
    if found < LEAST_ALPHA:
        return "inconsistent"
    return "several_dimensions" if (above or 0) > 1 or share < LEAST_FIRST_SHARE else None
