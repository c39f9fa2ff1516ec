"""Where figures are from: for each series that an indicator reads, the file and cell of every figure."""

from typing import Any

import pyarrow.compute as pc

from index_pipeline.framework.quantities import RegisterQuantity
from index_pipeline.publication.lookups.panel import Panel
from index_pipeline.publication.text import LANGUAGES, words

Data = dict[str, Any]
Figures = dict[tuple[str, str, int], list[Any]]


def origin_data(panel: Panel) -> Data:
    """Return what each indicator reads, and for each series the figures of the scored years with their origin.

    `uses` are the series and the registers of an indicator. A series has a row per year and a column per region:
    [value, file, cell], the file a position in `files`, the cell that of the table it was read from, '' if the file has
    none; null if there is no figure. A file is named with its sheet.
    """
    indicators = panel.contents.framework.indicators
    uses = {name: (list(one.series), _registers(one.quantities)) for name, one in indicators.items()}
    wanted = sorted({series for read, _ in uses.values() for series in read})
    files: dict[str, int] = {}
    figures = _figures(panel, wanted, files)
    return {
        "uses": uses,
        "files": list(files),
        "series": {name: _series(panel, name, figures) for name in wanted},
    }


def _figures(panel: Panel, wanted: list[str], files: dict[str, int]) -> Figures:
    table = panel.contents.tables.get("observations")
    if table is None:
        return {}
    of_years = pc.is_in(table["time_period"], pc.cast(panel.years, table["time_period"].type))
    found = table.filter(pc.and_(of_years, pc.is_in(table["series_id"], pc.cast(wanted, table["series_id"].type))))
    columns = ["series_id", "ref_area", "time_period", "obs_value", "source_file", "source_sheet", "source_cell"]
    figures: Figures = {}
    for series, area, year, value, file, sheet, cell in zip(*found.select(columns).to_pydict().values(), strict=True):
        if value is not None:
            name = f"{file} › {sheet}" if sheet else file
            figures[series, area, year] = [float(f"{value:.10g}"), files.setdefault(name, len(files)), cell or ""]
    return figures


def _series(panel: Panel, name: str, figures: Figures) -> Data:
    codes, sources = panel.contents.framework.codes, panel.contents.framework.sources
    series = codes.series.get(name)  # a table of figures may come without a list of its series
    held = panel.sources_of(name, range(panel.years[0], panel.years[-1] + 1))
    titles = {"title_zh": series.title_zh, "title_en": series.title_en} if series else {}
    return {
        "title": [words(language).name(titles) or name for language in LANGUAGES],
        "cells": [[figures.get((name, area, year)) for area in panel.areas] for year in panel.years],
        "unit": [panel.unit(series.unit if series else None, words(language)) for language in LANGUAGES],
        "source": [
            words(language).join([words(language).text(sources[each].publication) for each in sources if each in held])
            for language in LANGUAGES
        ],
    }


def _registers(quantities: tuple[Any, ...]) -> list[str]:
    parts = [part for one in quantities if isinstance(one, RegisterQuantity) for part in one.parts]
    return list(dict.fromkeys(part.register_id for part in parts))
