"""Models of aggregation: how scores of children become the score of a component.

Children without a score drop out, and the remaining weights are renormalised. A share between 0 and 1 (of
`topsis`, `rank_sum_ratio`, `grey_relation`, `copeland`, `mean_outranking`) is put on the framework's scale.
"""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from index_pipeline.framework.fault import wrong
from index_pipeline.framework.methods.record import Record


class Combined(Record):
    """A way to combine children."""

    @property
    def compares_regions(self) -> bool:
        """Whether a region's score depends on the scores of other regions, beside those of its own children."""
        return False

    @property
    def refuses_negative(self) -> bool:
        """Whether a score below zero has no result."""
        return False


class Guarded(Combined):
    """A mean that is not defined for scores below zero; a score below `floor` counts as `floor`."""

    floor: float = Field(0.0, ge=0)

    @property
    def refuses_negative(self) -> bool:
        """Whether a score below zero has no result."""
        return self.floor == 0


class Relative(Combined):
    """A way to combine children that compares each region with others of the year, or of the reference period."""

    @property
    def compares_regions(self) -> bool:
        """Whether a region's score depends on the scores of other regions, beside those of its own children."""
        return True


class Arithmetic(Combined):
    """Σws / Σw over the children that have a score."""

    method: Literal["arithmetic"]


class Geometric(Guarded):
    """exp(Σw ln s / Σw) over the children that have a score; a score below `floor` counts as `floor`."""

    method: Literal["geometric"]


class Harmonic(Guarded):
    """Σw / Σ(w/s) over the children that have a score, 0 where one is 0; a score below `floor` counts as `floor`."""

    method: Literal["harmonic"]


class Power(Guarded):
    """(Σw s^exponent / Σw)^(1/exponent) over the children that have a score; a score below `floor` counts as it."""

    method: Literal["power"]
    exponent: float

    @model_validator(mode="after")
    def _not_zero(self) -> "Power":
        if self.exponent == 0:
            raise wrong("exponent_zero")
        return self


class WeightedSum(Combined):
    """Σws, weights as given; where children have no score, those of the others add up to the same."""

    method: Literal["weighted_sum"]


class Median(Combined):
    """Median of the children that have a score, whatever their weights."""

    method: Literal["median"]


class MazziottaPareto(Combined):
    """M − S²/M (`penalty: below`) or M + S²/M (`above`): weighted mean M of the children, variance S² among them.

    The variance divides by Σw (`population`), or corrects that by k/(k − 1) for k children (`sample`).
    """

    method: Literal["mazziotta_pareto"]
    penalty: Literal["below", "above"] = "below"
    variance: Literal["population", "sample"] = "population"

    @property
    def refuses_negative(self) -> bool:
        """Whether a score below zero has no result."""
        return True


class Topsis(Combined):
    """D⁻/(D⁺ + D⁻), the Euclidean distances of the weighted scores to the worst and to the best point.

    These are floor and ceiling of the scale, or each child's least and greatest score of the reference period.
    """

    method: Literal["topsis"]
    ideal: Literal["scale", "reference"] = "scale"

    @property
    def compares_regions(self) -> bool:
        """Whether the points are found among the regions' scores."""
        return self.ideal == "reference"


class RankSumRatio(Relative):
    """秩和比: Σw R/n, R the child's rank among the n regions of the year (ties share the mean rank, n is best).

    `continuous` ranks are 1 + (n − 1)·z, z the position of the score on the scale.
    """

    method: Literal["rank_sum_ratio"]
    ranks: Literal["integer", "continuous"] = "integer"


class GreyRelation(Combined):
    """灰色关联: Σw ξ, ξ = (Δmin + ρΔmax)/(Δ + ρΔmax), Δ the distance to the ceiling of the scale.

    Δmin and Δmax are 0 and the length of the scale, or those of the reference period's scores.
    """

    method: Literal["grey_relation"]
    distinguishing: float = Field(0.5, gt=0, le=1)
    distances: Literal["scale", "reference"] = "scale"

    @property
    def compares_regions(self) -> bool:
        """Whether the distances are found among the regions' scores."""
        return self.distances == "reference"


class Copeland(Relative):
    """(wins − losses + n − 1) / (2(n − 1)): a pair is won where more than half of the weight is better, ties half."""

    method: Literal["copeland"]


class MeanOutranking(Relative):
    """Mean over the year's other regions of the weight share of children where the region is better, ties half."""

    method: Literal["mean_outranking"]


class BenefitOfTheDoubt(Relative):
    """max Σ w s over the weights w ≥ 0, chosen for each region, under which no peer exceeds the ceiling of the scale.

    Peers are the regions of the year, or of the reference period. `least_share` and `greatest_share` bound each
    child's part of the region's own score.
    """

    method: Literal["benefit_of_the_doubt"]
    peers: Literal["year", "reference"] = "year"
    least_share: float = Field(0.0, ge=0, lt=1)
    greatest_share: float = Field(1.0, gt=0, le=1)

    @property
    def refuses_negative(self) -> bool:
        """Whether a score below zero has no result."""
        return True

    @model_validator(mode="after")
    def _in_order(self) -> "BenefitOfTheDoubt":
        if self.least_share > self.greatest_share:
            raise wrong("shares_order", least=f"{self.least_share:g}", greatest=f"{self.greatest_share:g}")
        return self


class Custom(Relative):
    """A function of another package, by the name of its entry point in the group `icdi.aggregations`.

    It is called as ``function(scores, weights, **options)`` with scores (child, draw, year, region), NaN where
    missing, and weights (child, draw, 1, 1), and returns (draw, year, region) in points of the scale.
    """

    method: Literal["custom"]
    function: str = Field(min_length=1)
    options: dict[str, bool | float | str] = Field(default_factory=dict)


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
    | BenefitOfTheDoubt
    | Custom,
    Field(discriminator="method"),
]
