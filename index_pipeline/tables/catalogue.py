"""Catalogue: the framework as tables, published beside the figures."""

from index_pipeline.tables.declare import declare

COMPONENTS = declare(
    "components",
    "*component_id parent_id? level position title_zh? title_en? clause? measured aggregation? coverage_threshold "
    "effective_weight reason_zh? reason_en? wanted_zh? wanted_en?",
)
"""Components of the tree, each before its children; `reason` and `wanted` if one is not measured."""

INDICATOR_DEFINITIONS = declare(
    "indicator_definitions",
    "*indicator_id component_id position kind title_zh? title_en? definition_zh? definition_en? unit? direction "
    "numerator denominator? multiplier proxy? small_counts? treatment normalisation effective_weight sources? "
    "note_zh? note_en?",
)
"""Indicators in the order of the tree: value = numerator / denominator × multiplier, in `unit`."""

REGIONS = declare("regions", "*ref_area title_zh title_en short_zh level role parent? zone? zone_en?")

SERIES = declare("series", "*series_id title_zh title_en unit breaks? note?")

UNITS = declare("units", "*unit title_zh title_en")

SOURCES = declare(
    "sources",
    "*source_id kind title_zh? title_en? publisher_zh? publisher_en? publication_zh? publication_en? licence_zh? "
    "licence_en? citation_zh? citation_en? url? note_zh? note_en?",
)
