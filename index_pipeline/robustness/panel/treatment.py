"""Treat outliers and skew in arrays, by the rules and formulas of `methods.treat`."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from index_pipeline.framework.methods import (
    BoxCox,
    Log,
    LogRange,
    NoTreatment,
    SquareRoot,
    Transform,
    Treatment,
    Winsorise,
    WinsoriseElse,
)
from index_pipeline.methods import treat as single
from index_pipeline.methods.errors import MethodError
from index_pipeline.robustness.panel.arrays import Axes, Flags, Floats, Integers
from index_pipeline.robustness.panel.moments import winsorise
from index_pipeline.rounding import is_constant

Function = tuple[str, float | None]
"""Name and exponent of a transform, as `methods.treat.transform` takes them."""

UNCHANGED: Function = ("none", None)


@dataclass(frozen=True)
class Fit:
    """The fitted treatment of one indicator: cap to [lower, upper], add `shift`, then transform.

    Arrays are (draw, year), or (draw, 1) where one fit holds for all years; `which` points into `functions`.
    """

    lower: Floats
    upper: Floats
    shift: Floats
    which: Integers
    functions: tuple[Function, ...]

    def of(self, draws: Integers) -> "Fit":
        """Return the fit of some of the draws."""
        return replace(
            self,
            lower=self.lower[draws],
            upper=self.upper[draws],
            shift=self.shift[draws],
            which=self.which[draws],
        )

    def apply(self, x: Floats) -> Floats:
        """Treat `x` (draw, year, region); NaN where a transform is not defined."""
        if np.isfinite(self.lower).any() or np.isfinite(self.upper).any():
            x = np.clip(x, self.lower[:, :, None], self.upper[:, :, None])
        return self._transform(x)

    def through(self, value: float) -> Floats:
        """Return what `value`, in the indicator's unit, is after the transform, (draw, year or 1, 1); not capped."""
        return self._transform(np.full((*self.which.shape, 1), value))

    def _transform(self, x: Floats) -> Floats:
        if not self.which.any():
            return x
        y = x.copy()
        which, shift = (np.broadcast_to(array, x.shape[:2]) for array in (self.which, self.shift))
        for k, (name, exponent) in enumerate(self.functions):
            rows = which == k
            if k and rows.any():
                y[rows] = single.transform(y[rows], name, shift[rows][:, None], exponent)
        return y


def treat(
    values: Floats, treatments: Sequence[Treatment], reference: Flags, axes: Axes
) -> tuple[Floats, tuple[Fit, ...]]:
    """Fit each indicator's treatment on its pooled values, by draw, and apply it to all years.

    Args:
        values: (indicator, draw, year, region), in each indicator's unit.
        treatments: One an indicator.
        reference: Which of the years treatments are fitted on by default.
        axes: Names indicators, years and regions.

    Returns:
        The treated values, and the fits, one an indicator.

    Raises:
        MethodError: a value lies where its transform is not defined, such as ln of nothing, or no exponent fits.
    """
    treated = np.empty_like(values)
    fits: dict[int, Fit] = {}
    for treatment in dict.fromkeys(treatments):
        columns = [j for j, other in enumerate(treatments) if other == treatment]
        try:
            fits.update(zip(columns, _fits(values[columns], treatment, reference), strict=True))
        except ValueError:
            for j in columns:
                _refuse_unfit(values[[j]], treatment, reference, axes.indicator_ids[j])
            raise
    for j, fit in fits.items():
        treated[j] = fit.apply(values[j])
        if fit.which.any():
            lost = np.argwhere(np.isnan(treated[j]) & ~np.isnan(values[j]))
            if len(lost):
                raise MethodError(f"{axes.name((j, *lost[0][1:]))}: the value is outside the domain of its transform")
    return treated, tuple(fits[j] for j in range(len(treatments)))


def _refuse_unfit(values: Floats, treatment: Treatment, reference: Flags, indicator_id: str) -> None:
    try:
        _fits(values, treatment, reference)
    except ValueError as error:
        raise MethodError(f"indicator {indicator_id}: {error}") from error


