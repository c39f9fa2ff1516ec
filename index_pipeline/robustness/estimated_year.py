"""The scores of a year for which only part of the figures is known."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from index_pipeline.framework.framework import Framework
from index_pipeline.kernel.arrays import Axes, Floats, keys, nullable
from index_pipeline.kernel.cells import dense
from index_pipeline.kernel.errors import MethodError
from index_pipeline.kernel.imputation import METHODS, OWN_FIGURES
from index_pipeline.kernel.tree import plant
from index_pipeline.language import Both
from index_pipeline.methods.aggregate import aggregate
from index_pipeline.methods.normalise import normalise
from index_pipeline.methods.rank import rank
from index_pipeline.methods.treat import fits_of, treat
from index_pipeline.robustness.late_figures import YearInPart, with_years, year_in_part
from index_pipeline.tables import IMPUTED

DRIFT_YEARS = 3
"""Number of yearly changes, the newest ones, whose mean over the regions moves a value that has no figure."""

MOVED = "moved"
"""What fills a value of the estimated year; no method of imputation has this name."""


@dataclass(frozen=True)
class Frozen:
    """What is fixed by the scored years: figures, filled values, treatments, goalposts and weights."""

    observations: pa.Table
    register_stocks: pa.Table
    imputed: pa.Table
    treatments: pa.Table
    goalposts: pa.Table
    weights: pa.Table
    framework: Framework


def estimated_year(year: int, frozen: Frozen) -> pa.Table:
    """Estimate the scores of a year from its own figures as far as they are known, and from the years before.

    A value that cannot be computed is that of the year before, and is moved, after treatment, by the mean over the
    regions of the yearly changes of the last `DRIFT_YEARS` years, within the limits of its treatment; a change across
    a break is ignored. One that counts a register is not moved. A mean over years of which enough are known is
    used unchanged, and does not count as a figure of the year. All fitted parameters are those of the scored years.
    A value that is moved counts towards coverage as the one of the year before does.

    Returns:
        `ref_area`, `component_id`, `estimated_score`, `estimated_rank`, and `own_weight`, the share of the weight that
        is based on figures of the year itself.

    Raises:
        MethodError: a treatment or normalisation is fitted on each year, so that the year has none.
    """
    framework = frozen.framework
    names = plant(frozen.weights, framework).indicator_ids
    _refuse_yearly(frozen, names)
    part = year_in_part(frozen.observations, frozen.register_stocks, year, names, framework)
    treated = _moved(treat(_values(part, year, frozen), frozen.treatments), part, year, frozen)
    normalised = normalise(treated, frozen.goalposts)
    alone = with_years(framework, year, year)
    scores = aggregate(_carried_counts(normalised), frozen.weights, alone)
    covered = aggregate(normalised, frozen.weights, alone).select(
        ["ref_area", "component_id", "time_period", "coverage"]
    )
    key = ["ref_area", "component_id", "time_period"]
    places = rank(scores).select([*key, "score", "rank"]).rename_columns([*key, "estimated_score", "estimated_rank"])
    found = places.join(covered.rename_columns([*key, "own_weight"]), key)
    of_year = found.filter(pc.equal(found["time_period"], year)).drop_columns(["time_period"])
    return of_year.sort_by([("ref_area", "ascending"), ("component_id", "ascending")])  # a join leaves no order


def _values(part: YearInPart, year: int, frozen: Frozen) -> pa.Table:
    """Return `tables.IMPUTED` with the year's values: its own, else those of the year before."""
    wanted = pa.array(part.axes.indicator_ids, pa.string())
    base = part.imputed.filter(pc.is_in(part.imputed["indicator_id"], wanted))
    before = Axes(part.axes.indicator_ids, (year - 1,), part.axes.ref_areas)
    last = dense(base, "obs_value", before)[:, 0]
    other = base.filter(
        pc.and_(pc.equal(base["time_period"], year - 1), pc.is_in(base["filled_by"], pa.array(METHODS[OWN_FIGURES:])))
    )
    foreign = ~np.isnan(dense(other, "obs_value", before)[:, 0])
    filled = np.where(foreign & np.isnan(part.values), METHODS[OWN_FIGURES], MOVED).reshape(-1)
    values = np.where(np.isnan(part.values), last, part.values)
    status = np.where(np.isnan(values), "M", np.where(part.own, "A", "E"))
    rows = pa.table(
        keys(part.axes, "indicator_id")
        | {
            "obs_value": nullable(values),
            "obs_status": pa.array(status.reshape(-1).tolist(), pa.string()),
            "filled_by": pa.array(filled.tolist(), pa.string(), mask=part.own.reshape(-1)),
        }
    )
    later = frozen.imputed.filter(
        pc.and_(pc.greater(frozen.imputed["time_period"], year), pc.is_in(frozen.imputed["indicator_id"], wanted))
    )
    return IMPUTED.conform(pa.concat_tables([base, IMPUTED.conform(rows), later]))


