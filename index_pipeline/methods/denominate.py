"""Denominate: relate each quantity to the size of its region."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from index_pipeline import tables
from index_pipeline.framework.framework import Framework
from index_pipeline.kernel.errors import MethodError, said
from index_pipeline.methods import _sql
from index_pipeline.methods.figures import figures_of
from index_pipeline.methods.operands import lines_of


def denominate(observations: pa.Table, register_stocks: pa.Table, framework: Framework) -> pa.Table:
    """Compute each indicator: ``numerator / denominator * multiplier``, in the indicator's unit.

    For the numerator and denominator of a share, a location quotient, growth, or a mean over years, see
    `operands.lines_of`. A value is missing (status M) if either is, if the denominator is zero (for these:
    or negative), or if a register is not known for the year. Otherwise its status is the weaker of the two: E,
    then I, then C, then A; Z if the numerator is a structural zero.

    Args:
        observations: `tables.OBSERVATIONS`, one vintage of each figure, in the unit of its series.
        register_stocks: `tables.REGISTER_STOCKS`, entries in force at year end.
        framework: Gives the formulas, and the regions: those assessed and the national total. A framework
            without a list of regions takes every region that it finds figures for.

    Returns:
        `tables.INDICATORS`: every region × every year with a figure, or to be scored × every indicator.

    Raises:
        MethodError: a value is too large or too small for a double.

    Source: OECD/JRC Handbook on Constructing Composite Indicators (2008), section 1.1 on scaling by size.
    """
    figures = figures_of(observations, register_stocks, framework)
    indicators = [framework.indicators[name] for name in figures.names]
    inputs = {
        "figures": lines_of(figures, framework),
        "grid": figures.grid,
        "formulas": pa.table(
            {
                "indicator_no": pa.array(range(len(indicators)), pa.int32()),
                "multiplier": pa.array([i.multiplier for i in indicators], pa.float64()),
                "rate": pa.array([i.denominator is not None or not i.is_ratio for i in indicators], pa.bool_()),
                "above_zero": pa.array([not i.is_ratio for i in indicators], pa.bool_()),
            }
        ),
    }
    named = figures.named(_in_order(_sql.run("denominate", inputs)))
    refuse_lost(named)
    return tables.INDICATORS.conform(named)


def _in_order(found: pa.Table) -> pa.Table:
    """Return the rows in the order of the grid, in which DuckDB leaves them unless it joins from the other side."""
    at = [found[name].to_numpy().astype(np.int64) for name in ("area_no", "time_period", "indicator_no")]
    place = np.ravel_multi_index(at, [column.max(initial=0) + 1 for column in at])
    return found if (place[1:] > place[:-1]).all() else found.take(pa.array(np.argsort(place)))


def refuse_lost(indicators: pa.Table) -> None:
    """Refuse a value that a double cannot hold: one that is not finite, or 0 though its numerator is not.

    Raises:
        MethodError: it names indicator, region and year.
    """
    value, numerator = indicators["obs_value"], indicators["numerator"]
    underflown = pc.and_(pc.equal(value, 0), pc.not_equal(numerator, 0))
    row = pc.index(pc.or_kleene(pc.invert(pc.is_finite(value)), underflown), True).as_py()
    if row >= 0:
        name, area, year, over, under = (
            indicators[c][row].as_py() for c in ("indicator_id", "ref_area", "time_period", "numerator", "denominator")
        )
        by = "" if under is None else said("over_denominator", under=under)
        place = said("in_region", place=said("indicator", name=name), area=area, year=year)
        raise MethodError.at(place, said("value_lost", over=over, by=by))
