"""A small release made on the spot: six regions of two zones, two pillars, a register, a theme that is not measured."""

import datetime
from collections.abc import Callable
from dataclasses import fields, replace

import pyarrow as pa

from index_pipeline import tables
from index_pipeline.framework.codes import CodeLists, Region, Series, Tile, Unit
from index_pipeline.framework.framework import Framework
from index_pipeline.framework.indicator import Indicator
from index_pipeline.framework.model import Definition
from index_pipeline.framework.source import Source
from index_pipeline.methods.build import build
from index_pipeline.publication.catalogue import catalogue
from index_pipeline.publication.releases.contents import Contents

AREAS = ("11", "12", "13", "21", "22", "23")
WITHOUT_FIGURES = "23"
REGISTER = "sites"

VALUES = {
    "patents": (9.0, 7.0, 5.0, 3.0, 1.0, None),
    "museums": (2.0, 4.0, 6.0, 8.0, 10.0, None),
    "emissions": (5.0, 1.0, 4.0, 2.0, 3.0, 6.0),
}
"""Value of each series in the first year, by region; each year adds a tenth."""


def example_release(
    years: tuple[int, int] = (2021, 2023), text: Callable[[str], str] = lambda original: original
) -> Contents:
    """Return the release of `years`, every free text in it passed through `text`."""
    return _made(_framework(years, text), _observations(years, text), _events(text))


def with_figures(contents: Contents, observations: pa.Table) -> Contents:
    """Return the release as other figures make it."""
    return _made(contents.framework, observations, contents.tables["register_events"])


def _made(framework: Framework, observations: pa.Table, events: pa.Table) -> Contents:
    built = build(observations, tables.REGISTER_STOCKS.empty(), framework)
    found = {field.name: getattr(built, field.name) for field in fields(built)}
    held = {name: table for name, table in found.items() if isinstance(table, pa.Table)}
    held |= {"observations": observations, "register_events": events}
    return Contents("example-1-0123456789ab", framework, held | catalogue(framework, built.weights))


def with_tables(contents: Contents, **more: list[dict[str, object]]) -> Contents:
    """Return the release with further tables, each by its name and rows."""
    declared = {name: tables.DECLARED[name] for name in more}
    added = {
        name: declared[name].conform(pa.Table.from_pylist(rows, schema=declared[name].schema))
        for name, rows in more.items()
    }
    return replace(contents, tables=contents.tables | added)


def _framework(years: tuple[int, int], text: Callable[[str], str]) -> Framework:
    def title(zh: str, en: str) -> dict[str, str]:
        return {"zh": text(zh), "en": text(en)}

    definition = Definition.model_validate(
        {
            "id": "example",
            "edition": "example-1",
            "title": title("示例指数", "Example index"),
            "standing": title("研究版（试行），不具官方地位。", "A research edition without official standing."),
            "years": {"first": years[0], "last": years[1]},
            "coverage": 0.5,
            "index": {
                "id": "example",
                "title": title("示例指数", "Example index"),
                "components": [
                    {
                        "id": "culture",
                        "title": title("文化", "Culture"),
                        "weight": 3,
                        "components": [
                            {"id": "knowledge", "title": title("知识", "Knowledge"), "indicators": {"patents": 1}},
                            {
                                "id": "memory",
                                "title": title("记忆", "Memory"),
                                "indicators": {"museums": 2},
                                "weight": 2,
                            },
                            {
                                "id": "trust",
                                "title": title("诚信", "Trust"),
                                "not_measured": {
                                    "reason": title("没有统计。", "No figures."),
                                    "wanted": title("分省统计。", "A table."),
                                },
                            },
                        ],
                    },
                    {"id": "nature", "title": title("自然", "Nature"), "weight": 1, "indicators": {"emissions": 1}},
                ],
            },
        }
    )
    indicators = {
        name: Indicator.model_validate(
            {
                "id": name,
                "title": title(zh, en),
                "unit": "per_head",
                "direction": direction,
                "numerator": {"series": name},
                "note": title("指标说明", "A note"),
            }
        )
        for name, zh, en, direction in (
            ("patents", "专利密度", "Patents", "higher_is_better"),
            ("museums", "博物馆密度", "Museums", "higher_is_better"),
            ("emissions", "排放强度", "Emissions", "lower_is_better"),
        )
    }
    return Framework(definition, indicators, {"office": _source(title)}, _codes(text), "0" * 64)


