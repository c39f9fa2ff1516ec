"""Draws: what each replicate assumes."""

from dataclasses import dataclass, replace

import numpy as np

from index_pipeline.kernel.arrays import Flags, Floats, Integers
from index_pipeline.kernel.tree import Tree

CHOSEN = (
    "weighting",
    "vintage",
    "denominators",
    "averaging",
    "imputation",
    "reference_period",
    "treatment",
    "normalisation",
    "aggregation",
)
"""Assumptions that are a choice among several; 0 is the framework's own."""

NOISE = ("count_noise", "fill_noise")
"""What varies by chance, each with its own random stream: counts of registers, and filled values."""

NOMINAL, OTHERS = slice(0, 1), slice(1, None)
"""Where the nominal draw and the others are, if it comes before them (`after_nominal`)."""


def no_noise(number: int) -> dict[str, Integers]:
    """Return the noise of draws that have none."""
    return {name: np.full(number, -1) for name in NOISE}


@dataclass(frozen=True)
class Draws:
    """What each draw assumes.

    Attributes:
        weights: (draw, edge), in proportion within each component.
        choices: Of each assumption in `CHOSEN`, the choice of each draw.
        left_out: The indicator that each draw leaves out, −1 for none.
        theme_left_out: The component that each draw leaves out, a node of the tree; −1 for none.
        noise: Of each of `NOISE`, the realisation that each draw takes, −1 for none.
    """

    weights: Floats
    choices: dict[str, Integers]
    left_out: Integers
    theme_left_out: Integers
    noise: dict[str, Integers]

    @classmethod
    def own(cls, weights: Floats) -> "Draws":
        """Return draws with `weights` (draw, edge), and everything else as in the framework."""
        none = np.full(len(weights), -1)
        return cls(weights, {name: np.zeros(len(weights), int) for name in CHOSEN}, none, none, no_noise(len(weights)))

    def __len__(self) -> int:
        """Return the number of draws."""
        return len(self.weights)

    def without(self, tree: Tree, removed: Flags) -> "Draws":
        """Return the draws without the edges `removed` (edge), and without components that this leaves empty."""
        return replace(self, weights=tree.without(self.weights, np.broadcast_to(removed, self.weights.shape)))

    def final_weights(self, tree: Tree) -> Floats:
        """Return the weights without indicators and themes left out, and without components that this leaves empty."""
        edges = tree.edges
        left_out = np.full((2, len(self)), -1)
        for row, chosen, names in zip(
            left_out, (self.left_out, self.theme_left_out), (tree.indicator_ids, tree.component_ids), strict=True
        ):
            row[:] = np.array([*(edges.get(name, -1) for name in names), -1])[chosen]
        rows = np.flatnonzero((left_out >= 0).any(0))
        removed = (left_out[:, rows, None] == np.arange(self.weights.shape[1])).any(0)
        kept = self.weights.copy()
        kept[rows] = tree.without(self.weights[rows], removed)
        return kept


def nominal(tree: Tree) -> Draws:
    """Return the single draw that has the framework's own assumptions."""
    return Draws.own(tree.weights[None])


def after_nominal(draws: Draws, tree: Tree) -> Draws:
    """Return draws with the nominal one before them: what they have in common is then computed once."""
    return concatenate([nominal(tree), draws])


def concatenate(parts: list[Draws]) -> Draws:
    """Concatenate the draws of all parts."""
    return Draws(
        np.concatenate([part.weights for part in parts]),
        {name: np.concatenate([part.choices[name] for part in parts]) for name in CHOSEN},
        np.concatenate([part.left_out for part in parts]),
        np.concatenate([part.theme_left_out for part in parts]),
        {name: np.concatenate([part.noise[name] for part in parts]) for name in NOISE},
    )
