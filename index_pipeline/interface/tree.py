"""The tree of a framework under changes: dropped elements are removed, elements with a weight are used."""

from collections.abc import Collection, Mapping
from typing import Any

from index_pipeline.framework.framework import components
from index_pipeline.framework.methods import Given, Weighting
from index_pipeline.framework.model import Component
from index_pipeline.interface.errors import InterfaceError
from index_pipeline.language import Both


def promoted(node: Component, weights: Mapping[str, float]) -> Component:
    """Return `node` with each supplementary indicator that has a weight among the indicators that are used.

    A component that was not measured is measured from then on, with the weight that it has in the tree.
    """
    children = tuple(promoted(child, weights) for child in node.components)
    indicators = node.indicators | {name: weights[name] for name in node.supplementary if name in weights}
    supplementary = tuple(name for name in node.supplementary if name not in weights)
    update: dict[str, Any] = {"components": children, "indicators": indicators, "supplementary": supplementary}
    if indicators or any(child.not_measured is None for child in children):
        update["not_measured"] = None
    return node.model_copy(update=update)


def pruned(node: Component, dropped: frozenset[str]) -> Component | None:
    """Return `node` without dropped elements; None if a measured component has nothing measured left."""
    if node.id in dropped:
        return None
    children = tuple(kept for child in node.components if (kept := pruned(child, dropped)) is not None)
    indicators = {name: weight for name, weight in node.indicators.items() if name not in dropped}
    if not node.not_measured and not indicators and all(child.not_measured for child in children):
        return None
    supplementary = tuple(name for name in node.supplementary if name not in dropped)
    return node.model_copy(update={"components": children, "indicators": indicators, "supplementary": supplementary})


def completed(
    root: Component,
    weights: Mapping[str, float],
    published: Mapping[str, float],
    weighting: Weighting,
    derived_anew: Collection[str],
) -> tuple[dict[str, float], frozenset[str]]:
    """Return `weights` with those of siblings that have none, and the siblings that have no weight.

    They are the published ones, where a component's weights are derived and it is not among `derived_anew`.
    """
    found, without = dict(weights), set[str]()
    for node in components(root):
        children = _children(node)
        is_derived = not isinstance(node.weighting or weighting, Given) and node.id not in derived_anew
        if published and is_derived and any(name in weights for name in children):
            others = [name for name in children if name not in weights]
            found |= {name: published[name] for name in others if name in published}
            without |= {name for name in others if name not in published}
    return found, frozenset(without)


def reweighed(
    node: Component, weights: Mapping[str, float], rules: Any, weighting: Weighting, weightings: Any
) -> Component:
    """Return `node` and all below it with `weights`, and with the rules of aggregation that replace its own.

    Args:
        node: A component, promoted and pruned.
        weights: Weights by component or indicator; the others keep theirs.
        rules: Rules by component, or one that replaces all of them.
        weighting: The weighting of components that have none of their own.
        weightings: Weightings by component, or one that replaces all of them; None if they are kept.

    Raises:
        InterfaceError: only some of the children of a component whose weights are derived are given one.
    """
    update: dict[str, Any] = {
        "components": tuple(reweighed(child, weights, rules, weighting, weightings) for child in node.components),
        "indicators": node.indicators | {name: weights[name] for name in node.indicators if name in weights},
    }
    if node.id in weights:
        update["weight"] = weights[node.id]
    if isinstance(weightings, dict):
        update |= {"weighting": weightings[node.id]} if node.id in weightings else {}
    elif weightings is not None:
        update["weighting"] = None
    stated = [name for name in weights if name in _children(node)]
    if stated and not isinstance(update.get("weighting", node.weighting) or weighting, Given):
        _refuse_some(node, stated)
        update["weighting"] = Given(method="given")
    if isinstance(rules, dict):
        update |= {"aggregation": rules[node.id]} if node.id in rules else {}
    elif rules is not None:
        update["aggregation"] = None
    return node.model_copy(update=update)


def _children(node: Component) -> list[str]:
    return [*(child.id for child in node.components if not child.not_measured), *node.indicators]


def _refuse_some(node: Component, stated: Collection[str]) -> None:
    missing = [name for name in _children(node) if name not in stated]
    if missing:
        raise InterfaceError(
            Both(
                f"weights: {node.id} derives the weights of its children from the figures: give all or none of them; "
                f"{missing[0]} has none",
                f"weights：{node.id} 的下级权重由数据得出：请全部给出或都不给；{missing[0]} 没有给出",
            )
        )
