"""What has to hold across the files of a framework."""

from collections import Counter
from collections.abc import Iterator

from index_pipeline.choices import near
from index_pipeline.framework.acknowledgement_faults import acknowledgement_faults
from index_pipeline.framework.framework import Framework, components
from index_pipeline.framework.method_faults import method_faults
from index_pipeline.framework.model import Definition, Indicator
from index_pipeline.framework.quantities import (
    DifferenceQuantity,
    Growth,
    Quantity,
    RegisterQuantity,
    Share,
    SumQuantity,
)
from index_pipeline.framework.robustness import Robustness, WholeExperts, unknown_names


def faults_across(framework: Framework) -> Iterator[str]:
    """Yield a sentence, beginning with the file, for each part of a framework that does not fit the others."""
    yield from _tree_faults(framework)
    yield from _guideline_faults(framework.definition)
    for indicator in framework.indicators.values():
        yield from _indicator_faults(indicator, framework)
    for source in framework.sources.values():
        for register in source.registers:
            if register.dated_by and register.dated_by not in framework.registers:
                yield f"source/{source.id}.yaml: dated_by: register {register.dated_by} is not known"
        for name in source.held_to.keys() - framework.codes.series.keys() if framework.codes.series else ():
            yield f"source/{source.id}.yaml: held_to: series {name} is not in series.csv"
    for survey in framework.surveys.values():
        if survey.theme and survey.theme not in {node.id for node in components(framework.definition.index)}:
            yield f"survey/{survey.id}.yaml: theme: component {survey.theme} is not in the tree"
        if framework.codes.series and survey.id not in framework.codes.series:
            yield f"survey/{survey.id}.yaml: series.csv has no series {survey.id} for its figures"
    registers = Counter(r.register_id for s in framework.sources.values() for r in s.registers)
    yield from (f"source: register {name} is declared {n} times" for name, n in registers.items() if n > 1)
    yield from _region_faults(framework)
    yield from _robustness_faults(framework)
    yield from acknowledgement_faults(framework)
    nodes = list(components(framework.definition.index))
    yield from method_faults(
        framework.definition, nodes, framework.indicators.values(), framework.codes, framework.ref_areas
    )
    for series in framework.codes.series.values():
        if framework.codes.units and series.unit not in framework.codes.units:
            yield f"series.csv: series {series.series_id}: unit {series.unit} is not in units.csv"


def _tree_faults(framework: Framework) -> Iterator[str]:
    nodes = list(components(framework.definition.index))
    used: Counter[str] = Counter()
    for node in nodes:
        used.update(node.indicators.keys())
        used.update(node.supplementary)
    identifiers = Counter(node.id for node in nodes)
    yield from (f"framework.yaml: component {name} stands {n} times" for name, n in identifiers.items() if n > 1)
    for name, n in used.items():
        if name not in framework.indicators:
            close = near(name, framework.indicators)
            yield f"framework.yaml: indicator {name} has no file indicator/{name}.yaml{close}"
        if n > 1:
            yield f"framework.yaml: indicator {name} stands {n} times in the tree"
        if name in identifiers:
            yield f"framework.yaml: {name} is the id of a component and of an indicator"
    for name in framework.indicators:
        if name not in used:
            yield f"indicator/{name}.yaml: the indicator is idle: it stands nowhere in framework.yaml"


def _guideline_faults(definition: Definition) -> Iterator[str]:
    if definition.guideline is None:
        return
    stated = Counter(node.clause for node in components(definition.index) if node.clause)
    for clause in definition.guideline.clauses:
        if not stated[clause]:
            yield f"framework.yaml: clause {clause} of the guideline is neither measured nor declared not_measured"
        if stated[clause] > 1:
            yield f"framework.yaml: clause {clause} of the guideline belongs to {stated[clause]} components"


def _indicator_faults(indicator: Indicator, framework: Framework) -> Iterator[str]:
    file, codes = f"indicator/{indicator.id}.yaml", framework.codes
    if codes.units and indicator.unit is None:
        yield f"{file}: unit: the indicator has none: give it one that is in units.csv"
    elif codes.units and indicator.unit not in codes.units:
        yield f"{file}: unit: {indicator.unit} is not in units.csv{near(str(indicator.unit), codes.units)}"
    for role, quantity in zip(("numerator", "denominator"), indicator.quantities, strict=False):
        yield from (f"{file}: {role}: {fault}" for fault in _quantity_faults(quantity, framework))
        if indicator.is_of_nation:
            yield from (f"{file}: {role}: {fault}" for fault in _rate_faults(quantity, framework))
    yield from (f"{file}: {fault}" for fault in _span_faults(indicator, framework))


