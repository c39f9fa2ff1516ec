"""An index that can be computed again under any draw of its assumptions."""

from dataclasses import dataclass

import pyarrow as pa

from index_pipeline.framework.framework import Framework
from index_pipeline.framework.robustness import Robustness
from index_pipeline.kernel.arrays import Axes, Floats, dense
from index_pipeline.kernel.tree import Tree, plant
from index_pipeline.robustness.choices import Choices, choices
from index_pipeline.robustness.draws import CHOSEN
from index_pipeline.robustness.figures import Figures, Inputs, figures
from index_pipeline.robustness.space import Space


@dataclass(frozen=True)
class Model:
    """Tree, figures and choices of one framework."""

    framework: Framework
    robustness: Robustness
    tree: Tree
    figures: Figures
    choices: Choices
    space: Space

    @property
    def axes(self) -> Axes:
        """The axes of scores, with components instead of indicators, and the scored years."""
        years = tuple(year for year in self.figures.axes.years if year in self.framework.definition.years.range)
        return Axes(self.tree.component_ids, years, self.figures.axes.ref_areas)


def model_of(inputs: Inputs, framework: Framework, robustness: Robustness) -> Model:
    """Prepare an index for replicates under what `robustness` varies.

    Raises:
        MethodError: a table that an alternative is computed from is missing, or the tree has no weights.
    """
    tree = plant(inputs.weights, framework)
    options = choices(framework, tree, robustness)
    found = figures(inputs, tree, options, framework, robustness)
    sizes = {name: len(getattr(options, name)) for name in CHOSEN if hasattr(options, name)}
    sizes |= {"vintage": 1 + robustness.first_vintage, "denominators": 1 + len(robustness.denominators)}
    return Model(framework, robustness, tree, found, options, Space(tree, robustness, sizes, bool(found.counts)))


def robustness_of(framework: Framework) -> Robustness:
    """Return the `robustness` section of a framework, or the defaults if it has none."""
    return framework.definition.robustness or Robustness()


def published(rankings: pa.Table, column: str, axes: Axes) -> Floats:
    """Return `score` or `rank` of `tables.RANKINGS` as an array (component, year, region)."""
    return dense(rankings, column, axes, of="component_id")