def _fits(values: Floats, treatment: Treatment, reference: Flags) -> list[Fit]:
    """Fit one treatment to several indicators."""
    indicators, draws, years, _ = values.shape
    period = "reference" if isinstance(treatment, NoTreatment) else treatment.fitted_on
    sample = values[:, :, reference] if period == "reference" else values
    fits = years if period == "year" else 1
    if _vectorised(treatment):
        pooled = sample.reshape(indicators * draws * fits, -1)
        found = _fit_together(pooled, treatment)
    else:  # in the order of the tables, region by region: a search for an exponent depends on it in the last digits
        by_region = sample if fits > 1 else sample.swapaxes(2, 3)
        pooled = by_region.reshape(indicators * draws * fits, -1)
        found = _fit_apart(pooled, treatment)
    rows = np.arange(len(pooled)).reshape(indicators, draws, fits)
    return [found.of(rows[j]) for j in range(indicators)]


def _vectorised(treatment: Treatment) -> bool:
    """Tell whether many samples can be fitted at once; the other treatments are fitted one by one."""
    if isinstance(treatment, (Winsorise, WinsoriseElse)):
        ordinary = not (treatment.always if isinstance(treatment, Winsorise) else treatment.combined)
        return ordinary and (isinstance(treatment, Winsorise) or _vectorised(treatment.otherwise))
    if isinstance(treatment, LogRange):
        return not treatment.mirrored
    return not isinstance(treatment, BoxCox) or treatment.exponent != "fitted"


def _fit_together(pooled: Floats, treatment: Treatment) -> Fit:
    unbounded = np.full(len(pooled), np.inf)
    none = Fit(-unbounded, unbounded, np.zeros(len(pooled)), np.zeros(len(pooled), int), (UNCHANGED,))
    if isinstance(treatment, NoTreatment):
        return none
    if isinstance(treatment, (Log, LogRange, SquareRoot, BoxCox)):
        shift, function = _parameters(pooled, treatment)
        return replace(none, shift=shift, which=none.which + 1, functions=(UNCHANGED, function))
    points = treatment.points or pooled.shape[1]
    caps = winsorise(pooled, points, treatment.skew, treatment.kurtosis)
    if isinstance(treatment, Winsorise):
        return replace(none, lower=caps.lower, upper=caps.upper)
    changed = (caps.moved > 0) & ~caps.passes
    shift, function = _parameters(pooled, treatment.otherwise)
    return Fit(
        np.where(changed, -np.inf, caps.lower),
        np.where(changed, np.inf, caps.upper),
        np.where(changed, shift, 0.0),
        changed.astype(int),
        (UNCHANGED, function),
    )


def _parameters(pooled: Floats, model: Transform) -> tuple[Floats, Function]:
    least = np.nan_to_num(np.fmin.reduce(pooled, 1))
    if isinstance(model, SquareRoot):
        return np.zeros(len(pooled)), ("square_root", None)
    if isinstance(model, LogRange):
        if (is_constant(pooled) & ~np.isnan(pooled).all(1)).any():
            raise ValueError("it has one value only where its treatment log_range is fitted: choose another treatment")
        greatest = np.nan_to_num(np.fmax.reduce(pooled, 1))
        return model.share * (greatest - least) - least, ("log", None)
    shift = model.offset - (least if model.from_minimum else np.zeros(len(pooled)))
    if isinstance(model, Log):
        return shift, ("log", None)
    return shift, ("box_cox", float(model.exponent))


def _fit_apart(pooled: Floats, treatment: Treatment) -> Fit:
    found = [single.fit(x[~np.isnan(x)], treatment) for x in pooled]
    functions: list[Function] = list(dict.fromkeys([UNCHANGED, *((fit.transform, fit.exponent) for fit in found)]))
    return Fit(
        np.array([-np.inf if fit.lower is None else fit.lower for fit in found]),
        np.array([np.inf if fit.upper is None else fit.upper for fit in found]),
        np.array([fit.shift for fit in found]),
        np.array([functions.index((fit.transform, fit.exponent)) for fit in found]),
        tuple(functions),
    )
