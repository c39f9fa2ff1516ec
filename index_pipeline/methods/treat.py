"""Treat: fit each indicator's treatment of outliers and skew, and apply it to every year."""

from dataclasses import asdict, dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from index_pipeline import tables
from index_pipeline.framework.framework import Framework
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
from index_pipeline.methods import _sql
from index_pipeline.methods.columns import NOTHING, by_indicator
from index_pipeline.methods.errors import MethodError
from index_pipeline.methods.moments import Vector, kurtosis, passes, skew, winsorise
from index_pipeline.rounding import is_constant


def fit_treatments(imputed: pa.Table, framework: Framework) -> pa.Table:
    """Decide the treatment of each indicator on its pooled values of the reference period, of all years, or by year.

    ``winsorise`` caps at the farthest values that are kept; ``winsorise_else`` keeps those caps where they bring
    |skew| or kurtosis under its limit, and otherwise drops them and transforms the values as they were (or, where
    combined, as they are after). Frozen as a table, the treatment of a year does not depend on later years, unless
    it is fitted on them.

    Args:
        imputed: `tables.IMPUTED`, in the indicator's unit.
        framework: Gives the treatments and the reference period.

    Returns:
        `tables.TREATMENTS`, one row an indicator, or one a year; limits are null where values are not capped.

    Raises:
        MethodError: an exponent is to be fitted to values that are not all above zero.

    Source: Becker et al. (2022), COINr, Journal of Open Source Software 7(78); the thresholds are JRC practice.
    """
    columns = by_indicator(imputed, "obs_value")
    rows = []
    for indicator in framework.indicators.values():
        treatment = indicator.treatment or framework.definition.treatment
        fitted_on = "reference" if isinstance(treatment, NoTreatment) else treatment.fitted_on
        for sample in columns.get(indicator.id, NOTHING).samples(fitted_on, framework.definition.fitted_on):
            try:
                fitted = asdict(fit(sample.values, treatment))
            except ValueError as error:
                raise MethodError(f"indicator {indicator.id}: {error}") from error
            rows.append({"indicator_id": indicator.id, "time_period": sample.year, **fitted})
    return tables.TREATMENTS.conform(pa.Table.from_pylist(rows, schema=tables.TREATMENTS.schema))


def treat(imputed: pa.Table, treatments: pa.Table) -> pa.Table:
    """Apply fitted treatments: cap to the limits, add the shift, transform.

    Missing values stay missing.

    Args:
        imputed: `tables.IMPUTED`, in the indicator's unit.
        treatments: `tables.TREATMENTS`.

    Returns:
        `tables.TREATED`, one row per row of `imputed`.

    Raises:
        MethodError: a value lies where its transform is not defined, such as ln of nothing, or is not finite.
    """
    treated = tables.TREATED.conform(_sql.run("treat", {"imputed": imputed, "treatments": treatments}))
    lost = pc.and_(
        pc.invert(pc.fill_null(pc.is_finite(treated["obs_value"]), False)), pc.not_equal(treated["obs_status"], "M")
    )
    row = pc.index(lost, True).as_py()
    if row >= 0:
        raise MethodError(_outside_domain(treated.slice(row, 1).to_pylist()[0], imputed))
    return treated


def treated_points(imputed: pa.Table, treatments: pa.Table) -> pa.Table:
    """List each value that treatment moved to a limit, in the indicator's unit.

    Args:
        imputed: `tables.IMPUTED`.
        treatments: `tables.TREATMENTS`; what they transform is not listed, as it is every value.

    Returns:
        `tables.TREATED_POINTS`.
    """
    limits = treatments.filter(pc.or_(pc.is_valid(treatments["lower"]), pc.is_valid(treatments["upper"])))
    return tables.TREATED_POINTS.conform(_sql.run("treated_points", {"imputed": imputed, "treatments": limits}))


@dataclass(frozen=True)
class Fit:
    """A fitted treatment: the columns of `tables.TREATMENTS` besides the indicator and the year."""

    method: str
    lower: float | None
    upper: float | None
    transform: str
    shift: float
    exponent: float | None
    points: int
    skew_before: float | None
    kurtosis_before: float | None
    skew_after: float | None
    kurtosis_after: float | None


