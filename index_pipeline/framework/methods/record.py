"""What the models of methods share."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from index_pipeline.framework.fault import wrong

LEAST_WEIGHT, GREATEST_WEIGHT = 1e-100, 1e100
"""Weights beyond these lose digits, or have a sum that is not a number; only their ratios matter."""

Period = Literal["reference", "panel", "year"]
"""Values that parameters are fitted on: the reference period, every year there is, or each year by itself."""

Scale = Annotated[tuple[float, float], Field(min_length=2, max_length=2)]
"""The scores of the worst and of the best."""


def _moderate(weight: float) -> float:
    if weight and not LEAST_WEIGHT <= weight <= GREATEST_WEIGHT:
        raise wrong("extreme_weight", least=f"{LEAST_WEIGHT:g}", greatest=f"{GREATEST_WEIGHT:g}")
    return weight


Weight = Annotated[float, Field(gt=0), AfterValidator(_moderate)]
"""A number that counts in proportion to others."""

WeightOrNone = Annotated[float, Field(ge=0), AfterValidator(_moderate)]
"""The same, or 0."""


class Record(BaseModel):
    """A frozen record that refuses fields it does not know, so that a misspelt option cannot be ignored."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)