def _source(title: Callable[[str, str], dict[str, str]]) -> Source:
    return Source.model_validate(
        {
            "id": "office",
            "title": title("统计年鉴", "Yearbook"),
            "publisher": title("统计局", "Statistical office"),
            "publication": title("统计年鉴", "Yearbook"),
            "kind": "register",
            "licence": title("公开", "Public"),
            "citation": title("统计局. 统计年鉴.", "Statistical office. Yearbook."),
            "registers": [
                {"register_id": REGISTER, "title": title("遗产名录", "Heritage sites"), "first": 2019, "last": 2025}
            ],
        }
    )


def _codes(text: Callable[[str], str]) -> CodeLists:
    names = {"11": "甲省", "12": "乙省", "13": "丙省", "21": "丁省", "22": "戊省", "23": "己省"}
    zones = {"1": {"zone": "东部", "zone_en": "East"}, "2": {"zone": "西部", "zone_en": "West"}}
    regions = [
        Region(
            area,
            text(names[area]),
            text(f"Province {area}"),
            text(names[area][0]),
            "",
            "assessed",
            "",
            (),
            zones[area[0]],
        )
        for area in AREAS
    ]
    regions += [Region("71", text("他省"), text("Other"), text("他"), "", "separate", "", (), {})]
    series = [Series(name, text(name), text(name), "per_head", (), (), None, None, None, "") for name in VALUES]
    tiles = [Tile(area, int(area[1]), int(area[0])) for area in AREAS] + [Tile("71", 4, 2)]
    return CodeLists(
        {region.ref_area: region for region in regions},
        {one.series_id: one for one in series},
        {"per_head": Unit("per_head", text("个/万人"), text("per head"), "ratio", 1.0, ())},
        {tile.ref_area: tile for tile in tiles},
    )


def _observations(years: tuple[int, int], text: Callable[[str], str]) -> pa.Table:
    rows = [
        {
            "series_id": series,
            "ref_area": area,
            "time_period": year,
            "vintage": datetime.date(2024, 1, 1),
            "obs_value": value + 0.1 * (year - years[0]),
            "obs_status": "A",
            "source_id": "office",
            "source_file": text("年鉴.xlsx"),
            "note": text("口径说明"),
            "batch": "observations/example.csv",
            "batch_line": 2,
        }
        for series, values in VALUES.items()
        for area, value in zip(AREAS, values, strict=True)
        if value is not None
        for year in range(years[0], years[1] + 1)
    ]
    return tables.OBSERVATIONS.conform(pa.Table.from_pylist(rows, schema=tables.OBSERVATIONS.schema))


def _events(text: Callable[[str], str]) -> pa.Table:
    def event(entry: str, area: str | None, kind: str, year: int | None, title: str) -> dict[str, object]:
        return {
            "register_id": REGISTER,
            "entry_id": entry,
            "title": text(title),
            "ref_area": area,
            "event": kind,
            "time_period": year,
            "entries": 1,
            "source_id": "office",
            "batch": "registers/sites.csv",
            "batch_line": 2,
        }

    rows = [
        event("mill", "11", "designated", 2019, "老纱厂"),
        event("mill", "11", "renamed", 2022, "棉纺博物馆"),
        event("kiln", "11", "designated", 2020, "古窑"),
        event("kiln", "11", "revoked", 2023, "古窑"),
        event("dock", "12", "designated", 2021, "船坞"),
        event("dock", "21", "moved", 2023, "船坞"),
    ]
    return tables.REGISTER_EVENTS.conform(pa.Table.from_pylist(rows, schema=tables.REGISTER_EVENTS.schema))
