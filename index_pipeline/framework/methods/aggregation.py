"""Models of aggregation: how scores of children become the score of a component.

Children without a score drop out, and the remaining weights are renormalised. A share between 0 and 1 (of
`topsis`, `rank_sum_ratio`, `grey_relation`, `copeland`, `mean_outranking`) is put on the framework's scale.
"""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from index_pipeline.framework.fault import wrong
from index_pipeline.framework.methods.record import Record


class Arithmetic(Record):
    """Σws / Σw over the children that have a score."""

    method: Literal["arithmetic"]


class Geometric(Record):
    """exp(Σw ln s / Σw) over the children that have a score; a score below `floor` counts as `floor`."""

    method: Literal["geometric"]
    floor: float = Field(0.0, ge=0)


class Harmonic(Record):
    """Σw / Σ(w/s) over the children that have a score, 0 where one is 0; a score below `floor` counts as `floor`."""

    method: Literal["harmonic"]
    floor: float = Field(0.0, ge=0)


class Power(Record):
    """(Σw s^exponent / Σw)^(1/exponent) over the children that have a score; a score below `floor` counts as it."""

    method: Literal["power"]
    exponent: float
    floor: float = Field(0.0, ge=0)

    @model_validator(mode="after")
    def _not_zero(self) -> "Power":
        if self.exponent == 0:
            raise wrong("exponent_zero")
        return self


class WeightedSum(Record):
    """Σws, weights as given; where children have no score, those of the others add up to the same."""

    method: Literal["weighted_sum"]


class Median(Record):
    """Median of the children that have a score, whatever their weights."""

    method: Literal["median"]


class MazziottaPareto(Record):
    """M − S²/M (`penalty: below`) or M + S²/M (`above`): weighted mean M of the children, variance S² among them.

    The variance divides by Σw (`population`), or corrects that by k/(k − 1) for k children (`sample`).
    """

    method: Literal["mazziotta_pareto"]
    penalty: Literal["below", "above"] = "below"
    variance: Literal["population", "sample"] = "population"


class Topsis(Record):
    """D⁻/(D⁺ + D⁻), the Euclidean distances of the weighted scores to the worst and to the best point.

    These are floor and ceiling of the scale, or each child's least and greatest score of the reference period.
    """

    method: Literal["topsis"]
    ideal: Literal["scale", "reference"] = "scale"


class RankSumRatio(Record):
    """秩和比: Σw R/n, R the child's rank among the n regions of the year (ties share the mean rank, n is best).

    `continuous` ranks are 1 + (n − 1)·z, z the position of the score on the scale.
    """

    method: Literal["rank_sum_ratio"]
    ranks: Literal["integer", "continuous"] = "integer"


class GreyRelation(Record):
    """灰色关联: Σw ξ, ξ = (Δmin + ρΔmax)/(Δ + ρΔmax), Δ the distance to the ceiling of the scale.

    Δmin and Δmax are 0 and the length of the scale, or those of the reference period's scores.
    """

    method: Literal["grey_relation"]
    distinguishing: float = Field(0.5, gt=0, le=1)
    distances: Literal["scale", "reference"] = "scale"


class Copeland(Record):
    """(wins − losses + n − 1) / (2(n − 1)): a pair is won where more than half of the weight is better, ties half."""

    method: Literal["copeland"]


class MeanOutranking(Record):
    """Mean over the year's other regions of the weight share of children where the region is better, ties half."""

    method: Literal["mean_outranking"]


class BenefitOfTheDoubt(Record):
    """max Σ w s over the weights w ≥ 0, chosen for each region, under which no peer exceeds the ceiling of the scale.

    Peers are the regions of the year, or of the reference period. `least_share` and `greatest_share` bound each
    child's part of the region's own score.
    """

    method: Literal["benefit_of_the_doubt"]
    peers: Literal["year", "reference"] = "year"
    least_share: float = Field(0.0, ge=0, lt=1)
    greatest_share: float = Field(1.0, gt=0, le=1)

    @model_validator(mode="after")
    def _in_order(self) -> "BenefitOfTheDoubt":
        if self.least_share > self.greatest_share:
            raise wrong("shares_order", least=f"{self.least_share:g}", greatest=f"{self.greatest_share:g}")
        return self


Aggregation = Annotated[
    Arithmetic
    | Geometric
    | Harmonic
    | Power
    | WeightedSum
    | Median
    | MazziottaPareto
    | Topsis
    | RankSumRatio
    | GreyRelation
    | Copeland
    | MeanOutranking
    | BenefitOfTheDoubt,
    Field(discriminator="method"),
]
