"""Inputs and results of weighting methods: a sample of scores; weights with the statistics behind them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index_pipeline.errors import UserError
from index_pipeline.kernel.arrays import Floats
from index_pipeline.language import Both
from index_pipeline.methods.combine import Children
from index_pipeline.rounding import ROUNDING, is_constant

SOLVED = 1e-9
"""Relative error up to which equations count as solved: near linear dependence, more is lost than by rounding."""


class WeightingError(UserError):
    """A weighting method has no result; the message names the child and what to do, but not the component."""


@dataclass(frozen=True)
class Sample:
    """Scores of a component's children (columns) by region and year (rows); NaN if missing."""

    children: tuple[str, ...]
    years: NDArray[np.int32]
    scores: Floats

    def of(self, years: range) -> "Sample":
        """Return the rows of `years`."""
        rows = np.isin(self.years, list(years))
        return Sample(self.children, self.years[rows], self.scores[rows])

    def refuse_missing(self, least: int) -> None:
        """Refuse a child with fewer than `least` scores."""
        for child, count in zip(self.children, (~np.isnan(self.scores)).sum(axis=0), strict=True):
            if count < least:
                found = {0: "no score", 1: "1 score"}.get(int(count), f"{count} scores")
                raise WeightingError(
                    Both(
                        f"{child} has {found} to fit weights on, and {least} are needed: make it supplementary, "
                        "or choose another weighting",
                        f"{child} 仅有 {count} 个得分可用于确定权重，至少需要 {least} 个：请改为监测指标，"
                        "或改用其他赋权方法",
                    )
                )

    def complete(self, least: int) -> Floats:
        """Return the rows without gaps; refuse if there are fewer than `least`."""
        self.refuse_missing(least)
        rows = self.scores[~np.isnan(self.scores).any(axis=1)]
        if len(rows) < least:
            raise WeightingError(
                Both(
                    f"{len(rows)} regions have a score for every child, and {least} are needed: choose another "
                    "weighting",
                    f"各下级指标均有得分的地区为 {len(rows)} 个，至少需要 {least} 个：请改用其他赋权方法",
                )
            )
        return rows

    def varied(self, least: int) -> Floats:
        """Return the rows without gaps; refuse if there are fewer than `least`, or all scores of a child are equal."""
        rows = self.complete(least)
        for child, constant in zip(self.children, is_constant(rows, axis=0), strict=True):
            if constant:
                raise WeightingError(
                    Both(
                        f"{child} has the same score in every region and year, so that nothing can be said of how it "
                        "varies: leave it out",
                        f"{child} 的得分全部相同，无从计算其相关系数或标准化得分：请将其去掉",
                    )
                )
        return rows

    def refuse_negative(self) -> None:
        """Refuse a child with a negative score."""
        for child, column in zip(self.children, self.scores.T, strict=True):
            least, greatest = np.fmin.reduce(column, initial=np.inf), np.fmax.reduce(np.abs(column), initial=0.0)
            if least < -ROUNDING * greatest:
                raise WeightingError(
                    Both(
                        f"{child} scores {least:g}; this weighting is not defined for negative scores: choose "
                        "a normalisation and a scale that have none",
                        f"{child} 的得分为 {least:g}；此赋权方法不适用于负值：请改用不产生负分的无量纲化方法和分值范围",
                    )
                )


@dataclass(frozen=True)
class Statistic:
    """A figure that weights are based on, of one child or, if no child is named, of the component."""

    name: str
    value: float
    child: str | None = None


@dataclass(frozen=True)
class Weights:
    """Shares of the children, which add up to 1, and the figures that they are based on."""

    shares: Floats
    statistics: tuple[Statistic, ...] = ()


def shares(values: Floats) -> Floats:
    """Divide by the sum; refuse if the sum is zero."""
    total = values.sum()
    if not total > 0:
        raise WeightingError(
            Both(
                "all weights come to zero: no child tells one region from another",
                "全部权重为零：没有下级指标能区分各地区",
            )
        )
    share: Floats = values / total
    return share


def by_child(name: str, children: tuple[str, ...], values: Floats) -> tuple[Statistic, ...]:
    """Return one statistic per child."""
    return tuple(Statistic(name, float(value), child) for child, value in zip(children, values, strict=True))


def sample_of(children: Children, names: tuple[str, ...]) -> Sample:
    """Arrange the scores of the children `names` by year and region.

    Args:
        children: Scores.
        names: The columns, in order.
    """
    nothing = np.full(children.present.shape, np.nan)
    scores = np.stack([children.scores.get(name, nothing)[children.present] for name in names], axis=1)
    years = np.array(children.axes.years, np.int32)[np.nonzero(children.present)[0]]
    return Sample(names, years, scores)
