"""Many rescorings at once, over dense arrays."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypedDict

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from index_pipeline.framework.framework import Framework, components
from index_pipeline.framework.robustness import Robustness
from index_pipeline.interface.change_arrays import distinct_methods, distinct_rules, weights_of
from index_pipeline.interface.changes import (
    by_component,
    changed,
    check_names,
    method_of,
)
from index_pipeline.interface.errors import InterfaceError
from index_pipeline.interface.rescoring import rescored
from index_pipeline.interface.stated import Changes, Method, changes_of
from index_pipeline.kernel.arrays import Axes, Floats, integers, keys, nullable
from index_pipeline.kernel.errors import MethodError
from index_pipeline.kernel.ranks import Ranks, rank
from index_pipeline.language import Both
from index_pipeline.publication.releases.contents import Contents
from index_pipeline.robustness.draws import Draws
from index_pipeline.robustness.figures import Inputs
from index_pipeline.robustness.model import model_of
from index_pipeline.robustness.replicates import scores_of
from index_pipeline.unknown_names import near

if TYPE_CHECKING:
    import pandas as pd


class Change(TypedDict, total=False):
    """What one rescoring changes; fields as for `Index.rescore`."""

    weights: Mapping[str, float]
    drop: str | Collection[str]
    normalisation: Method
    aggregation: Method | Mapping[str, Method]
    treatment: Method


@dataclass(frozen=True, repr=False)
class Rescorings:
    """One component under many changes.

    `scores` and `ranks` have the axes (change, year, region), as `years` and `ref_areas` name them: scores in points
    of the scale, NaN if a region has none; ranks from 1, the best, 0 where a region has none.
    """

    component_id: str
    years: tuple[int, ...]
    ref_areas: tuple[str, ...]
    scores: Floats
    ranks: Ranks

    def __repr__(self) -> str:
        """Describe it in one line."""
        number, areas = len(self.scores), len(self.ref_areas)
        return (
            f"<Rescorings of {self.component_id}: {number} changes, {areas} regions, {self.years[0]}–{self.years[-1]}>"
        )

    def frame(self) -> "pd.DataFrame":
        """Return them in rows: `change` (its position), `time_period`, `ref_area`, `score`, `rank`."""
        from index_pipeline.interface.frames import as_frame

        axes = Axes(tuple(map(str, range(len(self.scores)))), self.years, self.ref_areas)
        ranks = np.where(self.ranks > 0, self.ranks, np.nan)
        columns: dict[str, Any] = keys(axes, "change")
        columns["change"] = columns["change"].cast(pa.int32())
        return as_frame(pa.table(columns | {"score": nullable(self.scores), "rank": integers(ranks)}))


def rescore_many(contents: Contents, changes: Iterable[Change], component: str | None = None) -> Rescorings:
    """Score one component under each of `changes`: see `Index.rescore_many`."""
    if isinstance(changes, Mapping):
        raise InterfaceError(
            Both(
                "changes is one mapping: give a list of them, such as [{…}, {…}]",
                "changes 是一个映射：请给出其列表，如 [{…}, {…}]",
            )
        )
    try:
        stated = list(changes)
    except TypeError:
        kind = type(changes).__name__
        raise InterfaceError(
            Both(
                f"changes is of type {kind}: give a list of mappings, such as [{{…}}, {{…}}]",
                f"changes 的类型为 {kind}：请给出映射的列表，如 [{{…}}, {{…}}]",
            )
        ) from None
    given = [_read(position, change, contents.framework) for position, change in enumerate(stated)]
    try:
        try:
            return _together(contents, given, component)
        except MethodError:
            if not any(change.drop for change in given):
                raise
        return _by_what_is_dropped(contents, given, component)
    except MethodError as error:
        raise _named(contents, given, error) from error


def _named(contents: Contents, given: Sequence[Changes], error: MethodError) -> MethodError:
    """Name the first change that has no result alone, as `rescored` says it: by component, region and year."""
    for position, change in enumerate(given):
        try:
            rescored(contents, change)
        except MethodError as alone:
            return MethodError.at(_place(position), alone.both())
    return error


def _place(position: int) -> Both:
    return Both(f"change {position}", f"第 {position} 项")


def _read(position: int, change: Change, framework: Framework) -> Changes:
    if not isinstance(change, Mapping):
        raise InterfaceError(
            Both(
                f"change {position}: {change} is not a mapping, such as {{'drop': ['name']}}",
                f"第 {position} 项：{change} 不是映射，如 {{'drop': ['name']}}",
            )
        )
    unknown = set(change) - set(Change.__annotations__)
    if unknown:
        name = min(map(str, unknown))
        close = near(name, Change.__annotations__)
        raise InterfaceError(
            Both(
                f"change {position}: {name} is not among what many rescorings change ("
                f"{', '.join(Change.__annotations__)}){close.en}",
                f"第 {position} 项：{name} 不在可批量改动之列（{'、'.join(Change.__annotations__)}）{close.zh}",
            )
        )
    try:
        found = changes_of(change)
        check_names(framework, found)
        models = {
            step: method_of(step, stated)
            for step in ("normalisation", "treatment")
            if (stated := getattr(found, step)) is not None
        }
        return replace(found, **models, aggregation=by_component("aggregation", found.aggregation, framework))
    except InterfaceError as error:
        place, why = _place(position), error.both()
        raise InterfaceError(Both(f"{place.en}: {why.en}", f"{place.zh}：{why.zh}")) from None


def _together(contents: Contents, changes: Sequence[Changes], component: str | None) -> Rescorings:
    framework, found = contents.framework, contents.tables
    normalisations, normalisation = distinct_methods("normalisation", changes)
    treatments, treatment = distinct_methods("treatment", changes)
    robustness = Robustness(weights=(), normalisation=normalisations, treatment=treatments)
    model = model_of(Inputs(found["indicators"], found["weights"], found["rankings"]), framework, robustness)
    rules, aggregation = distinct_rules(changes, model.tree)
    model = replace(model, choices=replace(model.choices, aggregation=rules))
    name = component or framework.index_id
    if name not in model.tree.component_ids:
        close = near(name, model.tree.component_ids)
        raise InterfaceError(
            Both(
                f"{name} is not a component with a weight{close.en}",
                f"{name} 不是有权重的总指数、一级或二级指标{close.zh}",
            )
        )
    scores = np.zeros((0, *model.axes.shape[1:]))
    if changes:
        own = Draws.own(weights_of(changes, model.tree, name))
        choices = {"normalisation": normalisation, "treatment": treatment, "aggregation": aggregation}
        draws = replace(own, choices=own.choices | choices)
        scores = scores_of(model, draws, "refuse")[:, model.tree.component_ids.index(name)].copy()
    return Rescorings(name, model.axes.years, model.axes.ref_areas, scores, rank(scores))


def _by_what_is_dropped(contents: Contents, changes: Sequence[Changes], component: str | None) -> Rescorings:
    """Score changes with the same dropped elements together, without these: they cannot prevent a result."""
    names = list(dict.fromkeys(change.drop for change in changes))
    parts = [_together(_without(contents, drop), _of(changes, drop), component) for drop in names]
    first = parts[0]
    scores = np.empty((len(changes), *first.scores.shape[1:]))
    for drop, part in zip(names, parts, strict=True):
        scores[[change.drop == drop for change in changes]] = part.scores
    return replace(first, scores=scores, ranks=rank(scores))


def _of(changes: Sequence[Changes], drop: tuple[str, ...]) -> list[Changes]:
    return [replace(change, drop=()) for change in changes if change.drop == drop]


def _without(contents: Contents, drop: tuple[str, ...]) -> Contents:
    """Return the framework and the tables that many rescorings start from, without the dropped elements."""
    framework, found = changed(contents.framework, changes_of({"drop": drop})), contents.tables
    names = [*(node.id for node in components(framework.definition.index)), *framework.indicators]
    kept = {"indicators": "indicator_id", "weights": "child_id"}
    filtered = {
        table: found[table].filter(pc.is_in(found[table][column], pa.array(names, pa.string())))
        for table, column in kept.items()
    }
    return replace(contents, framework=framework, tables=found | filtered)
