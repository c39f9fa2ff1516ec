"""The alternative methods of each draw: the framework's own first, then its alternatives."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from index_pipeline.framework.framework import Framework
from index_pipeline.framework.methods import Aggregation, Normalisation, Treatment
from index_pipeline.framework.robustness import AggregationChoice, Robustness
from index_pipeline.framework.years import Years
from index_pipeline.kernel.imputation import Plan
from index_pipeline.kernel.tree import Node, Tree


@dataclass(frozen=True)
class Choices:
    """The alternatives of each draw; the first choice of each step is the framework's own.

    A choice is one method per indicator with weight; for `imputation`, a plan for every indicator, those without
    weight last; for `aggregation`, one rule per component; for `reference_period`, the years fitted on.
    """

    imputation: tuple[tuple[Plan, ...], ...]
    reference_period: tuple[Years, ...]
    treatment: tuple[tuple[Treatment, ...], ...]
    normalisation: tuple[tuple[Normalisation, ...], ...]
    aggregation: tuple[tuple[Aggregation, ...], ...]

    def of(self, columns: Sequence[int]) -> "Choices":
        """Return the choices with the treatment and normalisation of the indicators at `columns` only."""
        return replace(
            self,
            treatment=tuple(tuple(choice[j] for j in columns) for choice in self.treatment),
            normalisation=tuple(tuple(choice[j] for j in columns) for choice in self.normalisation),
        )


def every_indicator(tree: Tree, framework: Framework) -> tuple[str, ...]:
    """Return the indicators of the tree, and after them those without weight."""
    return (*tree.indicator_ids, *(name for name in framework.indicators if name not in tree.indicator_ids))


def choices(framework: Framework, tree: Tree, robustness: Robustness) -> Choices:
    """List the choices. An alternative replaces every indicator's own method."""
    every, indicators = every_indicator(tree, framework), tree.indicator_ids
    return Choices(
        imputation=(
            tuple(framework.methods_of(name).imputation for name in every),
            *((plan,) * len(every) for plan in robustness.imputation),
        ),
        reference_period=(framework.definition.fitted_on, *robustness.reference_period),
        treatment=(
            tuple(framework.methods_of(name).treatment for name in indicators),
            *((method,) * len(indicators) for method in robustness.treatment),
        ),
        normalisation=(
            tuple(framework.methods_of(name).normalisation for name in indicators),
            *((method,) * len(indicators) for method in robustness.normalisation),
        ),
        aggregation=(
            tuple(node.rule.aggregation for node in tree.nodes),
            *(tuple(_rule(choice, node) for node in tree.nodes) for choice in robustness.aggregation),
        ),
    )


def _rule(choice: AggregationChoice, node: Node) -> Aggregation:
    chosen = choice.components is None or node.component_id in choice.components
    return choice.rule if chosen else node.rule.aggregation
