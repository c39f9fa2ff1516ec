"""Strengths and weaknesses of a region: the indicators in which it is in the best or the last third."""

from dataclasses import dataclass

from index_pipeline.publication.lookups.national import national
from index_pipeline.publication.lookups.panel import Panel
from index_pipeline.publication.text import Words, number

MOST = 5
OBSERVED = "A"


@dataclass(frozen=True)
class Standing:
    """One indicator as printed: the region's value, the national one, and the rank among regions.

    `padding` is how many fewer decimals the values have than the longest of the table. `total` says that the national
    value comes from national totals, else it is the mean of the regions; `shrunk` that the rank is that of the value
    shrunk for its small count; `tied` that regions with other values share it, as their scores are capped. `source` are
    numbers in the card's list of sources.
    """

    title: str
    value: str
    unit: str
    national: str
    padding: int
    total: bool
    rank: str
    shrunk: bool
    tied: bool
    source: str


def strengths(panel: Panel, area: str, year: int, words: Words, sources: list[str]) -> list[Standing]:
    """Return at most five observed, weighted indicators in the first third of the regions, the best rank first.

    A region that shares its rank is in the first third only if all that share it are. `sources` are the card's, to
    which each standing refers by number.
    """
    found = [p for p in _places(panel, area, year) if (p.rank + p.sharing - 1) * 3 <= p.ranked]
    return _standings(panel, area, year, found[:MOST], words, sources)


def weaknesses(panel: Panel, area: str, year: int, words: Words, sources: list[str]) -> list[Standing]:
    """Return at most five observed, weighted indicators in the last third of the regions, the last rank first."""
    found = [p for p in _places(panel, area, year) if (p.ranked - p.rank + 1) * 3 <= p.ranked]
    return _standings(panel, area, year, sorted(found, key=lambda p: -p.rank / p.ranked)[:MOST], words, sources)


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


def _standings(
    panel: Panel, area: str, year: int, found: list[_Place], words: Words, sources: list[str]
) -> list[Standing]:
    """Word the indicators of one table; values are padded to the decimals of the one with most, so that they align."""
    digits = [panel.decimals[place.indicator] for place in found]
    standings = []
    for place, own in zip(found, digits, strict=True):
        whole, is_total = national(panel, year, place.indicator)
        standings.append(
            Standing(
                title=panel.title(place.indicator, words),
                value=number(panel.figure(area, year, place.indicator), own),
                unit=panel.unit(panel.indicators[place.indicator]["unit"], words),
                national=number(whole, own),
                padding=max(digits) - own,
                total=is_total,
                rank=f"{place.rank}/{place.ranked}",
                shrunk=panel.shrunk(place.indicator),
                tied=_shares_with_others(panel, area, year, place.indicator),
                source=", ".join(str(sources.index(name) + 1) for name in panel.source_ids(place.indicator, year)),
            )
        )
    return standings


def _shares_with_others(panel: Panel, area: str, year: int, indicator: str) -> bool:
    """Return whether regions with other values have the score of this one: values beyond a goalpost score alike."""
    own = panel.indicator_score(area, year, indicator)
    alike = [each for each in panel.areas if panel.indicator_score(each, year, indicator) == own]
    values = (panel.values.get((each, year, indicator), {}).get("obs_value") for each in alike)
    return len({f"{value:.6g}" for value in values if value is not None}) > 1 and not panel.shrunk(indicator)
