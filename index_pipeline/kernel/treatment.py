"""Treat outliers and skew: fit each indicator's treatment on samples of its values, and apply it to all years."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

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
)
from index_pipeline.kernel.arrays import Axes, Flags, Floats, Integers, alike, concatenated, spans
from index_pipeline.kernel.errors import MethodError, NoResultError, said
from index_pipeline.kernel.moments import skew_and_kurtosis, winsorise
from index_pipeline.language import Both
from index_pipeline.rounding import is_constant

TRANSFORMS = ("none", "log", "mirrored_log", "square_root", "box_cox")
"""The transforms that can follow capping and shifting; a `Fit` holds a position in this list."""

LARGEST_EXPONENT = 5.0
"""The exponent of Box-Cox that is found is set to minus this value or this value if it is beyond."""


@dataclass(frozen=True)
class Fit:
    """The fitted treatment of an indicator: cap to [lower, upper], add `shift`, then transform.

    Arrays are (draw, year), or (draw, 1) if one fit holds for all years. `transform` is a position in `TRANSFORMS`;
    `exponent` is NaN if it has none; `moved` values of the sample were moved to a limit; `transformed` is
    whether the transform of the treatment was taken, as `winsorise_else` decides for each sample.
    """

    lower: Floats
    upper: Floats
    shift: Floats
    transform: Integers
    exponent: Floats
    moved: Integers
    transformed: Flags

    def of(self, rows: Integers | Flags | slice | int) -> "Fit":
        """Return the fits at `rows` of the first axes."""
        return Fit(*(array[rows] for array in vars(self).values()))

    def apply(self, x: Floats) -> Floats:
        """Treat `x` (draw, year, region); NaN if a transform is not defined."""
        if np.isfinite(self.lower).any() or np.isfinite(self.upper).any():
            x = np.clip(x, self.lower[:, :, None], self.upper[:, :, None])
        return self._transform(x)

    def moves(self, x: Floats) -> Flags:
        """Return which values of `x` (draw, year, region) are beyond a limit."""
        return np.asarray((x < self.lower[:, :, None]) | (x > self.upper[:, :, None]))

    def through(self, value: float) -> Floats:
        """Return `value`, in the indicator's unit, after the transform, (draw, year or 1, 1); not capped."""
        return self._transform(np.full((*self.transform.shape, 1), value))

    def _transform(self, x: Floats) -> Floats:
        if not self.transform.any() and not self.shift.any():
            return x
        y = x.copy()
        which, shift, exponent = (np.broadcast_to(a, x.shape[:2]) for a in (self.transform, self.shift, self.exponent))
        for code, name in enumerate(TRANSFORMS):
            rows = which == code
            if rows.any():
                y[rows] = _transformed(y[rows], name, shift[rows][:, None], exponent[rows][:, None])
        return y


class UnfitError(NoResultError):
    """A treatment cannot be fitted to a sample: its row, and why."""

    def __init__(self, row: int, said: Both) -> None:
        super().__init__(said)
        self.row = row


def treat(
    values: Sequence[Floats], treatments: Sequence[Treatment], reference: Flags, axes: Axes
) -> tuple[list[Floats], list[Fit]]:
    """Fit each indicator's treatment on its pooled values, by draw, and apply it to all years.

    Args:
        values: (draw, year, region) of each indicator, in its unit; one may have more draws than another.
        treatments: One per indicator.
        reference: Which of the years treatments are fitted on by default.
        axes: Names indicators, years and regions.

    Returns:
        The treated values, and the fits, one per indicator.

    Raises:
        MethodError: a value is outside the domain of its transform, such as ln of 0, or no exponent fits.
    """
    treated, fits = dict[int, Floats](), dict[int, Fit]()
    for _, columns, _, found in fit_alike(values, treatments, reference, axes):
        x, of = concatenated(values, columns)
        y = apply(found, x, of, axes)
        for j, rows in spans(of).items():
            treated[j], fits[j] = y[rows], found.of(rows)
    every = range(len(treatments))
    return [treated[j] for j in every], [fits[j] for j in every]


