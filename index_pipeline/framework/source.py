"""Where figures come from: one origin per file. Shapes only, no files."""

from typing import Literal

from pydantic import Field

from index_pipeline.framework.fetching import Method
from index_pipeline.framework.methods import Record
from index_pipeline.framework.text import Identifier, Text


class Calendar(Record):
    """When the publisher usually publishes a year's figures: `month` of the year `lag_years` later."""

    month: int = Field(ge=1, le=12)
    lag_years: int = Field(ge=0)


class RevisionBounds(Record):
    """How much a usual revision of a source changes; beyond it a file has to name the document that announces one.

    `share` is the largest share of a series' stored figures in a file that it changes by more than a thousandth;
    `change` the largest relative change of one figure.
    """

    share: float = Field(0.3, ge=0, le=1)
    change: float = Field(0.05, ge=0)


class Register(Record):
    """A list of named entries, fully known for the years `first` to `last`.

    Where entries carry no date, the list is the stock of `stock_year`, spread over earlier years by the register
    `dated_by` (status E). `english` names its documents and the categories of its entries in English, by their Chinese
    names; what it does not name is shown in Chinese. `measure_word` is what Chinese counts its entries by.
    """

    register_id: Identifier
    title: Text
    first: int
    last: int
    stock_year: int | None = None
    dated_by: Identifier | None = None
    categories: tuple[str, ...] = ()
    english: dict[str, str] = Field(default_factory=dict)
    measure_word: str = "项"


class Source(Record):
    """One origin of figures: who published them, where, under which terms, and how its files are recognised.

    `held_to` names series of which nothing later than the year given is held: they are not counted as overdue. `fetch`
    says how `icdi fetch` gets its figures; without it, they come as files.
    """

    id: Identifier
    title: Text
    publisher: Text
    publication: Text
    kind: Literal["series", "register"]
    licence: Text
    citation: Text
    url: str | None = None
    recognise: tuple[str, ...] = ()
    frequency: Literal["annual", "irregular"] = "annual"
    release: Calendar | None = None
    held_to: dict[Identifier, int] = Field(default_factory=dict)
    revision: RevisionBounds = RevisionBounds()
    registers: tuple[Register, ...] = ()
    fetch: Method | None = None
    note: Text | None = None

    @property
    def fetched_series(self) -> frozenset[str]:
        """The series that `fetch` names."""
        return self.fetch.fetched_series if self.fetch else frozenset()
