"""Ordinary least squares with classical standard errors."""

from dataclasses import dataclass

import numpy as np

from index_pipeline.analysis.errors import AnalysisError
from index_pipeline.kernel.arrays import Floats
from index_pipeline.language import Both
from index_pipeline.rounding import exponents, is_constant, unit


@dataclass(frozen=True)
class LeastSquares:
    """Coefficients of a regression, one per column of its design.

    `t_values` and `p_values` are NaN if se is 0 or y does not vary.
    """

    estimates: Floats
    standard_errors: Floats
    t_values: Floats
    p_values: Floats
    r_squared: float
    degrees_of_freedom: int


def least_squares(y: Floats, design: Floats) -> LeastSquares:
    """Fit y = Xb by least squares; se² = s² (X'X)⁻¹ with s² = RSS / (n − k), p two-sided by Student's t.

    Args:
        y: The n values explained.
        design: X, n × k, with a column of ones for the intercept.

    Returns:
        The fit; `r_squared` is NaN if y does not vary.

    Raises:
        AnalysisError: n is not above k, or a column repeats the others.
    """
    from scipy.special import stdtr

    n, k = design.shape
    if n <= k:
        raise AnalysisError(
            Both(
                f"a regression of {k} parameters needs more than {n} observations",
                f"含 {k} 个参数的回归需要多于 {n} 个的观测值",
            )
        )
    if not determined(design):
        raise AnalysisError(
            Both(
                "a regressor does not vary or repeats the others: leave it out",
                "有自变量不变化或与其他自变量重复，请去掉",
            )
        )
    x, powers = unit(design, axis=0), exponents(design, axis=0)[0]
    q, r = np.linalg.qr(x)
    scaled = np.linalg.solve(r, q.T @ y)
    residual = y - x @ scaled
    spread = np.sqrt(residual @ residual / (n - k) * (np.linalg.inv(r) ** 2).sum(axis=1))
    estimates, errors = np.ldexp(scaled, -powers), np.ldexp(spread, -powers)
    with np.errstate(divide="ignore", invalid="ignore"):
        t = np.where((errors > 0) & ~is_constant(y), estimates / errors, np.nan)
    centred = y - y.mean()
    explained = np.nan if is_constant(y) else 1 - float(residual @ residual / (centred @ centred))
    return LeastSquares(estimates, errors, t, 2 * stdtr(n - k, -np.abs(t)), explained, n - k)


def determined(design: Floats) -> bool:
    """Return whether the columns of a design, each scaled to length 1, are independent."""
    x = unit(design, axis=0)
    lengths = np.linalg.norm(x, axis=0)
    return bool(lengths.all() and np.linalg.matrix_rank(x / lengths) == design.shape[1])
