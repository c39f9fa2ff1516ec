"""Operands: what shares, location quotients, growth and means over years are computed from."""

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from index_pipeline import tables
from index_pipeline.framework.framework import Framework
from index_pipeline.framework.indicator import Indicator
from index_pipeline.framework.quantities import Growth, Quantity, RegisterQuantity
from index_pipeline.kernel.arrays import labels
from index_pipeline.methods import _sql
from index_pipeline.methods.figures import NO_FIGURE, WEAKEST_LAST, Fractions, Side, figures_of


def operands(observations: pa.Table, register_stocks: pa.Table, framework: Framework) -> pa.Table:
    """Find the operands of the indicators that are computed from more than two figures: see `lines_of`.

    Args:
        observations: `tables.OBSERVATIONS`, one vintage of each figure.
        register_stocks: `tables.REGISTER_STOCKS`.
        framework: Gives the formulas, the breaks and the regions.

    Returns:
        `tables.OPERANDS`, of the indicators with a share, a location quotient, growth, or a mean over years.
    """
    if not any(takes_more(indicator) for indicator in framework.indicators.values()):
        return tables.OPERANDS.empty()
    figures = figures_of(observations, register_stocks, framework)
    found = _operands(figures, framework)
    named = found.append_column("ref_area", labels(figures.areas, found["area_no"].to_numpy()))
    named = named.append_column("indicator_id", labels(figures.names, found["indicator_no"].to_numpy()))
    return tables.OPERANDS.conform(
        named.sort_by([(name, "ascending") for name in ("ref_area", "time_period", "indicator_id")])
    )


def takes_more(indicator: Indicator) -> bool:
    """Return whether a value takes more than a numerator and a denominator of its own region and year."""
    return indicator.over is not None or not indicator.is_ratio


def lines_of(figures: Fractions, framework: Framework) -> Fractions:
    """Return the figures with both sides of each value in place of them: value = over / under × multiplier.

    With x and b numerator and denominator of the region, X and B their national totals, and q = x / b (x without a
    denominator): share ``x / X``; location quotient ``x / (X · b / B)``, whose denominator is the number expected
    from its base; growth ``(q_t − q_(t−k)) / q_(t−k)``.

    A national total is the published figure of the nation; if there is none, the sum over the assessed regions if
    each of them has a figure, else missing; of a register, all its entries in force. A mean over k years takes x, b, X
    and B of the years t−k+1 … t of which none of them is missing, and that are on the same side of a break as t;
    with fewer than k/2 of them it is missing, with fewer than k it has the status E.
    """
    if not any(takes_more(framework.indicators[name]) for name in figures.names):
        return figures
    found = _operands(figures, framework)
    found = found.filter(pc.is_in(found["time_period"], pa.array(figures.years, pa.int32())))
    year = np.searchsorted(figures.years, found["time_period"].to_numpy())
    at = found["area_no"].to_numpy(), year, found["indicator_no"].to_numpy()
    statuses = pc.index_in(found["obs_status"], pa.array(WEAKEST_LAST)).to_numpy()
    more = [n for n, name in enumerate(figures.names) if takes_more(framework.indicators[name])]

    def line(side: Side, column: str) -> Side:
        made = Side(side.values.copy(), side.statuses.copy())
        made.values[:, :, more], made.statuses[:, :, more] = np.nan, NO_FIGURE
        made.values[at], made.statuses[at] = found[column].to_numpy(), statuses
        return made

    sides = line(figures.numerator, "over_line"), line(figures.denominator, "under_line")
    return replace(figures, numerator=sides[0], denominator=sides[1])


def _operands(figures: Fractions, framework: Framework) -> pa.Table:
    chosen = [(n, framework.indicators[name]) for n, name in enumerate(figures.names)]
    chosen = [(n, indicator) for n, indicator in chosen if takes_more(indicator)]
    breaks = [(n, year) for n, indicator in chosen for year in sorted(framework.methods_of(indicator.id).breaks)]
    listed = {*framework.ref_areas} or {*figures.areas}
    inputs = {
        "figures": figures.rows([n for n, _ in chosen]),
        "years": pa.table({"time_period": pa.array(figures.years, pa.int32())}),
        "plans": pa.table(
            {
                "indicator_no": pa.array([n for n, _ in chosen], pa.int32()),
                "formula": pa.array([i.formula.method for _, i in chosen], pa.string()),
                "rated": pa.array([i.denominator is not None for _, i in chosen], pa.bool_()),
                "counted_numerator": pa.array([_is_counted(i.numerator) for _, i in chosen], pa.bool_()),
                "counted_denominator": pa.array([_is_counted(i.denominator) for _, i in chosen], pa.bool_()),
                "over": pa.array([i.over or 1 for _, i in chosen], pa.int32()),
                "growth_years": pa.array([_growth_years(i) for _, i in chosen], pa.int32()),
            }
        ),
        "breaks": pa.table(
            {
                "indicator_no": pa.array([n for n, _ in breaks], pa.int32()),
                "first_year": pa.array([year for _, year in breaks], pa.int32()),
            }
        ),
        "areas": pa.table(
            {
                "area_no": pa.array(range(len(figures.areas)), pa.int32()),
                "assessed": pa.array([area in listed for area in figures.areas], pa.bool_()),
                "total": pa.array([area == framework.total_area for area in figures.areas], pa.bool_()),
            }
        ),
    }
    return _sql.run("operands", inputs)


def _is_counted(quantity: Quantity | None) -> bool:
    return isinstance(quantity, RegisterQuantity)


def _growth_years(indicator: Indicator) -> int | None:
    return indicator.formula.years if isinstance(indicator.formula, Growth) else None
