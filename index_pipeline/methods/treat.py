"""Treat: fit each indicator's treatment of outliers and skew on the reference period, and apply it to every year."""

from dataclasses import asdict, dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from index_pipeline import tables
from index_pipeline.framework.load import Framework
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
from index_pipeline.methods.errors import MethodError
from index_pipeline.methods.moments import Vector, kurtosis, passes, skew, winsorise


def fit_treatments(imputed: pa.Table, framework: Framework) -> pa.Table:
    """Decide the treatment of each indicator on the pooled values of the reference period.

    ``winsorise`` caps at the farthest values that are kept; ``winsorise_else`` keeps those caps where they bring
    |skew| or kurtosis under its limit, and otherwise drops them and transforms the values as they were. Frozen as
    a table, the treatment of a year does not depend on later years.

    Args:
        imputed: `tables.IMPUTED`, in the indicator's unit.
        framework: Gives the treatments and the reference period.

    Returns:
        `tables.TREATMENTS`, one row an indicator; limits are null where values are not capped.
    """
    years = framework.definition.fitted_on
    year = imputed["time_period"]
    fitted = imputed.filter(pc.and_(pc.greater_equal(year, years.first), pc.less_equal(year, years.last)))
    names = fitted["indicator_id"].to_numpy()
    values = fitted["obs_value"].to_numpy()
    rows = []
    for indicator in framework.indicators.values():
        x = values[names == indicator.id]
        treatment = indicator.treatment or framework.definition.treatment
        rows.append({"indicator_id": indicator.id, **asdict(fit(x[~np.isnan(x)], treatment))})
    return tables.TREATMENTS.conform(pa.Table.from_pylist(rows, schema=tables.TREATMENTS.schema))


def treat(imputed: pa.Table, treatments: pa.Table) -> pa.Table:
    """Apply fitted treatments: cap to the limits, add the shift, transform.

    Missing values stay missing.

    Args:
        imputed: `tables.IMPUTED`, in the indicator's unit.
        treatments: `tables.TREATMENTS`, fitted on the reference period.

    Returns:
        `tables.TREATED`, one row per row of `imputed`.

    Raises:
        MethodError: a value lies where its transform is not defined, such as ln of nothing.
    """
    treated = tables.TREATED.conform(_sql.run("treat", {"imputed": imputed, "treatments": treatments}))
    lost = pc.and_(pc.is_null(treated["obs_value"]), pc.not_equal(treated["obs_status"], "M"))
    row = pc.index(lost, True).as_py()
    if row >= 0:
        name, area, year = (treated[c][row].as_py() for c in ("indicator_id", "ref_area", "time_period"))
        raise MethodError(f"indicator {name}, region {area}, {year}: the value is outside the domain of its transform")
    return treated


@dataclass(frozen=True)
class Fit:
    """A fitted treatment: the columns of `tables.TREATMENTS` besides the indicator."""

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
    """Fit `treatment` to the values `x`, which have no gaps."""
    if isinstance(treatment, NoTreatment):
        return _fit(x, x, "none")
    if isinstance(treatment, (Log, LogRange, SquareRoot, BoxCox)):
        return _transformed(x, treatment)
    y, moved = winsorise(x, treatment.points, treatment.skew, treatment.kurtosis)
    if moved and not isinstance(treatment, Winsorise) and not passes(y, treatment.skew, treatment.kurtosis):
        return _transformed(x, treatment.otherwise)
    lower = float(y.min()) if moved and y.min() > x.min() else None
    upper = float(y.max()) if moved and y.max() < x.max() else None
    return _fit(x, y, "winsorise" if moved else "none", lower=lower, upper=upper, points=moved)


def transform(x: Vector, name: str, shift: float, exponent: float | None) -> Vector:
    """Apply a fitted transform to values; NaN where it is not defined."""
    with np.errstate(invalid="ignore", divide="ignore"):
        y = x + shift
        if name == "none":
            return y
        if name == "square_root":
            return np.sqrt(y)
        y = np.where(y > 0, y, np.nan)
        if name == "log" or exponent == 0 or exponent is None:
            return np.log(y)
        return (y**exponent - 1) / exponent


def _transformed(x: Vector, model: Transform) -> Fit:
    name, shift, exponent = "log", 0.0, None
    if isinstance(model, Log):
        shift = model.offset
    elif isinstance(model, LogRange):
        shift = float(model.share * np.ptp(x) - x.min()) if len(x) else 0.0
    elif isinstance(model, SquareRoot):
        name = "square_root"
    else:
        name, shift, exponent = "box_cox", model.offset, model.exponent
    return _fit(x, transform(x, name, shift, exponent), model.method, transform=name, shift=shift, exponent=exponent)


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
