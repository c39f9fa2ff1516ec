"""Acknowledged findings: `acknowledgements.yaml`, a list of what checks find that a person has looked at."""

import math
from collections.abc import Iterator
from datetime import date
from typing import Annotated, NamedTuple

import yaml
from pydantic import AfterValidator, BeforeValidator, Field, RootModel, model_validator

from index_pipeline.framework.fault import wrong
from index_pipeline.framework.methods import Record
from index_pipeline.framework.text import Identifier, Text
from index_pipeline.framework.years import Year

FILE = "acknowledgements.yaml"
"""Name of the file in the framework's folder. It changes no score, so it is not part of the framework's digest."""

AGREE = 1e-5
"""Relative difference up to which a value is the one that was acknowledged: six significant digits are compared."""

MOST_PLACES = 10_000
"""Findings that a file may acknowledge in all."""


class Place(NamedTuple):
    """What a finding is about: the check, and the row's series (indicator, component …), region and year.

    None if the finding has no such thing: a check of a whole table has none of them.
    """

    check: str
    item: str | None = None
    region: str | None = None
    year: int | None = None

    def __str__(self) -> str:
        """Return the parts that are set, separated by blanks."""
        return " ".join(str(part) for part in self if part is not None)


def _day(given: object) -> object:
    if isinstance(given, str):
        try:
            return date.fromisoformat(given)
        except ValueError:
            pass
    if type(given) is not date:
        raise wrong("a_day")
    return given


def _somebody(text: str) -> str:
    if not text.strip():
        raise wrong("nobody")
    if not text.isprintable():
        raise wrong("hidden_signs")
    return text


Day = Annotated[date, BeforeValidator(_day)]


class Acknowledgement(Record):
    """A finding that somebody has looked at, and why it is left as it is.

    `check` is an identifier of `checks.toml`; `series`, `indicator` or `component`, `regions` and `years` name the rows
    that are meant. With `value`, only that value is meant, to six significant digits. It counts from the day on which
    it was written, `since`, to the day `until`, both included.
    """

    check: Annotated[str, Field(max_length=100)]
    series: Identifier | None = None
    indicator: Identifier | None = None
    component: Identifier | None = None
    regions: Annotated[tuple[str, ...], Field(max_length=MOST_PLACES)] = ()
    years: Annotated[tuple[Year, ...], Field(max_length=MOST_PLACES)] = ()
    value: float | None = None
    since: Day
    until: Day
    by: Annotated[str, Field(max_length=100), AfterValidator(_somebody)]
    why: Text

    @model_validator(mode="after")
    def _days_in_order(self) -> "Acknowledgement":
        if self.until <= self.since:
            raise wrong("expired", until=self.until, since=self.since)
        return self

    @model_validator(mode="after")
    def _value_of_one_place(self) -> "Acknowledgement":
        if self.value is not None and (len(self.regions) > 1 or len(self.years) > 1):
            raise wrong("one_place")
        return self

    @property
    def item(self) -> str | None:
        """The series, indicator or component."""
        return self.series or self.indicator or self.component

    @property
    def size(self) -> int:
        """Number of its places."""
        return max(len(self.regions), 1) * max(len(self.years), 1)

    def places(self) -> Iterator[Place]:
        """Yield each place that is meant."""
        for region in self.regions or (None,):
            for year in self.years or (None,):
                yield Place(self.check, self.item, region, year)

    def counts(self, day: date) -> bool:
        """Return whether it is in force on `day`."""
        return self.since <= day <= self.until

    def means(self, value: float | None) -> bool:
        """Return whether `value` is the one that was acknowledged; any value is, if none is stated."""
        return self.value is None or (value is not None and math.isclose(self.value, value, rel_tol=AGREE))


class Acknowledgements(RootModel[tuple[Acknowledgement, ...]]):
    """The whole file: a list."""


def entry(place: Place, where: tuple[str, ...], value: float | None, said: str, today: date) -> str:
    """Write the entry by which a finding would be acknowledged: `by` and `why` are left to be filled in.

    Args:
        place: Of the finding.
        where: `Check.where`.
        value: Of the finding; None if it has none.
        said: The finding in a sentence, written above it as a comment.
        today: The day from which the entry counts; it ends a year later.
    """
    given = [place.item, [place.region], [place.year]]
    content = {
        "check": place.check,
        **dict(zip(where, given, strict=False)),
        **({} if value is None else {"value": float(f"{value:.6g}")}),
        "since": today,
        "until": today.replace(year=today.year + 1, day=min(today.day, 28)),
        "by": "",
        "why": {"zh": "", "en": ""},
    }
    text = yaml.safe_dump([content], allow_unicode=True, sort_keys=False, default_flow_style=None, width=1000)
    return "".join(f"# {line}\n" for line in said.splitlines()) + text
