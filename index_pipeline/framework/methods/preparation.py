"""Models of the steps before treatment: shrinkage of small counts, screening, imputation."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from index_pipeline.framework.methods.record import Record


class GammaPoisson(Record):
    """Empirical-Bayes shrinkage of counts towards the mean rate of the year."""

    method: Literal["gamma_poisson"]


class Screening(Record):
    """Leave out a region in a year where too few of its indicators are observed.

    `share` is the least share of indicators with a value; `non_zero` the least share of those values that are
    not zero. `keep` and `leave_out` decide for a region whatever its shares, with the reason.
    """

    share: float = Field(0.0, ge=0, le=1)
    non_zero: float = Field(0.0, ge=0, le=1)
    keep: dict[str, str] = Field(default_factory=dict)
    leave_out: dict[str, str] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _decided_once(self) -> "Screening":
        both = sorted(set(self.keep) & set(self.leave_out))
        if both:
            raise ValueError(f"region {both[0]} is both kept and left out")
        return self


class Interpolate(Record):
    """Linear interpolation between a region's own figures, never across a break of definition."""

    method: Literal["interpolate"]


class Carry(Record):
    """A region's nearest earlier figure (`backward`: later figure) within `limit` years, never across a break."""

    method: Literal["carry"]
    limit: int = Field(2, ge=1)
    direction: Literal["forward", "backward"] = "forward"


class GroupMean(Record):
    """Mean of the regions that have a figure for the year, within groups of the region attribute `by` if given."""

    method: Literal["mean"]
    by: str | None = None


class GroupMedian(Record):
    """Median of the regions that have a figure for the year, within groups of the region attribute `by` if given."""

    method: Literal["median"]
    by: str | None = None


class Profile(Record):
    """The region's mean (median) position over its other indicators of the year, put back into the indicator's unit.

    Position is (x − min)/(max − min) over the year's regions, turned round where lower is better. `within` tells
    which indicators count: those of the same component, or all.
    """

    method: Literal["profile"]
    statistic: Literal["mean", "median"] = "mean"
    within: Literal["component", "framework"] = "component"


class ExpectationMaximisation(Record):
    """Expected value given the region's other indicators, under a multivariate normal fitted by EM.

    `within` tells which indicators form the normal: those of the same component, or all. `sample` tells whether
    each year is fitted by itself, or all years between two breaks together. `ridge` shrinks correlations by
    1 / (1 + ridge): needed where there are fewer rows than indicators.
    """

    method: Literal["expectation_maximisation"]
    within: Literal["component", "framework"] = "component"
    sample: Literal["year", "panel"] = "year"
    ridge: float = Field(0.0, ge=0)
    tolerance: float = Field(1e-10, gt=0)
    iterations: int = Field(5000, ge=1)


Imputation = Annotated[
    Interpolate | Carry | GroupMean | GroupMedian | Profile | ExpectationMaximisation, Field(discriminator="method")
]
