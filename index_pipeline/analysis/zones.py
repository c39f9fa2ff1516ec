"""Zones: the groups of regions by which inequality and convergence are split."""

from collections.abc import Sequence

from index_pipeline.framework.framework import Framework
from index_pipeline.language import Both

NO_ZONE = "_Z"
"""Zone of the regions that the framework puts in none."""


def zones_of(ref_areas: Sequence[str], framework: Framework) -> tuple[str, ...]:
    """Return the zone of each region: its attribute `zone` in `regions.csv`, `_Z` if it has none."""
    regions = framework.codes.regions
    return tuple((regions[area].attributes.get("zone") if area in regions else None) or NO_ZONE for area in ref_areas)


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
