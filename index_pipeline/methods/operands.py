"""Operands: what shares, location quotients, growth and means over years are computed from."""

import pyarrow as pa
import pyarrow.compute as pc

from index_pipeline import tables
from index_pipeline.framework.framework import Framework
from index_pipeline.framework.model import Indicator
from index_pipeline.framework.quantities import Growth, Quantity, RegisterQuantity
from index_pipeline.methods import _sql
from index_pipeline.methods.figures import NumberedFigures, figures_of


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
    order = [(name, "ascending") for name in ("ref_area", "time_period", "indicator_id")]
    return tables.OPERANDS.conform(figures.named(_operands(figures, framework)).sort_by(order))


def takes_more(indicator: Indicator) -> bool:
    """Return whether a value takes more than a numerator and a denominator of its own region and year."""
    return indicator.over is not None or not indicator.is_ratio


def lines_of(figures: NumberedFigures, framework: Framework) -> pa.Table:
    """Return `figures.table` with both operands of each value: value = over / under × multiplier.

    With x and b numerator and denominator of the region, X and B their national totals, and q = x / b (x without a
    denominator): share ``x / X``; location quotient ``x / (X · b / B)``, whose denominator is the number expected
    from its base; growth ``(q_t − q_(t−k)) / q_(t−k)``.

    A national total is the published figure of the nation; if there is none, the sum over the assessed regions if
    each of them has a figure, else missing; of a register, all its entries in force. A mean over k years takes x, b, X
    and B of the years t−k+1 … t of which none of them is missing, and that are on the same side of a break as t;
    with fewer than k/2 of them it is missing, with fewer than k it has the status E.
    """
    plain = [n for n, name in enumerate(figures.names) if not takes_more(framework.indicators[name])]
    if len(plain) == len(figures.names):
        return figures.table
    kept = figures.table.filter(pc.is_in(figures.table["indicator_no"], pa.array(plain, pa.int32())))
    found = _operands(figures, framework)
    sides = [
        pa.table(
            {
                "indicator_no": found["indicator_no"],
                "role": pa.array([role] * found.num_rows, pa.string()),
                "area_no": found["area_no"],
                "time_period": found["time_period"],
                "obs_value": found[line],
                "obs_status": found["obs_status"],
            }
        )
        for role, line in (("numerator", "over_line"), ("denominator", "under_line"))
    ]
    return pa.concat_tables([kept, *(side.cast(kept.schema) for side in sides)])


def _operands(figures: NumberedFigures, framework: Framework) -> pa.Table:
    chosen = [(n, framework.indicators[name]) for n, name in enumerate(figures.names)]
    chosen = [(n, indicator) for n, indicator in chosen if takes_more(indicator)]
    breaks = [(n, year) for n, indicator in chosen for year in sorted(framework.methods_of(indicator.id).breaks)]
    listed = {*framework.ref_areas} or {*figures.areas}
    inputs = {
        "figures": figures.table,
        "years": figures.years,
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
