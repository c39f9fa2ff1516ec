"""What a card is based on: how much is observed, what was filled, what is not measured, and which sources were used."""

from collections import Counter
from dataclasses import dataclass

from index_pipeline.publication.lookups.panel import Panel
from index_pipeline.publication.text import MISSING, Words


@dataclass(frozen=True)
class DataQuality:
    """The data-quality box as printed: coverage, weighted indicators by status, and lists of titles.

    `indirect` is the share of proxies in the weight of the indicators that the region's index is made of; '' if the
    framework does not say which are, or the region has no score.
    """

    coverage: str
    weighted: int
    statuses: list[tuple[str, int, str]]
    filled: list[str]
    absent: list[str]
    indirect: str


def quality(panel: Panel, area: str, year: int, words: Words) -> DataQuality:
    """Describe the figures behind a region's scores; supplementary indicators are left out."""
    weighted = [name for name, row in panel.indicators.items() if row["kind"] == "indicator"]
    status = {name: panel.values.get((area, year, name), {}).get("obs_status", "M") for name in weighted}
    filler = {name: panel.values.get((area, year, name), {}).get("filled_by") for name in weighted}
    counts = Counter(status.values())
    row = panel.scores.get((area, year, panel.root))
    names = words.statuses
    known = all(panel.indicators[name]["proxy"] for name in weighted)
    weights = panel.own_weights(area, year)
    indirect = sum(weight for name, weight in weights.items() if panel.indicators[name]["proxy"] == "indirect")
    return DataQuality(
        coverage=f"{row['coverage']:.0%}" if row else MISSING,
        weighted=len(weighted),
        statuses=[(names[c], counts[c], f"{counts[c] / len(weighted):.0%}") for c in names if counts[c]],
        filled=[
            panel.title(name, words) + words("aside", text=_status(panel, area, year, name, words))
            for name in weighted
            if status[name] in "EIC" or filler[name]
        ],
        absent=[panel.title(name, words) for name in weighted if status[name] == "M"],
        indirect=f"{indirect:.0%}" if known and weights else "",
    )


def _status(panel: Panel, area: str, year: int, indicator: str, words: Words) -> str:
    """Name the status of a filled value; if it was carried forward, with the year that it is of."""
    status = panel.values[area, year, indicator]["obs_status"]
    own = panel.data_year(area, year, indicator) if status == "C" else None
    return words("card.of_year", status=words.statuses[status], year=own) if own else words.statuses[status]


def cited(panel: Panel, area: str, year: int) -> list[str]:
    """Return the sources of the indicators that count and have a value, in the order of the list of sources."""
    used = {
        source
        for name, row in panel.indicators.items()
        if row["kind"] == "indicator" and panel.values.get((area, year, name), {}).get("obs_value") is not None
        for source in panel.source_ids(name, year, area)
    }
    return [name for name in panel.contents.framework.sources if name in used]


def citations(panel: Panel, sources: list[str], words: Words) -> list[str]:
    """Return the citation of each of `sources` with its number in the list, by which tables refer to it."""
    known = panel.contents.framework.sources
    return [f"[{at}] {words.text(known[name].citation)}" for at, name in enumerate(sources, start=1)]
