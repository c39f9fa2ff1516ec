"""The space of assumptions: which vary, and how uniform random numbers determine them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from index_pipeline.framework.robustness import Dirichlet, Robustness, WeightRange, WeightRule, WholeExperts
from index_pipeline.kernel.arrays import Floats, Integers
from index_pipeline.kernel.tree import Node, Tree
from index_pipeline.robustness.draws import CHOSEN, NOISE, Draws

EXPERTS = "weights_experts"
"""The factor that selects the expert whose weights a draw takes, in all components at once."""


@dataclass(frozen=True)
class Space:
    """Every assumption that varies.

    Attributes:
        tree: The components and their weights.
        weightings: Weights (choice, edge) by each weighting, the framework's own first.
        robustness: The rules.
        sizes: Number of choices of each assumption in `draws.CHOSEN`.
        noisy: Which of `draws.NOISE` there are.
    """

    tree: Tree
    weightings: Floats
    robustness: Robustness
    sizes: dict[str, int]
    noisy: frozenset[str]

    @property
    def factors(self) -> tuple[str, ...]:
        """The assumptions that vary; the weights of one level of the tree are one of them."""
        weighed = {_factor(node, rule) for node in self.tree.nodes if (rule := self._rule(node))}
        return (
            *sorted(weighed, key=lambda name: (len(name), name)),
            *(name for name in CHOSEN if self.sizes[name] > 1),
            *(["left_out"] if self.robustness.leave_out > 0 else []),
            *(["theme_left_out"] if self.robustness.leave_out_theme > 0 and len(self.themes) > 1 else []),
            *(name for name in NOISE if name in self.noisy),
        )

    @property
    def dimensions(self) -> int:
        """Number of uniform numbers per draw; noise needs too many, and has its own random streams."""
        return sum(self._width(factor) for factor in self.factors)

    @property
    def themes(self) -> tuple[int, ...]:
        """The components that have indicators of their own, the index aside, as nodes of the tree."""
        indicators = len(self.tree.indicator_ids)
        return tuple(n for n, node in enumerate(self.tree.nodes[:-1]) if min(node.children) < indicators)

    def columns(self) -> dict[str, slice]:
        """Return which of the uniform numbers determine each factor."""
        found, start = {}, 0
        for factor in self.factors:
            found[factor] = slice(start, start + self._width(factor))
            start = found[factor].stop
        return found

    def realise(self, uniform: Floats, first: Mapping[str, int] = MappingProxyType({})) -> Draws:
        """Turn uniform numbers into draws.

        A choice among K is ⌊K·u⌋, and so is the choice of an expert; a weight is w·(1 − r + 2ru), w by the weighting
        chosen, or a share from the quantiles of gamma variables; one of m indicators, or of m themes, is left out if
        u is less than its probability p: the ⌊m·u/p⌋-th.

        Args:
            uniform: (draw, dimension), between 0 and 1.
            first: The realisation of each noise that the first draw takes, else 0; the others take those that follow.
        """
        number = len(uniform)
        numbers = {factor: uniform[:, columns] for factor, columns in self.columns().items()}
        choices = {
            name: (numbers[name][:, 0] * self.sizes[name]).astype(int) if name in numbers else np.zeros(number, int)
            for name in CHOSEN
        }
        weights = self.weightings[choices["weighting"]]
        for factor in numbers:
            column = 0
            for node, rule in self._weighed(factor):
                given, u = weights[:, node.edges], numbers[factor]
                if isinstance(rule, WholeExperts):
                    names = [name for name, _ in self.tree.children(node)]
                    weights[:, node.edges] = _of_expert(given, rule.weights[node.component_id], names, u[:, 0])
                    continue
                width = len(node.children)
                weights[:, node.edges] = _weights(given, rule, u[:, column : column + width])
                column += width
        indicators, themes = np.arange(len(self.tree.indicator_ids)), np.array(self.themes, int)
        none = np.full(number, -1)
        return Draws(
            weights,
            choices,
            _left_out(numbers.get("left_out"), indicators, self.robustness.leave_out, none),
            _left_out(numbers.get("theme_left_out"), themes, self.robustness.leave_out_theme, none),
            {name: np.arange(number) + first.get(name, 0) if name in self.noisy else none for name in NOISE},
        )

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
        return 0 if factor in NOISE else 1


def _factor(node: Node, rule: WeightRule) -> str:
    return EXPERTS if isinstance(rule, WholeExperts) else f"weights_level_{node.depth + 1}"


def _left_out(u: Floats | None, elements: Integers, probability: float, none: Integers) -> Integers:
    """Return the element that each draw leaves out, if its number is below the probability."""
    if u is None:
        return none
    chosen = np.minimum(u[:, 0] / probability * len(elements), len(elements) - 1).astype(int)
    return np.where(u[:, 0] < probability, elements[chosen], -1)


def _of_expert(given: Floats, of_experts: dict[str, tuple[float, ...]], names: list[str], u: Floats) -> Floats:
    """Return the weights (draw, child) of the expert that each draw takes, with the sum of those given."""
    weights = np.array([of_experts[name] for name in names]).T
    chosen = weights[(u * len(weights)).astype(int)]
    weights_of_draws: Floats = chosen / chosen.sum(1, keepdims=True) * given.sum(1, keepdims=True)
    return weights_of_draws


def _weights(given: Floats, rule: WeightRange | Dirichlet, u: Floats) -> Floats:
    """Return the weights (draw, child) of one component around those given, with the same sum; 0 stays 0."""
    total = given.sum(1, keepdims=True)
    if isinstance(rule, WeightRange):
        drawn = given * (1 - rule.range + 2 * rule.range * u)
    else:
        from scipy.special import gammaincinv

        with np.errstate(invalid="ignore", divide="ignore"):
            shape = rule.concentration * given / total
            drawn = np.where(given > 0, gammaincinv(shape, u), 0.0)
            least = np.log(u) / shape  # the logarithm of a small gamma variable, but for what all have in common
        underflowed = ~drawn.any(1)  # the greatest is all of the sum
        drawn[underflowed] = np.arange(given.shape[1]) == least[underflowed].argmax(1, keepdims=True)
    with np.errstate(invalid="ignore", divide="ignore"):
        weights: Floats = np.where(total > 0, drawn / drawn.sum(1, keepdims=True) * total, 0.0)
    return weights
