"""What experts weigh: each component of the tree with two or more children whose weights are given in the tree."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from index_pipeline.framework.framework import Framework, components
from index_pipeline.framework.model import Component
from index_pipeline.framework.text import Text
from index_pipeline.methods.weigh import as_given

Method = Literal["budget_allocation", "ahp"]

Shares = Mapping[str, Mapping[str, float]]
"""By component, the share of each measured child; those of one component add up to 1."""


@dataclass(frozen=True)
class JudgedNode:
    """A component that is judged, and its measured children in the order of the tree."""

    component_id: str
    title: Text
    children: tuple[tuple[str, Text], ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Identifiers of the children."""
        return tuple(name for name, _ in self.children)

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Each pair of children once, the earlier first."""
        return tuple((one, other) for i, one in enumerate(self.names) for other in self.names[i + 1 :])


def judged(framework: Framework) -> tuple[JudgedNode, ...]:
    """Return the components that are judged, each before its children.

    Left out are components with one measured child, and those whose weights are derived from data or a method.
    """
    return tuple(
        JudgedNode(node.id, node.title, children)
        for node in components(framework.definition.index)
        if len(children := tuple(_children(node, framework))) > 1 and as_given(node, framework)
    )


def version(framework: Framework) -> str:
    """Return twelve hexadecimal digits that change with the edition, and with any child of a judged component."""
    lines = (f"{node.component_id}: {' '.join(node.names)}" for node in judged(framework))
    return hashlib.sha256("\n".join([framework.definition.edition, *lines]).encode()).hexdigest()[:12]


def leaves(framework: Framework, shares: Shares) -> dict[str, float]:
    """Return the weight of each indicator in the index: the product of the shares from the index down.

    Args:
        framework: Gives the tree, and the weights of components that are not in `shares`.
        shares: Of the components that are judged.
    """
    return dict(_leaves(framework.definition.index, 1.0, shares))


def _leaves(node: Component, weight: float, shares: Shares) -> Iterator[tuple[str, float]]:
    given = {child.id: child.weight for child in node.components if not child.not_measured} | node.indicators
    total = sum(given.values())
    own = shares.get(node.id) or {name: value / total for name, value in given.items()}
    for child in node.components:
        if not child.not_measured:
            yield from _leaves(child, weight * own[child.id], shares)
    yield from ((name, weight * own[name]) for name in node.indicators)


def _children(node: Component, framework: Framework) -> Iterator[tuple[str, Text]]:
    yield from ((child.id, child.title) for child in node.components if not child.not_measured)
    yield from ((name, framework.indicators[name].title) for name in node.indicators)
