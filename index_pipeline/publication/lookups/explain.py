"""Explain a score, down to the file, sheet and cell of each figure, or to the entries that were counted."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from index_pipeline.framework.indicator import Indicator
from index_pipeline.framework.quantities import Growth, Quantity, RegisterPart, RegisterQuantity
from index_pipeline.publication.lookups.asked import element_of, region_of, year_of
from index_pipeline.publication.releases.contents import Contents

Row = dict[str, Any]


@dataclass(frozen=True, repr=False)
class Explanation:
    """A component or indicator in one region and year: its own row, the weight it has above it, what it is made of.

    `facts` holds the row's columns; `figures` the observations and `entries` the register events that it is based on.
    """

    identifier: str
    title_zh: str
    title_en: str
    facts: Row
    share: float | None
    parts: tuple["Explanation", ...] = ()
    figures: tuple[Row, ...] = ()
    entries: tuple[Row, ...] = ()

    def __repr__(self) -> str:
        """Say what it is in one line."""
        score, held = (
            self.facts.get("score"),
            (("parts", self.parts), ("figures", self.figures), ("entries", self.entries)),
        )
        made = ", ".join(f"{len(found)} {name}" for name, found in held if found)
        said = "no score" if score is None else f"score {score:.2f}"
        return f"<Explanation {self.identifier}: {said}{', of ' + made if made else ''}>"


def explain(contents: Contents, ref_area: str, time_period: int, identifier: str) -> Explanation:
    """Explain a score.

    Args:
        contents: A release, read back.
        ref_area: Code or name of a region.
        time_period: Year.
        identifier: Of a component or an indicator, or its title.

    Returns:
        The component with its parts, down to figures and entries. A gap that was filled from the region's own
        figures shows those of the years that it was filled from.

    Raises:
        AskedError: names what is not there, and what is close to it.
    """
    area, year = region_of(contents, ref_area), year_of(contents, time_period)
    return _Explainer(contents, area, year).explain(element_of(contents, identifier), None)


class _Explainer:
    """The rows of one region, looked up by identifier."""

    def __init__(self, contents: Contents, area: str, year: int):
        self.framework, self.area, self.year = contents.framework, area, year
        tables = contents.tables
        own = {name: _of_area(tables[name], area) for name in _BY_AREA if name != "operands" or name in tables}
        self.rows = {name: _by_key(table, year, name) for name, table in own.items() if name in _KEYS}
        self.all_indicators = own["indicators"].to_pylist()
        self.observations = own["observations"].to_pylist()
        self.operands = own["operands"].to_pylist() if "operands" in own else []
        self.tables = tables
        self.events = own["register_events"].to_pylist()
        self.stocks = own["register_stocks"].to_pylist()
        self.fits = {row["indicator_id"]: row for row in self._valid(tables["treatments"])}
        self.goalposts = {row["indicator_id"]: row for row in self._valid(tables["goalposts"])}
        self.edges: dict[str, list[Row]] = {}
        for row in tables["weights"].to_pylist():
            self.edges.setdefault(row["component_id"], []).append(row)
        self.nodes = {row["component_id"]: row for row in tables["components"].to_pylist()}

    def _valid(self, table: pa.Table) -> Iterator[Row]:
        """Yield the parameters that hold for this region and year: those of all, or those of its own."""
        for row in table.to_pylist():
            if row.get("time_period") in (None, self.year) and row.get("ref_area") in (None, self.area):
                yield row

    def explain(self, identifier: str, share: float | None) -> Explanation:
        if identifier in self.framework.indicators:
            return self._indicator(self.framework.indicators[identifier], share)
        node = self.nodes[identifier]
        facts = {
            **self.rows["scores"].get(identifier, {}),
            **self.rows["rankings"].get(identifier, {}),
            "aggregation": node["aggregation"],
            "reason_zh": node["reason_zh"],
            "reason_en": node["reason_en"],
        }
        parts = tuple(self.explain(edge["child_id"], edge["share"]) for edge in self.edges.get(identifier, []))
        return Explanation(identifier, node["title_zh"] or "", node["title_en"] or "", facts, share, parts)

    def _indicator(self, indicator: Indicator, share: float | None) -> Explanation:
        own = self.rows["indicators"].get(indicator.id, {})
        filled = self.rows["imputed"].get(indicator.id, {})
        facts = {
            **{name: own.get(name) for name in ("numerator", "denominator", "ratio")},
            "multiplier": indicator.multiplier,
            "formula": indicator.formula.method,
            "over": indicator.over,
            "small_counts": indicator.small_counts.method if indicator.small_counts else None,
            "unit": indicator.unit,
            "value": filled.get("obs_value"),
            "obs_status": filled.get("obs_status"),
            "filled_by": filled.get("filled_by"),
            "treatment": self.fits.get(indicator.id, {}),
            "treated": self.rows["treated"].get(indicator.id, {}).get("obs_value"),
            "goalposts": self.goalposts.get(indicator.id, {}),
            "score": self.rows["normalised"].get(indicator.id, {}).get("score"),
        }
        values = self._years(indicator.id, filled.get("filled_by"))
        facts["operands"] = self._operands(indicator, values)
        years = self._years_behind(indicator, values)
        quantities = indicator.quantities
        return Explanation(
            indicator.id,
            indicator.title.get("zh"),
            indicator.title.get("en"),
            facts,
            share,
            figures=tuple(row for q in quantities for row in self._figures(q, years, indicator)),
            entries=tuple(row for q in quantities for row in self._entries(q, years, indicator)),
        )

    def _years(self, indicator_id: str, filled_by: str | None) -> list[int]:
        """Return the years whose figures the value is based on: its own, or those that the gap was filled from."""
        known = sorted(
            row["time_period"]
            for row in self.all_indicators
            if row["indicator_id"] == indicator_id and row["obs_value"] is not None
        )
        if filled_by not in {"interpolate", "carry"}:
            return [self.year]
        before = [year for year in known if year < self.year][-1:]
        after = [year for year in known if year > self.year][:1] if filled_by == "interpolate" else []
        return before + after

    def _years_behind(self, indicator: Indicator, years: list[int]) -> list[int]:
        """Return `years` and those before them whose figures go into a mean over years, or that growth starts from."""
        breaks = self.framework.methods_of(indicator.id).breaks
        ends = {*years, *(row["time_period"] for row in self._operands(indicator, years))}
        found = set()
        for end in ends:
            first = max((year for year in breaks if year <= end), default=end - (indicator.over or 1) + 1)
            found |= set(range(max(first, end - (indicator.over or 1) + 1), end + 1))
        return sorted(found)

    def _operands(self, indicator: Indicator, years: list[int]) -> list[Row]:
        """Return what values of `years` were computed from; with growth, that of the years that it starts from too."""
        span = indicator.formula.years if isinstance(indicator.formula, Growth) else 0
        wanted = {*years, *(year - span for year in years)}
        return [r for r in self.operands if r["indicator_id"] == indicator.id and r["time_period"] in wanted]

    def _figures(self, quantity: Quantity, years: list[int], indicator: Indicator) -> Iterator[Row]:
        """Yield the region's figures, and those that national totals are from, if they enter the value."""
        for row in (*self.observations, *(self._of_nation(quantity, years) if indicator.is_of_nation else ())):
            if row["series_id"] in quantity.all_series and row["time_period"] in years:
                series = self.framework.codes.series.get(row["series_id"])
                yield {**row, "unit": series.unit if series else None, "region": self._other(row)}

    def _other(self, row: Row) -> str | None:
        """Return the name of the region that a row is of, if it is another one."""
        if row["ref_area"] == self.area:
            return None
        region = self.framework.codes.regions.get(row["ref_area"])
        return (region.short_zh or region.title_zh or region.title_en if region else None) or row["ref_area"]

    def _of_nation(self, quantity: Quantity, years: list[int]) -> Iterator[Row]:
        """Yield the published national figures of a series, or those of the other regions of a year without them."""
        table, total = self.tables["observations"], self.framework.total_area
        wanted = pc.is_in(table["series_id"], pa.array(quantity.all_series, pa.string()))
        rows = table.filter(pc.and_(wanted, pc.is_in(table["time_period"], pa.array(years, pa.int32())))).to_pylist()
        stated = Counter(r["time_period"] for r in rows if r["ref_area"] == total and r["obs_value"] is not None)
        for row in rows:
            is_stated = stated[row["time_period"]] == len(quantity.all_series)
            others = self.framework.ref_areas or {row["ref_area"]}
            if row["ref_area"] != self.area and (row["ref_area"] == total if is_stated else row["ref_area"] in others):
                yield row

    def _entries(self, quantity: Quantity, years: list[int], indicator: Indicator) -> Iterator[Row]:
        for part in quantity.parts if isinstance(quantity, RegisterQuantity) else ():
            yield from (row for row in self._stocks(part) if row["time_period"] in years)
            if indicator.is_of_nation:
                of_nation = _of_area(self.tables["register_stocks"], self.framework.total_area or "").to_pylist()
                rows = (row for row in of_nation if _counts(row, part) and row["time_period"] in years)
                yield from ({**row, "region": self._other(row)} for row in rows)
            yield from self._dating(part, years)
            yield from (
                row
                for row in self.events
                if _counts(row, part) and (row["time_period"] is None or row["time_period"] <= max(years))
            )

    def _stocks(self, part: RegisterPart) -> list[Row]:
        return [row for row in self.stocks if _counts(row, part)]

    def _dating(self, part: RegisterPart, years: list[int]) -> Iterator[Row]:
        """Yield what a stock is estimated from: that of the list's own year, and the register that dates it."""
        register = self.framework.registers[part.register_id]
        if register.dated_by is None or register.stock_year is None or min(years) >= register.stock_year:
            return
        yield from (row for row in self._stocks(part) if row["time_period"] == register.stock_year)
        clock = self._stocks(RegisterPart(register=register.dated_by))
        yield from (row for row in clock if row["time_period"] in {*years, register.stock_year})


_KEYS = {
    "scores": "component_id",
    "rankings": "component_id",
    "indicators": "indicator_id",
    "imputed": "indicator_id",
    "treated": "indicator_id",
    "normalised": "indicator_id",
}
_BY_AREA = [*_KEYS, "operands", "observations", "register_events", "register_stocks"]


def _counts(row: Row, part: RegisterPart) -> bool:
    return row["register_id"] == part.register_id and part.category in (None, row["category"])


def _of_area(table: pa.Table, area: str) -> pa.Table:
    return table.filter(pc.equal(table["ref_area"], area))


def _by_key(table: pa.Table, year: int, name: str) -> dict[str, Row]:
    return {row[_KEYS[name]]: row for row in table.filter(pc.equal(table["time_period"], year)).to_pylist()}
