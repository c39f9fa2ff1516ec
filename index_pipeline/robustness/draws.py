"""Draws: what each replicate assumes."""

from dataclasses import dataclass, replace

import numpy as np

from index_pipeline.kernel.arrays import Flags, Floats, Integers
from index_pipeline.kernel.tree import Tree

CHOSEN = ("vintage", "denominators", "imputation", "treatment", "normalisation", "aggregation")
"""Assumptions that are a choice among several; 0 is the framework's own."""


@dataclass(frozen=True)
class Draws:
    """What each draw assumes.

    Attributes:
        weights: (draw, edge), in proportion within each component.
        choices: Of each assumption in `CHOSEN`, the choice of each draw.
        left_out: The indicator that each draw leaves out, −1 for none.
        noise: The realisation of count noise that each draw takes, −1 for none.
    """

    weights: Floats
    choices: dict[str, Integers]
    left_out: Integers
    noise: Integers

    def __len__(self) -> int:
        """Return the number of draws."""
        return len(self.weights)

    def without(self, tree: Tree, removed: Flags) -> "Draws":
        """Return the draws without the edges `removed` (edge), and without components that this leaves empty."""
        return replace(self, weights=tree.without(self.weights, np.broadcast_to(removed, self.weights.shape)))

    def final_weights(self, tree: Tree) -> Floats:
        """Return the weights without the indicators left out, and without components that this leaves empty."""
        rows = np.flatnonzero(self.left_out >= 0)
        kept = self.weights.copy()
        removed = np.zeros((len(rows), kept.shape[1]), bool)
        edges = np.array([tree.edges[name] for name in tree.indicator_ids])
        removed[np.arange(len(rows)), edges[self.left_out[rows]]] = True
        kept[rows] = tree.without(self.weights[rows], removed)
        return kept


def nominal(tree: Tree) -> Draws:
    """Return the single draw that has the framework's own assumptions."""
    none = np.full(1, -1)
    return Draws(tree.weights[None], {name: np.zeros(1, int) for name in CHOSEN}, none, none)


def concatenate(parts: list[Draws]) -> Draws:
    """Concatenate the draws of all parts."""
    return Draws(
        np.concatenate([part.weights for part in parts]),
        {name: np.concatenate([part.choices[name] for part in parts]) for name in CHOSEN},
        np.concatenate([part.left_out for part in parts]),
        np.concatenate([part.noise for part in parts]),
    )
