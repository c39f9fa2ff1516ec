"""Small indices made on the spot: a framework from a nested dictionary, and tables from an array of values."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa

from index_pipeline import tables
from index_pipeline.framework.codes import CodeLists, Region
from index_pipeline.framework.framework import Framework, components
from index_pipeline.framework.indicator import Indicator
from index_pipeline.framework.model import Definition
from index_pipeline.framework.robustness import Robustness
from index_pipeline.kernel.arrays import Axes, labels, nullable
from index_pipeline.methods.build import build_from_indicators
from index_pipeline.methods.weigh import weigh
from index_pipeline.robustness.draws import nominal
from index_pipeline.robustness.figures import Inputs
from index_pipeline.robustness.model import model_of
from index_pipeline.robustness.replicates import scores_of

Tree = Mapping[str, Any]
"""A component's children: a nested tree, or the weight of an indicator."""


def framework_of(
    tree: Tree,
    *,
    years: tuple[int, int] = (2020, 2020),
    groups: dict[str, str] | None = None,
    indicators: Mapping[str, Mapping[str, object]] | None = None,
    weights: dict[str, float] | None = None,
    nodes: Mapping[str, Mapping[str, object]] | None = None,
    **definition: Any,
) -> Framework:
    """Return a framework whose index is `tree`; `indicators`, `nodes` and `weights` give the options of single ones."""

    def component(name: str, children: Tree) -> dict[str, object]:
        return {
            "id": name,
            "title": {"en": name},
            "weight": (weights or {}).get(name, 1.0),
            "components": [component(child, sub) for child, sub in children.items() if isinstance(sub, dict)],
            "indicators": {child: weight for child, weight in children.items() if not isinstance(weight, dict)},
            **(nodes or {}).get(name, {}),
        }

    built = Definition.model_validate(
        {
            "id": "synthetic",
            "edition": "1",
            "title": {"en": "Synthetic"},
            "years": {"first": years[0], "last": years[1]},
            "index": component("index", tree),
            **definition,
        }
    )
    names = [name for node in components(built.index) for name in (*node.indicators, *node.supplementary)]
    options = indicators or {}
    made = {
        name: Indicator.model_validate(
            {"id": name, "title": {"en": name}, "numerator": {"series": name}, **options.get(name, {})}
        )
        for name in names
    }
    regions = {
        area: Region(area, area, area, area, "", "assessed", "", (), {"zone": zone})
        for area, zone in (groups or {}).items()
    }
    return Framework(built, made, {}, CodeLists(regions, {}, {}), "digest")


def indicator_table(
    values: np.ndarray, indicator_ids: Sequence[str], years: Sequence[int], areas: Sequence[str] | None = None
) -> pa.Table:
    """Return `tables.INDICATORS` of values (indicator, year, region); NaN is missing, regions are R00, R01, … ."""
    areas = areas or [f"R{i:02d}" for i in range(values.shape[2])]
    at = np.indices(values.shape)
    column = nullable(values)
    return tables.INDICATORS.conform(
        pa.table(
            {
                "ref_area": labels(areas, at[2]),
                "time_period": pa.array(np.array(years, np.int32)[at[1].reshape(-1)]),
                "indicator_id": labels(list(indicator_ids), at[0]),
                "numerator": column,
                "denominator": pa.nulls(values.size, pa.float64()),
                "ratio": column,
                "obs_value": column,
                "obs_status": labels(["A", "M"], np.isnan(values).astype(int)),
            }
        )
    )


def observations_of(figures: Iterable[tuple[str, str, int, float]]) -> pa.Table:
    """Return observed figures, each of a series, a region and a year, in one vintage."""
    rest = {"obs_status": "A", "source_id": "s", "source_file": "f", "batch": "b", "batch_line": 1}
    rows = [
        {"series_id": series, "ref_area": area, "time_period": year, "obs_value": value, "vintage": date(2024, 1, 1)}
        for series, area, year, value in figures
    ]
    return tables.OBSERVATIONS.conform(
        pa.Table.from_pylist([row | rest for row in rows], schema=tables.OBSERVATIONS.schema)
    )


def inputs_of(indicators: pa.Table, framework: Framework) -> Inputs:
    """Return what replicates start from: the figures, the weights and the ranking that they make."""
    built = build_from_indicators(indicators, tables.OPERANDS.empty(), framework)
    return Inputs(indicators, built.weights, built.rankings, normalised=built.normalised, grades=built.grades)


def replicated(inputs: Inputs, framework: Framework) -> tuple[np.ndarray, Axes]:
    """Return the scores (component, year, region) of the one draw that assumes what the framework does."""
    model = model_of(inputs, framework, Robustness(weights=()))
    return scores_of(model, nominal(model.tree), "refuse")[0], model.axes


def weights_of(framework: Framework) -> pa.Table:
    """Return the weights as the tree gives them."""
    return weigh(tables.WEIGHTINGS.empty(), framework)
