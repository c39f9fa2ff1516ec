"""What has to hold between a method and what it is applied to."""

from collections.abc import Collection, Iterator, Sequence

from index_pipeline.choices import near
from index_pipeline.framework import extensions
from index_pipeline.framework.codes import CodeLists
from index_pipeline.framework.methods import (
    Aggregation,
    Ahp,
    BenefitOfTheDoubt,
    BenefitOfTheDoubtShares,
    ByGrade,
    Combination,
    CorrelationOptimised,
    Custom,
    DistanceToReference,
    DistanceToTarget,
    EfficacyCoefficient,
    Imputation,
    Normalisation,
    TargetRatio,
    Weighting,
)
from index_pipeline.framework.model import Component, Definition, Indicator
from index_pipeline.framework.rules import methods_of, rule_of
from index_pipeline.rounding import reaches


def method_faults(
    definition: Definition,
    nodes: Sequence[Component],
    indicators: Collection[Indicator],
    codes: CodeLists,
    ref_areas: Collection[str],
) -> Iterator[str]:
    """Yield one sentence, beginning with the file, for each method that cannot work on its indicator or component.

    Args:
        definition: The framework's own methods.
        nodes: Every component of the tree.
        indicators: Every indicator.
        codes: Give the columns of regions.csv, whose values are groups to fill gaps from.
        ref_areas: Codes of the assessed regions; empty where none are listed.
    """
    screening = definition.screening
    for area in (*screening.keep, *screening.leave_out):
        if ref_areas and area not in ref_areas:
            yield f"framework.yaml: screening: {area} is not an assessed region"
    for indicator in indicators:
        methods = methods_of(indicator, definition, codes)
        faults = [
            *_imputation(methods.imputation, codes),
            *_normalisation(methods.normalisation, indicator, ref_areas),
            *_year(methods.normalisation, definition, "normalisation"),
        ]
        yield from (f"indicator/{indicator.id}.yaml: {fault}" for fault in faults)
    for node in nodes:
        if node.not_measured:
            continue
        children = [child.id for child in node.components if not child.not_measured] + list(node.indicators)
        rule = rule_of(node, definition)
        faults = [
            *_weighting(rule.weighting, children),
            *_graded(rule.weighting, definition),
            *_year(rule.weighting, definition, "weighting"),
            *_aggregation(rule.aggregation, children),
            *(fault for other in _alternatives(node, definition) for fault in _aggregation(other, children)),
        ]
        yield from (f"framework.yaml: component {node.id}: {fault}" for fault in faults)


def _imputation(steps: Collection[Imputation], codes: CodeLists) -> Iterator[str]:
    for step in steps:
        by = getattr(step, "by", None)
        if by and not (codes.regions and all(by in region.attributes for region in codes.regions.values())):
            yield f"imputation: regions.csv has no column {by}, whose values are the groups to fill from"


def _normalisation(method: Normalisation, indicator: Indicator, ref_areas: Collection[str]) -> Iterator[str]:
    if isinstance(method, (DistanceToTarget, TargetRatio)) and method.target is None and indicator.target is None:
        yield f"normalisation {method.method} needs a target: give the indicator one"
    if isinstance(method, DistanceToReference) and ref_areas and method.ref_area not in ref_areas:
        yield f"normalisation: the reference region {method.ref_area} is not an assessed region"
    if isinstance(method, EfficacyCoefficient) and method.satisfactory is not None and method.unacceptable is not None:
        rises = method.satisfactory > method.unacceptable
        if rises != (indicator.direction == "higher_is_better"):
            yield (
                f"normalisation: satisfactory {method.satisfactory:g} and unacceptable {method.unacceptable:g} "
                f"contradict the direction {indicator.direction}"
            )


def _year(method: Normalisation | Weighting, definition: Definition, what: str) -> Iterator[str]:
    year = getattr(method, "year", None)
    if year is not None and year not in definition.years.range and year not in definition.fitted_on.range:
        yield f"{what}: year {year} is neither scored nor in the reference period: extend reference_period to it"
    for part in method.of if isinstance(method, Combination) else ():
        yield from _year(part, definition, what)


def _weighting(method: Weighting, children: list[str]) -> Iterator[str]:
    if method.cap is not None and not reaches(method.cap * len(children), 1.0):
        yield f"weighting: {len(children)} children cannot share the weight with none above the cap {method.cap:g}"
    if isinstance(method, Combination):
        for part in method.of:
            yield from _weighting(part, children)
    if isinstance(method, Ahp) and sorted(method.children) != sorted(children):
        yield f"weighting: judged are {', '.join(method.children)}, but its measured children are {', '.join(children)}"
    if isinstance(method, CorrelationOptimised) and method.targets and sorted(method.targets) != sorted(children):
        yield f"weighting: targets are not those of its measured children {', '.join(children)}"
    if isinstance(method, BenefitOfTheDoubtShares):
        yield from _shares(method.least_share, method.greatest_share, len(children), "weighting")


def _graded(method: Weighting, definition: Definition) -> Iterator[str]:
    for part in method.of if isinstance(method, Combination) else ():
        yield from _graded(part, definition)
    if not isinstance(method, ByGrade):
        return
    if definition.evidence is None:
        yield "weighting: by_grade needs the rule of the grades: give the framework `evidence`"
        return
    known = [rule.grade for rule in definition.evidence.grades]
    if sorted(method.weights) != sorted(known):
        given = ", ".join(method.weights)
        yield f"weighting: by_grade has weights of the grades {given}, but the grades are {', '.join(known)}"


def _aggregation(method: Aggregation, children: list[str]) -> Iterator[str]:
    if isinstance(method, BenefitOfTheDoubt):
        yield from _shares(method.least_share, method.greatest_share, len(children), "aggregation")
    if isinstance(method, Custom) and method.function not in extensions.aggregations():
        offered = tuple(extensions.aggregations())
        yield (
            f"aggregation: no installed package offers {method.function} in the group {extensions.AGGREGATIONS}"
            f"{near(method.function, offered)}"
        )


def _alternatives(node: Component, definition: Definition) -> Iterator[Aggregation]:
    """Yield the aggregations that the uncertainty analysis puts in the place of the component's own."""
    for choice in definition.robustness.aggregation if definition.robustness else ():
        if choice.components is None or node.id in choice.components:
            yield choice.rule


def _shares(least: float, greatest: float, k: int, what: str) -> Iterator[str]:
    if not reaches(1.0, least * k) or not reaches(greatest * k, 1.0):
        yield f"{what}: {k} children cannot each have a share from {least:g} to {greatest:g}"
