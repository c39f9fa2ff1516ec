"""Fit the parameters of each indicator's normalisation: which values score the ends of the scale."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from index_pipeline.framework.methods import EfficacyCoefficient, Goalposts, Normalisation, ZScore
from index_pipeline.kernel.arrays import Flags, Floats, alike
from index_pipeline.kernel.column import Column, by_year, together
from index_pipeline.kernel.ends import Ends, Form, coincide, ends_of
from index_pipeline.kernel.errors import MethodError


@dataclass(frozen=True)
class Parameters:
    """The values that score the ends of the scale, (draw, year or 1, region or 1), and the scores of these ends.

    `form` and `capped`, `floored` are as in `tables.GOALPOSTS`; `middle` is the share of the scale that all regions
    have if the two ends are equal. `years`, (draw or 1, year), are those that parameters are fitted on and whose
    values are ranked, if the form is by rank; `by_year` is whether each year has its own parameters.
    """

    form: Form
    lower: Floats
    upper: Floats
    floor: Floats
    ceiling: Floats
    capped: bool
    floored: bool
    middle: float
    years: Flags
    by_year: bool

    def of(self, row: int) -> "Parameters":
        """Return the parameters of one draw."""
        own = (a[row : row + 1] if len(a) > 1 else a for a in (self.lower, self.upper, self.floor, self.ceiling))
        lower, upper, floor, ceiling = own
        years = self.years[row : row + 1] if len(self.years) > 1 else self.years
        return replace(self, lower=lower, upper=upper, floor=floor, ceiling=ceiling, years=years)


def unfitted(column: Column, method: Normalisation) -> bool:
    """Return whether there is no value that `method` could be fitted on, under some draw."""
    values = column.sample(method) if hasattr(method, "fitted_on") else column.x
    return bool(np.isnan(values.reshape(len(values), -1)).all(axis=1).any())


def fit_all(
    columns: Sequence[Column], methods: Sequence[Normalisation]
) -> Iterator[tuple[list[int], Column, Parameters]]:
    """Fit the indicators that have values to fit on, those with one method, direction and target together.

    Yields:
        Positions of indicators, these as draws of one column, and its parameters.

    Raises:
        MethodError: see `fit_goalposts`.
    """
    kinds = [
        (method, column.indicator.direction, column.indicator.target, column.fit.shift.shape[1])
        for method, column in zip(methods, columns, strict=True)
    ]
    for (method, *_), positions in alike(kinds, max((column.x.size for column in columns), default=0)):
        column = together([columns[j] for j in positions])  # looked at in one go, as hardly any is unfitted
        if unfitted(column, method):
            positions = [j for j in positions if not unfitted(columns[j], method)]
            if not positions:
                continue
            column = together([columns[j] for j in positions])
        try:
            fitted = fit_goalposts(column, method)
        except MethodError:
            for j in positions:  # names the indicator
                fit_goalposts(columns[j], method)
            raise
        yield positions, column, fitted


def fit_goalposts(column: Column, method: Normalisation) -> Parameters:
    """Fit `method` to one indicator that has values to fit it on.

    Raises:
        MethodError: it has one value only, up to rounding, before or after its treatment; a given value is outside
            the domain of the transform; a base value or maximum is not positive; the reference region has no value;
            values are too far apart for a double, or a reference is too far from them. The message names the
            indicator, the year and the region.

    Source: OECD/JRC Handbook on Constructing Composite Indicators (2008), step 5.
    """
    form, ends, scores = ends_of(column, method)
    _refuse_infinite(column, ends)
    if column.one_value == "refuse":
        _refuse_equal(column, ends)
    sizes = {end.shape[1] for end in ends}
    yearly = by_year(method) or (max(sizes) > 1 and len(column.axes.years) in sizes)
    cap = bool(getattr(method, "cap", False))
    floored = cap and isinstance(method, (Goalposts, EfficacyCoefficient))
    middle = 0.0 if isinstance(method, ZScore) else 0.5
    return Parameters(form, *ends, *scores, cap, floored, middle, column.fitted_years(method), yearly)


def _refuse_infinite(column: Column, ends: Ends) -> None:
    with np.errstate(over="ignore"):
        lower, upper = np.broadcast_arrays(*ends)
        fault = np.argwhere(np.isinf(upper - lower))
    if len(fault):
        at = tuple(fault[0])
        raise column.refusal("too_far_apart", lower=lower[at], upper=upper[at])


def _refuse_equal(column: Column, ends: Ends) -> None:
    fault = np.argwhere(coincide(ends))
    if len(fault):
        lower, upper = (end[tuple(fault[0])] for end in np.broadcast_arrays(*ends))
        raise column.refusal("ends_equal", lower=lower, upper=upper)
