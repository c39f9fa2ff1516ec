"""Panel: the tables of a release looked up by region, year and component, as the products read them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pyarrow.compute as pc

from index_pipeline.framework.model import SeriesQuantity
from index_pipeline.publication.contents import Contents
from index_pipeline.publication.registers import named_entries
from index_pipeline.publication.text import Words, plain

Row = dict[str, Any]
Key = tuple[str, int, str]


@dataclass(frozen=True)
class Panel:
    """Rows of a release by their keys. A table that the release does not hold reads as empty."""

    contents: Contents

    @cached_property
    def components(self) -> dict[str, Row]:
        """Rows of `components` by their identifier, each before its children."""
        return {row["component_id"]: row for row in self.rows("components")}

    @cached_property
    def root(self) -> str:
        """Identifier of the index."""
        return self.contents.framework.index_id

    @cached_property
    def pillars(self) -> list[str]:
        """Components right below the index, in the order of the tree."""
        return self.children(self.root)

    @cached_property
    def indicators(self) -> dict[str, Row]:
        """Rows of `indicator_definitions` by their identifier, in the order of the tree."""
        return {row["indicator_id"]: row for row in self.rows("indicator_definitions")}

    @cached_property
    def regions(self) -> dict[str, Row]:
        """Rows of `regions` by code."""
        return {row["ref_area"]: row for row in self.rows("regions")}

    @cached_property
    def areas(self) -> list[str]:
        """The assessed regions: in the order of the code list, or of their codes where there is none."""
        return list(self.contents.framework.ref_areas) or sorted({area for area, _, _ in self.rankings})

    @cached_property
    def years(self) -> list[int]:
        """The years with scores, in order."""
        return sorted({year for _, year, _ in self.rankings})

    @cached_property
    def newest(self) -> int:
        """The newest year with scores."""
        return self.years[-1]

    @cached_property
    def scale(self) -> tuple[float, float]:
        """Ends of the scale on which scores are drawn: the framework's, or a wider one where scores lie outside it."""
        low, high = self.contents.framework.definition.scale
        found = [row["score"] for row in self.rankings.values() if row["score"] is not None]
        if not found or (low <= min(found) and max(found) <= high):
            return low, high
        room = (max(found) - min(found)) * 0.03
        return min(found) - room, max(found) + room

    @cached_property
    def rankings(self) -> dict[Key, Row]:
        """Rows of `rankings` by region, year and component."""
        return self._keyed("rankings", "component_id")

    @cached_property
    def scores(self) -> dict[Key, Row]:
        """Rows of `scores` by region, year and component."""
        return self._keyed("scores", "component_id")

    @cached_property
    def intervals(self) -> dict[Key, Row]:
        """Rows of `rank_intervals` by region, year and component."""
        return self._keyed("rank_intervals", "component_id")

    @cached_property
    def rank_changes(self) -> dict[Key, Row]:
        """Rows of `rank_changes` by region, year and component."""
        return self._keyed("rank_changes", "component_id")

    @cached_property
    def tiers(self) -> dict[tuple[str, int], Row]:
        """Rows of `tiers` by region and year."""
        return {(row["ref_area"], row["time_period"]): row for row in self.rows("tiers")}

    @cached_property
    def obstacles(self) -> dict[tuple[str, int], list[Row]]:
        """Rows of `obstacles` by region and year."""
        return self._grouped("obstacles")

    @cached_property
    def similar(self) -> dict[tuple[str, int], list[Row]]:
        """Rows of `similar_regions` by region and year."""
        return self._grouped("similar_regions")

    @cached_property
    def values(self) -> dict[Key, Row]:
        """Rows of `imputed`, values in the indicators' units, by region, year and indicator."""
        return self._keyed("imputed", "indicator_id")

    @cached_property
    def raw(self) -> dict[Key, Row]:
        """Rows of `indicators` of the scored years, national totals included, by region, year and indicator."""
        table = self.contents.tables.get("indicators")
        if table is None:
            return {}
        found = table.filter(pc.is_in(table["time_period"], pc.cast(self.years, table["time_period"].type)))
        return {(row["ref_area"], row["time_period"], row["indicator_id"]): row for row in found.to_pylist()}

    @cached_property
    def normalised(self) -> dict[Key, Row]:
        """Rows of `normalised` by region, year and indicator."""
        return self._keyed("normalised", "indicator_id")

    @cached_property
    def shares(self) -> dict[str, dict[str, float]]:
        """Share of each child within its component."""
        found: dict[str, dict[str, float]] = defaultdict(dict)
        for row in self.rows("weights"):
            found[row["component_id"]][row["child_id"]] = row["share"]
        return found

    @cached_property
    def named_entries(self) -> dict[str, dict[str, list[Row]]]:
        """Events of `register_events` by register and entry, of the registers that name their entries."""
        return named_entries(self.rows("register_events"))

    def rows(self, name: str) -> list[Row]:
        """Rows of the table `name`; none where the release does not hold it."""
        table = self.contents.tables.get(name)
        return [] if table is None else table.to_pylist()

    def children(self, component: str) -> list[str]:
        """Components right below `component`, in the order of the tree."""
        return [name for name, row in self.components.items() if row["parent_id"] == component]

    def descendants(self, component: str) -> list[str]:
        """Components below `component` at any depth, each before its children."""
        return [name for child in self.children(component) for name in (child, *self.descendants(child))]

    def measured(self, components: Iterable[str]) -> list[str]:
        """Return those of `components` that have figures."""
        return [name for name in components if self.components[name]["measured"]]

    def score(self, area: str, year: int, component: str) -> float | None:
        """Score of a component; None where it has none."""
        row = self.rankings.get((area, year, component))
        return row["score"] if row else None

    def indicator_scores(self, year: int, indicator: str) -> list[float]:
        """Normalised scores of the regions that have one."""
        rows = (self.normalised.get((area, year, indicator)) for area in self.areas)
        return [row["score"] for row in rows if row and row["score"] is not None]

    def interval(self, area: str, year: int, component: str) -> tuple[float, float] | None:
        """90% interval of a rank: its 5th and 95th percentile; None where it is not computed."""
        row = self.intervals.get((area, year, component))
        return (row["rank_p05"], row["rank_p95"]) if row and row["rank_p05"] is not None else None

    def significant(self, area: str, year: int, component: str) -> bool | None:
        """Whether a change of rank against the year before is significant; None where that is not computed."""
        row = self.rank_changes.get((area, year, component))
        return row["significant"] if row else None

    def ranked(self, year: int, component: str) -> list[Row]:
        """Rows of `rankings` with a rank, the best first; equal ranks in the order of the regions."""
        found = [self.rankings.get((area, year, component)) for area in self.areas]
        return sorted((row for row in found if row and row["rank"] is not None), key=lambda row: row["rank"])

    def mean(self, areas: Iterable[str], year: int, component: str) -> float | None:
        """Unweighted mean score of `areas`, those without a score left out; None where none has one."""
        found = [score for area in areas if (score := self.score(area, year, component)) is not None]
        return sum(found) / len(found) if found else None

    def zone(self, area: str) -> list[str]:
        """Assessed regions of the same zone, the region itself included; empty where it has no zone."""
        zone = self.regions.get(area, {}).get("zone")
        return [a for a in self.areas if self.regions[a]["zone"] == zone] if zone else []

    def zone_name(self, area: str, words: Words) -> str:
        """Name of the zone of a region; '' where it has none."""
        row = self.regions.get(area, {})
        return words.name({"title_zh": row.get("zone"), "title_en": row.get("zone_en")})

    def total(self) -> str | None:
        """Code of the national total; None where the framework lists none."""
        return next((area for area, row in self.regions.items() if row["role"] == "total"), None)

    def source_ids(self, indicator: str) -> list[str]:
        """Sources of an indicator's figures and registers, in the order of the framework."""
        definition = self.contents.framework.indicators[indicator]
        series = {q.series for q in (definition.numerator, definition.denominator) if isinstance(q, SeriesQuantity)}
        found = {source for name in series for source in self._series_sources.get(name, ())}
        found |= set((self.indicators[indicator]["sources"] or "").split("|"))
        return [name for name in self.contents.framework.sources if name in found]

    def unit(self, unit: str | None, words: Words) -> str:
        """Name of a unit; its code where no list names it, '' where there is none."""
        row: Mapping[str, Any] = self._units.get(unit or "", {})
        return words.name(row) or (unit or "")

    def area_name(self, area: str, words: Words) -> str:
        """Full name of a region."""
        return words.name(self.regions.get(area, {})) or area

    def area_short(self, area: str, words: Words) -> str:
        """Short name of a region, for charts and tables."""
        row = self.regions.get(area, {})
        return (words.language == "zh" and plain(row.get("short_zh") or "")) or self.area_name(area, words)

    def title(self, item: str, words: Words) -> str:
        """Title of a component or indicator."""
        return words.name(self.components.get(item) or self.indicators[item]) or item

    @cached_property
    def _units(self) -> dict[str, Row]:
        return {row["unit"]: row for row in self.rows("units")}

    @cached_property
    def _series_sources(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        table = self.contents.tables.get("observations")
        if table is not None:
            for row in table.group_by(["series_id", "source_id"]).aggregate([]).to_pylist():
                found[row["series_id"]].add(row["source_id"])
        return found

    def _keyed(self, table: str, item: str) -> dict[Key, Row]:
        return {(row["ref_area"], row["time_period"], row[item]): row for row in self.rows(table)}

    def _grouped(self, table: str) -> dict[tuple[str, int], list[Row]]:
        found: dict[tuple[str, int], list[Row]] = defaultdict(list)
        for row in self.rows(table):
            found[row["ref_area"], row["time_period"]].append(row)
        return found
