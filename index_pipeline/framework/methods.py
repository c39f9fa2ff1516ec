"""Models of the methods that a framework may choose: each a small frozen record, told apart by `method`."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator


class Record(BaseModel):
    """A frozen record that refuses fields it does not know, so that a misspelt option cannot be ignored."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


# --- small counts ----------------------------------------------------------------------------------------------------


class GammaPoisson(Record):
    """Empirical-Bayes shrinkage of counts towards the mean rate of the year."""

    method: Literal["gamma_poisson"]


# --- screening -------------------------------------------------------------------------------------------------------


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


# --- imputation ------------------------------------------------------------------------------------------------------


class Interpolate(Record):
    """Linear interpolation between a region's own figures, never across a break of definition."""

    method: Literal["interpolate"]


class Carry(Record):
    """A region's last figure carried forward at most `limit` years, never across a break of definition."""

    method: Literal["carry"]
    limit: int = Field(2, ge=1)


class Mean(Record):
    """Mean of the regions that have a figure for the year, within groups of the region attribute `by` if given."""

    method: Literal["mean"]
    by: str | None = None


class Median(Record):
    """Median of the regions that have a figure for the year, within groups of the region attribute `by` if given."""

    method: Literal["median"]
    by: str | None = None


Imputation = Annotated[Interpolate | Carry | Mean | Median, Field(discriminator="method")]

# --- treatment -------------------------------------------------------------------------------------------------------


class NoTreatment(Record):
    """Values as they are."""

    method: Literal["none"]


class Log(Record):
    """ln(x + offset)."""

    method: Literal["log"]
    offset: float = 0.0


class LogRange(Record):
    """ln(x − min + share·(max − min)), min and max over the reference period."""

    method: Literal["log_range"]
    share: float = Field(0.01, gt=0)


class SquareRoot(Record):
    """√x."""

    method: Literal["square_root"]


class BoxCox(Record):
    """((x + offset)^exponent − 1) / exponent; ln(x + offset) where the exponent is 0."""

    method: Literal["box_cox"]
    exponent: float
    offset: float = 0.0


Transform = Annotated[Log | LogRange | SquareRoot | BoxCox, Field(discriminator="method")]


class Winsorise(Record):
    """Move the farthest values to the next one, at most `points`, while |skew| and kurtosis both reach their limits.

    Skew and kurtosis are of type 2 (as in Excel), kurtosis in excess of the normal.
    """

    method: Literal["winsorise"]
    points: int = Field(5, ge=1)
    skew: float = Field(2.0, gt=0)
    kurtosis: float = Field(3.5, gt=0)


class WinsoriseElse(Record):
    """Winsorise; where that does not bring skew and kurtosis under their limits, leave it and `otherwise` transform."""

    method: Literal["winsorise_else"]
    points: int = Field(5, ge=1)
    skew: float = Field(2.0, gt=0)
    kurtosis: float = Field(3.5, gt=0)
    otherwise: Transform


Treatment = Annotated[
    NoTreatment | Log | LogRange | SquareRoot | BoxCox | Winsorise | WinsoriseElse, Field(discriminator="method")
]

# --- normalisation ---------------------------------------------------------------------------------------------------

Period = Literal["reference", "panel", "year"]


class MinMax(Record):
    """Least value to the floor of the scale, greatest to its ceiling; fitted on the reference period by default."""

    method: Literal["min_max"]
    fitted_on: Period = "reference"


class Goalposts(Record):
    """Given goalposts, in the indicator's own unit before treatment: `lower` to the floor, `upper` to the ceiling.

    The indicator's transform, if any, is applied to the goalposts as well. With `cap`, values beyond a goalpost
    score as the goalpost.
    """

    method: Literal["goalposts"]
    lower: float
    upper: float
    cap: bool = True

    @model_validator(mode="after")
    def _in_order(self) -> "Goalposts":
        if not self.lower < self.upper:
            raise ValueError(f"lower goalpost {self.lower:g} is not below upper goalpost {self.upper:g}")
        return self


Normalisation = Annotated[MinMax | Goalposts, Field(discriminator="method")]

# --- aggregation -----------------------------------------------------------------------------------------------------


class Arithmetic(Record):
    """Σws / Σw over the children that have a score."""

    method: Literal["arithmetic"]


class Geometric(Record):
    """exp(Σw ln s / Σw) over the children that have a score; a score below `floor` counts as `floor`."""

    method: Literal["geometric"]
    floor: float = Field(0.0, ge=0)


class Harmonic(Record):
    """Σw / Σ(w/s) over the children that have a score; a score below `floor` counts as `floor`."""

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
            raise ValueError("exponent 0 is the geometric mean: choose method geometric")
        return self


class WeightedSum(Record):
    """Σws, weights as given."""

    method: Literal["weighted_sum"]


Aggregation = Annotated[Arithmetic | Geometric | Harmonic | Power | WeightedSum, Field(discriminator="method")]
