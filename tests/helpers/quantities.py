"""One indicator over a few figures: its values and what they were computed from, before anything is scored."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from index_pipeline import tables
from index_pipeline.framework.codes import CodeLists, Region
from index_pipeline.framework.framework import Framework
from index_pipeline.framework.indicator import Indicator
from index_pipeline.framework.model import Definition
from index_pipeline.framework.source import Source
from index_pipeline.methods.build import Build, build
from index_pipeline.methods.denominate import denominate
from index_pipeline.methods.operands import operands
from index_pipeline.publication.catalogue import catalogue
from index_pipeline.publication.releases.contents import Contents

NATION = "CN"
STORED = {
    "vintage": datetime.date(2024, 1, 1),
    "obs_status": "A",
    "source_id": "office",
    "source_file": "yearbook.xlsx",
    "batch": "observations/yearbook.csv",
    "batch_line": 1,
}
Row = Sequence[float | None]
Figures = Mapping[str, Mapping[int, Row]]


@dataclass(frozen=True)
class OneIndicator:
    """An indicator `x` and its figures; regions are called R1, R2 …, the nation CN."""

    framework: Framework
    observations: pa.Table
    stocks: pa.Table

    @cached_property
    def built(self) -> Build:
        return build(self.observations, self.stocks, self.framework)

    @cached_property
    def indicators(self) -> pa.Table:
        return denominate(self.observations, self.stocks, self.framework)

    @cached_property
    def operands(self) -> pa.Table:
        return operands(self.observations, self.stocks, self.framework)

    @property
    def release(self) -> Contents:
        """The index as a release holds it."""
        found = {field.name: getattr(self.built, field.name) for field in fields(self.built)}
        found |= {"observations": self.observations, "register_stocks": self.stocks}
        found |= {"register_events": tables.REGISTER_EVENTS.empty()} | catalogue(self.framework, self.built.weights)
        return Contents("one", self.framework, found)

    def column(self, year: int, name: str = "obs_value", table: str = "indicators") -> list[Any]:
        """A column of a table of the build, by region."""
        rows = {r["ref_area"]: r[name] for r in self._rows(table, year)}
        return [rows.get(area) for area in self.framework.ref_areas]

    def of_nation(self, year: int, name: str = "obs_value", table: str = "indicators") -> Any:
        return next((r[name] for r in self._rows(table, year) if r["ref_area"] == NATION), None)

    def _rows(self, table: str, year: int) -> list[dict[str, Any]]:
        found = getattr(self if table in {"indicators", "operands"} else self.built, table)
        rows = found.filter(pc.equal(found["time_period"], year)).to_pylist()
        return [row for row in rows if row["indicator_id"] == "x"]

    @property
    def notices(self) -> list[str]:
        return [row["message"] for row in self.built.notices.to_pylist() if row["step"] in {"operands", "denominate"}]


def one(
    indicator: Mapping[str, object],
    series: Figures | None = None,
    registers: Figures | None = None,
    nation: Mapping[str, Mapping[int, float]] | None = None,
    years: tuple[int, int] | None = None,
    weighted: bool = False,
    **more: Any,
) -> OneIndicator:
    """Make an index with an indicator `x` that has no weight unless `weighted`, so that it may be without any value.

    Args:
        indicator: Fields of its file.
        series: Figures of series by year, one per region; `registers` likewise, entries in force at year end.
        registers: See `series`.
        nation: Published national figures of series by year.
        more: Further fields of framework.yaml.
        years: First and last scored year; by default those with figures.
    """
    given = {**(series or {}), **(registers or {})}
    known = sorted({year for rows in given.values() for year in rows})
    first, last = years or (known[0], known[-1])
    areas = [f"R{n}" for n in range(1, 1 + len(next(iter(next(iter(given.values())).values()))))]
    definition = Definition.model_validate(
        {
            "id": "one",
            "edition": "1",
            "title": {"en": "One"},
            "years": {"first": first, "last": last},
            "coverage": 0.0,
            "normalisation": {"method": "scaled", "lower": 0, "upper": 1},
            "index": {
                "id": "index",
                "title": {"en": "Index"},
                "indicators": {"other": 1} | ({"x": 1} if weighted else {}),
                "supplementary": [] if weighted else ["x"],
            },
        }
        | more
    )
    regions = {area: _region(area, "assessed") for area in areas} | {NATION: _region(NATION, "total")}
    framework = Framework(
        definition,
        {"x": _indicator("x", indicator), "other": _indicator("other", {"numerator": {"series": "other"}})},
        {"office": _source(sorted(registers or {}))},
        CodeLists(regions, {}, {}),
        "",
    )
    rows = [*_rows(series or {}, areas), *_rows({"other": {y: [0.5] * len(areas) for y in known}}, areas)]
    rows += [(name, NATION, year, value) for name, by in (nation or {}).items() for year, value in by.items()]
    figures = [
        dict(zip(("series_id", "ref_area", "time_period", "obs_value"), row, strict=True)) | STORED for row in rows
    ]
    observations = pa.Table.from_pylist(figures, schema=tables.OBSERVATIONS.schema)
    held = [*_rows(registers or {}, areas)]
    stocks = pa.table(
        {
            "register_id": [r[0] for r in held],
            "category": ["_Z"] * len(held),
            "ref_area": [r[1] for r in held],
            "time_period": [r[2] for r in held],
            "stock": [float(r[3]) for r in held],
            "obs_status": ["A"] * len(held),
        }
    )
    return OneIndicator(
        framework, observations, tables.REGISTER_STOCKS.conform(stocks) if held else tables.REGISTER_STOCKS.empty()
    )


def _indicator(name: str, fields: Mapping[str, object]) -> Indicator:
    return Indicator.model_validate({"id": name, "title": {"en": name}, **fields})


def _source(registers: Sequence[str]) -> Source:
    title = {"en": "Office"}
    texts = dict.fromkeys(("title", "publisher", "publication", "licence", "citation"), title)
    held = [{"register_id": name, "title": title, "first": 2000, "last": 2030} for name in registers]
    return Source.model_validate({"id": "office", "kind": "register" if held else "series", **texts, "registers": held})


def _region(area: str, role: str) -> Region:
    return Region(area, "", area, "", "", role, "", ())


def _rows(given: Figures, areas: list[str]) -> list[tuple[str, str, int, float]]:
    return [
        (name, area, year, value)
        for name, by_year in given.items()
        for year, row in by_year.items()
        for area, value in zip(areas, row, strict=True)
        if value is not None
    ]
