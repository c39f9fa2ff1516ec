"""What a region is compared with: the mean of all regions, the mean of its zone, the leading region."""

from dataclasses import dataclass

from index_pipeline.publication.lookups.panel import Panel
from index_pipeline.publication.text import Words


@dataclass(frozen=True)
class Comparator:
    """A name, and the regions whose mean score it is given to."""

    title: str
    areas: list[str]


def comparators(panel: Panel, area: str, year: int, words: Words) -> list[Comparator]:
    """Return the mean of all, the mean of the zone if there is one, and the benchmark region.

    The benchmark is the region ranked first by the index; for that region itself, the one ranked second.
    """
    found = [Comparator(words("mean.all", areas=len(panel.areas)), panel.areas)]
    zone = panel.zone(area)
    if zone:
        found.append(Comparator(words("mean.zone", zone=panel.zone_name(area, words)), zone))
    leaders = [row["ref_area"] for row in panel.ranked(year, panel.root) if row["ref_area"] != area]
    if leaders:
        found.append(Comparator(words("benchmark", area=panel.area_short(leaders[0], words)), leaders[:1]))
    return found
