"""Catalogue: the framework's components, indicators and code lists as tables beside the observations."""

from collections.abc import Iterator
from typing import Any

import pyarrow as pa

from index_pipeline import tables
from index_pipeline.framework.framework import Framework
from index_pipeline.framework.indicator import Indicator
from index_pipeline.framework.model import Component
from index_pipeline.framework.quantities import Growth, RegisterQuantity
from index_pipeline.framework.text import Text


def catalogue(framework: Framework, weights: pa.Table) -> dict[str, pa.Table]:
    """Describe a framework as tables.

    Args:
        framework: What was computed.
        weights: `tables.WEIGHTS`.

    Returns:
        `components`, `indicator_definitions`, `regions`, `series`, `units`, `sources`: one row for each item, in the
        framework's order.
    """
    edges = {row["child_id"]: row for row in weights.to_pylist()}
    return {
        "components": tables.COMPONENTS.of_rows(_components(framework, edges)),
        "indicator_definitions": tables.INDICATOR_DEFINITIONS.of_rows(_indicators(framework, edges)),
        "regions": tables.REGIONS.of_rows(_regions(framework)),
        "series": tables.SERIES.of_rows(_series(framework)),
        "units": tables.UNITS.of_rows(_units(framework)),
        "sources": tables.SOURCES.of_rows(_sources(framework)),
    }


def _text(name: str, text: Text | None) -> dict[str, object]:
    return {f"{name}_zh": text.zh or None if text else None, f"{name}_en": text.en or None if text else None}


def _components(framework: Framework, edges: dict[str, dict[str, Any]]) -> Iterator[dict[str, object]]:
    position = 0

    def walk(node: Component, parent: str | None, level: int) -> Iterator[dict[str, object]]:
        nonlocal position
        position += 1
        gap = node.not_measured
        yield {
            "component_id": node.id,
            "parent_id": parent,
            "level": level,
            "position": position,
            **_text("title", node.title),
            "clause": node.clause,
            "measured": gap is None,
            "aggregation": None if gap else framework.rule_of(node.id).aggregation.method,
            "coverage_threshold": framework.rule_of(node.id).threshold,
            "effective_weight": edges[node.id]["effective_weight"] if parent else 1.0,
            **_text("reason", gap.reason if gap else None),
            **_text("wanted", gap.wanted if gap else None),
        }
        for child in node.components:
            yield from walk(child, node.id, level + 1)

    yield from walk(framework.definition.index, None, 1)


def _indicators(framework: Framework, edges: dict[str, dict[str, Any]]) -> Iterator[dict[str, object]]:
    in_tree = [name for name in edges if name in framework.indicators]
    for position, name in enumerate(in_tree, start=1):
        indicator, edge = framework.indicators[name], edges[name]
        yield {
            "indicator_id": name,
            "component_id": edge["component_id"],
            "position": position,
            "kind": edge["kind"],
            **_text("title", indicator.title),
            **_text("definition", indicator.definition),
            "unit": indicator.unit,
            "direction": indicator.direction,
            **_formula(indicator),
            "multiplier": indicator.multiplier,
            "proxy": indicator.proxy,
            "small_counts": indicator.small_counts.method if indicator.small_counts else None,
            "treatment": framework.methods_of(name).treatment.method,
            "normalisation": framework.methods_of(name).normalisation.method,
            "effective_weight": edge["effective_weight"],
            "sources": "|".join(_source_registers(indicator, framework)) or None,
            **_text("note", indicator.note),
        }


def _formula(indicator: Indicator) -> dict[str, object]:
    """Write numerator and denominator in the codes of series and registers."""
    means = f"mean_of_{indicator.over}_years({{}})" if indicator.over else "{}"
    codes = [means.format(quantity.code) for quantity in indicator.quantities]
    if indicator.is_of_nation:
        codes = [f"share({code})" for code in codes]
    if isinstance(indicator.formula, Growth):
        codes = [f"growth_over_{indicator.formula.years}_years({code})" for code in [" / ".join(codes)]]
    return {"numerator": codes[0], "denominator": codes[1] if len(codes) > 1 else None}


def _source_registers(indicator: Indicator, framework: Framework) -> list[str]:
    """Name the sources of the registers that an indicator counts; each figure of a series names its own source."""
    counted = {
        part.register_id
        for quantity in indicator.quantities
        if isinstance(quantity, RegisterQuantity)
        for part in quantity.parts
    }
    return [s.id for s in framework.sources.values() if any(r.register_id in counted for r in s.registers)]


def _regions(framework: Framework) -> Iterator[dict[str, object]]:
    for region in framework.codes.regions.values():
        yield {
            "ref_area": region.ref_area,
            "title_zh": region.title_zh,
            "title_en": region.title_en,
            "short_zh": region.short_zh,
            "level": region.level,
            "role": region.role,
            "parent": region.parent or None,
            "zone": region.attributes.get("zone") or None,
            "zone_en": region.attributes.get("zone_en") or None,
        }


def _series(framework: Framework) -> Iterator[dict[str, object]]:
    for series in framework.codes.series.values():
        yield {
            "series_id": series.series_id,
            "title_zh": series.title_zh,
            "title_en": series.title_en,
            "unit": series.unit,
            "breaks": "|".join(map(str, series.breaks)) or None,
            "note": series.note or None,
        }


def _units(framework: Framework) -> Iterator[dict[str, object]]:
    for unit in framework.codes.units.values():
        yield {"unit": unit.unit, "title_zh": unit.title_zh, "title_en": unit.title_en}


def _sources(framework: Framework) -> Iterator[dict[str, object]]:
    for source in framework.sources.values():
        yield {
            "source_id": source.id,
            "kind": source.kind,
            **_text("title", source.title),
            **_text("publisher", source.publisher),
            **_text("publication", source.publication),
            **_text("licence", source.licence),
            **_text("citation", source.citation),
            "url": source.url,
            **_text("note", source.note),
        }
