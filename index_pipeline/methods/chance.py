"""Chance: how reliably the entries of a register distinguish regions, compared with pure chance."""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from index_pipeline import tables
from index_pipeline.framework.framework import Framework
from index_pipeline.framework.indicator import Indicator
from index_pipeline.kernel.arrays import Floats
from index_pipeline.methods.areas import assessed
from index_pipeline.rounding import ROUNDING


def register_reliability(indicators: pa.Table, framework: Framework) -> pa.Table:
    """Measure how reliable the counts of registers are, by year: ``1 − Σ p(1 − p)/N / Σ (s − p)²``.

    s is a region's share of the N entries, p its share of the base (the denominator of a density, the base of a
    location quotient): the second sum is what is observed, the first what it would be on average if the entries were
    drawn at random in proportion to the base. 1 means that chance has no effect, 0 that it explains all, below 0 that
    entries are spread more evenly than at random, as with quotas. An indicator without a base, such as a share, has the
    figure of one that counts the same entries and has one. Missing if no indicator has one, if a region lacks a
    count or a base, and of means over years.

    Args:
        indicators: `tables.INDICATORS`.
        framework: Gives the indicators, the scored years and the assessed regions.

    Returns:
        `tables.RELIABILITY`, of the indicators that count entries of a register in the years that are scored; none
        where the framework has no `evidence`.
    """
    rows: list[dict[str, object]] = []
    if framework.definition.evidence:
        found = {i.id: dict(_by_year(i, indicators, framework)) for i in _counting(framework) if i.denominator}
        by_entries = {framework.indicators[name].numerator.code: years for name, years in found.items()}
        for indicator in _counting(framework):
            years = found.get(indicator.id, by_entries.get(indicator.numerator.code, {}))
            for year, (entries, value) in years.items():
                row = {"indicator_id": indicator.id, "time_period": year, "entries_counted": entries}
                rows.append(row | {"reliability": value})
    return tables.RELIABILITY.of_rows(rows)


def reliability_of(counts: Floats, base: Floats) -> float | None:
    """Return ``1 − Σ p(1 − p)/N / Σ (s − p)²`` of counts by region.

    None without entries, for a single region, if a base is not above 0, or if the counts are in proportion to the base.
    """
    number, whole = counts.sum(), base.sum()
    if not number > 0 or not (base > 0).all() or len(counts) < 2:
        return None
    share, expected = counts / number, base / whole
    if not (np.abs(share - expected) > ROUNDING).any():
        return None
    return float(1 - (expected * (1 - expected)).sum() / number / ((share - expected) ** 2).sum())


def is_counting(indicator: Indicator) -> bool:
    """Return whether an indicator is a count of a register's entries of the year, over a base or the national total."""
    return indicator.is_stock_count and indicator.over is None


def _counting(framework: Framework) -> Iterator[Indicator]:
    yield from (indicator for indicator in framework.indicators.values() if is_counting(indicator))


def _by_year(
    indicator: Indicator, indicators: pa.Table, framework: Framework
) -> Iterator[tuple[int, tuple[float, float | None]]]:
    areas = assessed(indicators, framework)["ref_area"].to_pylist()
    rows = indicators.filter(pc.equal(indicators["indicator_id"], indicator.id)).to_pylist()
    held = {(row["ref_area"], row["time_period"]): (row["numerator"], row["denominator"]) for row in rows}
    for year in framework.definition.years.range:
        pairs = [held.get((area, year), (None, None)) for area in areas]
        if all(value is not None for pair in pairs for value in pair):
            counts, base = np.array(pairs, float).T
            yield year, (float(counts.sum()), reliability_of(counts, base))
