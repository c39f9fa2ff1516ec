"""Treat: fit each indicator's treatment of outliers and skew, and apply it to every year."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from index_pipeline import tables
from index_pipeline.framework.framework import Framework
from index_pipeline.framework.methods import NoTreatment, Treatment
from index_pipeline.kernel import treatment as kernel
from index_pipeline.kernel.arrays import Axes, Flags, Floats, Integers, labels, nullable
from index_pipeline.kernel.cells import Cells, axes_of, dense
from index_pipeline.kernel.moments import skew_and_kurtosis
from index_pipeline.kernel.treatment import TRANSFORMS, Fit


def fit_treatments(imputed: pa.Table, framework: Framework) -> pa.Table:
    """Decide the treatment of each indicator on its pooled values of the reference period, of all years, or by year.

    ``winsorise`` caps at the farthest values that are kept; ``winsorise_else`` keeps those caps if they bring
    |skew| or kurtosis under its limit, and otherwise drops them and transforms the uncapped values (or, if
    combined, the capped values). Frozen as a table, the treatment of a year does not depend on later years, unless
    it is fitted on them.

    Args:
        imputed: `tables.IMPUTED`, in the indicator's unit.
        framework: Gives the treatments and the reference period.

    Returns:
        `tables.TREATMENTS`, one row per indicator, or one per year; limits are null if values are not capped.

    Raises:
        MethodError: an exponent is to be fitted to values that are not all above zero.

    Source: Becker et al. (2022), COINr, Journal of Open Source Software 7(78); the thresholds are JRC practice.
    """
    axes = axes_of(imputed, list(framework.indicators))
    values = list(dense(imputed, "obs_value", axes)[:, None])
    reference = axes.at(framework.definition.fitted_on.range)
    treatments = [framework.methods_of(name).treatment for name in axes.indicator_ids]
    parts, positions = [tables.TREATMENTS.empty()], [np.zeros(0, int)]
    for treatment, columns, sample, fit in kernel.fit_alike(values, treatments, reference, axes):
        rows, of_columns = _rows(sample, fit, treatment, axes.of(columns))
        parts.append(tables.TREATMENTS.conform(rows))
        positions.append(np.array(columns)[of_columns])
    order = np.argsort(np.concatenate(positions), kind="stable")
    return tables.TREATMENTS.conform(pa.concat_tables(parts).take(pa.array(order)))


def treat(imputed: pa.Table, treatments: pa.Table) -> pa.Table:
    """Apply fitted treatments: cap to the limits, add the shift, transform.

    Missing values stay missing.

    Args:
        imputed: `tables.IMPUTED`, in the indicator's unit.
        treatments: `tables.TREATMENTS`.

    Returns:
        `tables.TREATED`, one row per row of `imputed`.

    Raises:
        MethodError: a value is outside the domain of its transform, such as ln of 0, or is not finite.
    """
    cells = Cells.of(imputed)
    values, axes = cells.lay(imputed["obs_value"]), cells.axes
    fit = _fit_of(treatments, axes)
    treated, capped = kernel.apply(fit, values, np.arange(len(values)), axes), fit.moves(values)
    table = imputed.set_column(imputed.column_names.index("obs_value"), "obs_value", cells.take(treated))
    return tables.TREATED.conform(table.append_column("capped", pa.array(cells.of_rows(capped))), imputed)


def treated_points(imputed: pa.Table, treatments: pa.Table) -> pa.Table:
    """List each value that treatment moved to a limit, in the indicator's unit.

    Args:
        imputed: `tables.IMPUTED`.
        treatments: `tables.TREATMENTS`; what they transform is not listed, as it is every value.

    Returns:
        `tables.TREATED_POINTS`.
    """
    if not pc.any(pc.or_(pc.is_valid(treatments["lower"]), pc.is_valid(treatments["upper"]))).as_py():
        return tables.TREATED_POINTS.empty()
    cells = Cells.of(imputed)
    values, fit = cells.lay(imputed["obs_value"]), _fit_of(treatments, cells.axes)
    moved, high = cells.of_rows(fit.moves(values)), cells.of_rows(values > fit.upper[:, :, None])
    columns = {
        "value_before": imputed["obs_value"],
        "value_after": cells.take(np.clip(values, fit.lower[:, :, None], fit.upper[:, :, None])),
        "treatment": labels(["winsorised_low", "winsorised_high"], high.astype(int)),
    }
    keys = ["ref_area", "time_period", "indicator_id"]
    points = pa.table({name: imputed[name] for name in keys} | columns).filter(pa.array(moved))
    return tables.TREATED_POINTS.conform(points.sort_by([(name, "ascending") for name in keys]))


def fits_of(treatments: pa.Table, axes: Axes) -> list[Fit]:
    """Return the fit of each indicator of `axes` that `tables.TREATMENTS` holds: arrays (1, year), or (1, 1).

    An indicator or year without a row has no value, and is left unchanged.
    """
    fits = _fits(treatments)
    return [fits.of(np.array([rows])) for rows in _rows_of(treatments, axes)]


def _fit_of(treatments: pa.Table, axes: Axes) -> Fit:
    """Return the fits of all indicators of `axes` as one: arrays (indicator, year), or (indicator, 1)."""
    return _fits(treatments).of(np.stack(np.broadcast_arrays(*map(np.array, _rows_of(treatments, axes)))))


def _rows_of(treatments: pa.Table, axes: Axes) -> list[list[int]]:
    """Return the row that treats each indicator of `axes`, or the row of each year; −1 if none does."""
    found: dict[str, dict[int | None, int]] = {}
    for row, (name, year) in enumerate(zip(*(treatments[c].to_pylist() for c in _KEY), strict=True)):
        found.setdefault(name, {})[year] = row
    each = [found.get(name, {None: -1}) for name in axes.indicator_ids]
    return [[rows[None]] if None in rows else [rows.get(year, -1) for year in axes.years] for rows in each]


_KEY = ("indicator_id", "time_period")


def _fits(treatments: pa.Table) -> Fit:
    """Return the fit of each row, then one that leaves values unchanged."""

    def column(name: str, otherwise: float) -> Floats:
        return np.append(pc.fill_null(treatments[name].cast(pa.float64()), otherwise).to_numpy(), otherwise)

    transform = np.array([*map(TRANSFORMS.index, treatments["transform"].to_pylist()), 0])
    lower, upper, exponent = column("lower", -np.inf), column("upper", np.inf), column("exponent", np.nan)
    return Fit(lower, upper, column("shift", 0.0), transform, exponent, column("points", 0).astype(int), transform > 0)


def _rows(sample: Floats, fit: Fit, treatment: Treatment, axes: Axes) -> tuple[pa.Table, Integers]:
    """Return rows of indicators with one treatment, only years with a value if it is fitted by year, and whose each is.

    `sample` is (indicator, one or each year, values), `fit` (indicator, one or each year).
    """
    by_year = not isinstance(treatment, NoTreatment) and treatment.fitted_on == "year"
    listed: Flags = np.asarray(~np.isnan(sample).all(2)) if by_year else np.ones((len(sample), 1), bool)
    of_column, at = np.nonzero(listed)
    x = sample[listed]
    fitted = fit.of(listed).of(np.arange(len(x))[None])
    y = fitted.apply(x[None])[0]
    transform = getattr(treatment, "otherwise", treatment).method
    methods = np.where(fitted.transformed[0], transform, np.where(fitted.moved[0] > 0, "winsorise", "none"))
    before, after = skew_and_kurtosis(x), skew_and_kurtosis(y)
    years = np.array(axes.years, np.int32)[at]
    table = pa.table(
        {
            "indicator_id": labels(axes.indicator_ids, of_column),
            "time_period": pa.array(years) if by_year else pa.nulls(len(x), pa.int32()),
            "method": pa.array(methods.tolist(), pa.string()),
            "lower": nullable(np.where(np.isfinite(fitted.lower[0]), fitted.lower[0], np.nan)),
            "upper": nullable(np.where(np.isfinite(fitted.upper[0]), fitted.upper[0], np.nan)),
            "transform": pa.array([TRANSFORMS[code] for code in fitted.transform[0]], pa.string()),
            "shift": pa.array(fitted.shift[0]),
            "exponent": nullable(fitted.exponent[0]),
            "points": pa.array(fitted.moved[0]),
            "skew_before": nullable(before[0]),
            "kurtosis_before": nullable(before[1]),
            "skew_after": nullable(after[0]),
            "kurtosis_after": nullable(after[1]),
        }
    )
    return table, of_column
