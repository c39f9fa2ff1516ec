"""The choices of the uncertainty analysis as changes that one rescoring makes."""

from typing import Any

from index_pipeline.framework.framework import Framework, components
from index_pipeline.framework.methods import Record
from index_pipeline.framework.robustness import AggregationChoice, Robustness


def alternatives(framework: Framework) -> dict[str, list[dict[str, Any]]]:
    """Return the changes of each assumption, as arguments of `Index.rescore`, in the order that draws number them."""
    chosen = framework.definition.robustness or Robustness()
    found: dict[str, list[dict[str, Any]]] = {
        "weighting": [{"weighting": _weighting(each, framework)} for each in chosen.weighting],
        "vintage": [{"vintage": "first"}] * chosen.first_vintage,
        "denominators": [
            {"denominators": {name: other.model_dump() for name, other in each.items()}} for each in chosen.denominators
        ],
        "averaging": [{"single_years": True}] * chosen.single_years,
        "imputation": [{"imputation": [step.model_dump() for step in each]} for each in chosen.imputation],
        "reference_period": [{"reference_period": (each.first, each.last)} for each in chosen.reference_period],
        "treatment": [{"treatment": each.model_dump()} for each in chosen.treatment],
        "normalisation": [{"normalisation": each.model_dump()} for each in chosen.normalisation],
        "aggregation": [{"aggregation": _aggregation(each)} for each in chosen.aggregation],
    }
    return {name: changes for name, changes in found.items() if changes}


def _weighting(method: Record, framework: Framework) -> dict[str, Any]:
    """Return a weighting of the components that state none, as the analysis has it."""
    stated = [node for node in components(framework.definition.index) if node.weighting is not None]
    other = method.model_dump()
    if not stated:
        return other
    return {node.id: other for node in components(framework.definition.index) if node.weighting is None}


def _aggregation(choice: AggregationChoice) -> dict[str, Any]:
    rule = choice.rule.model_dump()
    return rule if choice.components is None else dict.fromkeys(choice.components, rule)
