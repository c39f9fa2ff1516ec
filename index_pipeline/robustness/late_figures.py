"""Figures with the delays of today: what would be known of an earlier year if that year were estimated."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from index_pipeline.framework.framework import Framework
from index_pipeline.framework.years import ScoredYears
from index_pipeline.kernel.arrays import Axes, Flags, Floats
from index_pipeline.kernel.cells import dense
from index_pipeline.methods.denominate import of_figures
from index_pipeline.methods.figures import Fractions, figures_of
from index_pipeline.methods.impute import impute
from index_pipeline.methods.screen import leave_out, screenings
from index_pipeline.methods.shrink import shrink


@dataclass(frozen=True)
class YearInPart:
    """The known values of a year with only part of its figures, in the indicators' units.

    Attributes:
        imputed: `tables.IMPUTED` of the years before, gaps filled.
        values: Value of each indicator and region in the year, (indicator, region); NaN if there is none.
        own: Whether each quantity of it has a figure of the year; a mean over years may have a value without one.
        axes: Indicators and regions of `values`.
    """

    imputed: pa.Table
    values: Floats
    own: Flags
    axes: Axes


def with_years(framework: Framework, first: int, last: int) -> Framework:
    """Return the framework with other scored years; fitted parameters keep the same reference period."""
    definition = framework.definition
    years = {"years": ScoredYears(first=first, last=last), "reference_period": definition.fitted_on}
    return replace(framework, definition=definition.model_copy(update=years))


def year_in_part(
    observations: pa.Table, register_stocks: pa.Table, year: int, names: Sequence[str], framework: Framework
) -> YearInPart:
    """Compute the indicators of a year from the figures that would be known, if they were as late as in `estimate`.

    A series of a region whose newest figure lags n years behind the year to be estimated lags n years behind `year`
    too; likewise a register.

    Args:
        observations: `tables.OBSERVATIONS`, one vintage of each figure.
        register_stocks: `tables.REGISTER_STOCKS`.
        year: The year to be estimated, or one before it.
        names: The indicators to compute.
        framework: Its `years.estimate` is the year to be estimated.
    """
    estimate = framework.definition.years.estimate or year
    known = _as_late(observations, ["series_id", "ref_area"], "obs_value", estimate, year)
    stocks = _as_late(register_stocks, ["register_id"], "stock", estimate, year)
    first = framework.definition.years.first
    grid = with_years(framework, first, year)
    figures = figures_of(known, stocks, grid)
    indicators = shrink(of_figures(figures, grid), grid)
    screened = leave_out(indicators, screenings(indicators, grid))
    before = impute(screened, with_years(framework, first, year - 1))
    before = before.filter(pc.less(before["time_period"], year))
    areas = sorted(pc.unique(screened["ref_area"]).to_pylist())
    axes = Axes(tuple(names), (year,), tuple(areas))
    values = dense(indicators, "obs_value", axes)[:, 0]
    return YearInPart(before, values, ~np.isnan(values) & _complete(figures, axes, grid), axes)


def _as_late(table: pa.Table, of: list[str], value: str, estimate: int, year: int) -> pa.Table:
    upto = table.filter(pc.and_(pc.less_equal(table["time_period"], estimate), pc.is_valid(table[value])))
    if year == estimate or not upto.num_rows:
        return upto
    newest = upto.group_by(of).aggregate([("time_period", "max")])
    joined = upto.join(newest, of)
    known = pc.less_equal(joined["time_period"], pc.add(joined["time_period_max"], year - estimate))
    return joined.filter(known).select(table.column_names)


def _complete(figures: Fractions, axes: Axes, framework: Framework) -> Flags:
    """Return where each quantity of an indicator has a figure of the year: (indicator, region)."""
    year, names = figures.years.index(axes.years[0]), [figures.names.index(name) for name in axes.indicator_ids]
    known = [~np.isnan(side.values[:, year][:, names]) for side in (figures.numerator, figures.denominator)]
    needed = np.array([len(framework.indicators[name].quantities) for name in axes.indicator_ids])
    complete = known[0].astype(int) + known[1] >= needed
    areas = [figures.areas.index(area) for area in axes.ref_areas]
    return np.asarray(complete[areas].T)
