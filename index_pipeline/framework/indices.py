"""Further indices: parts of the tree that are scored and ranked beside the index itself."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from index_pipeline.framework.fault import wrong
from index_pipeline.framework.methods import Record
from index_pipeline.framework.text import Identifier, Text


class FurtherIndex(Record):
    """The index over a part of its tree; what is given narrows it together.

    Attributes:
        components: What is below these components; below the index where none is named.
        only: `direct` leaves out indicators whose `proxy` is not `direct`.
        without: `registers` leaves out indicators that count a register.
    """

    id: Identifier
    title: Text
    definition: Text | None = None
    components: Annotated[tuple[Identifier, ...], Field(min_length=1)] | None = None
    only: Literal["direct"] | None = None
    without: Literal["registers"] | None = None

    @model_validator(mode="after")
    def _is_a_part(self) -> "FurtherIndex":
        if self.components is None and self.only is None and self.without is None:
            raise wrong("index_of_all", id=self.id)
        return self
