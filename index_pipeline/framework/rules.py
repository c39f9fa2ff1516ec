"""The rules for one component or one indicator: its own methods, or those of the whole framework."""

from dataclasses import dataclass

from index_pipeline.framework.codes import CodeLists
from index_pipeline.framework.indicator import Indicator
from index_pipeline.framework.methods import Aggregation, Imputation, Normalisation, Treatment, Weighting
from index_pipeline.framework.model import Component, Definition


@dataclass(frozen=True)
class Rule:
    """How one component is combined from its children.

    `threshold` is the least coverage, or the least share `of_children` with a score.
    """

    component_id: str
    weighting: Weighting
    aggregation: Aggregation
    threshold: float
    of_children: bool


@dataclass(frozen=True)
class Methods:
    """How one indicator is prepared and scored; `breaks` are first years of a definition, its own or of its series."""

    imputation: tuple[Imputation, ...]
    treatment: Treatment
    normalisation: Normalisation
    breaks: frozenset[int]


def rule_of(node: Component, definition: Definition) -> Rule:
    """Return how a component is combined: as stated there, else as for the framework."""
    return Rule(
        node.id,
        node.weighting or definition.weighting,
        node.aggregation or definition.aggregation,
        definition.coverage if node.coverage is None else node.coverage,
        (node.coverage_of or definition.coverage_of) == "children",
    )


def methods_of(indicator: Indicator, definition: Definition, codes: CodeLists) -> Methods:
    """Return how an indicator is prepared and scored: as stated there, else as for the framework."""
    of_series = (codes.series[name].breaks for name in indicator.series if name in codes.series)
    return Methods(
        definition.imputation if indicator.imputation is None else indicator.imputation,
        indicator.treatment or definition.treatment,
        indicator.normalisation or definition.normalisation,
        frozenset(indicator.breaks).union(*of_series),
    )