def _moved(treated: pa.Table, part: YearInPart, year: int, frozen: Frozen) -> pa.Table:
    """Move the year's values that have no figure of their own."""
    names, areas = part.axes.indicator_ids, part.axes.ref_areas
    axes = Axes(names, tuple(range(year - DRIFT_YEARS - 1, year)), areas)
    own = dense(treated.filter(pc.is_null(treated["filled_by"])), "obs_value", axes)
    step = np.array([_drift(own[j], axes.years, name, frozen.framework) for j, name in enumerate(names)])
    values = dense(treated, "obs_value", part.axes)[:, 0]
    lower, upper = _limits(frozen.treatments, part.axes)
    moved = np.where(np.isfinite(part.values), values, np.clip(values + step[:, None], lower[:, None], upper[:, None]))
    rows = pa.table(keys(part.axes, "indicator_id") | {"moved": nullable(moved)})
    key = ["indicator_id", "time_period", "ref_area"]
    joined = treated.join(rows, key)
    value = pc.if_else(pc.equal(joined["time_period"], year), joined["moved"], joined["obs_value"])
    return joined.set_column(joined.column_names.index("obs_value"), "obs_value", value).drop_columns(["moved"])


def _drift(own: Floats, years: tuple[int, ...], name: str, framework: Framework) -> float:
    """Return the mean yearly change (year, region) of an indicator; 0 if it counts a register or none is known."""
    if framework.indicators[name].counts_register:
        return 0.0
    breaks = framework.methods_of(name).breaks
    changes = [
        float(np.nanmean(own[t] - own[t - 1]))
        for t in range(1, len(years))
        if years[t] not in breaks and not np.isnan(own[t] - own[t - 1]).all()
    ]
    return sum(changes) / len(changes) if changes else 0.0


def _limits(treatments: pa.Table, axes: Axes) -> tuple[Floats, Floats]:
    """Return the limits of each indicator's treated values; infinite if it has none."""
    ends = []
    for fit in fits_of(treatments, axes):
        raw = float(fit.lower[0, 0]), float(fit.upper[0, 0])
        ends.append([fit.through(end).item() if np.isfinite(end) else end for end in raw])
    found = np.array(ends, float).reshape(-1, 2)
    return found[:, 0], found[:, 1]


def _carried_counts(normalised: pa.Table) -> pa.Table:
    """Return the scores with values that were moved as values of the region's own."""
    filled = pc.replace_with_mask(
        normalised["filled_by"].combine_chunks(),
        pc.fill_null(pc.equal(normalised["filled_by"], MOVED), False).combine_chunks(),
        pa.scalar("carry"),
    )
    return normalised.set_column(normalised.column_names.index("filled_by"), "filled_by", filled)


def _refuse_yearly(frozen: Frozen, names: tuple[str, ...]) -> None:
    for table, zh, en in (
        (frozen.treatments, "离群值处理", "treatment"),
        (frozen.goalposts, "无量纲化", "normalisation"),
    ):
        yearly = set(table.filter(pc.is_valid(table["time_period"]))["indicator_id"].to_pylist())
        for name in names:
            if name in yearly:
                raise MethodError(
                    Both(
                        f"years.estimate: the {en} of indicator {name} is fitted on each year by itself, so the "
                        "estimated year has none: fit it on the reference period, or take `estimate` out",
                        f"years.estimate：指标 {name} 的{zh}逐年确定，待估年份没有可用参数；"
                        "请改为按参照期确定，或去掉 estimate",
                    )
                )
