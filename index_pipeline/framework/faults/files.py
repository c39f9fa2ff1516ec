"""What the files of a framework must agree on."""

from collections import Counter
from collections.abc import Iterator

from index_pipeline.framework.answers import answer_faults
from index_pipeline.framework.fault import Fault, said
from index_pipeline.framework.faults.acknowledgements import acknowledgement_faults
from index_pipeline.framework.faults.indicators import indicator_faults
from index_pipeline.framework.faults.methods import method_faults
from index_pipeline.framework.faults.robustness import robustness_faults
from index_pipeline.framework.faults.series import series_faults
from index_pipeline.framework.framework import Framework, components
from index_pipeline.framework.model import Component, Definition
from index_pipeline.framework.source import Source
from index_pipeline.unknown_names import closest

ROLES = ("assessed", "total", "separate", "merged", "group")
"""Roles that a region may have."""


def faults_across(framework: Framework) -> Iterator[Fault]:
    """Yield a fault for each part of a framework that does not fit the others."""
    yield from _tree_faults(framework)
    yield from _guideline_faults(framework.definition)
    for indicator in framework.indicators.values():
        yield from indicator_faults(indicator, framework)
    for source in framework.sources.values():
        yield from (fault.within(f"source/{source.id}.yaml") for fault in _source_faults(source, framework))
    for survey in framework.surveys.values():
        if survey.theme and survey.theme not in {node.id for node in components(framework.definition.index)}:
            yield Fault.of("no_component", f"survey/{survey.id}.yaml", "theme", name=survey.theme)
        if framework.codes.series and survey.id not in framework.codes.series:
            yield Fault.of("no_survey_series", f"survey/{survey.id}.yaml", name=survey.id)
    registers = Counter(r.register_id for s in framework.sources.values() for r in s.registers)
    yield from (Fault.of("register_twice", "source", name=name, count=n) for name, n in registers.items() if n > 1)
    yield from _region_faults(framework)
    yield from robustness_faults(framework)
    yield from _index_faults(framework)
    yield from _context_faults(framework)
    yield from acknowledgement_faults(framework)
    nodes = list(components(framework.definition.index))
    named = (*framework.indicators, *(node.id for node in nodes))
    yield from answer_faults(framework.answers, named, framework.ref_areas)
    yield from method_faults(
        framework.definition, nodes, framework.indicators.values(), framework.codes, framework.ref_areas
    )
    yield from series_faults(framework.codes)


def _source_faults(source: Source, framework: Framework) -> Iterator[Fault]:
    for register in source.registers:
        if register.dated_by and register.dated_by not in framework.registers:
            close = closest(register.dated_by, framework.registers)
            yield Fault.of("unknown_register", "dated_by", name=register.dated_by, near=close)
    known = framework.codes.series
    for name in sorted(source.held_to.keys() - known.keys()) if known else ():
        yield Fault.of("unknown_series", "held_to", name=name, near=closest(name, known))
    for name in sorted(source.fetched_series - known.keys()) if known else ():
        yield Fault.of("unknown_series", "fetch", name=name, near=closest(name, known))


def _tree_faults(framework: Framework) -> Iterator[Fault]:
    nodes = list(components(framework.definition.index))
    used: Counter[str] = Counter()
    for node in nodes:
        used.update(node.indicators.keys())
        used.update(node.supplementary)
    identifiers = Counter(node.id for node in nodes)
    for name, n in identifiers.items():
        if n > 1:
            yield Fault.of("component_twice", "framework.yaml", name=name, count=n)
    for name, n in used.items():
        if name not in framework.indicators:
            close = closest(name, framework.indicators)
            yield Fault.of("no_indicator_file", "framework.yaml", name=name, near=close)
        if n > 1:
            yield Fault.of("indicator_twice", "framework.yaml", name=name, count=n)
        if name in identifiers:
            yield Fault.of("one_id_for_two", "framework.yaml", name=name)
    for name in framework.indicators:
        if name not in used:
            yield Fault.of("idle", f"indicator/{name}.yaml")