def fit(x: Vector, treatment: Treatment) -> Fit:
    """Fit `treatment` to the values `x`, which have no gaps.

    Raises:
        ValueError: an exponent is to be fitted to values that are not all above zero, or are all equal.
    """
    if isinstance(treatment, NoTreatment):
        return _fit(x, x, "none")
    if isinstance(treatment, (Log, LogRange, SquareRoot, BoxCox)):
        return _transformed(x, x, treatment)
    limits = (treatment.skew, treatment.kurtosis)
    unlimited = isinstance(treatment, Winsorise) and treatment.always
    searched = (-np.inf, -np.inf) if unlimited else limits
    y, moved = winsorise(x, treatment.points or len(x), *searched)
    lower = float(y.min()) if moved and y.min() > x.min() else None
    upper = float(y.max()) if moved and y.max() < x.max() else None
    if moved and not isinstance(treatment, Winsorise) and not passes(y, *limits):
        if treatment.combined:
            return _transformed(x, y, treatment.otherwise, lower=lower, upper=upper, points=moved)
        return _transformed(x, x, treatment.otherwise)
    return _fit(x, y, "winsorise" if moved else "none", lower=lower, upper=upper, points=moved)


def transform(x: Vector, name: str, shift: float, exponent: float | None) -> Vector:
    """Apply a fitted transform to values; NaN where it is not defined."""
    with np.errstate(invalid="ignore", divide="ignore"):
        y = shift - x if name == "mirrored_log" else x + shift
        if name == "none":
            return y
        if name == "square_root":
            return np.sqrt(y)
        y = np.where(y > 0, y, np.nan)
        if name == "mirrored_log":
            return -np.log(y)
        if name == "log" or exponent == 0 or exponent is None:
            return np.log(y)
        return (y**exponent - 1) / exponent


def _outside_domain(row: dict[str, object], imputed: pa.Table) -> str:
    name, area, year = row["indicator_id"], row["ref_area"], row["time_period"]
    same = pc.and_(pc.equal(imputed["indicator_id"], name), pc.equal(imputed["ref_area"], area))
    value = imputed.filter(pc.and_(same, pc.equal(imputed["time_period"], year)))["obs_value"][0].as_py()
    return (
        f"indicator {name}, region {area}, {year}: the value {value:g} is outside the domain of its transform: "
        "give the treatment an offset, or choose another one"
    )


def _transformed(
    x: Vector,
    capped: Vector,
    model: Transform,
    *,
    lower: float | None = None,
    upper: float | None = None,
    points: int = 0,
) -> Fit:
    name, shift, exponent = _parameters(capped, model)
    y = transform(capped, name, shift, exponent)
    caps = {"lower": lower, "upper": upper, "points": points}
    return _fit(x, y, model.method, transform=name, shift=shift, exponent=exponent, **caps)  # type: ignore[arg-type]


def _parameters(x: Vector, model: Transform) -> tuple[str, float, float | None]:
    least = float(x.min()) if len(x) else 0.0
    if isinstance(model, SquareRoot):
        return "square_root", 0.0, None
    if isinstance(model, LogRange):
        if len(x) and is_constant(x):
            raise ValueError(
                f"it has the one value {least:g} where its treatment log_range is fitted: choose another treatment, or "
                "leave it out"
            )
        margin = float(model.share * np.ptp(x)) if len(x) else 0.0
        if model.mirrored and (skew(x) or 0.0) <= 0:
            return "mirrored_log", (float(x.max()) if len(x) else 0.0) + margin, None
        return "log", margin - least, None
    shift = model.offset - (least if model.from_minimum else 0.0)
    if isinstance(model, Log):
        return "log", shift, None
    exponent = _likeliest_exponent(x + shift) if model.exponent == "fitted" else model.exponent
    return "box_cox", shift, exponent


def _likeliest_exponent(x: Vector) -> float:
    if not len(x) or x.min() <= 0 or is_constant(x):
        raise ValueError(
            "the exponent of Box-Cox is fitted to values above zero that are not all equal: give an offset or exponent"
        )
    from scipy.stats import boxcox_normmax

    return float(np.clip(boxcox_normmax(x, method="mle"), -5.0, 5.0))


def _fit(
    x: Vector,
    y: Vector,
    method: str,
    *,
    lower: float | None = None,
    upper: float | None = None,
    transform: str = "none",
    shift: float = 0.0,
    exponent: float | None = None,
    points: int = 0,
) -> Fit:
    moments = skew(x), kurtosis(x), skew(y[~np.isnan(y)]), kurtosis(y[~np.isnan(y)])
    return Fit(method, lower, upper, transform, shift, exponent, points, *moments)
