"""Grade: the quality of the evidence for each indicator and component, by the rule of the framework."""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from index_pipeline import tables
from index_pipeline.framework.evidence import GradeRule
from index_pipeline.framework.framework import Framework, components
from index_pipeline.framework.model import Component
from index_pipeline.kernel.arrays import Floats
from index_pipeline.kernel.ranks import spearman
from index_pipeline.methods.reliability import alpha
from index_pipeline.rounding import is_constant, reaches

FEWEST = 3
"""Number of regions in common that a rank correlation needs."""


def evidence(imputed: pa.Table, reliability: pa.Table, framework: Framework) -> pa.Table:
    """Measure the evidence of each weighted indicator; empty if the framework has no `evidence`.

    `rank_correlation` is the mean over the years t of Spearman's ρ between the regions' own figures of t and t − lag,
    `lowest_rank_correlation` the least of them; lag is 1, or k of an indicator `over: k`, whose means would otherwise
    share years. `own_share` is the share of the assessed regions' scored years with a figure that is observed (status
    A or Z), not filled. A correlation is missing if no two years have three regions in common. `reliability` is the
    least of the scored years, of an indicator that counts a register.

    Args:
        imputed: `tables.IMPUTED`.
        reliability: `tables.RELIABILITY`.
        framework: Gives the tree, the scored years and what is direct.

    Returns:
        `tables.EVIDENCE`.
    """
    rows = list(_evidence(imputed, reliability, framework)) if framework.definition.evidence else []
    return tables.EVIDENCE.of_rows(rows)


def grades(evidence: pa.Table, normalised: pa.Table, framework: Framework) -> pa.Table:
    """Grade each component that has weighted indicators of its own, by the framework's `evidence`.

    It has the first grade whose conditions all hold: numbers of indicators, of direct ones and of others; the least
    `rank_correlation` of its indicators, and the least `reliability` of those that count a register, if any does; the
    mean of their `own_share`; Cronbach's alpha of their scores in the newest
    scored year. A missing figure does not meet any condition.

    Args:
        evidence: `tables.EVIDENCE`.
        normalised: `tables.NORMALISED`.
        framework: Gives the rule and the tree.

    Returns:
        `tables.GRADES`.
    """
    rule, rows = framework.definition.evidence, []
    known = {row["indicator_id"]: row for row in evidence.to_pylist()}
    for node in components(framework.definition.index) if rule else ():
        if not node.indicators:
            continue
        own = [known[name] for name in node.indicators]
        correlations = [row["rank_correlation"] for row in own]
        direct = sum(row["proxy"] == "direct" for row in own)
        facts = {
            "indicators": len(own),
            "direct": direct,
            "indirect": len(own) - direct,
            "rank_correlation": None if None in correlations else min(correlations),
            "own_share": sum(row["own_share"] for row in own) / len(own),
            "reliability": _least(own, framework),
            "alpha": tables.finite(alpha(_newest(normalised, node, framework))),
        }
        counted = any(framework.indicators[name].counts_register for name in node.indicators)
        applied = facts if counted else {**facts, "reliability": np.inf}
        grade = next(each.grade for each in rule.grades if _meets(each, applied)) if rule else ""
        rows.append({"component_id": node.id, "grade": grade, **facts})
    return tables.GRADES.of_rows(rows)


def mixes(node: Component, graded: Mapping[str, str]) -> list[dict[str, float]]:
    """Return for each child of a component the share of its weight that has each grade.

    The children are the measured components, then the indicators, which have no grade. A component that is not
    graded itself is made of its children, by their weights in the tree.
    """
    measured = [child for child in node.components if not child.not_measured]
    return [*(_mix(child, graded) for child in measured), *({} for _ in node.indicators)]


def _mix(node: Component, graded: Mapping[str, str]) -> dict[str, float]:
    if node.id in graded:
        return {graded[node.id]: 1.0}
    found: dict[str, float] = {}
    measured = [child for child in node.components if not child.not_measured]
    whole = sum(child.weight for child in measured)
    for child in measured:
        for grade, share in _mix(child, graded).items():
            found[grade] = found.get(grade, 0.0) + share * child.weight / whole
    return found


def _meets(rule: GradeRule, facts: Mapping[str, float | None]) -> bool:
    for name, bound in rule.conditions.items():
        value = facts[name]
        if value is None or not (value <= bound if name == "indirect" else reaches(value, bound)):
            return False
    return True


def _least(own: list[dict[str, Any]], framework: Framework) -> float | None:
    """Return the least reliability of the indicators that count a register; None if that of any is not known."""
    found = [row["reliability"] for row in own if framework.indicators[row["indicator_id"]].counts_register]
    return None if not found or None in found else min(found)


def _evidence(imputed: pa.Table, reliability: pa.Table, framework: Framework) -> Iterator[dict[str, object]]:
    scored = framework.definition.years
    by_year: dict[str, list[float]] = {}
    for row in reliability.filter(pc.is_valid(reliability["reliability"])).to_pylist():
        by_year.setdefault(row["indicator_id"], []).append(row["reliability"])
    for node in components(framework.definition.index):
        for name in node.indicators:
            rows = imputed.filter(pc.equal(imputed["indicator_id"], name))
            own = pc.and_(pc.is_valid(rows["obs_value"]), pc.is_null(rows["filled_by"]))
            lag = framework.indicators[name].over or 1
            found = list(_correlations(rows.filter(own), lag))
            observed = pc.and_(own, pc.is_in(rows["obs_status"], pa.array(["A", "Z"])))
            years = pc.and_(
                pc.greater_equal(rows["time_period"], scored.first), pc.less_equal(rows["time_period"], scored.last)
            )
            yield {
                "indicator_id": name,
                "component_id": node.id,
                "proxy": framework.indicators[name].proxy,
                "rank_correlation_years": lag,
                "rank_correlation": sum(found) / len(found) if found else None,
                "lowest_rank_correlation": min(found, default=None),
                "reliability": min(by_year.get(name, []), default=None),
                "own_share": pc.mean(observed.filter(years).cast(pa.float64())).as_py() or 0.0,
            }


def _correlations(own: pa.Table, lag: int) -> Iterator[float]:
    by_year: dict[int, dict[str, float]] = {}
    for row in own.select(["time_period", "ref_area", "obs_value"]).to_pylist():
        by_year.setdefault(row["time_period"], {})[row["ref_area"]] = row["obs_value"]
    for year in sorted(by_year):
        before, now = by_year.get(year - lag, {}), by_year[year]
        common = sorted(before.keys() & now.keys())
        both = np.array([(before[area], now[area]) for area in common], float).reshape(-1, 2)
        if len(both) >= FEWEST and not is_constant(both, axis=0).any():
            yield spearman(both[:, 0], both[:, 1], "own")


def _newest(normalised: pa.Table, node: Component, framework: Framework) -> Floats:
    """Return the scores of a component's indicators in the newest scored year: (region, indicator)."""
    year = framework.definition.years.last
    rows = normalised.filter(pc.equal(normalised["time_period"], year)).to_pylist()
    areas = {area: n for n, area in enumerate(sorted({row["ref_area"] for row in rows}))}
    columns = {name: n for n, name in enumerate(node.indicators)}
    found = np.full((len(areas), len(columns)), np.nan)
    for row in rows:
        if row["indicator_id"] in columns and row["score"] is not None:
            found[areas[row["ref_area"]], columns[row["indicator_id"]]] = row["score"]
    return found
