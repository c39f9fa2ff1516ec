"""Catalogue: the framework as tables, published beside the figures."""

from index_pipeline.tables.declare import declare

COMPONENTS = declare(
    "components",
    "component_id",
    component_id="str",
    parent_id="str?",
    level="int",
    position="int",
    title_zh="str?",
    title_en="str?",
    clause="str?",
    measured="bool",
    aggregation="str?",
    coverage_threshold="float",
    effective_weight="float",
    reason_zh="str?",
    reason_en="str?",
    wanted_zh="str?",
    wanted_en="str?",
)
"""Components of the tree, each before its children; `reason` and `wanted` where one is not measured."""

INDICATOR_DEFINITIONS = declare(
    "indicator_definitions",
    "indicator_id",
    indicator_id="str",
    component_id="str",
    position="int",
    kind="str",
    title_zh="str?",
    title_en="str?",
    definition_zh="str?",
    definition_en="str?",
    unit="str?",
    direction="str",
    numerator="str",
    denominator="str?",
    multiplier="float",
    proxy="str?",
    small_counts="str?",
    treatment="str",
    normalisation="str",
    effective_weight="float",
    sources="str?",
    note_zh="str?",
    note_en="str?",
)
"""Indicators in the order of the tree: value = numerator / denominator × multiplier, in `unit`."""

REGIONS = declare(
    "regions",
    "ref_area",
    ref_area="str",
    title_zh="str",
    title_en="str",
    short_zh="str",
    level="str",
    role="str",
    parent="str?",
    zone="str?",
    zone_en="str?",
)

SERIES = declare(
    "series",
    "series_id",
    series_id="str",
    title_zh="str",
    title_en="str",
    unit="str",
    breaks="str?",
    note="str?",
)

UNITS = declare("units", "unit", unit="str", title_zh="str", title_en="str")

SOURCES = declare(
    "sources",
    "source_id",
    source_id="str",
    kind="str",
    title_zh="str?",
    title_en="str?",
    publisher_zh="str?",
    publisher_en="str?",
    publication_zh="str?",
    publication_en="str?",
    licence_zh="str?",
    licence_en="str?",
    citation_zh="str?",
    citation_en="str?",
    url="str?",
    note_zh="str?",
    note_en="str?",
)
