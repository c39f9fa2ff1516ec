"""The tables of an index: as Arrow, as pandas frames, as views in DuckDB."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from index_pipeline.framework.framework import Framework
from index_pipeline.interface.errors import InterfaceError
from index_pipeline.interface.frames import as_frame
from index_pipeline.interface.names import named
from index_pipeline.language import Both
from index_pipeline.publication.releases.contents import Contents
from index_pipeline.tables import REGIONS
from index_pipeline.unknown_names import near

if TYPE_CHECKING:
    import duckdb
    import pandas as pd


@dataclass(frozen=True, repr=False)
class Tables:
    """Framework and tables of an index.

    Tables have the names of `index_pipeline.tables`; `tables` lists those available. A missing value is
    null in Arrow and DuckDB, NaN or `<NA>` in pandas.
    """

    contents: Contents

    def __repr__(self) -> str:
        """Describe it in one line."""
        span, title = self.framework.definition.years, self.framework.definition.title
        regions = len(pc.unique(self.table("rankings")["ref_area"]))
        name = f"{title.get('zh')} · {title.get('en')}" if title.zh and title.en else title.get("en")
        return f"<{type(self).__name__} {self.name}: {name}, {regions} regions, {span.first}–{span.last}>"

    def __dir__(self) -> list[str]:
        """List the public names, for completion."""
        return [name for name in super().__dir__() if not name.startswith("_") and name != "contents"]

    @property
    def name(self) -> str:
        """Identifier of the release, or what it was computed from."""
        return self.contents.release_id

    @property
    def framework(self) -> Framework:
        """The framework that it was computed with."""
        return self.contents.framework

    @property
    def tables(self) -> list[str]:
        """Names of the available tables."""
        return sorted(self.contents.tables)

    def table(self, name: str) -> pa.Table:
        """Return a table as Arrow, with the schema that `index_pipeline.tables` declares.

        Raises:
            InterfaceError: there is no such table.
        """
        found = self.contents.tables.get(name) if isinstance(name, str) else None
        if found is None:
            close = near(name, self.tables)
            raise InterfaceError(
                Both(
                    f"{self.name} has no table {name}{close.en}; `tables` lists them",
                    f"{self.name} 没有表 {name}{close.zh}；全部表见 `tables`",
                )
            )
        return found if name != "regions" or found.num_rows else _regions(self.contents)

    def frame(self, name: str) -> "pd.DataFrame":
        """Return a table as a pandas frame; whole numbers that may be missing are `Int32`.

        Raises:
            InterfaceError: there is no such table.

        Example:
            >>> rankings = release.frame("rankings")
            >>> newest = rankings[(rankings.component_id == "icdi") & (rankings.time_period == 2023)]
            >>> int(newest["rank"].min()), len(newest)
            (1, 31)
        """
        return as_frame(self.table(name))

    @property
    def observations(self) -> "pd.DataFrame":
        """Figures, one row per series, region and year, in the unit of the series, with file, sheet and cell."""
        return self.frame("observations")

    @property
    def register_events(self) -> "pd.DataFrame":
        """Entries of the registers, one row per event (designated, revoked, …), with its document."""
        return self.frame("register_events")

    @property
    def indicators(self) -> "pd.DataFrame":
        """Indicator values before gaps are filled, one row per indicator, region and year, in the indicator's unit."""
        return self.frame("indicators")

    @property
    def normalised(self) -> "pd.DataFrame":
        """Indicator scores, one row per indicator, region and year, in points of the scale; higher is better."""
        return self.frame("normalised")

    @property
    def weights(self) -> "pd.DataFrame":
        """Edges of the tree: weight, share of the component, share of the index (0 to 1)."""
        return self.frame("weights")

    @property
    def scores(self) -> "pd.DataFrame":
        """Scores in points of the scale, one row per component, region and year; coverage from 0 to 1."""
        return self.frame("scores")

    @property
    def rankings(self) -> "pd.DataFrame":
        """Ranks (1 best, ties share the better), one row per component, region and year; a rise is positive."""
        return self.frame("rankings")

    @property
    def rank_intervals(self) -> "pd.DataFrame":
        """Median and 90% interval of each rank over the release's draws; published releases only."""
        return self.frame("rank_intervals")

    @property
    def regions(self) -> "pd.DataFrame":
        """Codes, names and zones of the regions; if the framework lists none, those with ranks, by their codes."""
        return self.frame("regions")

    @property
    def components(self) -> "pd.DataFrame":
        """The tree: title, clause of the guideline, level, parent, effective weight (0 to 1)."""
        return self.frame("components")

    def named(self, frame: "pd.DataFrame") -> "pd.DataFrame":
        """Return `frame` with names in Chinese and English beside the codes of regions, components, indicators, series.

        Raises:
            InterfaceError: `frame` is not a pandas frame.

        Example:
            >>> release.named(release.rankings).columns[:3].to_list()
            ['ref_area', 'ref_area_zh', 'ref_area_en']
        """
        return named(self.contents, frame)

    def connect(self) -> "duckdb.DuckDBPyConnection":
        """Return a connection to an in-memory DuckDB of its own, in which every table is a view.

        Example:
            >>> release.connect().sql("select max(rank) from rankings where component_id = 'icdi'").fetchall()
            [(31,)]
        """
        import duckdb

        connection = duckdb.connect()
        for name in self.tables:
            connection.register(name, self.table(name))
        return connection


def _regions(contents: Contents) -> pa.Table:
    """Return the regions with ranks, each named by its code, if the framework lists none."""
    codes = sorted(pc.unique(contents.tables["rankings"]["ref_area"]).to_pylist())
    texts = dict.fromkeys(("level", "role"), "") | {"role": "assessed"}
    rows = [dict.fromkeys(("ref_area", "title_zh", "title_en", "short_zh"), code) | texts for code in codes]
    return REGIONS.of_rows(rows)
