"""An index that can be computed again under any draw of its assumptions."""

from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa

from index_pipeline.framework.framework import Framework
from index_pipeline.framework.methods import Weighting
from index_pipeline.framework.robustness import Robustness
from index_pipeline.kernel.arrays import Axes, Floats
from index_pipeline.kernel.cells import dense
from index_pipeline.kernel.errors import MethodError, said
from index_pipeline.kernel.tree import Tree, plant
from index_pipeline.language import Both
from index_pipeline.methods.fit_weights import fit_weights
from index_pipeline.methods.weigh import weigh
from index_pipeline.robustness.choices import Choices, choices
from index_pipeline.robustness.draws import CHOSEN
from index_pipeline.robustness.figures import Figures, Inputs, figures
from index_pipeline.robustness.space import Space


@dataclass(frozen=True)
class Model:
    """Tree, figures and choices of one framework, and the rankings (`tables.RANKINGS`) that it published."""

    framework: Framework
    rankings: pa.Table
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

    def published(self, column: str, axes: Axes | None = None) -> Floats:
        """Return the published `score` or `rank` as an array (component, year, region), by default of all `axes`."""
        return dense(self.rankings, column, axes or self.axes, of="component_id")


def model_of(inputs: Inputs, framework: Framework, robustness: Robustness | None = None) -> Model:
    """Prepare an index for replicates under what `robustness` varies, if not given that of the framework.

    Raises:
        MethodError: a table that an alternative is computed from is missing, or the tree has no weights.
    """
    robustness = robustness or framework.definition.robustness or Robustness()
    tree = plant(inputs.weights, framework)
    options = choices(framework, tree, robustness)
    found = figures(inputs, tree, options, framework, robustness)
    sizes = {name: len(getattr(options, name)) for name in CHOSEN if hasattr(options, name)}
    sizes |= {
        "weighting": 1 + len(robustness.weighting),
        "vintage": 1 + robustness.first_vintage,
        "denominators": 1 + len(robustness.denominators),
        "averaging": 1 + robustness.single_years,
    }
    weightings = np.stack(
        [tree.weights, *(_other_weights(inputs, tree, each, framework) for each in robustness.weighting)]
    )
    space = Space(tree, weightings, robustness, sizes, _noisy(found))
    return Model(framework, inputs.rankings, robustness, tree, found, options, space)


def _noisy(found: Figures) -> frozenset[str]:
    return frozenset(name for name, of in (("count_noise", found.counts), ("fill_noise", found.fills)) if of)


def _other_weights(inputs: Inputs, tree: Tree, weighting: Weighting, framework: Framework) -> Floats:
    """Return the weights (edge) that another weighting of the framework gives."""
    if inputs.normalised is None or inputs.grades is None:
        raise MethodError(
            Both(
                "robustness varies the weighting, and is not given the scores and grades to derive it from",
                "robustness 需变动赋权方法，但没有提供据以赋权的得分与证据等级",
            )
        )
    other = replace(framework, definition=framework.definition.model_copy(update={"weighting": weighting}))
    rows = weigh(fit_weights(inputs.normalised, inputs.grades, other), other).to_pylist()
    found = {row["child_id"]: row["weight"] for row in rows if row["weight"] > 0}
    if without := sorted(found.keys() - tree.edges.keys()):
        raise MethodError(said("weighted_by_alternative", method=weighting.method, name=", ".join(without)))
    return np.array([found.get(name, 0.0) for name in tree.edges])
