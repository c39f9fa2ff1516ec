"""Weights from principal components of the children's correlations."""

import numpy as np

from index_pipeline.framework.methods import PrincipalComponents
from index_pipeline.kernel.arrays import Floats
from index_pipeline.language import Both
from index_pipeline.methods.weights.sample import Sample, Statistic, WeightingError, Weights, by_child, shares
from index_pipeline.rounding import ROUNDING


def principal_components(sample: Sample, method: PrincipalComponents) -> Weights:
    """Weigh by loadings: eigenvectors of the correlation matrix of complete rows, of unit length.

    The first component's sign is the one with which its loadings add up to a positive number. `first`: w ∝ its
    loadings. `squared`: ``w_j ∝ Σ_k λ_k a_jk²`` over the components with λ > 1 (at least the first), unrotated.

    The statistics give eigenvalues and their shares, loadings, the Kaiser–Meyer–Olkin measure and Bartlett's test.

    Raises:
        WeightingError: fewer than three complete rows, a child with one score, two components that are both the first,
            as where no child is correlated with another, or a negative loading on the first component: that child
            points in the opposite direction, which is a question of concept and not of weights.

    Source: OECD/JRC Handbook on Constructing Composite Indicators (2008), section 6.1; Nicoletti et al. (2000).
    """
    rows = sample.varied(3)
    correlations = np.atleast_2d(np.corrcoef(rows.T))
    values, vectors = principal_axes(correlations)
    first = _first(sample, values, vectors)
    kept = max(1, int((values > 1 + ROUNDING).sum()))
    squared = (vectors[:, :kept] ** 2 * values[:kept]).sum(axis=1)
    statistics = (
        *(Statistic(f"eigenvalue_{k}", float(value)) for k, value in enumerate(values, start=1)),
        *(Statistic(f"explained_share_{k}", float(v / values.sum())) for k, v in enumerate(values, start=1)),
        *by_child("loading_1", sample.children, first),
        *_adequacy(correlations, len(rows)),
    )
    return Weights(shares(np.clip(first, 0, None) if method.loadings == "first" else squared), statistics)


def principal_axes(correlations: Floats) -> tuple[Floats, Floats]:
    """Return eigenvalues and eigenvectors (child, axis) of a matrix of correlations, greatest first."""
    values, vectors = np.linalg.eigh(correlations)
    return values[::-1], vectors[:, ::-1]


def _first(sample: Sample, values: Floats, vectors: Floats) -> Floats:
    """Return the loadings on the first component; refuse if there is no first one, or a child runs against it."""
    if len(values) > 1 and values[0] - values[1] <= ROUNDING * values[0]:
        raise WeightingError(
            Both(
                "no principal component is the first one, as two explain the same share: choose another weighting",
                "两个主成分解释的方差相同，无法确定第一主成分：请改用其他赋权方法",
            )
        )
    first: Floats = vectors[:, 0] * (1.0 if vectors[:, 0].sum() >= 0 else -1.0)
    for child, loading in zip(sample.children, first, strict=True):
        if loading < -ROUNDING:
            raise WeightingError(
                Both(
                    f"{child} loads {loading:.3f} on the first principal component, against the other children: "
                    "review its direction or its place, or choose another weighting",
                    f"{child} 在第一主成分上的载荷为 {loading:.3f}，与其他下级指标方向相反：请复核其方向或位置，"
                    "或改用其他赋权方法",
                )
            )
    return first


def _adequacy(correlations: Floats, n: int) -> tuple[Statistic, ...]:
    k = len(correlations)
    determinant = float(np.linalg.det(correlations))
    if k < 2 or determinant < ROUNDING or n <= (2 * k + 5) / 6 + 1:
        return ()
    from scipy.stats import chi2

    inverse = np.linalg.inv(correlations)
    scale = np.sqrt(np.outer(np.diag(inverse), np.diag(inverse)))
    off = ~np.eye(k, dtype=bool)
    r, partial = (correlations[off] ** 2).sum(), ((-inverse / scale)[off] ** 2).sum()
    statistic = -(n - 1 - (2 * k + 5) / 6) * np.log(determinant)
    return (
        *([Statistic("kaiser_meyer_olkin", float(r / (r + partial)))] if r + partial > 0 else []),
        Statistic("bartlett_p", float(chi2.sf(statistic, k * (k - 1) / 2))),
    )
