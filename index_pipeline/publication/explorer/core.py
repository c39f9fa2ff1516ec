"""What the explorer needs at first sight: regions, tree, scores and ranks, and the words of both languages."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from index_pipeline.framework.indices import FurtherIndex
from index_pipeline.framework.model import Component
from index_pipeline.framework.text import Text
from index_pipeline.publication.explorer.letters import initials
from index_pipeline.publication.files import AS_CSV, file_name
from index_pipeline.publication.lookups.panel import Panel
from index_pipeline.publication.text import LANGUAGES, Language, clause, words
from index_pipeline.rounding import ROUNDING

Data = dict[str, Any]


def core(panel: Panel) -> Data:
    """Return the first view's data: names in both languages, scores to four decimals, ranks as published."""
    framework = panel.contents.framework
    definition = framework.definition
    measured = [panel.root, *panel.measured(panel.descendants(panel.root))]
    areas = [*panel.areas, *(area for area in framework.codes.tiles if area not in panel.areas)]
    letters = initials(_searched(panel, areas), panel.keeping)
    return {
        "languages": panel.languages,
        "site": definition.site_url,
        "release": [panel.release(words(language)) for language in LANGUAGES],
        "method": panel.method,
        "title": _text(definition.title),
        "standing": _text(definition.standing),
        "document": _text(definition.guideline.document if definition.guideline else None),
        "scale": panel.scale,
        "rounding": ROUNDING,
        "years": panel.years,
        "root": panel.root,
        "total": panel.contents.framework.total_area is not None,
        "registers": bool(panel.named_entries),
        "areas": [_area(panel, area, letters) for area in areas[: len(panel.areas)]],
        "separate": [_area(panel, area, letters) for area in areas[len(panel.areas) :]],
        "nodes": nodes(panel, letters),
        "indicators": [_indicator(panel, name, letters) for name in panel.indicators],
        "scores": {name: _matrix(panel, name, "score") for name in measured},
        "ranks": {name: _matrix(panel, name, "rank") for name in measured},
        "intervals": _intervals(panel),
        "further": [_further(panel, index) for index in panel.indices],
        "tiers": _tiers(panel),
        "significant": _significant(panel),
        "similar": _similar(panel),
        "tables": [[name, name in AS_CSV, _content(name, panel)] for name in sorted(panel.contents.tables)],
        "words": {language: _words(language, alone=len(panel.languages) == 1) for language in panel.languages},
        "tierNames": {language: words(language).entries["tiers"] for language in panel.languages},
    }


def _searched(panel: Panel, areas: Iterable[str]) -> Iterator[str]:
    """Yield the texts that are found by their initials: Chinese names of regions, components and indicators."""
    for area in areas:
        yield from (panel.area_short(area, words("zh")), panel.area_name(area, words("zh")))
    yield from (names(row, "title")[0] for row in (*panel.components.values(), *panel.indicators.values()))


def nodes(panel: Panel, letters: Mapping[str, str]) -> list[Data]:
    """Return the tree's components, each before its children, with weights, aggregation and threshold."""
    framework = panel.contents.framework
    weights = {row["child_id"]: row["weight"] for row in panel.rows("weights")}
    found: list[Data] = []

    def walk(node: Component, parent: str | None) -> None:
        row = panel.components[node.id]
        rule = framework.rule_of(node.id)
        found.append(
            {
                "id": node.id,
                "parent": parent,
                "title": names(row, "title"),
                "initials": letters[names(row, "title")[0]],
                "clause": [clause(node.clause or "", language) for language in LANGUAGES],
                "measured": row["measured"],
                "weight": _decimal(weights.get(node.id, 1.0)),
                "effective": _decimal(row["effective_weight"]),
                "rule": rule.aggregation.model_dump(),
                "threshold": rule.threshold,
                "ofChildren": rule.of_children,
                "reason": names(row, "reason"),
                "wanted": names(row, "wanted"),
            }
        )
        for child in node.components:
            walk(child, node.id)

    walk(framework.definition.index, None)
    return found


def _words(language: Language, *, alone: bool) -> Data:
    """Return the explorer's words of a language; without the name of the other one if it is published alone."""
    found = words(language).entries["explorer"] | {"statuses": words(language).statuses}
    return {key: text for key, text in found.items() if not alone or key != "other_language"}


def _decimal(weight: float) -> float:
    """Return a weight without the last digits that computing leaves: 0.1875 for 0.18749999999999997."""
    return round(weight, 12)


