"""Notices: what a reader must know about a build that nevertheless has a result."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from index_pipeline import tables
from index_pipeline.framework.evidence import Demand
from index_pipeline.framework.framework import Framework, components
from index_pipeline.framework.quantities import Growth
from index_pipeline.framework.years import Years
from index_pipeline.kernel.cells import axes_of, dense, distinct
from index_pipeline.language import Bilingual, english_first
from index_pipeline.methods import _sql
from index_pipeline.methods.areas import assessed
from index_pipeline.methods.operands import takes_more
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
        `tables.NOTICES`, one sentence each in both languages, for assessed regions and scored years, and the year
        that is estimated.
    """
    years, evidence_rules = framework.definition.years, framework.definition.evidence
    of_regions = {"indicators": indicators, "assessed": assessed(indicators, framework), "plans": _plans(framework)}
    listed, breaks = {"listed": _listed(framework)}, {"breaks": _breaks(framework)}
    found = []
    if any(takes_more(indicator) for indicator in framework.indicators.values()):
        found.append(_notices("operands", of_regions | breaks | {"operands": operands}))
    if _any(pc.less_equal(indicators["denominator"], 0)):
        found.append(_notices("denominators", of_regions))
    if _any(pc.or_(pc.equal(screenings["observed_share"], 0), pc.is_valid(screenings["reason"]))):
        found.append(_notices("screen", listed | {"screenings": screenings, "imputed": imputed}))
    if _lacks_a_value(imputed, goalposts, framework):
        found.append(_notices("values", listed | {"imputed": imputed, "goalposts": goalposts}))
    if evidence_rules:
        given = {"evidence": evidence, "reliability": reliability, "demand": _demand(evidence_rules.demand)}
        found.append(_notices("evidence", listed | given, last_year=years.last, rounding=ROUNDING))
    scored = [rows.filter(_within(rows["time_period"], years)) for rows in found]
    if years.estimate:
        scored.append(_notices("estimates", listed | breaks, estimate=years.estimate))
    every = pa.concat_tables([tables.NOTICES.empty(), *scored])
    return tables.NOTICES.conform(every.sort_by([(name, "ascending") for name in every.column_names]))


def sentences(found: pa.Table) -> list[Bilingual]:
    """Return the messages of `tables.NOTICES` in both languages, as strings in English."""
    rows = zip(found["message"].to_pylist(), found["message_zh"].to_pylist(), strict=True)
    return [english_first(en, zh or en) for en, zh in rows]


def _notices(kind: str, inputs: dict[str, pa.Table], **parameters: object) -> pa.Table:
    rows = _sql.run(f"notices_{kind}", inputs, **parameters)
    return rows.select(tables.NOTICES.schema.names).cast(tables.NOTICES.schema)


def _any(found: pa.ChunkedArray) -> bool:
    return bool(pc.any(found).as_py())


def _within(years: pa.ChunkedArray, span: Years) -> pa.ChunkedArray:
    return pc.and_(pc.greater_equal(years, span.first), pc.less_equal(years, span.last))


def _lacks_a_value(imputed: pa.Table, goalposts: pa.Table, framework: Framework) -> bool:
    """Return whether an indicator has no value in a year, or has no goalposts."""
    values = dense(imputed, "obs_value", axes_of(imputed, distinct(imputed["indicator_id"])))
    fitted = set(goalposts["indicator_id"].to_pylist())
    return bool(np.isnan(values).all(axis=2).any()) or not fitted >= framework.indicators.keys()


def _listed(framework: Framework) -> pa.Table:
    weighted = framework.weighted_indicators
    supplementary = [name for node in components(framework.definition.index) for name in node.supplementary]
    return pa.table(
        {
            "indicator_id": pa.array([*weighted, *supplementary], pa.string()),
            "weighted": pa.array([True] * len(weighted) + [False] * len(supplementary), pa.bool_()),
        }
    )


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


def _demand(demand: Demand) -> pa.Table:
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
