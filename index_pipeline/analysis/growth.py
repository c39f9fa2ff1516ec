"""Regressions of growth on the first score: which regions and controls go into each, and the fit."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from index_pipeline.analysis.errors import AnalysisError
from index_pipeline.analysis.regression import LeastSquares, determined, least_squares
from index_pipeline.analysis.scores import CrossSection, cross_sections, pillars
from index_pipeline.analysis.zones import zones_of
from index_pipeline.framework.framework import Framework
from index_pipeline.language import Both
from index_pipeline.tables import COVARIATES, NOT_APPLICABLE

Controls = Mapping[str, Mapping[str, float]]
"""Value of each control, by its name and by region."""


@dataclass(frozen=True)
class GrowthModel:
    """One regression; `fit` is None if it has none. The second term is the logarithm of the first score."""

    component_id: str
    name: str
    zone: str | None
    first_year: int
    last_year: int
    n: int
    terms: tuple[str, ...]
    fit: LeastSquares | None
    without_score: tuple[str, ...]
    without_covariate: tuple[str, ...]
    not_positive: tuple[str, ...]


@dataclass(frozen=True)
class Span:
    """First and last scores of a component, by region."""

    component_id: str
    first_year: int
    last_year: int
    first: dict[str, float]
    last: dict[str, float]
    missing: tuple[str, ...]

    @property
    def ref_areas(self) -> tuple[str, ...]:
        """The regions with both."""
        return tuple(area for area in self.first if area in self.last)


def models(
    scores: pa.Table, framework: Framework, covariates: pa.Table | None, component_ids: Sequence[str] | None
) -> Iterator[GrowthModel]:
    """Yield the regressions of each component: absolute, absolute by zone, conditional."""
    given = None if covariates is None else _given(covariates, framework)
    starts = {span.component_id: span for span in _spans(cross_sections(scores, framework))}
    for span in _spans(cross_sections(scores, framework, component_ids)):
        yield _model(span, "absolute", None, span.ref_areas, {})
        zones = zones_of(span.ref_areas, framework)
        for zone in dict.fromkeys(zones):
            if zone != NOT_APPLICABLE:
                inside = tuple(area for area, own in zip(span.ref_areas, zones, strict=True) if own == zone)
                yield _model(span, "absolute", zone, inside, {})
        controls = _first_scores(span, starts, framework) if given is None else given
        if controls:
            yield _model(span, "conditional", None, span.ref_areas, controls)


def _given(covariates: pa.Table, framework: Framework) -> Controls:
    controls: dict[str, dict[str, float]] = {}
    for row in COVARIATES.conform(covariates).to_pylist():
        if framework.codes.regions and row["ref_area"] not in framework.codes.regions:
            raise AnalysisError(
                Both(
                    f"covariates: region {row['ref_area']} of {row['covariate_id']} is not in regions.csv: "
                    "correct its code or leave it out",
                    f"协变量：{row['covariate_id']} 的地区 {row['ref_area']} 不在 regions.csv 中：请更正其代码或去掉",
                )
            )
        column = controls.setdefault(row["covariate_id"], {})
        if row["value"] is not None:
            column[row["ref_area"]] = row["value"]
    return controls


def _spans(sections: Sequence[CrossSection]) -> Iterator[Span]:
    by_component: dict[str, list[CrossSection]] = {}
    for section in sections:
        by_component.setdefault(section.component_id, []).append(section)
    for component_id, years in by_component.items():
        first, last = years[0], years[-1]
        if first.time_period < last.time_period:
            yield Span(
                component_id,
                first.time_period,
                last.time_period,
                dict(zip(first.ref_areas, first.scores.tolist(), strict=True)),
                dict(zip(last.ref_areas, last.scores.tolist(), strict=True)),
                tuple(dict.fromkeys([*first.missing, *last.missing])),
            )


def _first_scores(span: Span, starts: Mapping[str, Span], framework: Framework) -> Controls:
    """Return the first scores of the other pillars; for the index, the lead over it of each pillar but the last."""
    others = [
        name
        for name in pillars(framework)
        if name != span.component_id and name in starts and starts[name].first_year == span.first_year
    ]
    if span.component_id != framework.index_id:
        return {name: starts[name].first for name in others}
    return {
        name: {area: score - span.first[area] for area, score in starts[name].first.items() if area in span.first}
        for name in others[:-1]
    }


def _model(span: Span, name: str, zone: str | None, ref_areas: Sequence[str], controls: Controls) -> GrowthModel:
    complete = [area for area in ref_areas if all(area in column for column in controls.values())]
    low = tuple(area for area in complete if span.first[area] <= 0 or span.last[area] <= 0)
    terms = ("intercept", "ln_initial", *controls)
    fit = None
    if not low and len(complete) > len(terms):
        start, end = (np.log([scores[area] for area in complete]) for scores in (span.first, span.last))
        columns = [[column[area] for area in complete] for column in controls.values()]
        design = np.column_stack([np.ones(len(complete)), start, *columns])
        if determined(design):
            fit = least_squares((end - start) / (span.last_year - span.first_year), design)
    return GrowthModel(
        span.component_id,
        name,
        zone,
        span.first_year,
        span.last_year,
        len(complete),
        terms,
        fit,
        () if zone else span.missing,
        tuple(area for area in ref_areas if area not in complete),
        low,
    )
