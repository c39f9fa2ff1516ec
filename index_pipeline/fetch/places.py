"""Where a series is in the Bureau's library."""

from dataclasses import dataclass
from typing import Any, Self

from index_pipeline.sources.answers import BureauIndicator

EARLIEST, LATEST = 1900, 2999
"""Years of a place that states none."""


@dataclass(frozen=True)
class CataloguePlace:
    """An indicator that holds a series, and the years that it holds."""

    indicator: BureauIndicator
    first: int = EARLIEST
    last: int = LATEST

    @classmethod
    def of(cls, record: Any) -> Self:
        """Take what `as_dict` gave."""
        return cls(BureauIndicator(**record["indicator"]), record["first"], record["last"])

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {"indicator": vars(self.indicator), "first": self.first, "last": self.last}