def names(row: Data, field: str) -> list[str]:
    """Return a text of a catalogue row in Chinese and in English; if one is absent, the other replaces it."""
    return [words(language).name(row, field) for language in LANGUAGES]


def _content(table: str, panel: Panel) -> list[str]:
    """Return what a table holds, in the languages of the release; '' for a table that has no such text."""

    def said(language: Language) -> str:
        entries = words(language).entries
        return str(entries["tables"].get(table) or entries["workbook.sheets"].get(table, ["", ""])[1])

    return [said(language) if language in panel.languages else "" for language in LANGUAGES]


def _text(text: Text | None) -> list[str]:
    return [words(language).text(text) for language in LANGUAGES]


def _area(panel: Panel, area: str, letters: Mapping[str, str]) -> Data:
    tile = panel.contents.framework.codes.tiles.get(area)
    return {
        "id": area,
        "file": file_name(area),
        "name": [panel.area_name(area, words(language)) for language in LANGUAGES],
        "short": [panel.area_short(area, words(language)) for language in LANGUAGES],
        "code": _code(panel, area),
        "initials": [letters[panel.area_short(area, words("zh"))], letters[panel.area_name(area, words("zh"))]],
        "zone": [panel.zone_name(area, words(language)) for language in LANGUAGES],
        "tile": [tile.column, tile.row] if tile else None,
    }


def _code(panel: Panel, area: str) -> str:
    """Return the letters of a region's ISO 3166-2 code, for where its name has no room; '' if it has none."""
    region = panel.contents.framework.codes.regions.get(area)
    return region.attributes.get("iso_3166_2", "").rpartition("-")[2] if region else ""


def _indicator(panel: Panel, name: str, letters: Mapping[str, str]) -> Data:
    row = panel.indicators[name]
    weights = {edge["child_id"]: edge["weight"] for edge in panel.rows("weights")}
    return {
        "id": name,
        "parent": row["component_id"],
        "title": names(row, "title"),
        "initials": letters[names(row, "title")[0]],
        "unit": [panel.unit(row["unit"], words(language)) for language in LANGUAGES],
        "kind": row["kind"],
        "weight": _decimal(weights[name]),
        "effective": _decimal(row["effective_weight"]),
        "lower": row["direction"] == "lower_is_better",
        "proxy": row["proxy"],
    }


def _further(panel: Panel, index: FurtherIndex) -> Data:
    """Return a further index: names, and scores to four decimals, ranks and intervals, one row per year."""
    rows = [[panel.further.get((area, year, index.id), {}) for area in panel.areas] for year in panel.years]

    def span(row: Data) -> list[int] | None:
        low = row.get("rank_p05")
        return None if low is None else [round(low), round(row["rank_p95"])]

    return {
        "id": index.id,
        "title": _text(index.title),
        "definition": _text(index.definition),
        "scores": [[None if row.get("score") is None else round(row["score"], 4) for row in line] for line in rows],
        "ranks": [[row.get("rank") for row in line] for line in rows],
        "intervals": [[span(row) for row in line] for line in rows],
    }


def _matrix(panel: Panel, component: str, field: str) -> list[list[float | None]]:
    """Return one row per year, one column per region."""
    rows = [
        [panel.rankings.get((area, year, component), {}).get(field) for area in panel.areas] for year in panel.years
    ]
    return [[round(v, 4) if isinstance(v, float) else v for v in row] for row in rows]


def _intervals(panel: Panel) -> list[list[list[int] | None]] | None:
    if not panel.intervals:
        return None
    found = [[panel.interval(area, year, panel.root) for area in panel.areas] for year in panel.years]
    return [[[round(pair[0]), round(pair[1])] if pair else None for pair in row] for row in found]


def _tiers(panel: Panel) -> list[list[list[int] | None]] | None:
    if not panel.tiers:
        return None
    found = [[panel.tiers.get((area, year)) for area in panel.areas] for year in panel.years]
    return [[[row["tier"], int(bool(row["borderline"]))] if row else None for row in line] for line in found]


def _significant(panel: Panel) -> list[list[bool | None]] | None:
    if not panel.rank_changes:
        return None
    return [[panel.significant(area, year, panel.root) for area in panel.areas] for year in panel.years]


def _similar(panel: Panel) -> list[list[list[str]]] | None:
    """Return the regions most like each region, the nearest first, one row per year."""
    if not panel.similar:
        return None

    def near(area: str, year: int) -> list[str]:
        rows = sorted(panel.similar.get((area, year), []), key=lambda row: row["position"])
        return [row["other_area"] for row in rows[:5]]

    return [[near(area, year) for area in panel.areas] for year in panel.years]
