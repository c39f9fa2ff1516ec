"""Denominate: relate each quantity to the size of its region."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from index_pipeline import tables
from index_pipeline.framework.framework import Framework
from index_pipeline.framework.indicator import Indicator
from index_pipeline.kernel.arrays import Floats, labels, nullable, repeated
from index_pipeline.kernel.errors import MethodError, said
from index_pipeline.methods.figures import WEAKEST_LAST, Fractions, Statuses, figures_of
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
    return of_figures(figures_of(observations, register_stocks, framework), framework)


def of_figures(figures: Fractions, framework: Framework) -> pa.Table:
    """Compute each indicator from its figures: see `denominate`."""
    return _indicators(lines_of(figures, framework), framework)


def denominate_each(
    observations: pa.Table, register_stocks: pa.Table, frameworks: Sequence[Framework]
) -> list[pa.Table]:
    """Compute the indicators of each framework, as `denominate` does, of frameworks that differ in indicators only.

    What indicators are made of is found once for all frameworks that state them alike.
    """
    stated: dict[str, list[Indicator]] = {}
    for framework in frameworks:
        for name, indicator in framework.indicators.items():
            listed = stated.setdefault(name, [])
            listed += [] if indicator in listed else [indicator]
    every = {f"{name}.{n}": each for name, listed in stated.items() for n, each in enumerate(listed)}
    joint = replace(frameworks[0], indicators={key: each.model_copy(update={"id": key}) for key, each in every.items()})
    figures = figures_of(observations, register_stocks, joint)
    lines, at = lines_of(figures, joint), {key: position for position, key in enumerate(figures.names)}
    found = []
    for framework in frameworks:
        names = sorted(framework.indicators)
        chosen = [at[f"{name}.{stated[name].index(framework.indicators[name])}"] for name in names]
        years = figures.known_years(chosen, framework.definition.years.range)
        found.append(_indicators(lines.of(chosen, years, names), framework))
    return found


def _indicators(figures: Fractions, framework: Framework) -> pa.Table:
    indicators = [framework.indicators[name] for name in figures.names]
    numerator, denominator = figures.numerator, figures.denominator
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        ratio = numerator.values * np.array([i.multiplier for i in indicators])
        for j, indicator in enumerate(indicators):
            if indicator.denominator is not None or not indicator.is_ratio:
                over, under = numerator.values[:, :, j], denominator.values[:, :, j]
                defined = under > 0 if not indicator.is_ratio else under != 0
                quotient = np.divide(over, under, out=np.full_like(over, np.nan), where=defined)
                quotient[np.isinf(over) & np.isinf(under)] = np.inf  # too large to compute with, not missing
                ratio[:, :, j] = quotient * indicator.multiplier
    keys, values = figures.keys(), nullable(ratio)
    columns = {
        "numerator": _figures(numerator.values),
        "denominator": _figures(denominator.values),
        "ratio": values,
        "obs_value": values,
        "obs_status": labels(WEAKEST_LAST, _statuses(figures, ratio)),
    }
    named = keys
    for name, column in columns.items():
        named = named.append_column(name, column)
    refuse_lost(named)
    return tables.INDICATORS.conform(named, keys)


def _figures(values: Floats) -> pa.Array | pa.ChunkedArray:
    """Return figures as a column, null where there is none."""
    return repeated(None, values.size, pa.float64()) if np.isnan(values).all() else nullable(values)


def _statuses(figures: Fractions, ratio: Floats) -> Statuses:
    """Return the weaker status of both sides, except that 0 by any figure is a structural zero if the 0 is one."""
    over, under = figures.numerator.statuses, figures.denominator.statuses
    weaker = np.maximum(over, under)
    zero, observed, missing = (WEAKEST_LAST.index(status) for status in "ZAM")
    strong = weaker <= observed
    weaker[strong] = np.where(over[strong] == zero, zero, observed)
    weaker[np.isnan(ratio)] = missing
    return weaker


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
