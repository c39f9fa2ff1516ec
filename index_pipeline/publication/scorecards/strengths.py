"""Strengths and weaknesses of a region: the indicators in which it stands in the best or the last third."""

from dataclasses import dataclass

from index_pipeline.publication.panel import Panel
from index_pipeline.publication.text import Words, common_decimals, number

MOST = 5
OBSERVED = "A"


@dataclass(frozen=True)
class Standing:
    """One indicator as printed: the region's value, the national one, and the rank among regions.

    `total` tells that the national value comes from national totals; else it is the mean of the regions.
    """

    title: str
    value: str
    unit: str
    national: str
    total: bool
    rank: str
    source: str


def strengths(panel: Panel, area: str, year: int, words: Words) -> list[Standing]:
    """Return at most five observed, weighted indicators in the first third of the regions, the best rank first.

    A region that shares its rank is in the first third only if all that share it are.
    """
    found = [p for p in _places(panel, area, year) if (p.rank + p.sharing - 1) * 3 <= p.ranked]
    return _standings(panel, area, year, found[:MOST], words)


def weaknesses(panel: Panel, area: str, year: int, words: Words) -> list[Standing]:
    """Return at most five observed, weighted indicators in the last third of the regions, the last rank first."""
    found = [p for p in _places(panel, area, year) if (p.ranked - p.rank + 1) * 3 <= p.ranked]
    return _standings(panel, area, year, sorted(found, key=lambda p: -p.rank / p.ranked)[:MOST], words)


def national(panel: Panel, year: int, indicator: str) -> tuple[float | None, bool]:
    """National value of an indicator, and whether it comes from national totals rather than a mean of the regions."""
    total = panel.total()
    value = _raw(panel, total, year, indicator) if total else None
    if value is not None:
        return value, True
    found = [value for area in panel.areas if (value := _raw(panel, area, year, indicator)) is not None]
    return (sum(found) / len(found) if found else None), False


@dataclass(frozen=True)
class _Place:
    indicator: str
    rank: int
    sharing: int
    ranked: int


def _places(panel: Panel, area: str, year: int) -> list[_Place]:
    """Return the region's place among those with a score, by indicator, the best first, then the heavier.

    Only indicators that count and whose value is observed; one in which every region scores the same is left out.
    """
    found = []
    for name, row in panel.indicators.items():
        own = panel.normalised.get((area, year, name))
        if row["kind"] != "indicator" or not own or own["score"] is None or own["obs_status"] != OBSERVED:
            continue
        scores = panel.indicator_scores(year, name)
        if min(scores) < max(scores):
            better, same = sum(s > own["score"] for s in scores), sum(s == own["score"] for s in scores)
            found.append(_Place(name, better + 1, same, len(scores)))
    return sorted(found, key=lambda p: (p.rank / p.ranked, -panel.indicators[p.indicator]["effective_weight"]))


def _standings(panel: Panel, area: str, year: int, places: list[_Place], words: Words) -> list[Standing]:
    """Word the indicators of one table, all values with the decimals that its smallest one needs."""
    own = [_raw(panel, area, year, place.indicator) for place in places]
    nation = [national(panel, year, place.indicator) for place in places]
    decimals = common_decimals([*own, *(value for value, _ in nation)])
    return [
        Standing(
            title=panel.title(place.indicator, words),
            value=number(value, decimals),
            unit=panel.unit(panel.indicators[place.indicator]["unit"], words),
            national=number(whole, decimals),
            total=is_total,
            rank=f"{place.rank}/{place.ranked}",
            source=panel.source_titles(place.indicator, words),
        )
        for place, value, (whole, is_total) in zip(places, own, nation, strict=True)
    ]


def _raw(panel: Panel, area: str, year: int, indicator: str) -> float | None:
    """Return the value as computed from figures, before small counts are shrunk."""
    row = panel.raw.get((area, year, indicator), {})
    return row.get("obs_value") if row.get("ratio") is None else row.get("ratio")
