"""What the models of methods share."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Period = Literal["reference", "panel", "year"]
"""Values that parameters are fitted on: the reference period, every year there is, or each year by itself."""

Scale = Annotated[tuple[float, float], Field(min_length=2, max_length=2)]
"""The scores of the worst and of the best."""


class Record(BaseModel):
    """A frozen record that refuses fields it does not know, so that a misspelt option cannot be ignored."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)
