"""What an indicator must agree on with the series, registers, units and years of its framework."""

from collections.abc import Iterator

from index_pipeline.framework.fault import Fault
from index_pipeline.framework.framework import Framework
from index_pipeline.framework.indicator import Indicator
from index_pipeline.framework.quantities import (
    DifferenceQuantity,
    Growth,
    Quantity,
    RegisterQuantity,
    SumQuantity,
)
from index_pipeline.framework.ratio_units import contradictions
from index_pipeline.unknown_names import closest


def indicator_faults(indicator: Indicator, framework: Framework) -> Iterator[Fault]:
    """Yield a fault for each part of an indicator that does not fit the series, registers and units of a framework."""
    file, codes = f"indicator/{indicator.id}.yaml", framework.codes
    if codes.units and indicator.unit is None:
        yield Fault.of("no_unit", file, "unit")
    elif codes.units and indicator.unit not in codes.units:
        close = closest(indicator.unit, codes.units)
        yield Fault.of("unknown_unit", file, "unit", name=indicator.unit, near=close)
    for derived in contradictions(indicator, codes):
        facts = {"name": indicator.unit, "derived": derived.unit, "zh": derived.title_zh, "en": derived.title_en}
        yield Fault.of("unit_of_ratio", file, "unit", **facts)
    for role, quantity in zip(("numerator", "denominator"), indicator.quantities, strict=False):
        yield from (fault.within(file, role) for fault in _quantity_faults(quantity, framework))
        if indicator.is_of_nation:
            yield from (fault.within(file, role) for fault in _rate_faults(quantity, framework))
    yield from (fault.within(file) for fault in _span_faults(indicator, framework))


def _quantity_faults(quantity: Quantity, framework: Framework) -> Iterator[Fault]:
    series = framework.codes.series
    for name in quantity.all_series if series else ():
        if name not in series:
            yield Fault.of("unknown_series", name=name, near=closest(name, series))
    if isinstance(quantity, SumQuantity | DifferenceQuantity):
        units = {name: series[name].unit for name in quantity.all_series if name in series}
        if len(set(units.values())) > 1:
            kind = "units_of_sum" if isinstance(quantity, SumQuantity) else "units_of_difference"
            yield Fault.of(kind, stated=", ".join(f"{name} [{unit or '–'}]" for name, unit in units.items()))
    for part in quantity.parts if isinstance(quantity, RegisterQuantity) else ():
        register = framework.registers.get(part.register_id)
        if register is None:
            close = closest(part.register_id, framework.registers)
            yield Fault.of("undeclared_register", name=part.register_id, near=close)
        elif part.category and part.category not in register.categories:
            close = closest(part.category, register.categories)
            yield Fault.of("no_category", name=part.register_id, category=part.category, near=close)


def _rate_faults(quantity: Quantity, framework: Framework) -> Iterator[Fault]:
    """Say which series are rates, by their unit: they cannot be added up, and a region is not a part of the total."""
    for name in quantity.all_series:
        if framework.codes.is_rate(name):
            yield Fault.of("share_of_rate", name=name, unit=framework.codes.series[name].unit)


def _span_faults(indicator: Indicator, framework: Framework) -> Iterator[Fault]:
    """Say where breaks leave no scored year a value: too few years for a mean, or none for growth to start from."""
    breaks, years = sorted(framework.methods_of(indicator.id).breaks), framework.definition.years.range
    named = ", ".join(map(str, breaks))

    def since(year: int) -> int | None:
        return max((first for first in breaks if first <= year), default=None)

    if indicator.over is not None and breaks:
        longest = max(min(indicator.over, year - (since(year) or 0) + 1) for year in years)
        if 2 * longest < indicator.over:
            yield Fault.of("mean_over_break", "over", years=indicator.over, breaks=named)
    if isinstance(indicator.formula, Growth) and breaks:
        span = indicator.formula.years
        if all(since(year) != since(year - span) for year in years):
            yield Fault.of("growth_over_break", "formula", years=span, breaks=named)
