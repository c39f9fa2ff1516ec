"""Spans of years."""

from typing import Annotated

from pydantic import Field, model_validator

from index_pipeline.framework.fault import wrong
from index_pipeline.framework.methods import Record

Year = Annotated[int, Field(ge=1000, le=9999)]


class Years(Record):
    """A span of years, both ends included."""

    first: Year
    last: Year

    @model_validator(mode="after")
    def _in_order(self) -> "Years":
        if self.first > self.last:
            raise wrong("years_order", first=self.first, last=self.last)
        return self

    @property
    def range(self) -> range:
        """The years, in order."""
        return range(self.first, self.last + 1)


class ScoredYears(Years):
    """The years that are scored, and the one after them, where it is estimated from a part of its figures."""

    estimate: int | None = None

    @model_validator(mode="after")
    def _next_year(self) -> "ScoredYears":
        if self.estimate is not None and self.estimate != self.last + 1:
            raise wrong("estimate_year", estimate=self.estimate, last=self.last, next=self.last + 1)
        return self
