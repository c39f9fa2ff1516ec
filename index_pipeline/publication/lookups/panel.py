"""Panel: what the products ask of a release: regions, years, scores, means, names."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from index_pipeline.framework.indices import FurtherIndex
from index_pipeline.publication.lookups.rows import Lookup, Row
from index_pipeline.publication.text import Language, Words, decimals_of, printable, shorten

LONGEST_NAME = 120
"""Characters of a name that are printed."""


@dataclass(frozen=True)
class Panel(Lookup):
    """A release as its products read it."""

    @cached_property
    def pillars(self) -> list[str]:
        """Components right below the index, in the order of the tree."""
        return self.children(self.root)

    @cached_property
    def areas(self) -> list[str]:
        """The assessed regions: in the order of the code list, or of their codes if there is none."""
        return list(self.contents.framework.ref_areas) or sorted({area for area, _, _ in self.rankings})

    @cached_property
    def newest(self) -> int:
        """The newest year with scores."""
        return self.years[-1]

    @cached_property
    def scale(self) -> tuple[float, float]:
        """Ends of the scale on which scores are drawn: the framework's, or a wider one if scores lie outside it."""
        low, high = self.contents.framework.definition.scale
        found = [row["score"] for row in self.rankings.values() if row["score"] is not None]
        if not found or (low <= min(found) and max(found) <= high):
            return low, high
        room = (max(found) - min(found)) * 0.03
        return min(found) - room, max(found) + room

    @cached_property
    def estimates(self) -> dict[str, Row]:
        """Estimated scores of the index in the year after the newest one, by region; empty if the release has none."""
        year = self.contents.framework.definition.years.estimate
        rows = self.rows("estimates") if year else []
        found = (row for row in rows if row["time_period"] == year and row["component_id"] == self.root)
        return {row["ref_area"]: row for row in found if row["estimated_score"] is not None}

    @property
    def indices(self) -> tuple[FurtherIndex, ...]:
        """The further indices that the release has scores of, in the order of the framework."""
        held = {index for _, _, index in self.further}
        return tuple(index for index in self.contents.framework.definition.indices if index.id in held)

    @property
    def languages(self) -> tuple[Language, ...]:
        """The languages that the products are in: those of the index's title."""
        return self.contents.framework.languages

    def children(self, component: str) -> list[str]:
        """Components right below `component`, in the order of the tree."""
        return [name for name, row in self.components.items() if row["parent_id"] == component]

    def descendants(self, component: str) -> list[str]:
        """Components below `component` at any depth, each before its children."""
        return [name for child in self.children(component) for name in (child, *self.descendants(child))]

    def measured(self, components: Iterable[str]) -> list[str]:
        """Return those of `components` that have figures."""
        return [name for name in components if self.components[name]["measured"]]

    def weighted_below(self, component: str) -> list[str]:
        """Weighted indicators of a component and of all below it."""
        within = {component, *self.descendants(component)}
        return [
            name
            for name, row in self.indicators.items()
            if row["kind"] == "indicator" and row["component_id"] in within
        ]

    def data_year(self, area: str, year: int, indicator: str) -> int | None:
        """Newest year, up to `year`, for which the region's indicator has a value of its own; None if there is none."""
        return max((at for at in self.own_years[area, indicator] if at <= year), default=None)

    def figure(self, area: str, year: int, indicator: str) -> float | None:
        """Value of an indicator as computed from figures, before small counts are shrunk; None if it is missing."""
        row = self.raw.get((area, year, indicator), {})
        return row.get("obs_value") if row.get("ratio") is None else row.get("ratio")

    def shrunk(self, indicator: str) -> bool:
        """Whether the indicator is ranked by values that are shrunk towards the mean, its counts being small."""
        return self.contents.framework.indicators[indicator].small_counts is not None

    @cached_property
    def decimals(self) -> dict[str, int]:
        """Decimals with which an indicator's values are written: the same for every region and year."""
        return {
            name: decimals_of(self.figure(area, year, name) for area in self.areas for year in self.years)
            for name in self.indicators
        }

    def score(self, area: str, year: int, component: str) -> float | None:
        """Score of a component; None if it has none."""
        row = self.rankings.get((area, year, component))
        return row["score"] if row else None

    def indicator_score(self, area: str, year: int, indicator: str) -> float | None:
        """Normalised score of a region's indicator; None if it has none."""
        row = self.normalised.get((area, year, indicator))
        return row["score"] if row else None

    def indicator_scores(self, year: int, indicator: str) -> list[float]:
        """Normalised scores of the regions that have one."""
        found = (self.indicator_score(area, year, indicator) for area in self.areas)
        return [score for score in found if score is not None]

    def interval(self, area: str, year: int, component: str) -> tuple[float, float] | None:
        """90% interval of a rank: its 5th and 95th percentile; None if it is not computed."""
        row = self.intervals.get((area, year, component))
        return (row["rank_p05"], row["rank_p95"]) if row and row["rank_p05"] is not None else None

    def share_ranked(self, area: str, year: int, component: str) -> float:
        """Share of the draws with a rank of a region, of those of the region with most; 1 if that is not computed."""
        found = {each: row["p_scored"] for each in self.areas if (row := self.intervals.get((each, year, component)))}
        most = max(found.values(), default=0.0)
        return found[area] / most if area in found and most else 1.0

    def significant(self, area: str, year: int, component: str) -> bool | None:
        """Whether a change of rank against the year before is significant; None if that is not computed."""
        row = self.rank_changes.get((area, year, component))
        return row["significant"] if row else None

    def own_weights(self, area: str, year: int) -> dict[str, float]:
        """Weights in a region's index of the indicators that it is made of: those without a value are left out.

        At each component the weights of the children that have a score are renormalised to 1. Empty without a score.
        """
        found: dict[str, float] = {}

        def walk(component: str, share: float) -> None:
            own = {child: each for child, each in self.shares[component].items() if self._has(area, year, child)}
            total = sum(own.values())
            for child, each in own.items():
                part = share * each / total if total else 0.0
                if child in self.indicators:
                    found[child] = part
                else:
                    walk(child, part)

        if self._has(area, year, self.root):
            walk(self.root, 1.0)
        return found

    def _has(self, area: str, year: int, name: str) -> bool:
        """Return whether an indicator has a value, or a component a score."""
        if name in self.indicators:
            return self.values.get((area, year, name), {}).get("obs_value") is not None
        return self.score(area, year, name) is not None

    def ranked(self, year: int, component: str) -> list[Row]:
        """Rows of `rankings` with a rank, the best first; equal ranks in the order of the regions."""
        found = [self.rankings.get((area, year, component)) for area in self.areas]
        return sorted((row for row in found if row and row["rank"] is not None), key=lambda row: row["rank"])

    def mean(self, areas: Iterable[str], year: int, component: str) -> float | None:
        """Unweighted mean score of `areas`, those without a score left out; None if none has one."""
        found = [score for area in areas if (score := self.score(area, year, component)) is not None]
        return sum(found) / len(found) if found else None

    def zone(self, area: str) -> list[str]:
        """Assessed regions of the same zone, the region itself included; empty if it has no zone."""
        zone = self.regions.get(area, {}).get("zone")
        return [a for a in self.areas if self.regions[a]["zone"] == zone] if zone else []

    def zone_name(self, area: str, words: Words) -> str:
        """Name of the zone of a region; '' if it has none."""
        row = self.regions.get(area, {})
        return words.name({"title_zh": row.get("zone"), "title_en": row.get("zone_en")})

    def source_ids(self, indicator: str, year: int | None = None, area: str = "") -> list[str]:
        """Sources of the figures and registers behind an indicator's values of a year, or of all scored years.

        They are in the order of the framework. Of a region whose value fills a gap, those of its last year with a value
        of its own too, and of the next one if the value is interpolated.
        """
        definition = self.contents.framework.indicators[indicator]
        first, last = (self.years[0], self.years[-1]) if year is None else (year, year)
        if area and year is not None:
            first = self.data_year(area, year, indicator) or year
            if self.values.get((area, year, indicator), {}).get("filled_by") == "interpolate":
                last = min((at for at in self.own_years[area, indicator] if at > year), default=year)
        years = range(first - definition.years_behind, last + 1)
        found = {source for name in definition.series for source in self.sources_of(name, years)}
        found |= set((self.indicators[indicator]["sources"] or "").split("|"))
        return [name for name in self.contents.framework.sources if name in found]

    def unit(self, unit: str | None, words: Words) -> str:
        """Name of a unit; its code if no list names it, '' if there is none."""
        row: Mapping[str, Any] = self._units.get(unit or "", {})
        return words.name(row) or (unit or "")

    def area_name(self, area: str, words: Words) -> str:
        """Full name of a region."""
        return shorten(words.name(self.regions.get(area, {})) or area, LONGEST_NAME)

    def area_short(self, area: str, words: Words) -> str:
        """Short name of a region, for charts and tables."""
        row = self.regions.get(area, {})
        short = printable(row.get("short_zh") or "") if words.language == "zh" else ""
        return shorten(short or self.area_name(area, words), LONGEST_NAME)

    def title(self, item: str, words: Words) -> str:
        """Title of a component or indicator."""
        return shorten(words.name(self.components.get(item) or self.indicators[item]) or item, LONGEST_NAME)

    def standing(self, words: Words) -> str:
        """Return the sentence on the status of the index; '' if the framework has none."""
        return words.text(self.contents.framework.definition.standing)

    def document(self, words: Words) -> str:
        """Name the document that the framework follows; '' if it follows none."""
        guideline = self.contents.framework.definition.guideline
        return words.text(guideline.document) if guideline else ""

    def release(self, words: Words) -> str:
        """Name the release, with the date up to which figures were known if that is not the newest."""
        return self.contents.release_id + self.known(words)

    def known(self, words: Words) -> str:
        """Say up to which date figures were known; '' if they are the newest."""
        return words("as_of", day=self.contents.as_of) if self.contents.as_of else ""

    @property
    def method(self) -> str:
        """Identifier of the methodology: its edition and the digest of the framework."""
        framework = self.contents.framework
        return f"{framework.definition.edition}-{framework.digest[:12]}"

    def source_titles(self, indicator: str, words: Words, year: int | None = None) -> str:
        """Name the sources of an indicator, as `source_ids`."""
        sources = self.contents.framework.sources
        return words.join([words.text(sources[name].title) for name in self.source_ids(indicator, year)])
