"""Figures with codes, in the unit of their series: the result of harmonising cells."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class Figure:
    """One figure, in the unit of its series, and the cell that it was read from.

    `step` is one unit in the last digit that the file shows, in the unit of the series. A withdrawn figure has status
    M and no value. `vintage` is the figure's own day of release, if the file gives one; `note` is what its reader
    must know, in Chinese, and the user's answers to doubts about it.
    """

    series_id: str
    ref_area: str
    time_period: int
    value: Decimal | None
    status: str
    step: Decimal
    sheet: str | None
    cell: str
    text: str
    vintage: date | None = None
    note: str = ""

    @property
    def key(self) -> tuple[str, str, int]:
        """What the figure is of: series, region, year."""
        return self.series_id, self.ref_area, self.time_period

    def equals(self, stored: float | None) -> bool:
        """Return whether a stored value is this figure: equal in all the digits that the file shows."""
        if stored is None or self.value is None:
            return stored is None and self.value is None
        return abs(Decimal(repr(stored)) - self.value) * 2 <= self.step if stored != float(self.value) else True
