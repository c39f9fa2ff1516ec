"""What a person adds to a file: what it does not say itself."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Options:
    """Facts that a file leaves out. What the file does say is never overruled: a contradiction is refused.

    Attributes:
        today: The current day; no later one is taken for a day of release.
        series: Identifier of the one series that the file holds (`--series`).
        year: The year of all its figures (`--year`).
        released: The day on which its figures were published (`--released`); `today` where it is None and the file
            names no yearbook.
        source: Identifier of the source (`--source`).
    """

    today: date
    series: str | None = None
    year: int | None = None
    released: date | None = None
    source: str | None = None
