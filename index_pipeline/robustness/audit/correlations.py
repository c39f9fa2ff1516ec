"""Correlations of indicators and components, and what they mean for the tree."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pyarrow as pa

from index_pipeline.kernel.arrays import Floats
from index_pipeline.robustness.audit.scores import Scores
from index_pipeline.rounding import is_constant, levels, unit
from index_pipeline.tables import AUDIT_CORRELATIONS, finite

REDUNDANT, WEAK = 0.92, 0.3
"""JRC practice: above the first, two are redundant; below the second, a child is only weakly related to its parent."""

EXACT_KENDALL = 50
"""Fewer pairs than this, without ties, have an exact p-value of Kendall's τ, as in R."""


@dataclass(frozen=True)
class Correlation:
    """Three correlations of two vectors with two-sided p-values; NaN if they are not defined."""

    number: int
    pearson: tuple[float, float]
    spearman: tuple[float, float]
    kendall: tuple[float, float]


def correlate(x: Floats, y: Floats) -> Correlation:
    """Correlate the pairs without gaps.

    Pearson's r and Spearman's ρ (r of mean ranks) have p-values from Student's t with n − 2 degrees of freedom;
    Kendall's τ is type b, exact below 50 pairs without ties, else by the normal approximation. Fewer than 3 pairs, or
    equal values, have none.
    """
    from scipy.stats import kendalltau, rankdata

    number = int((~np.isnan(x) & ~np.isnan(y)).sum())
    x, y = _complete(x, y)
    nothing = (np.nan, np.nan)
    if not len(x):
        return Correlation(number, nothing, nothing, nothing)
    a, b = levels(x, "greatest"), levels(y, "greatest")
    tied = len(np.unique(a)) < len(a) or len(np.unique(b)) < len(b)
    tau = kendalltau(a, b, method="exact" if len(a) < EXACT_KENDALL and not tied else "asymptotic")
    return Correlation(
        len(x), _pearson(x, y), _pearson(rankdata(a), rankdata(b)), (float(tau.statistic), float(tau.pvalue))
    )


def audit_correlations(scores: Scores) -> pa.Table:
    """Correlate siblings, and every child with its parent, the other components of that level, and the index.

    Of indicators that are not siblings, only nearly redundant ones are listed.

    Returns:
        `tables.AUDIT_CORRELATIONS`.
    """
    rows = []
    own = {child: _correlation(scores.of(child), scores.of(parent)) for child, parent in scores.parents.items()}
    for first, second, relation in _pairs(scores):
        found = correlate(scores.of(first), scores.of(second))
        r = found.pearson[0]
        row: dict[str, object] = {"first_id": first, "second_id": second, "relation": relation, "regions": found.number}
        for name in ("pearson", "spearman", "kendall"):
            value, p = getattr(found, name)
            row |= {name: finite(value), f"{name}_p_value": finite(p)}
        rows.append(row | {"flag": _flag(relation, r, own.get(first, np.nan))})
    return AUDIT_CORRELATIONS.of_rows(rows)


def _pairs(scores: Scores) -> Iterator[tuple[str, str, str]]:
    for family in scores.children.values():
        yield from ((first, second, "siblings") for first, second in combinations(family, 2))
    for child, parent in scores.parents.items():
        yield child, parent, "parent"
        for other in scores.level_of(parent):
            if other != parent:
                yield child, other, "other_parent"
        if parent != scores.index_id:
            yield child, scores.index_id, "index"
    for first, second in combinations(scores.tree.indicator_ids, 2):
        apart = scores.parents[first] != scores.parents[second]
        if apart and abs(_correlation(scores.of(first), scores.of(second))) > REDUNDANT:
            yield first, second, "elsewhere"


def _correlation(x: Floats, y: Floats) -> float:
    """Return Pearson's r of the pairs without gaps; NaN if it is not defined."""
    x, y = _complete(x, y)
    return _pearson(x, y)[0] if len(x) else np.nan


def _complete(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Return the pairs without gaps; none if there are fewer than 3, or one of the two does not vary."""
    both = ~np.isnan(x) & ~np.isnan(y)
    x, y = x[both], y[both]
    usable = len(x) >= 3 and not is_constant(x) and not is_constant(y)
    return (x, y) if usable else (x[:0], y[:0])


def _flag(relation: str, r: float, own: float) -> str | None:
    if np.isnan(r):
        return None
    if relation in ("siblings", "elsewhere") and abs(r) > REDUNDANT:
        return "redundant"
    if relation != "other_parent" and r < 0:
        return "negative"
    if relation == "parent" and r < WEAK:
        return "weak"
    return "closer_to_other" if relation == "other_parent" and r > own else None


def _pearson(x: Floats, y: Floats) -> tuple[float, float]:
    from scipy.special import stdtr

    a, b = unit(x - x.mean()), unit(y - y.mean())
    r = float(np.clip(a @ b / np.sqrt((a @ a) * (b @ b)), -1.0, 1.0))
    if abs(r) == 1.0:
        return r, 0.0
    t = r * np.sqrt((len(x) - 2) / (1 - r * r))
    return r, float(2 * stdtr(len(x) - 2, -abs(t)))
