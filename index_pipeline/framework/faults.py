"""What the files of a framework must agree on."""

from collections import Counter
from collections.abc import Iterator

from index_pipeline.choices import closest
from index_pipeline.framework.acknowledgement_faults import acknowledgement_faults
from index_pipeline.framework.answers import answer_faults
from index_pipeline.framework.fault import Fault, said
from index_pipeline.framework.framework import Framework, components
from index_pipeline.framework.indicator import Indicator
from index_pipeline.framework.method_faults import method_faults
from index_pipeline.framework.model import Component, Definition
from index_pipeline.framework.quantities import (
    DifferenceQuantity,
    Growth,
    Quantity,
    RegisterQuantity,
    Share,
    SumQuantity,
)
from index_pipeline.framework.ratio_units import contradictions
from index_pipeline.framework.robustness import Robustness, WholeExperts, unknown_names
from index_pipeline.framework.series_faults import series_faults
from index_pipeline.framework.source import Source

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
    yield from _robustness_faults(framework)
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


def indicator_faults(indicator: Indicator, framework: Framework) -> Iterator[Fault]:
    """Yield a fault for each part of an indicator that does not fit the series, registers and units of a framework."""
    file, codes = f"indicator/{indicator.id}.yaml", framework.codes
    if codes.units and indicator.unit is None:
        yield Fault.of("no_unit", file, "unit")
    elif codes.units and indicator.unit not in codes.units:
        close = closest(indicator.unit, codes.units)
        yield Fault.of("unknown_unit", file, "unit", name=indicator.unit, near=close)
    for derived in contradictions(indicator, codes):
        facts = {"name": indicator.unit, "derived": derived.unit, "zh": derived.title_zh, "en": derived.title_en}
        yield Fault.of("unit_of_ratio", file, "unit", **facts)
    for role, quantity in zip(("numerator", "denominator"), indicator.quantities, strict=False):
        yield from (fault.within(file, role) for fault in _quantity_faults(quantity, framework))
        if indicator.is_of_nation:
            yield from (fault.within(file, role) for fault in _rate_faults(quantity, framework))
    yield from (fault.within(file) for fault in _span_faults(indicator, framework))


def _quantity_faults(quantity: Quantity, framework: Framework) -> Iterator[Fault]:
    series = framework.codes.series
    for name in quantity.all_series if series else ():
        if name not in series:
            yield Fault.of("unknown_series", name=name, near=closest(name, series))
    if isinstance(quantity, SumQuantity | DifferenceQuantity):
        units = {name: series[name].unit for name in quantity.all_series if name in series}
        if len(set(units.values())) > 1:
            kind = "units_of_sum" if isinstance(quantity, SumQuantity) else "units_of_difference"
            yield Fault.of(kind, stated=", ".join(f"{name} [{unit or '–'}]" for name, unit in units.items()))
    for part in quantity.parts if isinstance(quantity, RegisterQuantity) else ():
        register = framework.registers.get(part.register_id)
        if register is None:
            close = closest(part.register_id, framework.registers)
            yield Fault.of("undeclared_register", name=part.register_id, near=close)
        elif part.category and part.category not in register.categories:
            close = closest(part.category, register.categories)
            yield Fault.of("no_category", name=part.register_id, category=part.category, near=close)


def _rate_faults(quantity: Quantity, framework: Framework) -> Iterator[Fault]:
    """Say which series are rates, by their unit: they cannot be added up, and a region is not a part of the total."""
    for name in quantity.all_series:
        if framework.codes.is_rate(name):
            yield Fault.of("share_of_rate", name=name, unit=framework.codes.series[name].unit)


def _span_faults(indicator: Indicator, framework: Framework) -> Iterator[Fault]:
    """Say where breaks leave no scored year a value: too few years for a mean, or none for growth to start from."""
    breaks, years = sorted(framework.methods_of(indicator.id).breaks), framework.definition.years.range
    named = ", ".join(map(str, breaks))

    def since(year: int) -> int | None:
        return max((first for first in breaks if first <= year), default=None)

    if indicator.over is not None and breaks:
        longest = max(min(indicator.over, year - (since(year) or 0) + 1) for year in years)
        if 2 * longest < indicator.over:
            yield Fault.of("mean_over_break", "over", years=indicator.over, breaks=named)
    if isinstance(indicator.formula, Growth) and breaks:
        span = indicator.formula.years
        if all(since(year) != since(year - span) for year in years):
            yield Fault.of("growth_over_break", "formula", years=span, breaks=named)


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


def _robustness_faults(framework: Framework) -> Iterator[Fault]:
    if framework.definition.robustness is not None:
        nodes = [node.id for node in components(framework.definition.index)]
        found = unknown_names(framework.definition.robustness, nodes, framework.indicators, framework.codes.series)
        yield from (fault.within("framework.yaml") for fault in found)
        yield from _denominator_faults(framework.definition.robustness, framework)
        yield from _expert_faults(framework.definition)
        yield from (
            fault.within("framework.yaml") for fault in _idle_choices(framework.definition.robustness, framework)
        )


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


def _denominator_faults(robustness: Robustness, framework: Framework) -> Iterator[Fault]:
    for number, choice in enumerate(robustness.denominators):
        for name, other in choice.items():
            indicator = framework.indicators.get(name)
            if indicator is None or indicator.is_ratio:
                continue
            place = "framework.yaml", f"robustness.denominators.{number}", said("indicators", name=name)
            if isinstance(indicator.formula, Share):
                yield Fault.of("denominator_of_share", *place)
            elif "multiplier" in other.model_fields_set and other.multiplier != indicator.multiplier:
                facts = {"method": indicator.formula.method, "multiplier": f"{indicator.multiplier:g}"}
                yield Fault.of("fixed_multiplier", *place, **facts)


def _idle_choices(robustness: Robustness, framework: Framework) -> Iterator[Fault]:
    """Say which alternatives would change nothing, and which years have no figures prepared."""
    definition = framework.definition
    prepared = {*definition.years.range, *definition.fitted_on.range}
    for number, years in enumerate(robustness.reference_period):
        for year in sorted(set(years.range) - prepared):
            yield Fault.of("year_outside", f"robustness.reference_period.{number}", year=year)
    if robustness.weighting and all(node.weighting for node in components(definition.index) if not node.not_measured):
        yield Fault.of("weighting_of_nothing", "robustness.weighting")
    if robustness.single_years and not any(indicator.over for indicator in framework.indicators.values()):
        yield Fault.of("no_means_over_years", "robustness.single_years")


def _expert_faults(definition: Definition) -> Iterator[Fault]:
    rules = definition.robustness.weights if definition.robustness else ()
    for number, rule in enumerate(rules):
        for node in components(definition.index):
            if not isinstance(rule, WholeExperts) or node.id not in rule.weights:
                continue
            children = {child.id for child in node.components if not child.not_measured} | node.indicators.keys()
            if rule.weights[node.id].keys() != children:
                yield Fault.of(
                    "experts_of_others",
                    *("framework.yaml", f"robustness.weights.{number}"),
                    weighed=", ".join(rule.weights[node.id]),
                    name=node.id,
                    children=", ".join(sorted(children)),
                )
