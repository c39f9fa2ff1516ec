"""The children of one component as its aggregation sees them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from index_pipeline.framework.methods import Scale
from index_pipeline.kernel.arrays import Axes, Flags, Floats
from index_pipeline.kernel.errors import MethodError, said
from index_pipeline.language import Both


@dataclass(frozen=True)
class Family:
    """Scores and weights of the children of one component.

    Attributes:
        component_id: Names the component, for a message.
        scores: (draw or 1, year, region) of each child; NaN if it has none.
        weights: (draw, child, 1, 1); a child of weight 0 is ignored.
        gaps: Whether a score may be missing.
        axes: Names children, years and regions.
        reference: Which of the years are of the reference period.
        scale: Floor and ceiling of the scale.
    """

    component_id: str
    scores: Sequence[Floats]
    weights: Floats
    gaps: bool
    axes: Axes
    reference: Flags
    scale: Scale

    @cached_property
    def stacked(self) -> Floats:
        """Scores of the children that are used, (child, draw, year, region)."""
        together = np.stack(np.broadcast_arrays(*self.scores))
        w = self.by_child
        return np.where(w > 0, together, np.nan) if (w <= 0).any() else together

    @property
    def by_child(self) -> Floats:
        """Weights as (child, draw, 1, 1)."""
        return self.weights.swapaxes(0, 1)

    def where(self, enough: Flags) -> "Family":
        """Return the family without the regions and years (draw, year, region) with insufficient coverage."""
        if enough.all():
            return self
        return replace(self, scores=[np.where(enough, s, np.nan) for s in self.scores], gaps=True)

    def on_scale(self, share: Floats) -> Floats:
        """Return shares between 0 and 1 in points of the scale."""
        floor, ceiling = self.scale
        return floor + (ceiling - floor) * share

    def at(self, year: int, region: int) -> Both:
        """Name a cell, for a message."""
        component = said("component", name=self.component_id)
        return said("in_region", place=component, area=self.axes.ref_areas[region], year=self.axes.years[year])

    def refusal(self, kind: str, **details: object) -> MethodError:
        """Return the error of a kind that names the component."""
        return MethodError.at(said("component", name=self.component_id), said(kind, **details))
