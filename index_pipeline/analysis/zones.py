"""Zones: the groups of regions by which inequality and convergence are split."""

from collections.abc import Sequence

from index_pipeline.framework.framework import Framework
from index_pipeline.language import Both
from index_pipeline.tables import NOT_APPLICABLE

FEW = 5
"""A zone of fewer regions than this has a caveat."""


def zones_of(ref_areas: Sequence[str], framework: Framework) -> tuple[str, ...]:
    """Return the zone of each region: its attribute `zone` in `regions.csv`, `_Z` if it has none."""
    regions = framework.codes.regions
    zones = (regions[area].attributes.get("zone") if area in regions else None for area in ref_areas)
    return tuple(zone or NOT_APPLICABLE for zone in zones)


def zone_title(zone: str, framework: Framework) -> Both:
    """Name a zone in Chinese and English."""
    for region in framework.codes.regions.values():
        if region.attributes.get("zone") == zone:
            return Both(region.attributes.get("zone_en") or zone, zone)
    return Both("The regions without a zone", "未分区地区")


def area_titles(ref_areas: Sequence[str], framework: Framework) -> Both:
    """Name regions in Chinese and English; by their code if the framework has no name."""
    regions = [(framework.codes.regions.get(area), area) for area in ref_areas]
    return Both(
        ", ".join((region and (region.title_en or region.title_zh)) or area for region, area in regions),
        "、".join((region and (region.title_zh or region.title_en)) or area for region, area in regions),
    )
