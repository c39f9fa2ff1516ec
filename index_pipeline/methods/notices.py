"""Notices: what a reader must know about a build that nevertheless has a result."""

import pyarrow as pa

from index_pipeline import tables
from index_pipeline.framework.evidence import Demand
from index_pipeline.framework.framework import Framework, components
from index_pipeline.framework.quantities import Growth
from index_pipeline.methods import _sql
from index_pipeline.methods.areas import assessed
from index_pipeline.rounding import ROUNDING


def notices(
    indicators: pa.Table,
    operands: pa.Table,
    screenings: pa.Table,
    imputed: pa.Table,
    goalposts: pa.Table,
    reliability: pa.Table,
    evidence: pa.Table,
    framework: Framework,
) -> pa.Table:
    """List what a reader must know about a build, although its results are defined.

    Denominators that are zero or negative; shares and location quotients without a national total, or on a base of
    zero; means over years, and growth, that a break leaves too short; years of a region that are left out, kept by
    exception, or without any figure; indicators without a value in a year, and supplementary ones without a score, as
    there is no figure to fit their normalisation on; indicators whose evidence falls short of what the framework
    demands; indicators of which a definition changes in the year that is estimated.

    Args:
        indicators: `tables.INDICATORS`.
        operands: `tables.OPERANDS`.
        screenings: `tables.SCREENINGS`.
        imputed: `tables.IMPUTED`.
        goalposts: `tables.GOALPOSTS`.
        reliability: `tables.RELIABILITY`.
        evidence: `tables.EVIDENCE`.
        framework: Gives the scored years and the indicators in the tree.

    Returns:
        `tables.NOTICES`, one sentence each, for assessed regions and scored years, and the year that is estimated.
    """
    years = framework.definition.years
    nodes = list(components(framework.definition.index))
    weighted = [name for node in nodes for name in node.indicators]
    supplementary = [name for node in nodes for name in node.supplementary]
    inputs = {
        "indicators": indicators,
        "operands": operands,
        "plans": _plans(framework),
        "breaks": _breaks(framework),
        "screenings": screenings,
        "imputed": imputed,
        "assessed": assessed(indicators, framework),
        "goalposts": goalposts,
        "reliability": reliability,
        "evidence": evidence,
        "demand": _demand(framework),
        "listed": pa.table(
            {
                "indicator_id": pa.array([*weighted, *supplementary], pa.string()),
                "weighted": pa.array([True] * len(weighted) + [False] * len(supplementary), pa.bool_()),
            }
        ),
    }
    spans = {"first_year": years.first, "last_year": years.last, "estimate": years.estimate}
    return tables.NOTICES.conform(_sql.run("notices", inputs, **spans, rounding=ROUNDING))


def _plans(framework: Framework) -> pa.Table:
    """Return the description of an indicator: its formula in words, its numerator and its base in codes."""
    chosen = list(framework.indicators.values())
    growth = [i.formula.years if isinstance(i.formula, Growth) else None for i in chosen]
    return pa.table(
        {
            "indicator_id": pa.array([i.id for i in chosen], pa.string()),
            "formula": pa.array([i.formula.method for i in chosen], pa.string()),
            "over": pa.array([i.over for i in chosen], pa.int32()),
            "growth_years": pa.array(growth, pa.int32()),
            "numerator": pa.array([i.numerator.code for i in chosen], pa.string()),
            "base": pa.array([i.denominator.code if i.denominator else None for i in chosen], pa.string()),
        }
    )


def _demand(framework: Framework) -> pa.Table:
    demand = framework.definition.evidence.demand if framework.definition.evidence else Demand()
    return pa.table(
        {
            "rank_correlation": pa.array([demand.rank_correlation], pa.float64()),
            "reliability": pa.array([demand.reliability], pa.float64()),
        }
    )


def _breaks(framework: Framework) -> pa.Table:
    rows = [(name, year) for name in framework.indicators for year in sorted(framework.methods_of(name).breaks)]
    return pa.table(
        {
            "indicator_id": pa.array([name for name, _ in rows], pa.string()),
            "first_year": pa.array([year for _, year in rows], pa.int32()),
        }
    )
