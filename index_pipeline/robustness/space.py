"""The space of assumptions: which vary, and how uniform random numbers determine them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from index_pipeline.framework.robustness import Dirichlet, Robustness, WeightRange, WeightRule, WholeExperts
from index_pipeline.kernel.arrays import Floats
from index_pipeline.kernel.tree import Node, Tree
from index_pipeline.robustness.draws import CHOSEN, Draws

EXPERTS = "weights_experts"
"""The factor that selects the expert whose weights a draw takes, in all components at once."""


@dataclass(frozen=True)
class Space:
    """Every assumption that varies.

    Attributes:
        tree: The components and their weights.
        robustness: The rules.
        sizes: Number of choices of each assumption in `draws.CHOSEN`.
        counted: Whether there are counts that carry noise.
    """

    tree: Tree
    robustness: Robustness
    sizes: dict[str, int]
    counted: bool

    @property
    def factors(self) -> tuple[str, ...]:
        """The assumptions that vary; the weights of one level of the tree are one of them."""
        weighed = {_factor(node, rule) for node in self.tree.nodes if (rule := self._rule(node))}
        return (
            *sorted(weighed, key=lambda name: (len(name), name)),
            *(name for name in CHOSEN if self.sizes[name] > 1),
            *(["left_out"] if self.robustness.leave_out > 0 else []),
            *(["count_noise"] if self.counted else []),
        )

    @property
    def dimensions(self) -> int:
        """Number of uniform numbers per draw; count noise needs too many, and has its own random stream."""
        return sum(self._width(factor) for factor in self.factors)

    def realise(self, uniform: Floats, first: int = 0) -> Draws:
        """Turn uniform numbers into draws.

        A choice among K is ⌊K·u⌋, and so is the choice of an expert; a weight is w·(1 − r + 2ru), or a share from the
        quantiles of gamma variables; one indicator is left out if u is less than its probability p: the ⌊m·u/p⌋-th.

        Args:
            uniform: (draw, dimension), between 0 and 1.
            first: The realisation of count noise that the first draw takes; the others take those that follow.
        """
        number, start = len(uniform), 0
        weights = np.repeat(self.tree.weights[None], number, 0)
        choices = {name: np.zeros(number, int) for name in CHOSEN}
        left_out = np.full(number, -1)
        for factor in self.factors:
            u = uniform[:, start : start + self._width(factor)]
            start += self._width(factor)
            if factor in choices:
                choices[factor] = (u[:, 0] * self.sizes[factor]).astype(int)
            elif factor == "left_out":
                m, p = len(self.tree.indicator_ids), self.robustness.leave_out
                left_out = np.where(u[:, 0] < p, np.minimum(u[:, 0] / p * m, m - 1).astype(int), -1)
            elif factor != "count_noise":
                column = 0
                for node, rule in self._weighed(factor):
                    given = self.tree.weights[node.edges]
                    if isinstance(rule, WholeExperts):
                        names = [name for name, _ in self.tree.children(node)]
                        weights[:, node.edges] = _of_expert(given, rule.weights[node.component_id], names, u[:, 0])
                        continue
                    width = len(node.children)
                    weights[:, node.edges] = _weights(given, rule, u[:, column : column + width])
                    column += width
        noise = np.arange(first, first + number) if self.counted else np.full(number, -1)
        return Draws(weights, choices, left_out, noise)

    def swap(self, draws: Draws, other: Draws, factor: str) -> Draws:
        """Return `draws` with one factor taken from `other`."""
        if factor == "left_out":
            return replace(draws, left_out=other.left_out)
        if factor == "count_noise":
            return replace(draws, noise=other.noise)
        if factor in CHOSEN:
            return replace(draws, choices=draws.choices | {factor: other.choices[factor]})
        weights = draws.weights.copy()
        for node, _ in self._weighed(factor):
            weights[:, node.edges] = other.weights[:, node.edges]
        return replace(draws, weights=weights)

    def _rule(self, node: Node) -> WeightRule | None:
        """Return the first rule that selects a component; a component with one child has no weights to vary."""
        for rule in self.robustness.weights if len(node.children) > 1 else ():
            by_name = rule.components is None or node.component_id in rule.components
            if by_name and rule.level in (None, node.depth + 1):
                return rule
        return None

    def _weighed(self, factor: str) -> Iterator[tuple[Node, WeightRule]]:
        for node in self.tree.nodes:
            rule = self._rule(node)
            if rule is not None and factor == _factor(node, rule):
                yield node, rule

    def _width(self, factor: str) -> int:
        if factor.startswith("weights") and factor != EXPERTS:
            return sum(len(node.children) for node, _ in self._weighed(factor))
        return 0 if factor == "count_noise" else 1


def _factor(node: Node, rule: WeightRule) -> str:
    return EXPERTS if isinstance(rule, WholeExperts) else f"weights_level_{node.depth + 1}"


def _of_expert(given: Floats, of_experts: dict[str, tuple[float, ...]], names: list[str], u: Floats) -> Floats:
    """Return the weights (draw, child) of the expert that each draw takes, with the sum of those given."""
    weights = np.array([of_experts[name] for name in names]).T
    chosen = weights[(u * len(weights)).astype(int)]
    weights_of_draws: Floats = chosen / chosen.sum(1, keepdims=True) * given.sum()
    return weights_of_draws


def _weights(given: Floats, rule: WeightRange | Dirichlet, u: Floats) -> Floats:
    """Return the weights (draw, child) of one component, with the sum of those given."""
    total = given.sum()
    if isinstance(rule, WeightRange):
        drawn = given * (1 - rule.range + 2 * rule.range * u)
    else:
        from scipy.special import gammaincinv

        drawn = gammaincinv(rule.concentration * given / total, u)
    weights: Floats = drawn / drawn.sum(1, keepdims=True) * total
    return weights