def _guideline_faults(definition: Definition) -> Iterator[Fault]:
    if definition.guideline is None:
        return
    stated = Counter(node.clause for node in components(definition.index) if node.clause)
    for clause in definition.guideline.clauses:
        if not stated[clause]:
            yield Fault.of("clause_missing", "framework.yaml", name=clause)
        if stated[clause] > 1:
            yield Fault.of("clause_twice", "framework.yaml", name=clause, count=stated[clause])


def _region_faults(framework: Framework) -> Iterator[Fault]:
    regions = framework.codes.regions
    level = framework.definition.level
    if regions and not framework.ref_areas:
        wanted = "" if level is None else said("of_level", level=level)
        yield Fault.of("no_assessed_region", "framework.yaml", "level", level=wanted)
    for region in regions.values():
        place = ("regions.csv", said("region", name=region.ref_area))
        if region.role not in ROLES:
            yield Fault.of("unknown_role", *place, role=region.role, near=closest(region.role, ROLES))
        if region.parent not in regions and (region.parent or region.role == "merged"):
            yield Fault.of("unknown_parent", *place, parent=region.parent)
    totals = [region.ref_area for region in regions.values() if region.role == "total"]
    if len(totals) > 1:
        yield Fault.of("two_totals", "regions.csv", areas=", ".join(totals))
    levels = sorted({region.level for region in regions.values() if region.role == "assessed"})
    if level is None and len(levels) > 1:
        yield Fault.of("which_level", "framework.yaml", "level", levels=", ".join(levels))
    for link in framework.codes.links:
        unknown = {link.ref_area, link.other_area} - regions.keys() if regions else set()
        place = ("adjacency.csv", said("pair", name=link.pair))
        yield from (Fault.of("not_in_regions", *place, area=area) for area in sorted(unknown))
        if link.ref_area == link.other_area:
            yield Fault.of("own_neighbour", *place)


def _index_faults(framework: Framework) -> Iterator[Fault]:
    """Say which further indices select nothing from the tree, and which have an identifier already in use."""
    nodes = {node.id: node for node in components(framework.definition.index)}
    identifiers = Counter(index.id for index in framework.definition.indices)
    for name, n in identifiers.items():
        if n > 1:
            yield Fault.of("index_twice", "framework.yaml", "indices", name=name, count=n)
        if name in nodes or name in framework.indicators:
            yield Fault.of("index_named_as_other", "framework.yaml", "indices", name=name)
    for number, index in enumerate(framework.definition.indices):
        place = "framework.yaml", f"indices.{number}"
        without = [name for name in index.components or () if name in nodes and not _has_indicators(nodes[name])]
        unknown = [name for name in index.components or () if name not in nodes]
        for name in unknown:
            yield Fault.of("no_component", *place, "components", name=name, near=closest(name, nodes))
        for name in without:
            yield Fault.of("index_of_unmeasured", *place, "components", name=name)
        if not unknown and not without and not framework.indicators_of(index):
            yield Fault.of("index_of_nothing", *place, name=index.id)


def _context_faults(framework: Framework) -> Iterator[Fault]:
    series, units = framework.codes.series, framework.codes.units
    if sum(figure.predictor for figure in framework.definition.context) > 1:
        yield Fault.of("predictors", "framework.yaml", "context")
    for number, figure in enumerate(framework.definition.context):
        place = "framework.yaml", f"context.{number}"
        for name in figure.all_series if series else ():
            if name not in series:
                yield Fault.of("unknown_series", *place, name=name, near=closest(name, series))
        if figure.unit and units and figure.unit not in units:
            yield Fault.of("unknown_unit", *place, name=figure.unit, near=closest(figure.unit, units))


def _has_indicators(top: Component) -> bool:
    return any(node.indicators for node in components(top))
