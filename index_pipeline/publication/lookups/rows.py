"""Lookup: the rows of a release by their keys."""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from index_pipeline.keeping import Keeping
from index_pipeline.publication.lookups.registers import by_area, named_entries
from index_pipeline.publication.releases.contents import Contents

Row = dict[str, Any]
Key = tuple[str, int, str]


@dataclass(frozen=True)
class Lookup:
    """Rows of the tables of a release. A table that the release does not hold reads as empty.

    Attributes:
        contents: The release.
        keeping: Where results are kept for later releases; None if they are not.
    """

    contents: Contents
    keeping: Keeping | None = None
    _rows: dict[str, list[Row]] = field(default_factory=dict, init=False, repr=False, compare=False)

    @cached_property
    def components(self) -> dict[str, Row]:
        """Rows of `components` by their identifier, each before its children."""
        return {row["component_id"]: row for row in self.rows("components")}

    @cached_property
    def root(self) -> str:
        """Identifier of the index."""
        return self.contents.framework.index_id

    @cached_property
    def indicators(self) -> dict[str, Row]:
        """Rows of `indicator_definitions` by their identifier, in the order of the tree."""
        return {row["indicator_id"]: row for row in self.rows("indicator_definitions")}

    @cached_property
    def regions(self) -> dict[str, Row]:
        """Rows of `regions` by code."""
        return {row["ref_area"]: row for row in self.rows("regions")}

    @cached_property
    def years(self) -> list[int]:
        """The years with scores, in order."""
        return sorted({year for _, year, _ in self.rankings})

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
    def expected(self) -> dict[tuple[str, int], Row]:
        """Rows of `expected_scores`, the index's score expected at a predictor, by region and year."""
        return {(row["ref_area"], row["time_period"]): row for row in self.rows("expected_scores")}

    @cached_property
    def context_figures(self) -> dict[str, dict[tuple[str, int], Row]]:
        """Newest vintage of the figures that the framework's `context` reads: by region, then by series and year."""
        wanted = {name for figure in self.contents.framework.definition.context for name in figure.all_series}
        table = self.contents.tables.get("observations")
        found: dict[str, dict[tuple[str, int], Row]] = defaultdict(dict)
        if table is not None and wanted:
            rows = table.filter(pc.is_in(table["series_id"], pa.array(sorted(wanted)))).sort_by("vintage")
            for row in rows.to_pylist():
                found[row["ref_area"]][row["series_id"], row["time_period"]] = row
        return found

    @cached_property
    def grades(self) -> dict[str, Row]:
        """Rows of `grades`, the quality of the evidence, by component."""
        return {row["component_id"]: row for row in self.rows("grades")}

    @cached_property
    def further(self) -> dict[Key, Row]:
        """Rows of `further_indices` by region, year and index."""
        return self._keyed("further_indices", "index_id")

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
    def own_years(self) -> dict[tuple[str, str], list[int]]:
        """Years of which `indicators` has a value, scored or not, by region and indicator."""
        found: dict[tuple[str, str], list[int]] = defaultdict(list)
        table = self.contents.tables.get("indicators")
        if table is not None:
            held = table.filter(pc.is_valid(table["obs_value"])).select(["ref_area", "indicator_id", "time_period"])
            for area, indicator, year in zip(*(column.to_pylist() for column in held.columns), strict=True):
                found[area, indicator].append(year)
        return found

    @cached_property
    def operands(self) -> dict[Key, Row]:
        """Rows of `operands`, what shares, quotients, growth and means are made of, by region, year and indicator."""
        return self._keyed("operands", "indicator_id")

    @cached_property
    def changes(self) -> dict[tuple[str, int], list[Row]]:
        """Rows of `changes`, the split of the index's change against the year before, by region and year."""
        return self._grouped("changes")

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

    @cached_property
    def entries_by_area(self) -> dict[str, dict[str, list[list[Row]]]]:
        """Events of the entries that were ever in a region, by register, then by region."""
        return by_area(self.named_entries)

    @cached_property
    def observed_years(self) -> dict[str, set[int]]:
        """Years that some region has a figure of its own for, by indicator."""
        found: dict[str, set[int]] = defaultdict(set)
        for (_, year, indicator), row in self.values.items():
            if row["obs_status"] == "A":
                found[indicator].add(year)
        return found

    @cached_property
    def series(self) -> dict[str, Row]:
        """Rows of `series` by identifier."""
        return {row["series_id"]: row for row in self.rows("series")}

    def sources_of(self, series: str, years: range) -> set[str]:
        """Return the sources of a series' figures of some years, or of the last year before them if there are none."""
        found = self._series_sources.get(series, {})
        held = [year for year in found if year in years] or sorted(year for year in found if year < years.start)[-1:]
        return {source for year in held for source in found[year]}

    def rows(self, name: str) -> list[Row]:
        """Rows of the table `name`, made once; none if the release does not hold it."""
        if name not in self._rows:
            table = self.contents.tables.get(name)
            self._rows[name] = [] if table is None else table.to_pylist()
        return self._rows[name]

    @cached_property
    def _units(self) -> dict[str, Row]:
        return {row["unit"]: row for row in self.rows("units")}

    @cached_property
    def _series_sources(self) -> dict[str, dict[int, set[str]]]:
        found: dict[str, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
        table = self.contents.tables.get("observations")
        if table is not None:
            for row in table.group_by(["series_id", "time_period", "source_id"]).aggregate([]).to_pylist():
                found[row["series_id"]][row["time_period"]].add(row["source_id"])
        return found

    def _keyed(self, table: str, item: str) -> dict[Key, Row]:
        return {(row["ref_area"], row["time_period"], row[item]): row for row in self.rows(table)}

    def _grouped(self, table: str) -> dict[tuple[str, int], list[Row]]:
        found: dict[tuple[str, int], list[Row]] = defaultdict(list)
        for row in self.rows(table):
            found[row["ref_area"], row["time_period"]].append(row)
        return found
