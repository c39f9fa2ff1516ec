"""Models of treatment: outliers capped, skewed values transformed."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from index_pipeline.framework.fault import wrong
from index_pipeline.framework.methods.record import Period, Record

SKEW, KURTOSIS = 2.0, 3.5
"""JRC practice: values have outliers where |skew| and excess kurtosis, of type 2, both reach these limits."""


class NoTreatment(Record):
    """Values as they are."""

    method: Literal["none"]


class FittedTreatment(Record):
    """A treatment; what it takes from the values (limits, least value, exponent) is fitted on `fitted_on`."""

    fitted_on: Period = "reference"


class Log(FittedTreatment):
    """ln(x + offset); ln(x − min + offset) with `from_minimum`."""

    method: Literal["log"]
    offset: float = 0.0
    from_minimum: bool = False


class LogRange(FittedTreatment):
    """ln(x − min + share·(max − min)).

    With `mirrored`, negatively skewed values become −ln(max − x + share·(max − min)) instead.
    """

    method: Literal["log_range"]
    share: float = Field(0.01, gt=0)
    mirrored: bool = False


class SquareRoot(FittedTreatment):
    """√x."""

    method: Literal["square_root"]


class BoxCox(FittedTreatment):
    """((x + offset)^exponent − 1) / exponent; ln(x + offset) where the exponent is 0.

    With `from_minimum`, x − min takes the place of x. The exponent `fitted` maximises the likelihood of normal
    values, between −5 and 5.
    """

    method: Literal["box_cox"]
    exponent: float | Literal["fitted"]
    offset: float = 0.0
    from_minimum: bool = False


Transform = Annotated[Log | LogRange | SquareRoot | BoxCox, Field(discriminator="method")]


class Winsorise(FittedTreatment):
    """Move the farthest values to the next one, at most `points`, while |skew| and kurtosis both reach their limits.

    Skew and kurtosis are of type 2 (as in Excel), kurtosis in excess of the normal. Without `points` the search
    goes on until they are under a limit; with `always`, `points` values are moved whatever skew and kurtosis are.
    """

    method: Literal["winsorise"]
    points: int | None = Field(5, ge=1)
    skew: float = Field(SKEW, gt=0)
    kurtosis: float = Field(KURTOSIS, gt=0)
    always: bool = False


class WinsoriseElse(FittedTreatment):
    """Winsorise; where that does not bring skew and kurtosis under their limits, `otherwise` transforms.

    The transform takes the values as they were, or with `combined` the winsorised ones.
    """

    method: Literal["winsorise_else"]
    points: int | None = Field(5, ge=1)
    skew: float = Field(SKEW, gt=0)
    kurtosis: float = Field(KURTOSIS, gt=0)
    otherwise: Transform
    combined: bool = False

    @model_validator(mode="after")
    def _fitted_together(self) -> "WinsoriseElse":
        if "fitted_on" in self.otherwise.model_fields_set:
            raise wrong("fitted_within")
        return self


Treatment = Annotated[
    NoTreatment | Log | LogRange | SquareRoot | BoxCox | Winsorise | WinsoriseElse, Field(discriminator="method")
]
