"""Tables in the shape of the bureau's exports, read in this process and compared with a store."""

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from index_pipeline.framework.framework import Framework
from index_pipeline.framework.source import RevisionBounds
from index_pipeline.sources.figures import Figure
from index_pipeline.sources.harmonise import harmonise
from index_pipeline.sources.net.verdict import judge
from index_pipeline.sources.options import Options
from index_pipeline.sources.problems import Refusal
from index_pipeline.sources.readers import read_bytes
from index_pipeline.sources.revisions import changes
from index_pipeline.sources.store.by_series import Store
from index_pipeline.sources.store.vintages import newest
from index_pipeline.sources.workbooks.contents import open_contents

TODAY = date(2026, 11, 24)
LIMIT = 0.05
"""Relative change from which a mutation is counted."""

Key = tuple[str, str, int]
Place = tuple[int, int]


@dataclass(frozen=True)
class Sheet:
    """A table as lines of text; `places` are the row and column of each figure that it holds."""

    name: str
    rows: tuple[tuple[str, ...], ...]
    options: Options
    figures: dict[Key, float]
    places: dict[Key, Place]

    @property
    def heading(self) -> int:
        """The row of the years, above the first figure."""
        return min(row for row, _ in self.places.values()) - 1


@dataclass(frozen=True)
class Outcome:
    """What became of a mutated file: `stopped` is by what it was refused, empty where it was taken."""

    sheet: str
    mutation: str
    wrong: int
    largest: float
    stopped: str
    example: str


class Bench:
    """A store, the framework, and files to mutate."""

    def __init__(self, framework: Framework, observations: pa.Table):
        self.framework = framework
        self.observations = observations
        self.known: dict[Key, set[float]] = defaultdict(set)
        names = ("series_id", "ref_area", "time_period", "obs_value")
        for series, area, year, value in zip(*(observations[n].to_pylist() for n in names), strict=True):
            if value is not None:
                self.known[series, area, year].add(value)

    def sheet(self, name: str, rows: list[list[str]], options: Options) -> Sheet | None:
        """Read a table, and note where its figures are; None where it cannot be read or is none of the store's."""
        try:
            figures = self._read(rows, options)
        except Refusal:
            return None
        values = {figure.key: float(figure.value) for figure in figures if figure.value is not None}
        width = max(map(len, rows))
        square = tuple((*row, *[""] * (width - len(row))) for row in rows)
        return Sheet(name, square, options, values, {f.key: _place(f.cell) for f in figures})

    def written(self, series_id: str, years: int = 10) -> Sheet | None:
        """Write the newest years of a series as the bureau exports them."""
        codes = self.framework.codes
        mine = newest(self.observations.filter(pc.equal(self.observations["series_id"], series_id)))
        values = {(row["ref_area"], row["time_period"]): row["obs_value"] for row in mine.to_pylist()}
        headed = sorted({year for _, year in values}, reverse=True)[:years]
        series = codes.series[series_id]
        unit = codes.units[series.unit].title_zh
        rows = [["数据库：分省年度数据"], [f"指标：{series.title_zh}({unit})"], [f"时间：最近{len(headed)}年"]]
        rows.append(["地区", *(f"{year}年" for year in headed)])
        areas = [code for code, region in codes.regions.items() if region.role in {"assessed", "total"}]
        for area in areas:
            cells = [values.get((area, year)) for year in headed]
            if codes.regions[area].role == "total" and not any(cell is not None for cell in cells):
                continue
            rows.append([codes.regions[area].title_zh, *("" if cell is None else number_text(cell) for cell in cells)])
        rows.append(["数据来源：国家统计局"])
        name = f"store:{series_id}"
        return self.sheet(name, rows, Options(TODAY)) or self.sheet(name, rows, Options(TODAY, series=series_id))

    def exported(self, path: Path, options: Options) -> Iterator[Sheet]:
        """Take the sheets of a real file."""
        for number, grid in enumerate(open_contents(path.name, path.read_bytes()).grids):
            rows = [[" ".join(text.split()) for text in row] for row in grid.rows]
            if not any("来源" in text for text in rows[-1]):  # a workbook may end without, a text file not
                rows.append(["数据来源：国家统计局"])
            found = self.sheet(f"export:{path.name}:{number}", rows, options)
            if found:
                yield found

    def without_newest_year(self, sheet: Sheet) -> pa.Table:
        """Return the store without the newest year of each series of `sheet`."""
        last: dict[str, int] = {}
        for series, _, year in sheet.figures:
            last[series] = max(year, last.get(series, 0))
        kept = self.observations
        for series, year in last.items():
            mine = pc.and_(pc.equal(kept["series_id"], series), pc.greater_equal(kept["time_period"], year))
            kept = kept.filter(pc.invert(mine))
        return kept

    def has_history(self, sheet: Sheet, store: pa.Table) -> bool:
        """Return whether `store` holds every series of `sheet`."""
        return {key[0] for key in sheet.figures} <= set(store["series_id"].unique().to_pylist())

    def attempt(self, sheet: Sheet, mutation: str, rows: list[list[str]], store: pa.Table) -> Outcome:
        """Read a mutated table and compare it with `store`."""
        try:
            figures = self._read(rows, sheet.options)
        except Refusal as refusal:
            return Outcome(sheet.name, mutation, 0, 0.0, f"read:{refusal.problems[0].kind}", "")
        wrong = dict(self._wrong(sheet, figures))
        worst = max(wrong, key=lambda key: wrong[key], default=None)
        example = f"{worst} {sheet.figures.get(worst)}" if worst else ""
        released, is_known = (sheet.options.released or TODAY), sheet.options.released is not None
        codes = self.framework.codes
        found = changes(figures, store, released, codes, is_known=is_known)
        verdict = judge(figures, Store.of(store), released, codes, RevisionBounds(), sheet.options, is_known=is_known)
        problems = [*verdict.problems, *found.problems]
        stopped = f"net:{problems[0].kind}" if problems else ""
        return Outcome(sheet.name, mutation, len(wrong), max(wrong.values(), default=0.0), stopped, example)

    def _read(self, rows: list[list[str]], options: Options) -> tuple[Figure, ...]:
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(rows)
        content = text.getvalue().encode("utf-8-sig")
        return harmonise(read_bytes("file.csv", content, self.framework.codes), self.framework, options).figures

    def _wrong(self, sheet: Sheet, figures: tuple[Figure, ...]) -> Iterator[tuple[Key, float]]:
        """Yield the figures that are not what the file or the store had for them, with the relative change."""
        for figure in figures:
            value = float(figure.value or 0)
            true = {sheet.figures[figure.key]} if figure.key in sheet.figures else self.known.get(figure.key, set())
            if not true:
                yield figure.key, float("inf")
                continue
            change = min(abs(value - t) / abs(t) if t else (float("inf") if value else 0.0) for t in true)
            if change > LIMIT:
                yield figure.key, change


def _place(cell: str) -> Place:
    found = re.fullmatch(r"([A-Z]+)(\d+)", cell)
    assert found, cell
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]) - 1, column - 1


def number_text(value: float) -> str:
    return f"{value:.12g}" if "e" not in f"{value:.12g}" else f"{value:.6f}"
