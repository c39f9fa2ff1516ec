"""Models of normalisation: how values of one indicator become scores.

If a model has a `scale`, it replaces the framework's for this indicator. `fitted_on` says which
values its parameters are taken from. Given values (goalposts, targets) are in the indicator's own unit, before
treatment: the indicator's transform is applied to them as well.
"""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from index_pipeline.framework.fault import wrong
from index_pipeline.framework.methods.record import Period, Record, Scale

Ties = Literal["min", "average", "max"]


class OnScale(Record):
    """A normalisation onto the framework's scale, or onto its own `scale`."""

    scale: Scale | None = None

    @model_validator(mode="after")
    def _scale_in_order(self) -> "OnScale":
        if self.scale and not self.scale[0] < self.scale[1]:
            raise wrong("scale_order", floor=f"{self.scale[0]:g}", ceiling=f"{self.scale[1]:g}")
        return self


class MinMax(OnScale):
    """Least value to the floor of the scale, greatest to its ceiling; fitted on the reference period by default."""

    method: Literal["min_max"]
    fitted_on: Period = "reference"


class Goalposts(OnScale):
    """Given goalposts: `lower` to the floor, `upper` to the ceiling; with `cap`, values beyond score as those."""

    method: Literal["goalposts"]
    lower: float
    upper: float
    cap: bool = True

    @model_validator(mode="after")
    def _in_order(self) -> "Goalposts":
        if not self.lower < self.upper:
            raise wrong("goalposts_order", lower=f"{self.lower:g}", upper=f"{self.upper:g}")
        return self


class ZScore(Record):
    """mean + standard_deviation · (x − x̄)/s, s with n − 1; −x in the place of x where lower is better."""

    method: Literal["z_score"]
    mean: float = 0.0
    standard_deviation: float = Field(1.0, gt=0)
    fitted_on: Period = "reference"


class Rank(Record):
    """Rank among the values fitted on: 1 is worst."""

    method: Literal["rank"]
    ties: Ties = "min"
    fitted_on: Period = "reference"


class Borda(Record):
    """Rank less 1: the number of values that are worse."""

    method: Literal["borda"]
    ties: Ties = "min"
    fitted_on: Period = "reference"


class PercentileRank(OnScale):
    """(rank − 1)/(n − 1) among the n values fitted on, put on the scale."""

    method: Literal["percentile_rank"]
    ties: Ties = "min"
    fitted_on: Period = "reference"


class DistanceToMaximum(OnScale):
    """1 − (best − x)/(best − worst), put on the scale."""

    method: Literal["distance_to_maximum"]
    fitted_on: Period = "reference"


class DistanceToReference(OnScale):
    """1 − (r − x)/(r − worst), r the value of the region `ref_area`; at most 1 with `cap`.

    r is the region's value of `year`, by default the last year fitted on; fitted by year, that of each year.
    """

    method: Literal["distance_to_reference"]
    ref_area: str
    year: int | None = None
    cap: bool = False
    fitted_on: Period = "reference"


class DistanceToTarget(OnScale):
    """1 − (target − x)/(target − worst), at most 1 with `cap`; without a target here, the indicator's own."""

    method: Literal["distance_to_target"]
    target: float | None = None
    cap: bool = False
    fitted_on: Period = "reference"


class TargetRatio(OnScale):
    """x / target, target / x where lower is better; at most 1 with `cap`; the target as for `distance_to_target`."""

    method: Literal["target_ratio"]
    target: float | None = None
    cap: bool = True


class FractionOfMaximum(OnScale):
    """x / max; 1 − x / max where lower is better."""

    method: Literal["fraction_of_maximum"]
    fitted_on: Period = "reference"


class Vector(OnScale):
    """x / √Σx²; 1 − x / √Σx² where lower is better."""

    method: Literal["vector"]
    fitted_on: Period = "reference"


class Scaled(Record):
    """factor · (x − lower)/(upper − lower) of the treated value x; −x in its place where lower is better.

    The bounds are those of what they are compared with, −x where lower is better: -100 and 0 for a percentage.
    """

    method: Literal["scaled"]
    lower: float = 0.0
    upper: float = 100.0
    factor: float = 100.0

    @model_validator(mode="after")
    def _in_order(self) -> "Scaled":
        if not self.lower < self.upper:
            raise wrong("ends_order", lower=f"{self.lower:g}", upper=f"{self.upper:g}")
        return self


class EfficacyCoefficient(OnScale):
    """功效系数: 60 + 40 · (x − unacceptable)/(satisfactory − unacceptable), or another `scale`.

    不允许值 and 满意值 are given both, or fitted as worst and best value; with `cap`, scores stay within the scale.
    """

    method: Literal["efficacy_coefficient"]
    unacceptable: float | None = None
    satisfactory: float | None = None
    cap: bool = False
    fitted_on: Period = "reference"
    scale: Scale | None = (60.0, 100.0)

    @model_validator(mode="after")
    def _both_or_none(self) -> "EfficacyCoefficient":
        if (self.unacceptable is None) != (self.satisfactory is None):
            raise wrong("both_or_neither")
        if self.unacceptable is not None and self.unacceptable == self.satisfactory:
            raise wrong("both_the_same", value=f"{self.unacceptable:g}")
        return self


class IndexToBase(Record):
    """定基: base · x_t / x_0 of the region's own value x_0 in `year`; base · x_0 / x_t where lower is better.

    `year` is the first of the reference period where none is given.
    """

    method: Literal["index_to_base"]
    year: int | None = None
    base: float = Field(100.0, gt=0)


class CentredRange(OnScale):
    """Adjusted Mazziotta–Pareto: r − Δ to 70 and r + Δ to 130, Δ = (max − min)/2, so that r scores 100.

    r is `reference`, or the regions' mean in `year` (by default the first year fitted on).
    """

    method: Literal["centred_range"]
    reference: float | None = None
    year: int | None = None
    fitted_on: Period = "reference"
    scale: Scale | None = (70.0, 130.0)


Normalisation = Annotated[
    MinMax
    | Goalposts
    | ZScore
    | Rank
    | Borda
    | PercentileRank
    | DistanceToMaximum
    | DistanceToReference
    | DistanceToTarget
    | TargetRatio
    | FractionOfMaximum
    | Vector
    | Scaled
    | EfficacyCoefficient
    | IndexToBase
    | CentredRange,
    Field(discriminator="method"),
]
