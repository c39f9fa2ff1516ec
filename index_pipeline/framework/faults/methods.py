"""What a method and what it is applied to must agree on."""

from collections.abc import Collection, Iterator, Sequence

from index_pipeline.framework import extensions
from index_pipeline.framework.codes import CodeLists
from index_pipeline.framework.fault import Fault, said
from index_pipeline.framework.indicator import Indicator
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
from index_pipeline.framework.model import Component, Definition
from index_pipeline.framework.rules import methods_of, rule_of
from index_pipeline.rounding import reaches
from index_pipeline.unknown_names import closest


def method_faults(
    definition: Definition,
    nodes: Sequence[Component],
    indicators: Collection[Indicator],
    codes: CodeLists,
    ref_areas: Collection[str],
) -> Iterator[Fault]:
    """Yield a fault for each method that cannot work on its indicator or component.

    Args:
        definition: The framework's own methods.
        nodes: Every component of the tree.
        indicators: Every indicator.
        codes: Give the columns of regions.csv, whose values are groups to fill gaps from.
        ref_areas: Codes of the assessed regions; empty if none are listed.
    """
    screening = definition.screening
    for area in (*screening.keep, *screening.leave_out):
        if ref_areas and area not in ref_areas:
            yield Fault.of("screened_region", "framework.yaml", "screening", area=area)
    for indicator in indicators:
        methods = methods_of(indicator, definition, codes)
        faults = [
            *_imputation(methods.imputation, codes),
            *_normalisation(methods.normalisation, indicator, ref_areas),
            *_year(methods.normalisation, definition, "normalisation"),
        ]
        yield from (fault.within(f"indicator/{indicator.id}.yaml") for fault in faults)
    for node in nodes:
        if node.not_measured:
            continue
        children = [child.id for child in node.components if not child.not_measured] + list(node.indicators)
        rule = rule_of(node, definition)
        faults = [
            *(
                fault
                for weighting in (rule.weighting, *_other_weightings(node, definition))
                for fault in _weighting_faults(weighting, children, definition)
            ),
            *_aggregation(rule.aggregation, children),
            *(fault for other in _alternatives(node, definition) for fault in _aggregation(other, children)),
        ]
        yield from (fault.within("framework.yaml", said("components", name=node.id)) for fault in faults)


def _imputation(steps: Collection[Imputation], codes: CodeLists) -> Iterator[Fault]:
    for step in steps:
        by = getattr(step, "by", None)
        if by and not (codes.regions and all(by in region.attributes for region in codes.regions.values())):
            yield Fault.of("no_group_column", "imputation", by=by)


def _normalisation(method: Normalisation, indicator: Indicator, ref_areas: Collection[str]) -> Iterator[Fault]:
    if isinstance(method, (DistanceToTarget, TargetRatio)) and method.target is None and indicator.target is None:
        yield Fault.of("no_target", method=method.method)
    if isinstance(method, DistanceToReference) and ref_areas and method.ref_area not in ref_areas:
        yield Fault.of("no_reference_region", "normalisation", area=method.ref_area)
    if isinstance(method, EfficacyCoefficient) and method.satisfactory is not None and method.unacceptable is not None:
        rises = method.satisfactory > method.unacceptable
        if rises != (indicator.direction == "higher_is_better"):
            yield Fault.of(
                "against_direction",
                "normalisation",
                satisfactory=f"{method.satisfactory:g}",
                unacceptable=f"{method.unacceptable:g}",
                direction=indicator.direction,
            )


def _year(method: Normalisation | Weighting, definition: Definition, what: str) -> Iterator[Fault]:
    year = getattr(method, "year", None)
    if year is not None and year not in definition.years.range and year not in definition.fitted_on.range:
        yield Fault.of("year_outside", what, year=year)
    for part in method.of if isinstance(method, Combination) else ():
        yield from _year(part, definition, what)


def _weighting_faults(method: Weighting, children: list[str], definition: Definition) -> Iterator[Fault]:
    yield from _weighting(method, children)
    yield from _graded(method, definition)
    yield from _year(method, definition, "weighting")


def _weighting(method: Weighting, children: list[str]) -> Iterator[Fault]:
    if method.cap is not None and not reaches(method.cap * len(children), 1.0):
        yield Fault.of("cap_too_low", "weighting", count=len(children), cap=f"{method.cap:g}")
    if isinstance(method, Combination):
        for part in method.of:
            yield from _weighting(part, children)
    if isinstance(method, Ahp) and sorted(method.children) != sorted(children):
        judged = ", ".join(method.children)
        yield Fault.of("judged_others", "weighting", judged=judged, children=", ".join(children))
    if isinstance(method, CorrelationOptimised) and method.targets and sorted(method.targets) != sorted(children):
        yield Fault.of("targets_of_others", "weighting", children=", ".join(children))
    if isinstance(method, BenefitOfTheDoubtShares):
        yield from _shares(method.least_share, method.greatest_share, len(children), "weighting")


def _graded(method: Weighting, definition: Definition) -> Iterator[Fault]:
    for part in method.of if isinstance(method, Combination) else ():
        yield from _graded(part, definition)
    if not isinstance(method, ByGrade):
        return
    if definition.evidence is None:
        yield Fault.of("no_grades", "weighting")
        return
    known = [rule.grade for rule in definition.evidence.grades]
    if sorted(method.weights) != sorted(known):
        yield Fault.of("other_grades", "weighting", stated=", ".join(method.weights), names=", ".join(known))


def _aggregation(method: Aggregation, children: list[str]) -> Iterator[Fault]:
    if isinstance(method, BenefitOfTheDoubt):
        yield from _shares(method.least_share, method.greatest_share, len(children), "aggregation")
    if isinstance(method, Custom) and method.function not in extensions.aggregations():
        close = closest(method.function, extensions.aggregations())
        group = extensions.AGGREGATIONS
        yield Fault.of("function", "aggregation", name=method.function, group=group, near=close)


def _other_weightings(node: Component, definition: Definition) -> Sequence[Weighting]:
    """Return the weightings that the uncertainty analysis uses instead of the framework's own."""
    return definition.robustness.weighting if definition.robustness and node.weighting is None else ()


def _alternatives(node: Component, definition: Definition) -> Iterator[Aggregation]:
    """Yield the aggregations that the uncertainty analysis uses instead of the component's own."""
    for choice in definition.robustness.aggregation if definition.robustness else ():
        if choice.components is None or node.id in choice.components:
            yield choice.rule


def _shares(least: float, greatest: float, k: int, what: str) -> Iterator[Fault]:
    if not reaches(1.0, least * k) or not reaches(greatest * k, 1.0):
        yield Fault.of("shares", what, count=k, least=f"{least:g}", greatest=f"{greatest:g}")
