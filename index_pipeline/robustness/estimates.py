"""Estimates: the newest year from a part of its figures, and the errors of such estimates in years now known."""

from typing import Any

import numpy as np
import pyarrow as pa

from index_pipeline import tables
from index_pipeline.framework.framework import Framework
from index_pipeline.methods.rank import rank
from index_pipeline.robustness.estimated_year import Frozen, estimated_year
from index_pipeline.rounding import ROUNDING, rounding_of

HIDDEN_YEARS = 3
"""Number of scored years, the newest ones, that are estimated as if they were not yet known."""

INTERVAL = (0.05, 0.95)
"""Quantiles of the errors that enclose 90% of them."""

LEAST_OWN = 0.5
"""Least share of the index's weight on figures of the year, as a mean over the regions."""

Row = dict[str, Any]


def estimates(scores: pa.Table, frozen: Frozen) -> tuple[pa.Table, pa.Table]:
    """Estimate the framework's `years.estimate`, and measure the error by hiding the figures that are not yet known.

    Each of the last scored years that has one before it is estimated from the figures that would be known if they
    were as late as now; its error is the estimated minus the final score. The interval of an estimate is its score
    minus the 95th and the 5th percentile of its component's errors, of all regions and hidden years together; for a
    hidden year, of the other ones, so that its coverage is tested on years not used for the interval.

    Args:
        scores: `tables.SCORES`, the final ones.
        frozen: What is fixed by the scored years.

    Returns:
        `tables.ESTIMATES` and `tables.ESTIMATE_ERRORS`; both are empty if the framework has no such year, or if
        less than half of the index's weight is based on figures of it.

    Raises:
        MethodError: see `estimated_year`.
    """
    years = frozen.framework.definition.years
    if years.estimate is None:
        return tables.ESTIMATES.empty(), tables.ESTIMATE_ERRORS.empty()
    final = _final(scores)
    newest = _rows(years.estimate, frozen, final)
    if _own_share(newest, frozen.framework) < LEAST_OWN - ROUNDING:
        return tables.ESTIMATES.empty(), tables.ESTIMATE_ERRORS.empty()
    hidden = [year for year in years.range if year > years.first][-HIDDEN_YEARS:]
    rows = [row for year in hidden for row in _rows(year, frozen, final)]
    _add_intervals(rows, newest)
    listed = [row for row in (*rows, *newest) if not (row["estimated_score"] is None and row["final_score"] is None)]
    errors = _errors(rows, hidden, final, frozen.framework)
    return _table(tables.ESTIMATES, listed), _table(tables.ESTIMATE_ERRORS, errors)


def _final(scores: pa.Table) -> dict[tuple[str, int, str], Row]:
    key = ("ref_area", "time_period", "component_id")
    return {(row[key[0]], row[key[1]], row[key[2]]): row for row in rank(scores).to_pylist()}


def _rows(year: int, frozen: Frozen, final: dict[tuple[str, int, str], Row]) -> list[Row]:
    rows: list[Row] = estimated_year(year, frozen).to_pylist()
    for row in rows:
        known = final.get((row["ref_area"], year, row["component_id"]), {})
        row |= {"time_period": year, "final_score": known.get("score"), "final_rank": known.get("rank")}
        both = row["estimated_score"] is not None and row["final_score"] is not None
        row["error"] = row["estimated_score"] - row["final_score"] if both else None
        row |= {"estimated_p05": None, "estimated_p95": None}
    return rows


def _add_intervals(hidden: list[Row], newest: list[Row]) -> None:
    errors: dict[str, dict[int, list[float]]] = {}
    for row in hidden:
        if row["error"] is not None:
            errors.setdefault(row["component_id"], {}).setdefault(row["time_period"], []).append(row["error"])
    quantiles: dict[tuple[str, int], list[float] | None] = {}
    for row in (*hidden, *newest):
        name, year = row["component_id"], row["time_period"]
        if (name, year) not in quantiles:
            pool = [error for other, found in errors.get(name, {}).items() if other != year for error in found]
            quantiles[name, year] = np.quantile(pool, INTERVAL).tolist() if pool else None
        ends = quantiles[name, year]
        if ends and row["estimated_score"] is not None:
            row["estimated_p05"] = row["estimated_score"] - ends[1]
            row["estimated_p95"] = row["estimated_score"] - ends[0]


def _errors(
    rows: list[Row], hidden: list[int], final: dict[tuple[str, int, str], Row], framework: Framework
) -> list[Row]:
    near = rounding_of(framework.definition.scale)
    by_component: dict[str, list[Row]] = {}
    for row in rows:
        if row["error"] is not None:
            by_component.setdefault(row["component_id"], []).append(row)
    found = []
    for name in sorted(by_component):
        for year in (None, *hidden):
            chosen = [row for row in by_component[name] if year in (None, row["time_period"])]
            if chosen:
                found.append({"component_id": name, "time_period": year} | _measures(chosen, final, near))
    return found


def _measures(rows: list[Row], final: dict[tuple[str, int, str], Row], near: float) -> Row:
    error = np.array([row["error"] for row in rows])
    before = [final.get((r["ref_area"], r["time_period"] - 1, r["component_id"]), {}).get("rank") for r in rows]
    places = _mean([_apart(row["estimated_rank"], row["final_rank"]) for row in rows])
    unchanged = _mean([_apart(rank, row["final_rank"]) for rank, row in zip(before, rows, strict=True)])
    inside = [
        row["estimated_p05"] - near <= row["final_score"] <= row["estimated_p95"] + near
        for row in rows
        if row["estimated_p05"] is not None
    ]
    return {
        "estimates": len(rows),
        "bias": float(error.mean()),
        "mean_absolute_error": float(np.abs(error).mean()),
        "mean_absolute_rank_error": places,
        "mean_absolute_rank_change": unchanged,
        "skill": 1 - places / unchanged if places is not None and unchanged else None,
        "interval_coverage": sum(inside) / len(inside) if inside else None,
        "own_weight": float(np.mean([row["own_weight"] for row in rows])),
    }


def _apart(rank: int | None, other: int | None) -> float | None:
    return None if rank is None or other is None else float(abs(rank - other))


def _mean(values: list[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None


def _own_share(rows: list[Row], framework: Framework) -> float:
    """Return the share of the index's weight on figures of the year, as a mean over the regions."""
    own = [row["own_weight"] for row in rows if row["component_id"] == framework.index_id]
    return sum(own) / len(own) if own else 0.0


def _table(declared: tables.Table, rows: list[Row]) -> pa.Table:
    table = pa.Table.from_pylist(rows, schema=pa.schema([f.with_nullable(True) for f in declared.schema]))
    return declared.conform(table.sort_by([(name, "ascending") for name in declared.key]))
