"""What `robustness` must agree on with the tree, the indicators and the experts of its framework."""

from collections.abc import Iterator

from index_pipeline.framework.fault import Fault, said
from index_pipeline.framework.framework import Framework, components
from index_pipeline.framework.model import Definition
from index_pipeline.framework.quantities import Share
from index_pipeline.framework.robustness import Robustness, WholeExperts, unknown_names


def robustness_faults(framework: Framework) -> Iterator[Fault]:
    """Yield a fault for each part of `robustness` that does not fit the tree and the indicators; none without it."""
    if framework.definition.robustness is not None:
        nodes = [node.id for node in components(framework.definition.index)]
        found = unknown_names(framework.definition.robustness, nodes, framework.indicators, framework.codes.series)
        yield from (fault.within("framework.yaml") for fault in found)
        yield from _denominator_faults(framework.definition.robustness, framework)
        yield from _expert_faults(framework.definition)
        yield from (
            fault.within("framework.yaml") for fault in _idle_choices(framework.definition.robustness, framework)
        )


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