def fit_alike(
    values: Sequence[Floats], treatments: Sequence[Treatment], reference: Flags, axes: Axes
) -> Iterator[tuple[Treatment, list[int], Floats, Fit]]:
    """Fit the indicators with one treatment together.

    Yields:
        A treatment, the positions of indicators, the samples (draw, one or each year, values) that it is fitted on, the
        draws of one indicator after those of the other, and the fits (draw, one or each year).
    """
    for treatment, columns in alike(treatments, max((x.size for x in values), default=0)):
        x, of = concatenated(values, columns)
        sample = _samples(x, treatment, reference)
        draws, years, _ = sample.shape
        try:
            found = fit(sample.reshape(draws * years, -1), treatment)
        except UnfitError as error:
            name = axes.indicator_ids[of[error.row // years]]
            raise MethodError.at(said("indicator", name=name), error.said) from error
        yield treatment, columns, sample, found.of(np.arange(draws * years).reshape(draws, years))


def apply(fit: Fit, x: Floats, of: Integers, axes: Axes) -> Floats:
    """Apply treatments to (draw, year, region) of several indicators; `of` is the position of each draw's in `axes`.

    Raises:
        MethodError: a value is outside the domain of its transform, or is not finite after it.
    """
    treated = fit.apply(x)
    lost = np.argwhere(~np.isfinite(treated) & ~np.isnan(x))
    if len(lost):
        draw, year, region = lost[0]
        raise MethodError.at(
            axes.name((of[draw], year, region)), said("outside_transform", value=x[draw, year, region])
        )
    return treated


def _samples(values: Floats, treatment: Treatment, reference: Flags) -> Floats:
    """Return the values (draw, one or each year, values) that a treatment is fitted on."""
    period = "reference" if isinstance(treatment, NoTreatment) else treatment.fitted_on
    if period == "year":
        return values
    sample = values[:, reference] if period == "reference" else values
    return sample.reshape(len(sample), 1, -1)


def fit(x: Floats, treatment: Treatment) -> Fit:
    """Fit `treatment` to each sample, a row of `x`; NaN is left out.

    ``winsorise`` caps at the farthest values that are kept; ``winsorise_else`` keeps those caps if they bring
    |skew| or kurtosis under its limit, and otherwise drops them and transforms the uncapped values (or, if
    combined, the capped values).

    Returns:
        Arrays with one fit per sample.

    Raises:
        UnfitError: an exponent is to be fitted to values that are not all above zero, or a range has no length.
    """
    unbounded, nothing = np.full(len(x), np.inf), np.zeros(len(x), int)
    none = np.zeros(len(x), bool)
    if isinstance(treatment, NoTreatment):
        return Fit(-unbounded, unbounded, nothing * 0.0, nothing, unbounded * np.nan, nothing, none)
    if isinstance(treatment, (Log, LogRange, SquareRoot, BoxCox)):
        return Fit(-unbounded, unbounded, *_parameters(x, treatment), nothing, ~none)
    limits = (-np.inf, -np.inf) if getattr(treatment, "always", False) else (treatment.skew, treatment.kurtosis)
    caps = winsorise(x, treatment.points or x.shape[1], *limits)
    lower, upper, moved = caps.lower, caps.upper, caps.moved
    if isinstance(treatment, Winsorise):
        return Fit(lower, upper, nothing * 0.0, nothing, unbounded * np.nan, moved, none)
    changed = (moved > 0) & ~caps.passes
    shift, transform, exponent = nothing * 0.0, nothing.copy(), unbounded * np.nan
    if treatment.combined:
        transformed = np.clip(x, lower[:, None], upper[:, None])
    else:
        transformed = x
        lower, upper = np.where(changed, -np.inf, lower), np.where(changed, np.inf, upper)
        moved = np.where(changed, 0, moved)
    rows = np.flatnonzero(changed)
    try:
        shift[rows], transform[rows], exponent[rows] = _parameters(transformed[rows], treatment.otherwise)
    except UnfitError as error:
        raise UnfitError(int(rows[error.row]), error.said) from error
    return Fit(lower, upper, shift, transform, exponent, moved, changed)


def _transformed(x: Floats, name: str, shift: Floats, exponent: Floats) -> Floats:
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        y = shift - x if name == "mirrored_log" else x + shift
        if name == "none":
            return y
        if name == "square_root":
            return np.sqrt(y)
        y = np.where(y > 0, y, np.nan)
        if name == "mirrored_log":
            return -np.log(y)
        if name == "log":
            return np.log(y)
        power = np.broadcast_to(exponent, y.shape)
        return np.where(power == 0, np.log(y), (y**power - 1) / np.where(power == 0, 1.0, power))


def _parameters(x: Floats, model: Transform) -> tuple[Floats, Integers, Floats]:
    """Return shift, position in `TRANSFORMS` and exponent of each sample."""
    number = len(x)
    least, no_exponent = np.nan_to_num(np.fmin.reduce(x, 1, initial=np.nan)), np.full(number, np.nan)

    def code(name: str) -> Integers:
        return np.full(number, TRANSFORMS.index(name))

    if isinstance(model, SquareRoot):
        return np.zeros(number), code("square_root"), no_exponent
    if isinstance(model, LogRange):
        _refuse_one_value(x)
        greatest = np.nan_to_num(np.fmax.reduce(x, 1, initial=np.nan))
        margin = model.share * (greatest - least)
        if not model.mirrored:
            return margin - least, code("log"), no_exponent
        mirrored = ~(skew_and_kurtosis(x)[0] > 0)
        shift = np.where(mirrored, greatest + margin, margin - least)
        return shift, np.where(mirrored, code("mirrored_log"), code("log")), no_exponent
    shift = model.offset - (least if model.from_minimum else np.zeros(number))
    if isinstance(model, Log):
        return shift, code("log"), no_exponent
    if model.exponent == "fitted":
        return shift, code("box_cox"), _likeliest_exponents(x + shift[:, None])
    return shift, code("box_cox"), np.full(number, float(model.exponent))


def _refuse_one_value(x: Floats) -> None:
    one = np.flatnonzero(is_constant(x) & ~np.isnan(x).all(1))
    if len(one):
        raise UnfitError(int(one[0]), said("one_value_log_range", value=np.nanmin(x[one[0]])))


def _likeliest_exponents(x: Floats) -> Floats:
    from scipy.stats import boxcox_normmax

    found = np.empty(len(x))
    for row, sample in enumerate(x):
        known = sample[~np.isnan(sample)]
        if not len(known) or known.min() <= 0 or is_constant(known):
            raise UnfitError(row, said("box_cox_unfit"))
        found[row] = np.clip(boxcox_normmax(known, method="mle"), -LARGEST_EXPONENT, LARGEST_EXPONENT)
    return found
