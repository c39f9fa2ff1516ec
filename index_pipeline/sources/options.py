"""What a person adds to a file: what it does not say itself."""

import json
from dataclasses import dataclass
from datetime import date

KEYS = ("series", "year", "released", "source")


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


def parse_options(text: str, today: date) -> Options:
    """Read options from JSON: an object with any of `KEYS`.

    Raises:
        ValueError: it is something else, or a value is not of its kind; the message says which.
        RecursionError: it is nested without end.
    """
    given = json.loads(text)
    if not isinstance(given, dict) or not given.keys() <= set(KEYS):
        raise ValueError(f"they are no object with {', '.join(KEYS)}")
    released = _text(given, "released")
    return Options(
        today=today,
        series=_text(given, "series"),
        year=_year(given.get("year")),
        released=None if released is None else date.fromisoformat(released),
        source=_text(given, "source"),
    )


def _text(given: dict[str, object], key: str) -> str | None:
    text = given.get(key)
    if text is None:
        return None
    if not isinstance(text, str) or not text.isprintable() or len(text) > 100:
        raise ValueError(f"{key} is no text on one line")
    return text


def _year(year: object) -> int | None:
    if year is None:
        return None
    if type(year) is not int or not 1000 <= year <= 9999:
        raise ValueError("year is no year such as 2024")
    return year