def _quantity_faults(quantity: Quantity, framework: Framework) -> Iterator[str]:
    series = framework.codes.series
    for name in quantity.all_series if series else ():
        if name not in series:
            yield f"series {name} is not in series.csv{near(name, series)}"
    if isinstance(quantity, SumQuantity | DifferenceQuantity):
        units = {name: series[name].unit for name in quantity.all_series if name in series}
        if len(set(units.values())) > 1:
            what = "sum" if isinstance(quantity, SumQuantity) else "difference"
            stated = ", ".join(f"{name} is in {unit or 'no unit'}" for name, unit in units.items())
            yield f"{what}: the units of its series do not agree: {stated}"
    for part in quantity.parts if isinstance(quantity, RegisterQuantity) else ():
        register = framework.registers.get(part.register_id)
        if register is None:
            yield f"register {part.register_id} is declared by no source{near(part.register_id, framework.registers)}"
        elif part.category and part.category not in register.categories:
            yield f"register {part.register_id} has no category {part.category}"


def _rate_faults(quantity: Quantity, framework: Framework) -> Iterator[str]:
    """Say which series are rates, by their unit: they add up to nothing, and no region has a part of one."""
    codes = framework.codes
    for name in quantity.all_series:
        unit = codes.series[name].unit if name in codes.series else ""
        dimension = codes.units[unit].dimension if unit in codes.units else ""
        if "_per_" in unit or dimension in {"percent", "index_previous_year"}:
            yield f"series {name} is a rate, in {unit}, and has no national total that a region has a share of"


def _span_faults(indicator: Indicator, framework: Framework) -> Iterator[str]:
    """Say where breaks leave no scored year a value: too few years for a mean, or none for growth to start from."""
    breaks, years = sorted(framework.methods_of(indicator.id).breaks), framework.definition.years.range
    named = ", ".join(map(str, breaks))

    def since(year: int) -> int | None:
        return max((first for first in breaks if first <= year), default=None)

    if indicator.over is not None and breaks:
        longest = max(min(indicator.over, year - (since(year) or 0) + 1) for year in years)
        if 2 * longest < indicator.over:
            yield (
                f"over: no scored year has a mean over {indicator.over} years: it needs half of them, and does not "
                f"cross the break{'s' if len(breaks) > 1 else ''} of {named}"
            )
    if isinstance(indicator.formula, Growth) and breaks:
        span = indicator.formula.years
        if all(since(year) != since(year - span) for year in years):
            yield (
                f"formula: no scored year has growth over {span} year{'s' if span > 1 else ''}: it does not cross the "
                f"break{'s' if len(breaks) > 1 else ''} of {named}"
            )


def _region_faults(framework: Framework) -> Iterator[str]:
    regions = framework.codes.regions
    level = framework.definition.level
    if regions and not framework.ref_areas:
        wanted = "" if level is None else f" of level {level}"
        yield f"framework.yaml: level: regions.csv has no assessed region{wanted}"
    for region in regions.values():
        if region.role not in {"assessed", "total", "separate", "merged", "group"}:
            yield f"regions.csv: region {region.ref_area}: role {region.role} is not known"
        if region.role == "merged" and region.parent not in regions:
            yield f"regions.csv: region {region.ref_area}: parent {region.parent} is not listed"
    for link in framework.codes.links:
        unknown = {link.ref_area, link.other_area} - regions.keys() if regions else set()
        yield from (f"adjacency.csv: pair {link.pair}: region {area} is not in regions.csv" for area in sorted(unknown))
        if link.ref_area == link.other_area:
            yield f"adjacency.csv: pair {link.pair}: a region is not its own neighbour"


def _robustness_faults(framework: Framework) -> Iterator[str]:
    if framework.definition.robustness is not None:
        nodes = [node.id for node in components(framework.definition.index)]
        found = unknown_names(framework.definition.robustness, nodes, framework.indicators, framework.codes.series)
        yield from (f"framework.yaml: {fault}" for fault in found)
        yield from _denominator_faults(framework.definition.robustness, framework)
        yield from _expert_faults(framework.definition)


def _denominator_faults(robustness: Robustness, framework: Framework) -> Iterator[str]:
    for number, choice in enumerate(robustness.denominators):
        for name, other in choice.items():
            indicator = framework.indicators.get(name)
            if indicator is None or indicator.is_ratio:
                continue
            where, method = (
                f"framework.yaml: robustness.denominators.{number}: indicator {name}",
                indicator.formula.method,
            )
            if isinstance(indicator.formula, Share):
                yield f"{where} is a share: it has none"
            elif "multiplier" in other.model_fields_set and other.multiplier != indicator.multiplier:
                yield f"{where}: the multiplier of formula {method} is always {indicator.multiplier:g}: leave it out"


def _expert_faults(definition: Definition) -> Iterator[str]:
    rules = definition.robustness.weights if definition.robustness else ()
    for number, rule in enumerate(rules):
        for node in components(definition.index):
            if not isinstance(rule, WholeExperts) or node.id not in rule.weights:
                continue
            children = {child.id for child in node.components if not child.not_measured} | node.indicators.keys()
            if rule.weights[node.id].keys() != children:
                yield (
                    f"framework.yaml: robustness.weights.{number}: experts weigh {', '.join(rule.weights[node.id])} of "
                    f"{node.id}, but its measured children are {', '.join(sorted(children))}"
                )
