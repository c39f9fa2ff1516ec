"""A small index from a few lists of values, for tests that state what a method makes of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pyarrow as pa

from index_pipeline import tables
from index_pipeline.framework.codes import CodeLists, Region
from index_pipeline.framework.framework import Framework
from index_pipeline.framework.indicator import Indicator
from index_pipeline.framework.model import Definition
from index_pipeline.methods.build import Build, build

Row = Sequence[float | None]
Values = Mapping[str, Row | Mapping[int, Row]]
YEAR = 2020


@dataclass(frozen=True)
class ExampleIndex:
    """A framework and its figures; regions are called R1, R2 … in the order of the lists."""

    framework: Framework
    observations: pa.Table

    @cached_property
    def built(self) -> Build:
        return build(self.observations, tables.REGISTER_STOCKS.empty(), self.framework)

    def column(self, table: str, name: str, year: int = YEAR, value: str = "score") -> list[Any]:
        """Values of one indicator or component, by region, of one of the build's tables."""
        rows = getattr(self.built, table).to_pylist()
        found = {
            row["ref_area"]: row[value]
            for row in rows
            if name in (row.get("indicator_id"), row.get("component_id")) and row["time_period"] == year
        }
        return [found[area] for area in self.framework.ref_areas]

    def normalised(self, indicator: str = "a", year: int = YEAR) -> list[Any]:
        return self.column("normalised", indicator, year)

    def scores(self, component: str = "index", year: int = YEAR) -> list[Any]:
        return self.column("scores", component, year)

    def weights(self, component: str = "index") -> dict[str, float]:
        rows = self.built.weights.to_pylist()
        return {row["child_id"]: row["share"] for row in rows if row["component_id"] == component}

    def statistic(self, name: str, component: str = "index") -> Any:
        rows = [
            r for r in self.built.weightings.to_pylist() if (r["component_id"], r["statistic"]) == (component, name)
        ]
        by_child = {row["child_id"]: row["value"] for row in rows}
        return by_child.get(None, by_child)


def example(
    values: Values,
    *,
    tree: dict[str, Any] | None = None,
    indicators: dict[str, dict[str, Any]] | None = None,
    denominators: Values | None = None,
    groups: list[str] | None = None,
    **definition: Any,
) -> ExampleIndex:
    """Make an index of the indicators in `values`: one value per region, or such a list for each year.

    Args:
        values: By series; there is an indicator for each, unless `indicators` name others in the tree.
        tree: The index's component; by default it has every indicator with weight 1.
        indicators: More fields of an indicator's file.
        denominators: Series to name as `denominator` in `indicators`.
        groups: The regions' attribute `zone`.
        **definition: More fields of framework.yaml. Years are those of `values`; coverage is 0 unless stated.
    """
    series = {name: _by_year(given) for name, given in {**values, **(denominators or {})}.items()}
    years = sorted({year for given in series.values() for year in given})
    count = len(next(iter(next(iter(series.values())).values())))
    areas = [f"R{n}" for n in range(1, count + 1)]
    root = {"id": "index", "title": {"en": "Index"}, "indicators": dict.fromkeys(values, 1.0)} | (tree or {})
    stated: dict[str, Any] = {
        "id": "example",
        "edition": "1",
        "title": {"en": "Example"},
        "years": {"first": years[0], "last": years[-1]},
        "coverage": 0.0,
        "index": root,
    }
    regions = {
        area: Region(area, "", area, "", "", "assessed", "", (), {"zone": groups[n]} if groups else {})
        for n, area in enumerate(areas)
    }
    framework = Framework(
        Definition.model_validate(stated | definition),
        {name: _indicator(name, (indicators or {}).get(name, {})) for name in _listed(root)},
        {},
        CodeLists(regions, {}, {}),
        "",
    )
    return ExampleIndex(framework, _observations(series, areas))


def _listed(node: dict[str, Any]) -> list[str]:
    own = (*node.get("indicators", {}), *node.get("supplementary", ()))
    return [*own, *(name for child in node.get("components", []) for name in _listed(child))]


def _indicator(name: str, more: dict[str, Any]) -> Indicator:
    return Indicator.model_validate({"id": name, "title": {"en": name}, "numerator": {"series": name}} | more)


def _by_year(given: Row | Mapping[int, Row]) -> Mapping[int, Row]:
    return given if isinstance(given, Mapping) else {YEAR: given}


def _observations(series: Mapping[str, Mapping[int, Row]], areas: list[str]) -> pa.Table:
    rows = [
        {"series_id": name, "ref_area": area, "time_period": year, "obs_value": value, "obs_status": "A"}
        for name, given in series.items()
        for year, column in given.items()
        for area, value in zip(areas, column, strict=True)
        if value is not None
    ]
    schema = pa.schema(
        [
            ("series_id", pa.string()),
            ("ref_area", pa.string()),
            ("time_period", pa.int32()),
            ("obs_value", pa.float64()),
            ("obs_status", pa.string()),
        ]
    )
    return pa.Table.from_pylist(rows, schema=schema)
