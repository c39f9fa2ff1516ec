"""Scales: whether scores run from the floor to the ceiling of the framework's scale, as some analyses require."""

from index_pipeline.framework.framework import Framework, components
from index_pipeline.framework.methods import (
    Borda,
    IndexToBase,
    Normalisation,
    Rank,
    Scale,
    Scaled,
    Vector,
    WeightedSum,
    ZScore,
)


def off_scale(framework: Framework) -> str | None:
    """Name the first method of the index under which a score is not a share of the scale; None if there is none.

    Floor and ceiling must be the worst and the best: those of z-scores, ranks, indices to a base year and
    vectors do not, nor those of methods with their own scale, such as the centred range or the efficacy coefficient. A
    weighted sum exceeds the scale. Indicators without weight are ignored.
    """
    definition = framework.definition
    for node in components(definition.index):
        for name in node.indicators:
            method = framework.methods_of(name).normalisation
            if not _maps_to(method, definition.scale):
                return method.method
        rule = framework.rule_of(node.id).aggregation
        if node.not_measured is None and isinstance(rule, WeightedSum):
            return rule.method
    return None


def _maps_to(method: Normalisation, scale: Scale) -> bool:
    if isinstance(method, (ZScore, Rank, Borda, IndexToBase, Vector)):
        return False
    own = (0.0, method.factor) if isinstance(method, Scaled) else method.scale
    return own is None or own == scale
